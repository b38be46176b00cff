/** The columns of `context ls`. */
import type { View } from "../../format/view.js";

export interface ContextRow {
  name: string;
  current: boolean;
  description: string;
  host: string;
  /** Why it cannot be used. */
  error: string;
}

/** Characters of an error that a cell shows, the ellipsis among them. */
const ERROR_WIDTH = 45;

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= ERROR_WIDTH ? text : `${characters.slice(0, ERROR_WIDTH - 1).join("")}…`;
}

export const contextView: View<ContextRow> = {
  type: "*formatter.clientContextContext",
  columns: {
    Name: { header: "NAME", value: ({ name }) => name, cell: ({ name, current }) => (current ? `${name} *` : name) },
    Description: { header: "DESCRIPTION", value: ({ description }) => description, shrink: { least: 12, last: true } },
    DockerEndpoint: { header: "DOCKER ENDPOINT", value: ({ host }) => host },
    // It has no heading in Docker's tables.
    Current: { header: "<no value>", value: ({ current }) => current },
    Error: { header: "ERROR", value: ({ error }) => shortened(error) },
  },
  table: ["Name", "Description", "DockerEndpoint", "Error"],
  quiet: "Name",
  blank: { name: "", current: false, description: "", host: "", error: "" },
};
