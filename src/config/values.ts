/** What config.json holds. `layout.ts` says how it is checked and in which order it is written. */

export interface AuthEntry {
  auth?: string;
  username?: string;
  password?: string;
  email?: string;
  serveraddress?: string;
  identitytoken?: string;
  registrytoken?: string;
}

export interface ProxyConfig {
  httpProxy?: string;
  httpsProxy?: string;
  noProxy?: string;
  ftpProxy?: string;
  allProxy?: string;
}

export interface ConfigValues {
  auths?: Record<string, AuthEntry>;
  HttpHeaders?: Record<string, string>;
  psFormat?: string;
  imagesFormat?: string;
  networksFormat?: string;
  pluginsFormat?: string;
  volumesFormat?: string;
  statsFormat?: string;
  detachKeys?: string;
  credsStore?: string;
  credHelpers?: Record<string, string>;
  serviceInspectFormat?: string;
  servicesFormat?: string;
  tasksFormat?: string;
  secretFormat?: string;
  configFormat?: string;
  nodesFormat?: string;
  pruneFilters?: string[];
  proxies?: Record<string, ProxyConfig>;
  currentContext?: string;
  cliPluginsExtraDirs?: string[];
  plugins?: Record<string, Record<string, string>>;
  aliases?: Record<string, string>;
  features?: Record<string, string>;
  [key: string]: unknown;
}
