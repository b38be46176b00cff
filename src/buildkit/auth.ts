/** Registry logins for the engine: it asks for those of one host at a time, when it meets that host. */
import type { AuthEntry } from "../config/values.js";
import { type Methods, RpcError, STATUS, unary } from "./grpc.js";
import { fieldsOf, MessageWriter, textField } from "./protobuf.js";

const HUB_HOST = "registry-1.docker.io";
const SERVICE = "/moby.filesync.v1.Auth";
/** What a token without a time of its own is good for, in seconds. */
const TOKEN_SECONDS = 60;

/**
 * @param loginOf the login of a host; an empty entry where there is none
 * @param hubKey under which Docker Hub's is kept
 *
 * The engine fetches tokens itself with what it is given here. It is told that we do not (GetTokenAuthority), except that
 * a token which the user configured is handed on as it is.
 */
export function authMethods(loginOf: (host: string) => Promise<AuthEntry>, hubKey: string): Methods {
  const asked = new Map<string, Promise<AuthEntry>>();
  const login = (host: string) => {
    const key = host === HUB_HOST ? hubKey : host;
    const known = asked.get(key) ?? loginOf(key);
    asked.set(key, known);
    return known;
  };
  const notOurs = unary(() => {
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
    [`${SERVICE}/GetTokenAuthority`]: notOurs,
    [`${SERVICE}/VerifyTokenAuthority`]: notOurs,
  };
}
