/** `--use-api-socket`: the container gets the user's registry logins as Docker's CLI packs them. */
import { describe } from "vitest";
import { type Case, cases } from "../support/parity.js";

const FOLDER = "/run/secrets/docker";
const script = `echo $DOCKER_CONFIG; cd ${FOLDER} && stat -c '%n %a %u %g %Y %F' config.json && cat config.json`;
const withLogins = (name: string, config: object, env: Case["env"] = {}): Case => ({
  name,
  args: ["run", "--rm", "--name", "{obj}", "--use-api-socket", "busybox", "sh", "-c", script],
  config,
  env,
});

describe("create --use-api-socket", () => {
  cases([
    withLogins("one password", { psFormat: "x", auths: { "r.example": { auth: "dTpw" } } }),
    withLogins("tokens and an address, sorted by registry", {
      auths: {
        "z.example": { auth: "dTpw", email: "e@x", identitytoken: "tok" },
        "a.example": { auth: "dTpw", registrytoken: "<r>" },
        "n.example": { username: "u", password: "p" },
      },
    }),
    withLogins("from DOCKER_AUTH_CONFIG", { auths: {} }, { DOCKER_AUTH_CONFIG: '{"auths":{"e.example":{"auth":"dTpw"}}}' }),
  ]);
});
