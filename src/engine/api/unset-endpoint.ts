/** What the reference sends of a network endpoint's state, which only the engine can know: Go's zero values. */
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
