/** Methods of the types of the Engine API that templates can call, and the types that print themselves. */
import { marshal, quoteJson } from "../../values/json/encode.js";
import { parseJson } from "../../values/json/tree.js";
import { quote } from "../../values/quote.js";
import { CallError } from "./function.js";
import { marshalStruct, setJsonForm } from "./marshal.js";
import { addressText, bytesOf, networkText } from "./netaddr.js";
import { structField } from "./struct-field.js";
import { civil, dayName, durationText, floorDiv, formatTime, isZeroTime, monthName, RFC3339_NANO, SECOND, STRING_LAYOUT } from "./time.js";
import { FLOAT64, type GoType, INT, INT64, type Method, named, STRING, TIME } from "./types.js";
import { type List, Moment, Scalar, type Struct, type Val } from "./value.js";

const DURATION = named("time.Duration", INT64);
const MONTH = named("time.Month", INT);
const WEEKDAY = named("time.Weekday", INT);

type Methods = Record<string, Method>;

function method(call: Method["call"], params: readonly GoType[] = []): Method {
  return { params, call };
}

const textOf = (v: Val): string => String(v instanceof Scalar ? v.v : v);
const bigOf = (v: Val): bigint => BigInt((v instanceof Scalar ? v.v : v) as bigint);

/** Methods of a string type, each a function of the text. */
function ofText(methods: Record<string, (s: string) => unknown>): Methods {
  return Object.fromEntries(Object.entries(methods).map(([name, call]) => [name, method((v: Val) => call(textOf(v)))]));
}

const afterColon = (s: string): string => (s.startsWith("container:") ? s.slice("container:".length) : "");
const isContainer = (s: string): boolean => s.startsWith("container:");
const isHost = (s: string): boolean => s === "host";

function isUserDefined(s: string): boolean {
  return !["default", "bridge", "host", "none"].includes(s) && !isContainer(s);
}

function networkName(s: string): string {
  return isContainer(s) ? "container" : s;
}

const TEXT_METHODS: Record<string, Methods> = {
  "container.NetworkMode": ofText({
    IsNone: (s) => s === "none",
    IsDefault: (s) => s === "default",
    IsPrivate: (s) => !isHost(s) && !isContainer(s),
    IsContainer: isContainer,
    ConnectedContainer: afterColon,
    UserDefined: (s) => (isUserDefined(s) ? s : ""),
    IsBridge: (s) => s === "bridge",
    IsHost: isHost,
    IsUserDefined: isUserDefined,
    NetworkName: networkName,
  }),
  "container.IpcMode": ofText({
    IsPrivate: (s) => s === "private",
    IsHost: isHost,
    IsShareable: (s) => s === "shareable",
    IsContainer: isContainer,
    IsNone: (s) => s === "none",
    IsEmpty: (s) => s === "",
    Valid: (s) => ["", "none", "private", "host", "shareable"].includes(s) || isContainer(s),
    Container: afterColon,
  }),
  "container.PidMode": ofText({
    IsPrivate: (s) => !isHost(s) && !isContainer(s),
    IsHost: isHost,
    IsContainer: isContainer,
    Valid: (s) => s === "" || isHost(s) || afterColon(s) !== "",
    Container: afterColon,
  }),
  "container.UTSMode": ofText({ IsPrivate: (s) => !isHost(s), IsHost: isHost, Valid: (s) => s === "" || isHost(s) }),
  "container.UsernsMode": ofText({ IsPrivate: (s) => !isHost(s), IsHost: isHost, Valid: (s) => s === "" || isHost(s) }),
  "container.CgroupnsMode": ofText({
    IsPrivate: (s) => s === "private",
    IsHost: isHost,
    IsEmpty: (s) => s === "",
    Valid: (s) => ["", "private", "host"].includes(s),
  }),
  "container.CgroupSpec": ofText({ IsContainer: isContainer, Valid: (s) => s === "" || isContainer(s), Container: afterColon }),
  "container.Isolation": ofText({
    IsDefault: (s) => s === "" || s.toLowerCase() === "default",
    IsHyperV: (s) => s.toLowerCase() === "hyperv",
    IsProcess: (s) => s.toLowerCase() === "process",
  }),
  "nat.Port": ofText({
    Port: (s) => s.split("/")[0],
    Proto: (s) => s.split("/")[1] ?? "tcp",
    Int: (s) => Number.parseInt(s, 10) || 0,
  }),
  "digest.Digest": ofText({
    Algorithm: (s) => s.slice(0, digestColon(s)),
    Encoded: (s) => s.slice(digestColon(s) + 1),
    Hex: (s) => s.slice(digestColon(s) + 1),
    String: (s) => s,
  }),
};

function digestColon(s: string): number {
  const at = s.indexOf(":");
  if (at < 0) throw new CallError(`no ':' separator in digest ${quote(s)}`);
  return at;
}

function field(v: Struct, name: string): Val {
  const found = structField(v, name);
  return typeof found === "object" ? found.v : undefined;
}

const fieldText = (v: Struct, name: string): string => textOf(field(v, name));
const restart = (...names: string[]) => method((v: Struct) => names.includes(fieldText(v, "Name")));

/** A String method of the pointer to a struct: structs that are not pointed at print their fields. */
function onPointer(text: (v: Struct) => string): Methods {
  return { String: { ...method(text), onPointer: true } };
}

