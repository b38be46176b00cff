import { describe, expect, it } from "vitest";
import { parseSecurityOptions } from "../../../src/values/security.js";

describe("parseSecurityOptions", () => {
  it("a profile is sent as its contents, paths are the client's", () => {
    const read = (file: string) => Buffer.from(`{ "file": "${file}" }`);
    expect(parseSecurityOptions(["seccomp=a.json", "systempaths=unconfined", "no-new-privileges"], read)).toEqual({
      options: ['seccomp={"file":"a.json"}', "no-new-privileges"],
      unconfinedPaths: true,
    });
  });
});
