/** A registry's address as people write it, and the host that its credentials are stored under. */

const URL_WITH_HOST = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/(?:[^/?#@]*@)?(\[[0-9A-Fa-f:.]+\]|[^/?#:@\s[\]]+)(?::(\d*))?(?=[/?#]|$)/;

/** `https://host:5000/v2/` and `host:5000/name` -> `host:5000`. Any other text is truncated at its first slash, as in Docker. */
export function registryHost(address: string): string {
  const [, host, port] = URL_WITH_HOST.exec(address) ?? [];
  if (host === undefined) return address.replace(/\/.*$/s, "");
  return port ? `${host}:${port}` : host.replace(/^\[|\]$/g, "");
}
