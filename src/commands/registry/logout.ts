import type { Ctx } from "../../cli/context.js";
import { defineCommand } from "../../cli/spec.js";
import { HUB_KEY } from "../../config/credentials.js";
import { registryHost } from "../../config/registry-host.js";
import { storeOf } from "../../config/user-credentials.js";
import { noteGivenByEnvironment } from "./given-by-environment.js";

/** Every key that credentials for the server may be kept under: old clients wrote URLs. Pure. */
export function logoutKeys(server: string): { host: string; keys: string[] } {
  if (server === "") return { host: HUB_KEY, keys: [HUB_KEY] };
  const host = registryHost(server);
  return { host, keys: [server, host, `http://${host}`, `https://${host}`] };
}

/** Tokens of a login in a browser, which Docker's client keeps beside the password: taken back and forgotten. */
async function endWebLogin(ctx: Ctx): Promise<void> {
  const { helper } = storeOf(ctx, HUB_KEY);
  const storeAt = (name: string) => storeOf(ctx, HUB_KEY + name, { helper });
  const { password = "" } = await storeAt("refresh-token").get();
  const [token = "", client, ...more] = password.split("..");
  if (client === undefined || more.length > 0) return;
  for (const name of ["access-token", "refresh-token"]) await storeAt(name).erase();
  const { revokeToken } = await import("./revoke-token.js");
  await revokeToken(token, client);
}

export default defineCommand({
  path: "logout",
  summary: "Log out of a registry",
  long: "Logs out of Docker Hub if no server is given.",
  usage: "[SERVER]",
  args: { min: 0, max: 1 },
  flags: {},
  examples: [{ say: "Remove the login for one registry", run: "logout registry.example.org" }],
  async run(ctx, [server = ""]) {
    noteGivenByEnvironment(ctx);
    const { host, keys } = logoutKeys(server);
    if (server === "") await endWebLogin(ctx).catch((error: Error) => ctx.stderr.write(`WARNING: ${error.message}\n`));
    ctx.stdout.write(`Removing login credentials for ${host}\n`);
    const failures: string[] = [];
    for (const key of keys) {
      await storeOf(ctx, key)
        .erase()
        .catch((error: Error) => failures.push(`${key}: ${error.message}\n`));
    }
    // One that was there is enough.
    if (failures.length === keys.length) ctx.stderr.write(`WARNING: could not erase credentials:\n${[...new Set(failures)].join("")}`);
  },
});
