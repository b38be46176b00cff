/** DOCKER_DEFAULT_PLATFORM is --platform where that is not given. */
import { describe } from "vitest";
import { cases } from "../support/parity.js";

const create = (platform: string, ...more: string[]) => ({
  name: `create ${platform} ${more.join(" ")}`,
  args: ["create", "--name", "{obj}", "--pull", "never", ...more, "busybox", "true"],
  env: { DOCKER_DEFAULT_PLATFORM: platform },
});

describe("DOCKER_DEFAULT_PLATFORM", () => {
  cases([
    create("linux/amd64"),
    create("linux/arm64"),
    create("linux/arm64", "--platform", "linux/amd64"),
    create("no-such/thing/at/all"),
    { ...create("linux/arm64"), name: "run", args: ["run", "--rm", "--pull", "never", "busybox", "true"] },
    { ...create("linux/arm64"), name: "ps minds it not", args: ["ps", "-q", "--filter", "name={obj}"] },
  ]);
});
