/** DOCKER_AUTH_CONFIG (from Docker 28.3 on): `{"auths": {"host": {"auth": "base64 of user:password"}}}`, and nothing else in it. */

import { decodeJson } from "../values/json/decode.js";
import { decodeAuth } from "./base64.js";
import { checkShape, type Shape } from "./layout.js";
import type { AuthEntry } from "./values.js";

const VARIABLE = "DOCKER_AUTH_CONFIG";

const string: Shape = { kind: "string", name: "string" };
const entryLayout: Shape & { kind: "struct" } = { kind: "struct", name: "types.AuthConfig", short: "AuthConfig", fields: { auth: string } };
const layout: Shape & { kind: "struct" } = {
  kind: "struct",
  name: "configfile.configEnv",
  short: "configEnv",
  fields: { auths: { kind: "map", name: "map[string]types.AuthConfig", of: entryLayout } },
};

/** Entries by server; undefined where the variable is not set or, after a warning, where it cannot be used. */
export function environmentAuths(
  env: Readonly<Record<string, string | undefined>>,
  warn: (line: string) => void,
): Record<string, AuthEntry> | undefined {
  const text = env[VARIABLE];
  if (!text) return undefined;
  try {
    return parse(text);
  } catch (error) {
    warn(`Failed to create credential store from ${VARIABLE}:  ${(error as Error).message}`);
    return undefined;
  }
}

function parse(text: string): Record<string, AuthEntry> {
  const { value, error } = checkShape(decodeJson(Buffer.from(text), "whole"), layout);
  if (error !== undefined) throw new Error(error);
  const { auths = {}, ...others } = (value ?? {}) as { auths?: Record<string, AuthEntry> };
  const [unknown] = [
    ...Object.keys(others),
    ...Object.values(auths).flatMap((entry) => Object.keys(entry).filter((key) => key !== "auth")),
  ];
  if (unknown !== undefined) throw new Error(`json: unknown field "${unknown}"`);
  return Object.fromEntries(
    Object.entries(auths).map(([server, { auth }]) => {
      if (!auth) throw new Error(`${VARIABLE} environment variable is missing key \`auth\` for ${server}`);
      return [server, { ...decodeAuth(auth), serveraddress: server }];
    }),
  );
}
