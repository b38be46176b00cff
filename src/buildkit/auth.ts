/** Registry logins for the daemon: it asks for those of one host when it needs them. */
import type { AuthEntry } from "../config/values.js";
import { type Methods, RpcError, STATUS, unary } from "./grpc.js";
import { fieldsOf, MessageWriter, textField } from "./protobuf.js";

const HUB_HOST = "registry-1.docker.io";
const SERVICE = "/moby.filesync.v1.Auth";
/** Lifetime in seconds of a token that does not name one. */
const TOKEN_SECONDS = 60;

/**
 * The daemon fetches tokens itself, with these logins. It learns that the client does not (GetTokenAuthority); only a token that
 * the user has configured is passed on.
 *
 * @param loginOf the login for a host; an empty entry if there is none
 * @param hubKey the key of the login for Docker Hub
 */
export function authMethods(loginOf: (host: string) => Promise<AuthEntry>, hubKey: string): Methods {
  const logins = new Map<string, Promise<AuthEntry>>();
  const login = (host: string) => {
    const key = host === HUB_HOST ? hubKey : host;
    const known = logins.get(key) ?? loginOf(key);
    logins.set(key, known);
    return known;
  };
  const unavailable = unary(() => {
    throw new RpcError(STATUS.unavailable, "client side tokens disabled");
  });
  return {
    [`${SERVICE}/Credentials`]: unary(async (request) => {
      const { identitytoken, username = "", password = "" } = await login(textField(request, 1));
      const message = new MessageWriter();
      return (identitytoken ? message.bytes(2, identitytoken) : message.bytes(1, username).bytes(2, password)).finish();
    }),
    [`${SERVICE}/FetchToken`]: unary(async (request) => {
      let host = "";
      for (const field of fieldsOf(request)) if (field.id === 2) host = field.bytes.toString();
      const { registrytoken } = await login(host);
      if (!registrytoken) throw new RpcError(STATUS.unavailable, "client side tokens disabled");
      return new MessageWriter().bytes(1, registrytoken).number(2, TOKEN_SECONDS).finish();
    }),
    [`${SERVICE}/GetTokenAuthority`]: unavailable,
    [`${SERVICE}/VerifyTokenAuthority`]: unavailable,
  };
}
