/** The client's proxy settings (config.json `proxies`) as variables of containers and builds. */
export interface ProxySettings {
  httpProxy?: string;
  httpsProxy?: string;
  noProxy?: string;
  ftpProxy?: string;
  allProxy?: string;
}

const VARIABLES = {
  HTTP_PROXY: "httpProxy",
  HTTPS_PROXY: "httpsProxy",
  NO_PROXY: "noProxy",
  FTP_PROXY: "ftpProxy",
  ALL_PROXY: "allProxy",
} as const;

/**
 * Adds the proxies of `host` (or of "default") to `variables`, in capitals and in small letters, where they are not set yet.
 * @param variables name to value; undefined is a variable without a value
 */
export function withProxies(
  variables: ReadonlyMap<string, string | undefined>,
  proxies: Readonly<Record<string, ProxySettings>> | undefined,
  host: string,
): Map<string, string | undefined> {
  const result = new Map(variables);
  const settings = proxies?.[host] ?? proxies?.default;
  for (const [name, key] of Object.entries(VARIABLES)) {
    const value = settings?.[key];
    if (!value) continue;
    for (const spelling of [name, name.toLowerCase()]) if (!result.has(spelling)) result.set(spelling, value);
  }
  return result;
}
