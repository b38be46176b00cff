// @ts-check
/** Which dockerd runs: the one on PATH, or the distribution's packages unpacked beside the system. */
import { existsSync } from "node:fs";
import { readdir, rm, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { aptRoot, candidates, hostSources } from "./apt.mjs";
import { unpack, unpackedAt } from "./packages.mjs";
import { onPath } from "./places.mjs";
import { run } from "./run.mjs";

/** Debian's suites and the engine that each carries. */
const SUITES = /** @type {const} */ ({ bookworm: "20.10", trixie: "26.1", sid: "28.5" });
/** What `engine up` takes when nothing else is asked for and none is on PATH. */
export const NEWEST = "28.5";

/** @typedef {{ version: string, layers: string[] }} Installation `layers`: folders whose `usr` is laid over /usr, first wins */

/**
 * Programs that dockerd calls, and the packages that bring them with the libraries a small system may lack.
 * They are of the host's own suite: its C library is what they were built for.
 * @type {Record<string, string[]>}
 */
const TOOLS = {
  runc: ["runc", "libseccomp2"],
  iptables: ["iptables", "libip4tc2", "libip6tc2", "libmnl0", "libnetfilter-conntrack3", "libnfnetlink0", "libnftnl11", "libxtables12"],
  ps: ["procps", "libproc2-0|libprocps8"],
};

/**
 * An engine whose version starts with `version`, and every program it needs.
 * @param {string} [version] "28.5", "20.10.24"; without: the dockerd on PATH, else the newest
 * @returns {Promise<Installation>}
 */
export async function installation(version) {
  const tools = await missingTools();
  const own = await versionOnPath();
  if (own && (version === undefined || matches(own, version))) return { version: own, layers: tools };
  const engine = (await cached(version ?? NEWEST)) ?? (await fetchEngine(version ?? NEWEST));
  return { version: basename(engine), layers: [engine, ...tools] };
}

/**
 * "28.5" is a prefix of 28.5.2 but not of 28.51.
 * @param {string} version
 * @param {string} prefix
 */
const matches = (version, prefix) => version === prefix || version.startsWith(`${prefix}.`);

async function versionOnPath() {
  const dockerd = onPath("dockerd");
  if (!dockerd || !onPath("containerd")) return undefined;
  return /version ([\d.]+)/.exec(await run(dockerd, ["--version"]))?.[1];
}

/** @param {string} version */
async function cached(version) {
  const folder = unpackedAt("engines");
  if (!existsSync(folder)) return undefined;
  const found = (await readdir(folder)).filter((name) => matches(name, version)).sort();
  return found.length > 0 ? join(folder, found.at(-1) ?? "") : undefined;
}

/**
 * Looks for the suite that has the version now (a suite moves on) and unpacks its engine.
 * @param {string} version
 */
async function fetchEngine(version) {
  const { id } = await hostSources();
  const suites = id === "debian" ? Object.keys(SUITES).sort((a, b) => rank(b, version) - rank(a, version)) : ["host"];
  const seen = [];
  for (const suite of suites) {
    const found = (await candidates(await aptRoot(suite), ["docker.io"])).get("docker.io") ?? "";
    const plain = /^(?:\d+:)?(\d+(?:\.\d+)*)/.exec(found)?.[1];
    seen.push(`${plain ?? "none"} in ${suite}`);
    if (plain && matches(plain, version)) {
      return unpack({ key: `engines/${plain}`, suite, packages: ["docker.io", "containerd", "tini-static|tini"] }, linkInit);
    }
  }
  throw new Error(`no engine ${version} to be had: the archive has ${seen.join(", ")}`);
}

/**
 * @param {string} suite
 * @param {string} version
 */
const rank = (suite, version) => (matches(version, SUITES[/** @type {keyof typeof SUITES} */ (suite)]) ? 1 : 0);

/**
 * tini's static build runs in containers of any C library (`run --init`).
 * @param {string} folder
 */
async function linkInit(folder) {
  const link = join(folder, "usr/bin/docker-init");
  await rm(link, { force: true });
  await symlink("tini-static", link);
}

async function missingTools() {
  const layers = [];
  for (const [tool, packages] of Object.entries(TOOLS)) {
    if (!onPath(tool))
      layers.push(await unpack({ key: `tools/${tool}`, suite: "host", packages }, tool === "iptables" ? linkIptables : undefined));
  }
  return layers;
}

/**
 * Installed, these names lead through /etc/alternatives, which unpacking does not make.
 * @param {string} folder
 */
async function linkIptables(folder) {
  for (const name of ["iptables", "iptables-save", "iptables-restore", "ip6tables", "ip6tables-save", "ip6tables-restore"]) {
    const link = join(folder, "usr/sbin", name);
    await rm(link, { force: true });
    await symlink("xtables-nft-multi", link);
  }
}
