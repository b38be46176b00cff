import { describe, expect, it } from "vitest";
import { followLinks } from "../../../../src/buildkit/sync/follow.js";
import { folderSource } from "../../../../src/buildkit/sync/source.js";
import { directoryMaker } from "../../../support/made-directories.js";

const { directory: folder } = directoryMaker();

describe("followLinks", () => {
  const source = folderSource(
    folder({ "v/1/f": "", now: "->v/1", abs: "->/v", up: "->../../../v/1/f", loop: "->loop", "w/a1": "->../v", "w/b": "" }),
    "root",
  );
  it.each([
    [["now/f"], ["now", "v/1/f"]],
    [["abs/1"], ["abs", "v/1"]],
    [["up"], ["up", "v/1/f"]],
    [["loop"], ["loop"]],
    [["w/a*"], ["v", "w/a*"]],
    [["v/1/f", "v"], ["v"]],
    [["v", "/"], undefined],
  ])("follows %j to everything that they name", (asked, expected) => expect(followLinks(source, asked)).toEqual(expected));
});
