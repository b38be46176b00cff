/** A credential helper for tests: keeps what it is given in files of $HOME, and notes what it was asked. */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cleanEnv, temporaryFolder } from "./command.js";

/**
 * $HOME/helper.log has a line for each call: verb and input. $HOME/held is what `get` answers (absent: not found);
 * $HOME/fails makes `store` and `erase` fail.
 */
const SCRIPT = `#!/bin/sh
input=$(cat)
echo "$* $input" >> "$HOME/helper.log"
case $1 in
get) if [ -f "$HOME/held" ]; then cat "$HOME/held"; else echo "credentials not found in native keychain"; exit 1; fi ;;
list) echo '{}' ;;
*) if [ -f "$HOME/fails" ]; then echo "no luck"; exit 1; fi ;;
esac
`;

/** PATH with helpers of these names (and programs of the others) in front. */
export function pathWithHelpers(names: readonly string[], programs: readonly string[] = []): string {
  const folder = temporaryFolder("bin");
  for (const name of [...names.map((name) => `docker-credential-${name}`), ...programs]) {
    writeFileSync(join(folder, name), SCRIPT);
    chmodSync(join(folder, name), 0o755);
  }
  return `${folder}:${cleanEnv().PATH}`;
}
