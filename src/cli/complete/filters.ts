/** `--filter`: which keys a list knows, and their values where there are a few known ones or the daemon has them. */
import { type Answer, type Candidate, Directive, NOTHING, only } from "./answer.js";
import { ACTIONS, EVENT_TYPES, YES_NO } from "./known-words.js";
import type { Objects } from "./objects.js";

type Values = readonly string[] | ((objects: Objects) => Promise<readonly (Candidate | string)[]>);

/** A key without values takes whatever is typed. */
type Keys = Readonly<Record<string, Values | null>>;

const containers = (objects: Objects) => objects.containers("any");
const images = (objects: Objects) => objects.images();
const networks = (objects: Objects) => objects.networks();
const volumes = (objects: Objects) => objects.volumes();
const drivers = (kind: "Network" | "Volume") => async (objects: Objects) => (await objects.info()).Plugins?.[kind] ?? [];

const PRUNED: Keys = { label: null, "label!": null, until: null };

const KEYS: Readonly<Record<string, Keys>> = {
  "container ls": {
    ancestor: images,
    before: containers,
    exited: null,
    expose: null,
    health: ["healthy", "none", "starting", "unhealthy"],
    id: null,
    "is-task": YES_NO,
    isolation: ["default", "hyperv", "process"],
    label: null,
    name: containers,
    network: networks,
    publish: null,
    since: containers,
    status: ["created", "dead", "exited", "paused", "removing", "restarting", "running"],
    volume: volumes,
  },
  "container prune": PRUNED,
  "image ls": { before: images, dangling: YES_NO, label: null, reference: images, since: images, until: null },
  "image prune": { dangling: YES_NO, ...PRUNED },
  "network ls": {
    dangling: YES_NO,
    driver: drivers("Network"),
    id: null,
    label: null,
    name: networks,
    scope: ["global", "local", "swarm"],
    type: ["builtin", "custom"],
  },
  "network prune": PRUNED,
  "volume ls": { dangling: YES_NO, driver: drivers("Volume"), label: null, name: volumes },
  "volume prune": { all: YES_NO, label: null, "label!": null },
  "plugin ls": { capability: ["authz", "ipamdriver", "logdriver", "metricscollector", "networkdriver", "volumedriver"], enabled: YES_NO },
  "system prune": PRUNED,
  "builder prune": {
    description: null,
    id: null,
    inuse: YES_NO,
    parent: null,
    private: YES_NO,
    shared: YES_NO,
    type: ["exec.cachemount", "frontend", "internal", "regular", "source.git.checkout", "source.local"],
    until: null,
  },
  search: { "is-automated": YES_NO, "is-official": YES_NO, stars: null },
  "system events": {
    container: containers,
    daemon: async (objects) => {
      const { ID, Name } = await objects.info();
      return [Name, ID].filter((one) => one !== undefined);
    },
    event: ACTIONS,
    image: images,
    label: null,
    network: networks,
    node: null,
    plugin: (objects) => objects.plugins(),
    scope: ["local", "swarm"],
    type: EVENT_TYPES,
    volume: volumes,
  },
};

/** `path`: the command's, canonical. */
export async function filterValues(path: string, typed: string, objects: Objects): Promise<Answer> {
  const keys = KEYS[path] ?? {};
  const equals = typed.indexOf("=");
  if (equals < 0)
    return only(
      Object.keys(keys).map((key) => `${key}=`),
      Directive.noFiles | Directive.noSpace,
    );
  const key = typed.slice(0, equals);
  const values = Object.hasOwn(keys, key) ? keys[key] : null;
  if (!values) return NOTHING;
  const found = typeof values === "function" ? await values(objects) : values;
  return only(found.map((one) => (typeof one === "string" ? { value: `${key}=${one}` } : { ...one, value: `${key}=${one.value}` })));
}
