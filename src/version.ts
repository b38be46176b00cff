/** Which dockline this is. The build defines the three values (scripts/build.mjs); without one they say so. */
declare const __DOCKLINE_VERSION__: string | undefined;
declare const __DOCKLINE_COMMIT__: string | undefined;
declare const __DOCKLINE_BUILT__: string | undefined;

export const VERSION = typeof __DOCKLINE_VERSION__ === "string" ? __DOCKLINE_VERSION__ : "0.0.0-dev";
/** Seven characters of the commit. */
export const COMMIT = typeof __DOCKLINE_COMMIT__ === "string" ? __DOCKLINE_COMMIT__ : "unknown";
/** RFC 3339; "" where it is not known. */
export const BUILT = typeof __DOCKLINE_BUILT__ === "string" ? __DOCKLINE_BUILT__ : "";

/** The client whose output and behaviour the `docker` dialect equals; scripts gate on this number. */
export const REFERENCE_VERSION = "28.2.2";

/** The client's version as the dialect tells it. */
export function clientVersion(dialect: "docker" | "dockline"): string {
  return dialect === "docker" ? REFERENCE_VERSION : VERSION;
}

/** What `-v` prints. */
export function versionLine(dialect: "docker" | "dockline"): string {
  const name = dialect === "docker" ? "Docker" : "dockline";
  return `${name} version ${clientVersion(dialect)}, build ${COMMIT}`;
}

/** User-Agent of every request: some engines and proxies look at it. `os` as Go names it. */
export function userAgent(os: string): string {
  return `Docker-Client/${REFERENCE_VERSION} (${os})`;
}
