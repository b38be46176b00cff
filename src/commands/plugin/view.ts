/** The columns of `plugin ls`. */
import type { Plugin } from "../../engine/api/plugin.js";
import type { View } from "../../format/view.js";
import { shortId } from "../../values/short-id.js";

/** Characters of a description in a table, the ellipsis among them. */
const DESCRIPTION = 45;

/** Without line breaks (Docker puts nothing in their place), and cut with an ellipsis where it is longer. */
function description({ Config }: Plugin, trunc: boolean): string {
  const text = (Config?.Description ?? "").replace(/[\n\r]/g, "");
  const letters = Array.from(text);
  return trunc && letters.length > DESCRIPTION ? `${letters.slice(0, DESCRIPTION - 1).join("")}…` : text;
}

export const pluginView: View<Plugin> = {
  type: "*plugin.pluginContext",
  columns: {
    ID: { header: "ID", value: ({ Id = "" }, { trunc }) => (trunc ? shortId(Id) : Id) },
    Name: { header: "NAME", value: ({ Name }) => Name, shrink: { least: 16, last: true } },
    Description: { header: "DESCRIPTION", value: (plugin, { trunc }) => description(plugin, trunc), shrink: 12 },
    Enabled: { header: "ENABLED", value: ({ Enabled }) => Enabled, tone: ({ Enabled }) => (Enabled ? "good" : undefined) },
    PluginReference: { header: "IMAGE", value: ({ PluginReference = "" }) => PluginReference },
  },
  table: ["ID", "Name", "Description", "Enabled"],
  quiet: "ID",
  raw: {
    format: () => "plugin_id: {{.ID}}\nname: {{.Name}}\ndescription: {{.Description}}\nenabled: {{.Enabled}}\n",
    quiet: "plugin_id: {{.ID}}",
  },
  blank: { Name: "", Enabled: false },
};
