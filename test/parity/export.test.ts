/** `export` beside Docker. What it writes is the engine's; a container that is not changed gives the same archive twice. */
import { describe } from "vitest";
import { cases } from "../support/parity.js";

const setup = [["create", "--name", "{obj}", "busybox", "true"]];

describe("export", () => {
  cases([
    { args: ["export", "-o", "x.tar", "nobody-has-this-name"], compare: ["x.tar"] },
    { args: ["export", "nobody-has-this-name"] },
    { args: ["container", "export", "nobody-has-this-name"] },
    { args: ["export", "-o", "nodir/x.tar", "nobody-has-this-name"] },
    { args: ["export", "-o", "file/x.tar", "nobody-has-this-name"], files: { file: "" } },
    { args: ["export", "-o", ".", "nobody-has-this-name"] },
    { args: ["export", "-o", "/dev/null", "nobody-has-this-name"] },
    { args: ["export", "--output=", "nobody-has-this-name"] },
    { args: ["export", ""] },
    { args: ["export"] },
    { args: ["export", "a", "b"] },
    { args: ["export", "--nope", "a"] },
    // Names and order of what an archive holds: the device files that an engine makes bear the time of day.
    { name: "to a file", setup, args: ["export", "-o", "x.tar", "{obj}"] },
    { name: "to a file that is there", setup, args: ["export", "--output", "x.tar", "{obj}"], files: { "x.tar": "old" } },
    { name: "the container variant", setup, args: ["container", "export", "-o", "x.tar", "{obj}"] },
  ]);
});
