import { describe, expect, it } from "vitest";
import { needsBuildKit } from "../../../src/buildkit/needed.js";

describe("needsBuildKit", () => {
  it.each([
    ["a syntax directive", "# syntax=docker/dockerfile:1\nFROM a\n"],
    ["a syntax directive behind another", "# escape=`\n# Syntax = docker/dockerfile:1\nFROM a\n"],
    ["a mount of RUN", "FROM a\nRUN --mount=type=secret,id=x cat /run/secrets/x\n"],
    ["a second option of RUN", "FROM a\nrun --network=none --security=insecure true\n"],
    ["an option on a continued line", "FROM a\nRUN \\\n  --mount=type=tmpfs,target=/t true\n"],
    ["chmod of COPY", "FROM a\nCOPY --chown=1 --chmod=755 f /f\n"],
    ["a link of ADD", "FROM a\nADD --link f /f\n"],
    ["a checksum", "FROM a\nADD --checksum=sha256:aa http://x/f /f\n"],
    ["a heredoc", "FROM a\nCOPY <<EOF /f\nhi\nEOF\n"],
    ["a heredoc of RUN", "FROM a\nRUN <<'E'\necho hi\nE\n"],
  ])("is true for %s", (_, text) => expect(needsBuildKit(text)).toBe(true));

  it.each([
    ["a plain Dockerfile", "FROM a AS b\nCOPY --chown=1:1 --from=b f /f\nRUN echo --mount=x\n"],
    ["a syntax comment that is no directive", "FROM a\n# syntax=docker/dockerfile:1\n"],
    ["a shift in a shell command", "FROM a\nRUN echo $((1 <<2))\n"],
    ["an empty file", ""],
  ])("is false for %s", (_, text) => expect(needsBuildKit(text)).toBe(false));
});
