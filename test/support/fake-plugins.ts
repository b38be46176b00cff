/** CLI plugins for tests: shell scripts that tell what they were given, and programs of Node where a shell is not enough. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isSingleFile } from "../setup/program.js";
import { ours, temporaryFolder } from "./command.js";

const GOOD = { SchemaVersion: "0.1.0", Vendor: "Tests", Version: "v1", ShortDescription: "Things for tests" };

/** A shell script that answers the metadata question and then runs `body`. */
export function shellPlugin(body: string, metadata: object = GOOD): string {
  return `#!/bin/sh\nif [ "$1" = docker-cli-plugin-metadata ]; then cat <<'META'\n${JSON.stringify(metadata)}\nMETA\nexit; fi\n${body}\n`;
}

/**
 * The same in JavaScript (CommonJS), run by the runtime of what is tested: Node 20 cannot connect to abstract sockets of exact
 * names, which Bun makes, nor Bun to such as Node 20 makes. (Go's plugins can to both: compose.test.ts.)
 */
export function nodePlugin(body: string): string {
  const runtime = isSingleFile ? `/usr/bin/env -S BUN_BE_BUN=1 ${ours()[0]}` : process.execPath;
  return `#!${runtime}\nif (process.argv[2] === "docker-cli-plugin-metadata") { console.log(${JSON.stringify(JSON.stringify(GOOD))}); process.exit(); }\n${body}\n`;
}

/** Writes `docker-NAME` for each, executable, into a new folder (for `cliPluginsExtraDirs`). */
export function pluginFolder(plugins: Readonly<Record<string, string>>, mode = 0o755): string {
  const folder = join(temporaryFolder("plugins"), "p");
  mkdirSync(folder);
  for (const [name, text] of Object.entries(plugins)) {
    writeFileSync(join(folder, `docker-${name}`), text);
    chmodSync(join(folder, `docker-${name}`), mode);
  }
  return folder;
}

/** Tells its words and what of the environment is meant for it, then ends as its second word says. */
export const TELLS = shellPlugin(`echo "words: $*"
env | grep -E '^(DOCKER_CLI_PLUGIN|OTEL|BUILDX)' | sort
read line && echo "input: $line"
echo "to stderr" >&2
case "$2" in exit*) exit "\${2#exit}" ;; kill) kill -9 $$ ;; esac`);
