/** Which of several containers have to be started one after the other; the rest may be started at once. */

/** What of GET /containers/NAME/json decides. */
export interface Startable {
  Id: string;
  /** With a slash in front. */
  Name: string;
  HostConfig?: {
    /** "/target:/name/alias" */
    Links?: readonly string[] | null;
    NetworkMode?: string;
    IpcMode?: string;
    PidMode?: string;
    /** By "80/tcp"; a host port is a number, a range "8000-8010", or "" for any. */
    PortBindings?: Readonly<Record<string, readonly { HostPort?: string }[] | null>> | null;
  };
}

interface Facts {
  id: string;
  name: string;
  /** Names or IDs of those that must run before it. */
  needs: readonly string[];
  ports: readonly { protocol: string; from: number; to: number }[];
}

function factsOf({ Id: id, Name, HostConfig: host = {} }: Startable): Facts {
  const linked = (host.Links ?? []).map((link) => link.split(":")[0] ?? "");
  const joined = [host.NetworkMode, host.IpcMode, host.PidMode].flatMap((mode) => /^container:(.+)$/.exec(mode ?? "")?.[1] ?? []);
  const ports = Object.entries(host.PortBindings ?? {}).flatMap(([port, bindings]) =>
    (bindings ?? []).flatMap(({ HostPort = "" }) => {
      const [from = 0, to = from] = HostPort.split("-").map(Number);
      return from > 0 ? [{ protocol: port.split("/")[1] ?? "tcp", from, to }] : [];
    }),
  );
  const bare = (name: string) => name.replace(/^\//, "");
  return { id, name: bare(Name), needs: [...linked, ...joined].map(bare), ports };
}

const refersTo = (one: Facts, other: Facts) => one.needs.some((name) => name === other.name || other.id.startsWith(name));

/** The first takes the port, or the first of a range, and the second is refused or takes the next. */
const sharePort = (one: Facts, other: Facts) =>
  one.ports.some((a) => other.ports.some((b) => a.protocol === b.protocol && a.from <= b.to && b.from <= a.to));

/**
 * For each container the indexes of those before it that it has to wait for, so that it comes out as if all had been started in turn:
 * one of the two needs the other (a link, another's namespace), they want the same port, or they are the same.
 * @param containers undefined where nothing is known of one: nothing can depend on it then
 */
export function waitsFor(containers: readonly (Startable | undefined)[]): number[][] {
  const facts = containers.map((container) => container && factsOf(container));
  return facts.map((one, i) =>
    facts.slice(0, i).flatMap((other, j) => {
      if (!one || !other) return [];
      return one.id === other.id || refersTo(one, other) || refersTo(other, one) || sharePort(one, other) ? [j] : [];
    }),
  );
}
