/** `--platform`: the flag, and what the daemon's queries take. */
import { custom, type Flag } from "../../cli/flags.js";
import { userValue } from "../../cli/user-value.js";
import { readCsvRecord } from "../../values/csv.js";
import { encodeJson } from "../../values/json/encode.js";
import { type HostPlatform, type Platform, parsePlatform } from "../../values/platform.js";

/** The OCI platform as JSON, its empty fields left out. */
function platformJson({ architecture, os: system, osVersion, variant }: Platform): string {
  return encodeJson({ architecture, os: system, ...(osVersion && { "os.version": osVersion }), ...(variant && { variant }) });
}

/**
 * `linux/arm64` -> `{"architecture":"arm64","os":"linux"}`.
 * @param host the client's own system: what a word that names an architecture alone goes with
 * @param failure put before the reason
 * @throws UserError
 */
export function platformQuery(raw: string, host: HostPlatform, failure = ""): string {
  return platformJson(userValue(() => parsed(raw, host, failure)));
}

function parsed(raw: string, host: HostPlatform, failure: string): Platform {
  try {
    return parsePlatform(raw, host);
  } catch (error) {
    throw new Error(failure + (error as Error).message);
  }
}

/** The same for a flag that may be written several times, or with commas. */
export function platformQueries(raws: readonly string[], host: HostPlatform, failure = ""): string[] {
  return raws.map((raw) => platformQuery(raw, host, failure));
}

/** A flag that may be written several times, or with commas (pflag's stringSlice). */
export function platformFlag(summary: string, api: string): Flag<string[]> {
  return custom<string[]>(
    "strings",
    `${summary}, "os[/arch[/variant]]"`,
    [],
    (old = [], raw) => [...old, ...(raw === "" ? [] : readCsvRecord(raw))],
    { api },
  );
}
