/** The tables of the classic layout (docs/architecture.md), from an engine's answers. The columns of the printed originals were squeezed by scanning, so only the words are compared. */
import { expect, it } from "vitest";
import { expectGolden, fixture, output, transcript } from "../support/golden.js";

const CLASSIC = {
  ps: `
CONTAINER ID IMAGE         COMMAND     CREATED STATUS  PORTS NAMES
589e9d33c919 ubuntu:latest "/bin/bash" 24s ago Up 24s        thirsty_almeida`,
  images: `
REPOSITORY                 TAG     IMAGE ID      CREATED         SIZE
docker-whale               latest  7d9495d03763  38 minutes ago  273.7 MB
<none>                     <none>  5dac217f722c  45 minutes ago  273.7 MB
docker/whalesay            latest  fb434121fc77  4 hours ago     247 MB
hello-world                latest  91c95931e552  5 weeks ago     910 B`,
};
const squeezed = (text: string) => text.trim().replace(/ +/g, " ");
const canned = { ...fixture("slides"), dialect: "dockline" as const };

it.each(["ps", "images"] as const)("prints the classic layout: %s", async (name) => {
  expect(squeezed(await output([name], canned))).toBe(squeezed(CLASSIC[name]));
});

it("prints the lines of images | grep ubuntu_v", async () => {
  const image = { Id: `sha256:${"33e231eca143".padEnd(64, "0")}`, RepoTags: ["ubuntu_vim:latest"], RepoDigests: [], Size: 237_700_000 };
  const answers = { "/images/json": [{ ...image, Created: canned.now / 1000 - 120, SharedSize: -1, Containers: -1 }] };
  const lines = (await output(["images"], { ...canned, answers })).split("\n").filter((line) => line.includes("ubuntu_v"));
  expect(lines.map(squeezed)).toEqual(["ubuntu_vim latest 33e231eca143 2 minutes ago 237.7 MB"]);
});

it("prints every byte of the classic layout", async () => {
  expectGolden("slides", await transcript([["ps"], ["images"]], canned));
});
