import { describe, expect, it } from "vitest";
import { instructionsOf } from "../../../src/buildkit/dockerfile.js";
import { excerpt, locate } from "../../../src/buildkit/excerpt.js";

const FILE = `# syntax is not asked for
FROM busybox AS build

ARG V=1
RUN echo a && \\
    # between
    echo b
WORKDIR /w
COPY f$V /x
RUN <<EOF
FROM inside
EOF
FROM alpine:3.20
RUN echo a
RUN echo a
from scratch as last
COPY --from=build /x /x
`;

describe("the instructions of a Dockerfile", () => {
  it("have lines, stages and step numbers", () => {
    expect(instructionsOf(FILE).map(({ start, end, word, stage, step }) => [start, end, word, stage, step])).toEqual([
      [2, 2, "FROM", 0, 1],
      [4, 4, "ARG", 0, 0],
      [5, 7, "RUN", 0, 2],
      [8, 8, "WORKDIR", 0, 3],
      [9, 9, "COPY", 0, 4],
      [10, 12, "RUN", 0, 5],
      [13, 13, "FROM", 1, 1],
      [14, 14, "RUN", 1, 2],
      [15, 15, "RUN", 1, 3],
      [16, 16, "FROM", 2, 1],
      [17, 17, "COPY", 2, 2],
    ]);
  });
  it("are split by the escape directive", () => {
    expect(instructionsOf("# escape=`\nRUN dir c:\\\nRUN a `\n b\n").map(({ text }) => text)).toEqual(["RUN dir c:\\", "RUN a  b"]);
  });
});

describe("the lines that BuildKit's error names", () => {
  it.each<[string, string, string, number | undefined]>([
    ["a parse error", "failed to solve: dockerfile parse error on line 9: unknown instruction", "", 9],
    ["an older engine's", "dockerfile parse error line 9: unknown instruction", "", 9],
    ["a line within an instruction", "dockerfile parse error on line 7: x", "", 5],
    ["a step by its text", "x", "[build 2/5] RUN echo a &&     echo b", 5],
    ["arguments filled in", "x", "[build 4/5] COPY f1 /x", 9],
    ["the same twice", "x", "[stage-1 3/3] RUN echo a", 15],
    ["with a platform", "x", "[linux/arm64 stage-1 2/3] RUN echo a", 14],
    ["words in small letters", "x", "[last 1/2] FROM scratch", 16],
    ["an image that is not there", "x", "[internal] load metadata for docker.io/library/alpine:3.20", 13],
    ["none: unknown step", "x", "[other 2/2] RUN what", undefined],
    ["none: not a step of ours", "target stage could not be found", "[internal] load build context", undefined],
  ])("are found for %s", (_, message, failed, line) => expect(locate(FILE, message, failed)?.start).toBe(line));
});

describe("the excerpt of a Dockerfile", () => {
  const text = Array.from({ length: 9 }, (_, i) => `line ${i + 1}`).join("\n");
  // As buildx 0.29 prints them.
  it.each([
    [5, 5, [3, 4, 5, 6, 7]],
    [1, 1, [1, 2, 3]],
    [9, 9, [7, 8, 9]],
    [4, 6, [3, 4, 5, 6, 7]],
  ])("shows the lines %i to %i", (start, end, lines) => {
    const shown = excerpt({ filename: "D", text }, [{ start, end }]).split("\n");
    expect(shown[0]).toBe(`D:${start}`);
    expect(shown.slice(2, -2).map((line) => Number(line.slice(0, 4)))).toEqual(lines);
    expect(shown.filter((line) => line.includes(">>>")).length).toBe(end - start + 1);
  });
  it("is empty for a line that does not exist", () => expect(excerpt({ filename: "D", text }, [{ start: 20, end: 20 }])).toBe(""));
});
