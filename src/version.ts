/** Which dockline this is. The builds define these values (scripts/bundle.mjs); without one they say so. */
declare const __DOCKLINE_VERSION__: string | undefined;
declare const __DOCKLINE_COMMIT__: string | undefined;
declare const __DOCKLINE_BUILT__: string | undefined;
declare const __DOCKLINE_SINGLE_FILE__: boolean | undefined;

export const VERSION = typeof __DOCKLINE_VERSION__ === "string" ? __DOCKLINE_VERSION__ : "0.0.0-dev";
/** Seven characters of the commit. */
export const COMMIT = typeof __DOCKLINE_COMMIT__ === "string" ? __DOCKLINE_COMMIT__ : "unknown";
/** RFC 3339; "" where it is not known. */
export const BUILT = typeof __DOCKLINE_BUILT__ === "string" ? __DOCKLINE_BUILT__ : "";

/** Is the whole program one file, with its runtime in it? */
export const SINGLE_FILE = typeof __DOCKLINE_SINGLE_FILE__ === "boolean";

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

/** User-Agent of every request: some daemons and proxies look at it. `os` as Go names it. */
export function userAgent(os: string): string {
  return `Docker-Client/${REFERENCE_VERSION} (${os})`;
}

/** The runtime, where Docker names its Go: "node20.20.2", "bun1.4.5". */
export function runtimeVersion(): string {
  const { bun, node } = process.versions;
  return bun ? `bun${bun}` : `node${node}`;
}

const GO_ARCH: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386", ppc64: "ppc64le" };

/** The machine as Go names it: x64 -> amd64. `arch` is os.arch(). */
export function goArch(arch: string): string {
  return GO_ARCH[arch] ?? arch;
}

/** The system as Go names it: win32 -> windows. */
export function goOs(platform: string): string {
  const names: Readonly<Record<string, string>> = { win32: "windows", sunos: "solaris" };
  return names[platform] ?? platform;
}
