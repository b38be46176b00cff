/** `SecurityOptions` of /info: "name=seccomp,profile=builtin"; daemons before 1.13 send bare names. */
export interface SecurityOption {
  name: string;
  options: [key: string, value: string][];
}

/** Throws an Error with Docker's text for an option that has no such form. */
export function parseSecurityOptions(raw: readonly string[]): SecurityOption[] {
  return raw.map((option) => {
    if (!option.includes("=")) return { name: option, options: [] };
    const parsed: SecurityOption = { name: "", options: [] };
    for (const part of option.split(",")) {
      const equals = part.indexOf("=");
      if (equals < 0) throw new Error(`invalid security option "${part}"`);
      const [key, value] = [part.slice(0, equals), part.slice(equals + 1)];
      if (key === "" || value === "") throw new Error("invalid empty security option");
      if (key === "name") parsed.name = value;
      else parsed.options.push([key, value]);
    }
    return parsed;
  });
}
