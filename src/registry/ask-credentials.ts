/** Asks at the terminal for a user name and a password. */
import { HUB_KEY } from "../config/credentials.js";
import type { AuthEntry } from "../config/values.js";
import { UserError } from "../errors.js";
import { underlined, writeNote } from "../format/note.js";
import { type Asker, askLine, askSecret } from "../io/prompt.js";
import type { Output } from "../io/streams.js";
import { parseBool } from "../values/bool.js";

/** Docker's own words: scripts that drive a terminal wait for them. */
const HUB_HINT =
  "Log in with your Docker ID or email address to push and pull images from Docker Hub. If you don't have a Docker ID, head over to https://hub.docker.com/ to create one.\n";
const TOKEN_HINT =
  "You can log in with your password or a Personal Access Token (PAT). Using a limited-scope PAT grants better security and is required for organizations using SSO. Learn more at https://docs.docker.com/go/access-tokens/\n\n";

/** The terminal for questions and advice. */
export interface LoginTerminal extends Asker {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stderr: Output;
}

export interface CredentialQuestion {
  /** The host of a registry, or HUB_KEY. */
  key: string;
  /** Not asked for unless empty. */
  username: string;
  password: string;
  /** The default: an empty line accepts it. */
  formerUser?: string | undefined;
}

/** DOCKER_CLI_HINTS=false turns the advice off. */
function wantsHints(env: LoginTerminal["env"]): boolean {
  try {
    return !env.DOCKER_CLI_HINTS || parseBool(env.DOCKER_CLI_HINTS);
  } catch {
    return true;
  }
}

async function askUser(terminal: LoginTerminal, { key, formerUser = "" }: CredentialQuestion): Promise<string> {
  if (key === HUB_KEY) terminal.stdout.write(wantsHints(terminal.env) ? HUB_HINT + TOKEN_HINT : HUB_HINT);
  const known = formerUser.trim();
  const user = (await askLine(terminal, known === "" ? "Username: " : `Username (${known}): `)) || known;
  if (user === "") throw new UserError("Error: Non-null Username Required");
  return user;
}

async function askPassword(terminal: LoginTerminal, key: string): Promise<string> {
  const page = underlined("https://app.docker.com/settings");
  const password = await askSecret(terminal, "Password: ", () => {
    if (key === HUB_KEY)
      writeNote(terminal.stderr, `A Personal Access Token (PAT) can be used instead.\nTo create a PAT, visit ${page}\n\n`);
  });
  if (password === "") throw new UserError("Error: Password Required");
  return password;
}

/** Throws UserError for an empty answer, StatusError if there is no terminal, Cancelled. */
export async function askCredentials(terminal: LoginTerminal, asked: CredentialQuestion): Promise<AuthEntry> {
  const username = asked.username.trim() || (await askUser(terminal, asked));
  const password = asked.password.trim() || (await askPassword(terminal, asked.key));
  return { username, password, serveraddress: asked.key };
}
