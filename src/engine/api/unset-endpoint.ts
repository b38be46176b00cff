/** Go's zero values for the state of a network endpoint: Docker sends them although only the daemon knows the state. */
export const UNSET_ENDPOINT = {
  NetworkID: "",
  EndpointID: "",
  Gateway: "",
  IPAddress: "",
  IPPrefixLen: 0,
  IPv6Gateway: "",
  GlobalIPv6Address: "",
  GlobalIPv6PrefixLen: 0,
  DNSNames: null,
} as const;
