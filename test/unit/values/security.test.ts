import { describe, expect, it } from "vitest";
import { parseSecurityOptions } from "../../../src/values/security.js";

describe("parseSecurityOptions", () => {
  it("sends the contents of a profile, and reads its file here", () => {
    const read = (file: string) => Buffer.from(`{ "file": "${file}" }`);
    expect(parseSecurityOptions(["seccomp=a.json", "systempaths=unconfined", "no-new-privileges"], read)).toEqual({
      options: ['seccomp={"file":"a.json"}', "no-new-privileges"],
      unconfinedPaths: true,
    });
  });
});
