/** What the daemon has, as candidates. A daemon that is unreachable, slow or refuses yields none. */

import type { Network } from "../../engine/api/network.js";
import type { Plugin } from "../../engine/api/plugin.js";
import type { Volume } from "../../engine/api/volume.js";
import type { Query } from "../../engine/engine.js";
import { objectPath } from "../../engine/object-path.js";
import { StatusError } from "../../errors.js";
import type { ContainerSummary } from "../../format/views/container.js";
import type { Ctx } from "../context.js";
import type { Candidate } from "./answer.js";

/** Which containers a command can do something with. `there`: what `ps` lists, paused ones too. */
export type State = "any" | "there" | "running" | "paused" | "stopped";

const FITS: Readonly<Record<State, (state: string) => boolean>> = {
  any: () => true,
  there: () => true,
  running: (state) => state === "running",
  paused: (state) => state === "paused",
  stopped: (state) => state === "created" || state === "exited" || state === "dead",
};

interface Image {
  Id: string;
  RepoTags?: readonly string[] | null;
}

/** What of `info` completion reads. */
export interface EngineInfo {
  ID?: string;
  Name?: string;
  Plugins?: Readonly<Partial<Record<"Log" | "Network" | "Volume", readonly string[] | null>>>;
  Runtimes?: Readonly<Record<string, unknown>> | null;
}

export class Objects {
  constructor(
    private readonly ctx: Ctx,
    private readonly signal: AbortSignal,
  ) {}

  private async ask<T extends object>(path: string, query: Query = {}): Promise<Partial<T>> {
    try {
      const engine = await this.ctx.engine();
      const answer = await engine.json<unknown>("GET", path, { query, signal: this.signal });
      return typeof answer === "object" && answer !== null ? (answer as Partial<T>) : {};
    } catch (error) {
      if (error instanceof StatusError || this.signal.aborted) return {};
      throw error;
    }
  }

  private async list<T extends object>(path: string, query: Query = {}): Promise<Partial<T>[]> {
    return rowsIn<T>(await this.ask(path, query));
  }

  /** By name, newest first; by ID too where DOCKER_COMPLETION_SHOW_CONTAINER_IDS=yes asks for it, as Docker does. */
  async containers(state: State): Promise<Candidate[]> {
    const rows = await this.list<ContainerSummary>("/containers/json", { all: state === "any" || state === "stopped" });
    const withIds = this.ctx.env.DOCKER_COMPLETION_SHOW_CONTAINER_IDS === "yes";
    return rows
      .filter(({ State = "" }) => FITS[state](State))
      .flatMap(({ Id = "", Names, Image, Status }) => {
        const about = [Image, Status].filter(Boolean).join(", ");
        const names = (Names ?? []).map((name) => name.slice(1)).filter((name) => !name.includes("/"));
        return [...(withIds ? [Id] : []), ...names].map((value) => ({ value, about }));
      });
  }

  /** `80/tcp` of each port that a container publishes. */
  async ports(container: string): Promise<Candidate[]> {
    const rows = await this.list<ContainerSummary>("/containers/json");
    const row = rows.find(({ Id = "", Names }) => (Names ?? []).includes(`/${container}`) || Id.startsWith(container));
    const published = (row?.Ports ?? []).filter(({ PublicPort }) => PublicPort);
    return [...new Set(published.map(({ PrivatePort, Type }) => `${PrivatePort}/${Type}`))].map((value) => ({ value }));
  }

  /** `repository:tag`; with `short` the repository alone too, where that means the same (latest). */
  async images(short = false): Promise<Candidate[]> {
    const rows = await this.list<Image>("/images/json");
    const found = rows.flatMap(({ Id = "", RepoTags }) => {
      const about = Id.replace(/^sha256:/, "").slice(0, 12);
      const tags = (RepoTags ?? []).filter((tag) => !tag.includes("<none>"));
      return tags.flatMap((value) => [
        ...(short && value.endsWith(":latest") ? [{ value: value.slice(0, -7), about }] : []),
        { value, about },
      ]);
    });
    return found.sort((a, b) => (a.value < b.value ? -1 : 1));
  }

  async networks(): Promise<Candidate[]> {
    const rows = await this.list<Network>("/networks");
    return byName(rows.map(({ Name = "", Driver = "" }) => ({ value: Name, about: Driver })));
  }

  async volumes(): Promise<Candidate[]> {
    const { Volumes } = await this.ask<{ Volumes: unknown }>("/volumes");
    return byName(rowsIn<Volume>(Volumes).map(({ Name = "", Driver = "" }) => ({ value: Name, about: Driver })));
  }

  /** Those of the daemon; `enabled` keeps the ones that are, or are not. */
  async plugins(enabled?: boolean): Promise<Candidate[]> {
    const rows = await this.list<Plugin>("/plugins");
    const kept = rows.filter((row) => enabled === undefined || row.Enabled === enabled);
    return byName(kept.map(({ Name = "", Config }) => ({ value: Name, about: Config?.Description ?? "" })));
  }

  async checkpoints(container: string): Promise<Candidate[]> {
    if (container === "") return [];
    const rows = await this.list<{ Name: string }>(`${objectPath("containers", container)}/checkpoints`);
    return rows.map(({ Name = "" }) => ({ value: Name }));
  }

  info(): Promise<EngineInfo> {
    return this.ask<EngineInfo>("/info");
  }
}

/** The objects of a list; none if it is not a list. */
function rowsIn<T extends object>(answer: unknown): Partial<T>[] {
  return Array.isArray(answer) ? answer.filter((row) => typeof row === "object" && row !== null) : [];
}

function byName(candidates: Candidate[]): Candidate[] {
  return candidates.sort((a, b) => (a.value < b.value ? -1 : 1));
}
