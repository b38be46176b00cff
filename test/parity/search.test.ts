/** search beside Docker, on a daemon that answers from memory: Docker Hub is not to be had. */
import { afterAll, beforeAll, describe } from "vitest";
import { type Case, cases } from "../support/parity.js";
import { type RegistryDaemon, registryDaemon } from "../support/registry-daemon.js";

let daemon: RegistryDaemon;
const env: Record<string, string> = {};
beforeAll(async () => {
  daemon = await registryDaemon();
  env.DOCKER_HOST = daemon.host;
});
afterAll(() => daemon.close());

const config = { auths: { "https://index.docker.io/v1/": { auth: "YTpnb29k" }, "reg:5000": { identitytoken: "T" } } };
const one = (...args: string[]): Case => ({ args: ["search", ...args], env, config });

describe("search", () => {
  cases([
    ...[
      "web",
      "WEB",
      "team/web",
      "reg:5000/web",
      "docker.io/web",
      "index.docker.io/web",
      "localhost/web",
      "a/b/c",
      "https://x/y",
      "ünï",
      "none",
      "refused",
      "odd",
      "-",
    ].map((term) => one(term)),
    one("--filter", "is-official=true", "web"),
    one("-f", "stars=3", "-f", "is-official=false", "web"),
    one("--filter", "is-automated=true", "web"),
    one("--filter", "is-automated=x", "web"),
    one("--filter", "nosuch=1", "web"),
    one("--filter", "stars", "web"),
    one("--limit", "5", "web"),
    one("--limit=0", "web"),
    one("--limit", "-1", "web"),
    one("--limit", "x", "web"),
    one("--limit", "1000", "web"),
    one("--no-trunc", "web"),
    ...[
      "json",
      "table",
      "table {{.Name}}\\t{{.IsOfficial}}",
      "table {{.StarCount}}",
      "{{.Name}} {{.IsOfficial}}",
      "{{json .}}",
      "{{json .IsOfficial}}",
      "{{.IsAutomated}}",
      "{{.Description | upper}}",
      "{{",
      "",
    ].map((format) => one("--format", format, "web")),
    one("--format", "json", "none"),
    one("--format", "{{.Description}}", "--no-trunc", "web"),
    one("--automated", "web"),
    one("-s", "3", "web"),
    one(),
    one("a", "b"),
    one(""),
  ]);
});
