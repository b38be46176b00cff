import type { Ctx } from "../../cli/context.js";
import { bool, str, type Values } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import type { CredentialStore } from "../../config/credential-store.js";
import { HUB_KEY } from "../../config/credentials.js";
import { installedHelper } from "../../config/default-helper.js";
import { loginKey, storeOf } from "../../config/user-credentials.js";
import type { AuthEntry } from "../../config/values.js";
import { ApiError, UserError } from "../../errors.js";
import { writeNote } from "../../format/note.js";
import { confirm } from "../../io/prompt.js";
import { askCredentials } from "../../registry/ask-credentials.js";
import { checkByEngine, checkLogin } from "./check-login.js";
import type { Accepted } from "./direct-login.js";
import { noteGivenByEnvironment } from "./given-by-environment.js";

const flags = {
  username: str("User name", { short: "u" }),
  password: str("Password or access token; visible to other users of this machine", { short: "p" }),
  passwordStdin: bool("Read the password or access token from standard input"),
};

type Given = Values<typeof flags>;

/** Pure. Throws UserError for flags that do not go together. */
export function checkFlags(f: Given, changed: ReadonlySet<string>): void {
  if (changed.has("passwordStdin")) {
    if (changed.has("password")) throw new UserError("conflicting options: cannot specify both --password and --password-stdin");
    if (!changed.has("username")) throw new UserError("the --password-stdin option requires --username to be set");
  }
  for (const name of ["username", "password"] as const) if (changed.has(name) && f[name] === "") throw new UserError(`${name} is empty`);
}

/** All of standard input without the end of its last line. */
async function readPassword(ctx: Ctx): Promise<string> {
  const reader = ctx.stdin.open();
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of reader) chunks.push(chunk);
    return Buffer.concat(chunks).toString().replace(/\n$/, "").replace(/\r$/, "");
  } finally {
    reader.close();
  }
}

/** With what is stored, if that is a user and a password: what the registry says, or undefined where others have to be asked for. */
async function loginAsBefore(ctx: Ctx, store: CredentialStore, entry: AuthEntry): Promise<string | undefined> {
  if (!entry.username || !entry.password) return undefined;
  ctx.stderr.write(`Authenticating with existing credentials... [Username: ${entry.username}]\n`);
  writeNote(ctx.stderr, `To login with a different account, run '${ctx.name} logout' followed by '${ctx.name} login'`);
  ctx.stderr.write("\n\n");
  try {
    const accepted = await checkByEngine(ctx, entry);
    await keep(ctx, store, entry, accepted);
    return accepted.status;
  } catch (error) {
    if (error instanceof ApiError) {
      const refused = error.status === 401;
      ctx.stderr.write(refused ? "Stored credentials invalid or expired\n" : `Login did not succeed, error: ${error.message}\n`);
    }
    return undefined;
  }
}

async function loginAnew(ctx: Ctx, store: CredentialStore, key: string, f: Given, password: string, former: string | undefined) {
  if ((f.username === "" || password === "") && !ctx.stdin.isTTY)
    throw new UserError("Error: Cannot perform an interactive login from a non TTY device");
  // The login in a browser is for Docker's own client, which is registered for it; this is what it says where it cannot be had.
  if (
    key === HUB_KEY &&
    f.username === "" &&
    password === "" &&
    !/^(1|t|T|TRUE|true|True)$/.test(ctx.env.DOCKER_CLI_DISABLE_OAUTH_LOGIN ?? "")
  )
    ctx.stderr.write("Failed to start web-based login - falling back to command line login...\n\n");
  const entry = await askCredentials(ctx, { key, username: f.username, password, formerUser: former });
  const accepted = await checkLogin(ctx, entry);
  await keep(ctx, await orHelper(ctx, store, key), entry, accepted);
  return accepted.status;
}

/** Instead of plain text, a helper that is installed, if the user wants it. `docker` asks nothing that Docker does not ask. */
async function orHelper(ctx: Ctx, store: CredentialStore, key: string): Promise<CredentialStore> {
  const asks = ctx.dialect === "dockline" && ctx.stdin.isTTY && ctx.stdout.isTTY;
  if (store.helper !== "" || !asks || Object.hasOwn(ctx.config().values.credHelpers ?? {}, key)) return store;
  const helper = installedHelper(ctx);
  if (helper === undefined) return store;
  const yes = await confirm(ctx, `Keep the password with docker-credential-${helper}, not in plain text in ${ctx.config().path}?`);
  return yes ? storeOf(ctx, key, { helper, remember: true }) : store;
}

async function keep(ctx: Ctx, store: CredentialStore, entry: AuthEntry, { token }: Accepted): Promise<void> {
  const { password, ...rest } = entry;
  let inPlainText: boolean;
  try {
    inPlainText = await store.keep(token === "" ? entry : { ...rest, identitytoken: token });
  } catch (error) {
    throw new UserError(`Error saving credentials: ${(error as Error).message}`, { cause: error });
  }
  if (!inPlainText) return;
  ctx.stderr.write(
    `\nWARNING! Your credentials are stored unencrypted in '${ctx.config().path}'.\nConfigure a credential helper to remove this warning. See\nhttps://docs.docker.com/go/credential-store/\n\n`,
  );
}

export default defineCommand({
  path: "login",
  summary: "Log in to a registry",
  long: "Logs in to Docker Hub if no server is given.",
  usage: "[OPTIONS] [SERVER]",
  args: { min: 0, max: 1 },
  flags,
  examples: [
    { say: "Log in from a script, with the password in a file", run: "login -u alice --password-stdin registry.example.org < password" },
  ],
  async run(ctx, [server = ""], f, changed) {
    checkFlags(f, changed);
    noteGivenByEnvironment(ctx);
    if (f.password !== "") ctx.stderr.write("WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n");
    const password = f.passwordStdin ? await readPassword(ctx) : f.password;
    const key = loginKey(server);
    const store = storeOf(ctx, key);
    const unasked = f.username === "" && password === "";
    // A failing helper is reported when the new credentials are stored.
    const { identitytoken: _, ...former }: AuthEntry = unasked ? await store.get().catch(() => ({})) : {};
    const entry = { ...former, serveraddress: key };
    const said = (await loginAsBefore(ctx, store, entry)) ?? (await loginAnew(ctx, store, key, f, password, former.username));
    if (said !== "") ctx.stdout.write(`${said}\n`);
  },
});
