import { describe, expect, it } from "vitest";
import { toPushRequest } from "../../../../src/commands/image/push.js";
import { pushNote } from "../../../../src/commands/image/push-notes.js";
import { toTarget } from "../../../../src/commands/image/target.js";
import { encodeQuery } from "../../../../src/engine/query.js";
import { noteText } from "../../../../src/format/note.js";
import type { Output } from "../../../../src/io/streams.js";

// Recorded on Docker.
it.each([
  ["x", false, "", "/images/docker.io/library/x/push?tag=latest"],
  ["reg:5000/team/x:1", false, "", "/images/reg:5000/team/x/push?tag=1"],
  ["x", true, "", "/images/docker.io/library/x/push"],
  ["x", false, '{"architecture":"arm64"}', "/images/docker.io/library/x/push?platform=%7B%22architecture%22%3A%22arm64%22%7D&tag=latest"],
])("makes the query of push %s (all: %s, platform: %s)", (image, all, platform, url) => {
  const { path, query } = toPushRequest(toTarget(image, all).reference, platform);
  expect(path + encodeQuery(query)).toBe(url);
});

it("refuses to push to a digest", () => {
  const { reference } = toTarget(`x@sha256:${"0".repeat(64)}`, false);
  expect(() => toPushRequest(reference, "")).toThrow("cannot push a digest reference");
});

describe("the notes of a push", () => {
  const single = { manifestPushedInsteadOfIndex: true, originalIndex: { digest: "sha256:a" }, selectedManifest: { digest: "sha256:b" } };
  const on = (colour: boolean, dialect: "docker" | "dockline") => ({ stdout: { colour } as Output, dialect });

  it("have no colour in a pipe, except where Docker has it", () => {
    expect(pushNote(single, on(false, "dockline"))[0]).toMatch(/\nsha256:a -> sha256:b$/);
    expect(pushNote(single, on(true, "dockline"))[0]).toMatch(/\n\x1b\[31msha256:a\x1b\[0m -> \x1b\[32msha256:b\x1b\[0m$/);
    expect(pushNote(single, on(false, "docker"))).toEqual(pushNote(single, on(true, "dockline")));
  });

  it.each([[null], [{}], [{ Tag: "1", Digest: "sha256:0" }], ["text"]])("are absent for %j", (aux) => {
    expect(pushNote(aux, on(false, "docker"))).toEqual([]);
  });

  it("stand below one another", () => {
    expect(noteText("one\ntwo", false)).toBe("\n Info -> one\n         two\n");
    expect(noteText("one", false, "warning")).toBe("\n Warn -> one\n");
  });
});
