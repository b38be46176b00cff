/** `proxies` of config.json: variables that the reference puts into containers and builds. */
import type { ConfigValues, ProxyConfig } from "./file.js";

const VARIABLES: readonly (readonly [string, keyof ProxyConfig])[] = [
  ["HTTP_PROXY", "httpProxy"],
  ["HTTPS_PROXY", "httpsProxy"],
  ["NO_PROXY", "noProxy"],
  ["FTP_PROXY", "ftpProxy"],
  ["ALL_PROXY", "allProxy"],
];

/**
 * Names and values to add, in upper and lower case: those of the entry for this daemon (`Endpoint.host`), else of
 * "default". Names in `taken` (written by the user, with or without a value) are left out; case counts.
 */
export function proxyVariables(
  values: Readonly<ConfigValues>,
  daemonHost: string,
  taken: ReadonlySet<string>,
): [name: string, value: string][] {
  const proxies = values.proxies ?? {};
  const config = Object.hasOwn(proxies, daemonHost) ? proxies[daemonHost] : proxies.default;
  return VARIABLES.flatMap(([upper, key]): [string, string][] => {
    const value = config?.[key];
    if (!value) return [];
    return [upper, upper.toLowerCase()].filter((name) => !taken.has(name)).map((name) => [name, value]);
  });
}