const STRUCT_METHODS: Record<string, Methods> = {
  "container.RestartPolicy": {
    IsNone: restart("no", ""),
    IsAlways: restart("always"),
    IsOnFailure: restart("on-failure"),
    IsUnlessStopped: restart("unless-stopped"),
  },
  "units.Ulimit": onPointer((v) => `${fieldText(v, "Name")}=${fieldText(v, "Soft")}:${fieldText(v, "Hard")}`),
  "blkiodev.ThrottleDevice": onPointer((v) => `${fieldText(v, "Path")}:${fieldText(v, "Rate")}`),
  "blkiodev.WeightDevice": onPointer((v) => `${fieldText(v, "Path")}:${fieldText(v, "Weight")}`),
  "swarm.Version": { String: method((v: Struct) => fieldText(v, "Index")) },
  "types.PluginInterfaceType": { String: method(pluginInterfaceText) },
  "net.IP": { String: method((v: List) => addressText(bytesOf(v))) },
  "net.IPMask": { String: method((v: List) => Buffer.from(bytesOf(v)).toString("hex") || "<nil>") },
  "registry.NetIPNet": onPointer(networkText),
};

function pluginInterfaceText(v: Struct): string {
  return `${fieldText(v, "Prefix")}.${fieldText(v, "Capability")}/${fieldText(v, "Version")}`;
}

const int64 = (n: bigint): Scalar => new Scalar(INT64, n);
const at = (nanos: bigint, like: Moment): Moment => new Moment(TIME, nanos, like.offset);

/** The moment in the zone of this machine. */
function local(t: Moment): Moment {
  const minutes = -new Date(Number(t.nanos / 1_000_000n)).getTimezoneOffset();
  return new Moment(TIME, t.nanos, minutes === 0 ? undefined : minutes * 60);
}

function goString(t: Moment): string {
  const c = civil(t);
  const zone = t.offset === undefined ? "time.UTC" : `time.FixedZone("", ${t.offset})`;
  return `time.Date(${c.year}, time.${monthName(c.month)}, ${c.day}, ${c.hour}, ${c.minute}, ${c.second}, ${c.nano}, ${zone})`;
}

const TIME_METHODS: Methods = {
  Unix: method((t: Moment) => int64(floorDiv(t.nanos, SECOND))),
  UnixMilli: method((t: Moment) => int64(floorDiv(t.nanos, 1_000_000n))),
  UnixMicro: method((t: Moment) => int64(floorDiv(t.nanos, 1000n))),
  UnixNano: method((t: Moment) => int64(t.nanos)),
  Year: method((t: Moment) => civil(t).year),
  Month: method((t: Moment) => new Scalar(MONTH, BigInt(civil(t).month))),
  Day: method((t: Moment) => civil(t).day),
  Hour: method((t: Moment) => civil(t).hour),
  Minute: method((t: Moment) => civil(t).minute),
  Second: method((t: Moment) => civil(t).second),
  Nanosecond: method((t: Moment) => civil(t).nano),
  Weekday: method((t: Moment) => new Scalar(WEEKDAY, BigInt(civil(t).weekday))),
  YearDay: method((t: Moment) => civil(t).yearDay),
  IsZero: method(isZeroTime),
  UTC: method((t: Moment) => new Moment(TIME, t.nanos, undefined)),
  Local: method(local),
  String: method((t: Moment) => formatTime(t, STRING_LAYOUT)),
  GoString: method(goString),
  Format: method((t: Moment, layout: string) => formatTime(t, layout), [STRING]),
  Add: method((t: Moment, d: Val) => at(t.nanos + bigOf(d), t), [DURATION]),
  Sub: method((t: Moment, u: Moment) => new Scalar(DURATION, t.nanos - u.nanos), [TIME]),
  Before: method((t: Moment, u: Moment) => t.nanos < u.nanos, [TIME]),
  After: method((t: Moment, u: Moment) => t.nanos > u.nanos, [TIME]),
  Equal: method((t: Moment, u: Moment) => t.nanos === u.nanos, [TIME]),
};

const seconds = (size: number) => method((v: Val) => new Scalar(FLOAT64, Number(bigOf(v)) / size));
const whole = (size: bigint) => method((v: Val) => int64(bigOf(v) / size));

const DURATION_METHODS: Methods = {
  String: method((v: Val) => durationText(bigOf(v))),
  Seconds: seconds(1e9),
  Minutes: seconds(60e9),
  Hours: seconds(3600e9),
  Milliseconds: whole(1_000_000n),
  Microseconds: whole(1000n),
  Nanoseconds: whole(1n),
};

/** Gives a type the methods known for its name. */
export function withMethods(type: GoType): GoType {
  const methods = TEXT_METHODS[type.name] ?? STRUCT_METHODS[type.name];
  if (methods !== undefined) type.methods = methods;
  return type;
}

TIME.methods = TIME_METHODS;
DURATION.methods = DURATION_METHODS;
MONTH.methods = { String: method((v: Val) => monthName(Number(bigOf(v)))) };
WEEKDAY.methods = { String: method((v: Val) => dayName(Number(bigOf(v)))) };

setJsonForm("time.Time", (v) => quoteJson(formatTime(v as Moment, RFC3339_NANO), false));
setJsonForm("net.IP", (v) => quoteJson(bytesOf(v).length === 0 ? "" : addressText(bytesOf(v)), false));
setJsonForm("registry.NetIPNet", (v) => quoteJson(networkText(v as Struct), false));
setJsonForm("types.PluginInterfaceType", (v) => quoteJson(pluginInterfaceText(v as Struct), false));
// Goes through a map in the client, which sorts the keys at every level.
setJsonForm("registry.ServiceConfig", (v) => marshal(parseJson(marshalStruct(v as Struct, false)), true));
