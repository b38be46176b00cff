/** An event in one line, as Docker prints it. */
import { StatusError } from "../../errors.js";
import { JsonError } from "../../values/json/scan.js";
import { type Json, JsonNumber, parseJson } from "../../values/json/tree.js";
import type { Zone } from "../../values/time/zone-rule.js";
import { compareBytes } from "../../values/utf8.js";

const SECOND = 1_000_000_000n;

const pad = (n: number, width = 2) => String(n).padStart(width, "0");

/** RFC 3339 in the zone, with all nine digits of the nanoseconds. @param moment nanoseconds since the epoch */
export function eventTime(moment: bigint, zone: Zone): string {
  const nanoseconds = ((moment % SECOND) + SECOND) % SECOND;
  const seconds = Number((moment - nanoseconds) / SECOND);
  const { offset } = zone(seconds);
  const local = new Date((seconds + offset) * 1000).toISOString().slice(0, 19);
  const minutes = Math.trunc(Math.abs(offset) / 60);
  const east = offset === 0 ? "Z" : `${offset < 0 ? "-" : "+"}${pad(Math.trunc(minutes / 60))}:${pad(minutes % 60)}`;
  return `${local}.${pad(Number(nanoseconds), 9)}${east}`;
}

function member(json: Json | undefined, name: string): Json | undefined {
  return json instanceof Map ? json.get(name) : undefined;
}

function text(json: Json | undefined): string {
  return typeof json === "string" ? json : "";
}

function integer(json: Json | undefined): bigint {
  return json instanceof JsonNumber && /^-?\d+$/.test(json.text) ? BigInt(json.text) : 0n;
}

/** The event, decoded. Throws StatusError where it is no JSON. */
export function readEvent(message: string): Json {
  try {
    return parseJson(message);
  } catch (error) {
    throw error instanceof JsonError ? new StatusError(error.message) : error;
  }
}

/** `2026-11-21T03:12:15.477013223Z container destroy ID (image=busybox, name=web)`, without the end of the line. */
export function eventLine(event: Json, zone: Zone): string {
  const moment = integer(member(event, "timeNano")) || integer(member(event, "time")) * SECOND;
  const when = moment === 0n ? "" : `${eventTime(moment, zone)} `;
  const actor = member(event, "Actor");
  const attributes = member(actor, "Attributes");
  const pairs =
    attributes instanceof Map
      ? [...attributes].sort(([a], [b]) => compareBytes(a, b)).map(([name, value]) => `${name}=${text(value)}`)
      : [];
  const said = `${text(member(event, "Type"))} ${text(member(event, "Action"))} ${text(member(actor, "ID"))}`;
  return when + said + (pairs.length > 0 ? ` (${pairs.join(", ")})` : "");
}
