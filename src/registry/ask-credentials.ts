/** Asks whoever sits at the terminal for a user and a password. */
import { HUB_KEY } from "../config/credentials.js";
import type { AuthEntry } from "../config/values.js";
import { UserError } from "../errors.js";
import { underlined, writeNote } from "../format/note.js";
import { type Asker, askLine, askSecret } from "../io/prompt.js";
import type { Output } from "../io/streams.js";
import { parseBool } from "../values/bool.js";

/** The reference's own words, which scripts that drive a terminal wait for. */
const HUB_HINT =
  "Log in with your Docker ID or email address to push and pull images from Docker Hub. If you don't have a Docker ID, head over to https://hub.docker.com/ to create one.\n";
const TOKEN_HINT =
  "You can log in with your password or a Personal Access Token (PAT). Using a limited-scope PAT grants better security and is required for organizations using SSO. Learn more at https://docs.docker.com/go/access-tokens/\n\n";

/** Whom questions are put to, and where advice goes. */
export interface LoginTerminal extends Asker {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stderr: Output;
}

export interface Asked {
  /** A registry's host, or HUB_KEY. */
  key: string;
  /** What is known already is not asked for. */
  username: string;
  password: string;
  /** Offered: an empty line takes it. */
  formerUser?: string | undefined;
}

/** DOCKER_CLI_HINTS=false turns advice off. */
function wantsHints(env: LoginTerminal["env"]): boolean {
  try {
    return !env.DOCKER_CLI_HINTS || parseBool(env.DOCKER_CLI_HINTS);
  } catch {
    return true;
  }
}

async function askUser(terminal: LoginTerminal, { key, formerUser = "" }: Asked): Promise<string> {
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

/** Throws UserError for an empty answer, StatusError where there is no terminal to ask on, Cancelled. */
export async function askCredentials(terminal: LoginTerminal, asked: Asked): Promise<AuthEntry> {
  const username = asked.username.trim() || (await askUser(terminal, asked));
  const password = asked.password.trim() || (await askPassword(terminal, asked.key));
  return { username, password, serveraddress: asked.key };
}
