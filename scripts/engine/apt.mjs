// @ts-check
/** Private apt roots: lists and downloads of any suite of the distribution, without touching the system's own. */
import { existsSync } from "node:fs";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withFileLock } from "../../src/io/file-lock.mjs";
import { cacheRoot } from "./places.mjs";
import { run } from "./run.mjs";

/** Lists older than this are fetched again before a download, in milliseconds. */
const LISTS_MAX_AGE = 24 * 3600_000;

/** @typedef {{ suite: string, uri: string, signedBy: string }} Source */

/** `ID` and `VERSION_CODENAME` of os-release(5). */
async function release() {
  const fields = Object.fromEntries(
    [...(await readFile("/etc/os-release", "utf8")).matchAll(/^(\w+)="?([^"\n]*)"?$/gm)].map((m) => [m[1], m[2]]),
  );
  return { id: fields.ID ?? "", codename: fields.VERSION_CODENAME ?? "" };
}

/**
 * Where this machine gets its own packages: its suite with updates and security. Throws when apt knows no source.
 * @returns {Promise<{ id: string, codename: string, sources: Source[] }>}
 */
export async function hostSources() {
  const { id, codename } = await release();
  const lines = await run("apt-get", [
    "indextargets",
    "--format",
    "$(RELEASE)|$(REPO_URI)|$(SIGNED_BY)|$(COMPONENT)",
    "Identifier: Packages",
  ]);
  const all = lines
    .trim()
    .split("\n")
    .map((line) => line.split("|"))
    .filter(([suite, , , component]) => component === "main" && (suite === codename || suite?.startsWith(`${codename}-`)))
    .map(([suite = "", uri = "", signedBy = ""]) => ({ suite, uri, signedBy: signedBy.startsWith("/") ? signedBy : "" }));
  const sources = all.filter((source, i) => all.findIndex((other) => other.suite === source.suite) === i);
  if (sources.length === 0) throw new Error(`apt has no source for ${id} ${codename}: check /etc/apt/sources.list`);
  return { id, codename, sources };
}

/**
 * The sources of a suite: "host", or one that the host's own mirror carries besides.
 * @param {string} suite
 */
async function sourcesOf(suite) {
  const host = await hostSources();
  const own = host.sources.find((source) => source.suite === host.codename) ?? host.sources[0];
  if (!own) throw new Error("apt has no source");
  const sources = suite === "host" || suite === host.codename ? host.sources : [{ ...own, suite }];
  return { sources, components: host.id === "ubuntu" ? "main universe" : "main" };
}

/** Settings of the host for reaching its mirror (proxies, credentials' place): nothing else of its configuration is taken. */
async function acquireSettings() {
  const dump = await run("apt-config", ["dump"]);
  return dump.split("\n").filter((line) => /^(Acquire::|Dir::Etc::netrc|Dir::Etc::trusted)/.test(line));
}

/**
 * Prepares the root of a suite, with fresh lists.
 * @param {string} suite "host", "bookworm", "sid", ...
 * @param {boolean} [refresh] fetch the lists even when they are young
 * @returns {Promise<NodeJS.ProcessEnv>} the environment in which apt-get and apt-cache use it
 */
export async function aptRoot(suite, refresh = false) {
  const root = join(cacheRoot(), "apt", suite);
  const env = { ...process.env, APT_CONFIG: join(root, "apt.conf"), LC_ALL: "C" };
  const stamp = join(root, "updated");
  await withFileLock(join(cacheRoot(), ".apt.lock"), async () => {
    const age = existsSync(stamp) ? Date.now() - (await stat(stamp)).mtimeMs : Number.POSITIVE_INFINITY;
    if (age < LISTS_MAX_AGE && !refresh) return;
    await configure(root, suite);
    await run("apt-get", ["update", "-qq"], { env });
    await writeFile(stamp, "");
  });
  return env;
}

/**
 * @param {string} root
 * @param {string} suite
 */
async function configure(root, suite) {
  const { sources, components } = await sourcesOf(suite);
  const folders = ["lists/partial", "cache/archives/partial", "etc/sources.list.d", "etc/preferences.d", "etc/apt.conf.d", "state"];
  for (const folder of folders) await mkdir(join(root, folder), { recursive: true });
  const signed = (/** @type {Source} */ { signedBy }) => (signedBy ? `[signed-by=${signedBy}] ` : "");
  await writeFile(join(root, "etc/sources.list"), sources.map((s) => `deb ${signed(s)}${s.uri} ${s.suite} ${components}\n`).join(""));
  await writeFile(join(root, "status"), "");
  await writeFile(
    join(root, "apt.conf"),
    [
      ...(await acquireSettings()),
      `Dir::Etc::sourcelist "${root}/etc/sources.list";`,
      `Dir::Etc::sourceparts "${root}/etc/sources.list.d";`,
      `Dir::Etc::preferencesparts "${root}/etc/preferences.d";`,
      `Dir::Etc::parts "${root}/etc/apt.conf.d";`,
      `Dir::Etc::main "${root}/etc/none";`,
      `Dir::State "${root}/state";`,
      `Dir::State::lists "${root}/lists";`,
      `Dir::State::status "${root}/status";`,
      `Dir::Cache "${root}/cache";`,
      'Dir::Cache::pkgcache "";',
      'Dir::Cache::srcpkgcache "";',
      'Acquire::GzipIndexes "true";',
      'APT::Sandbox::User "root";',
      'Acquire::Languages "none";',
      'Acquire::Retries "3";',
      "",
    ].join("\n"),
  );
}

/**
 * The versions of packages in a suite, by name; those it does not have are left out.
 * @param {NodeJS.ProcessEnv} env from aptRoot
 * @param {string[]} names
 * @returns {Promise<Map<string, string>>}
 */
export async function candidates(env, names) {
  const text = await run("apt-cache", ["policy", ...names], { env });
  const found = [...text.matchAll(/^(\S+):\n.*\n {2}Candidate: (\S+)/gm)];
  return new Map(
    found.map(([, name = "", version = ""]) => /** @type {const} */ ([name, version])).filter(([, version]) => version !== "(none)"),
  );
}
