/** The name of an endpoint in the Host header and in the URLs of error messages. */
import type { Endpoint } from "../../transport/endpoint.js";

/** Characters that Go does not encode in the host of a URL. */
const KEPT_IN_HOST = /%(21|24|26|27|28|29|2A|2B|2C|3A|3B|3C|3D|3E|5B|5D|22)/g;

function tcpAddress({ hostname, port }: Endpoint & { kind: "tcp" }): string {
  return hostname.includes(":") ? `[${hostname}]:${port}` : `${hostname}:${port}`;
}

/** The Host header. Local sockets have no host: Docker sends a name that cannot exist. */
export function hostHeader(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case "tcp":
      return tcpAddress(endpoint);
    case "ssh":
      return "docker.example.com";
    default:
      return "api.moby.localhost";
  }
}

/** The path of the API behind a reverse proxy; usually "". */
export function basePath(endpoint: Endpoint): string {
  return endpoint.kind === "tcp" ? endpoint.basePath.replace(/\/+$/, "") : "";
}

/** Scheme and host as Docker's messages show them: "http://%2Fvar%2Frun%2Fdocker.sock". */
export function baseUrl(endpoint: Endpoint): string {
  if (endpoint.kind === "tcp") return `${endpoint.tls ? "https" : "http"}://${tcpAddress(endpoint)}`;
  if (endpoint.kind === "ssh") return "http://docker.example.com";
  return `http://${encodeURIComponent(endpoint.path).replace(KEPT_IN_HOST, decodeURIComponent)}`;
}
