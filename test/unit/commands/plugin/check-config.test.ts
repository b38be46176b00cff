// Docker's texts (28.2.2).
import { describe, expect, it } from "vitest";
import { checkPluginConfig } from "../../../../src/commands/plugin/check-config.js";

describe("checkPluginConfig", () => {
  it.each([
    ['{"description":5}', "json: cannot unmarshal number into Go struct field PluginConfig.Description of type string"],
    [
      '{"Linux":{"capabilities":"x"}}',
      "json: cannot unmarshal string into Go struct field PluginConfigLinux.Linux.Capabilities of type []string",
    ],
    [
      '{"linux":{"devices":[{"path":5}]}}',
      "json: cannot unmarshal number into Go struct field PluginDevice.Linux.Devices.Path of type string",
    ],
    ['{"rootfs":{"type":5}}', "json: cannot unmarshal number into Go struct field PluginConfigRootfs.rootfs.type of type string"],
    ['{"user":{"uid":-1}}', "json: cannot unmarshal number -1 into Go struct field PluginConfigUser.User.UID of type uint32"],
    ['{"interface":{"types":[5]}}', '"5" is not a plugin interface type'],
    ["[]", "json: cannot unmarshal array into Go value of type types.PluginConfig"],
    ["true", "json: cannot unmarshal bool into Go value of type types.PluginConfig"],
  ])("refuses %s", (text, message) => expect(() => checkPluginConfig(JSON.parse(text))).toThrow(message));

  it.each([
    "{}",
    "null",
    '{"unknown":5,"env":null}',
    '{"interface":{"types":["docker.volumedriver/1.0"],"socket":"p.sock"},"linux":{"devices":null}}',
  ])("accepts %s", (text) => {
    expect(() => checkPluginConfig(JSON.parse(text))).not.toThrow();
  });
});
