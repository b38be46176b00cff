// Docker's texts (28.2.2).
import { describe, expect, it } from "vitest";
import { privilegesText } from "../../../../src/commands/plugin/pull-plugin.js";

describe("privilegesText", () => {
  it("lists what a plugin asks for", () => {
    const privileges = [
      { Name: "network", Description: "", Value: ["host"] },
      { Name: "mount", Description: "", Value: ["/a", "/b"] },
      { Name: "none", Description: "", Value: null },
    ];
    expect(privilegesText("v/x", privileges)).toBe(
      'Plugin "v/x" is requesting the following privileges:\n - network: [host]\n - mount: [/a /b]\n - none: []\n',
    );
  });
});
