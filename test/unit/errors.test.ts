/** The kinds of errors: the contract of `--errors json`. */
import { describe, expect, it } from "vitest";
import { throwJoined } from "../../src/cli/parallel.js";
import { ConnectionError, type ConnectionReason, EndpointError } from "../../src/errors/connection.js";
import {
  ApiError,
  Cancelled,
  EarlyEndError,
  type ErrorKind,
  FlagError,
  findCause,
  kindOf,
  kindOfStatus,
  StatusError,
  UserError,
} from "../../src/errors.js";

describe("kindOf", () => {
  it.each<[string, unknown, ErrorKind]>([
    ["a flag that does not parse", new FlagError("x"), "usage"],
    ["a value of the user", new UserError("x"), "usage"],
    ["a host that is no address", new EndpointError("x", "address"), "usage"],
    ["a response that was cut short", new EarlyEndError("x"), "broken-stream"],
    ["a declined question", new Cancelled(0), "interrupted"],
    ["any other error of the client", new StatusError("x"), "failed"],
    ["an error that only adds words", new StatusError("more: x", 125, { cause: new ApiError("x", 409) }), "conflict"],
    ["an error that adds words and knows better", new UserError("x", { cause: new ApiError("x", 409), kind: "usage" }), "usage"],
    ["an error that is none of ours", new TypeError("x"), "bug"],
    ["something that is no error", "x", "bug"],
  ])("knows the kind of %s", (_, error, kind) => expect(kindOf(error)).toBe(kind));

  it.each<[number, ErrorKind]>([
    [301, "refused"],
    [400, "refused"],
    [401, "unauthorized"],
    [403, "forbidden"],
    [404, "not-found"],
    [408, "timeout"],
    [409, "conflict"],
    [500, "refused"],
    [501, "unsupported"],
    [503, "refused"],
    [504, "timeout"],
  ])("maps status %d to %s", (status, kind) => {
    expect(kindOfStatus(status)).toBe(kind);
    expect(new ApiError("x", status).kind).toBe(kind);
  });

  it.each<[ConnectionReason, ErrorKind]>([
    ["no-socket", "unreachable"],
    ["refused", "unreachable"],
    ["dns", "unreachable"],
    ["ssh", "unreachable"],
    ["wrong-name", "unreachable"],
    ["needs-tls", "unreachable"],
    ["permission", "forbidden"],
    ["certificate-required", "unauthorized"],
    ["no-answer", "timeout"],
    ["stalled", "timeout"],
    ["closed", "broken-stream"],
  ])("maps a connection that failed with %s to %s", (reason, kind) => {
    expect(new ConnectionError("x", reason).kind).toBe(kind);
  });
});

describe("the error made of several", () => {
  const joined = (...errors: StatusError[]) => {
    try {
      throwJoined(errors);
      return undefined;
    } catch (error) {
      return error as StatusError;
    }
  };

  it("is undefined for no errors", () => expect(joined()).toBeUndefined());

  it("has the kind that the errors have in common", () => {
    expect(joined(new ApiError("a", 404), new ApiError("b", 404))).toMatchObject({ message: "a\nb", exitCode: 1, kind: "not-found" });
    expect(joined(new ApiError("a", 404), new ApiError("b", 409))?.kind).toBe("failed");
  });

  it("holds each of the errors", () => {
    const lost = new ConnectionError("b", "refused");
    const outer = new StatusError("c", 1, { cause: joined(new ApiError("a", 404), lost) });
    expect(findCause(outer, ConnectionError)).toBe(lost);
    expect(findCause(outer, EndpointError)).toBeUndefined();
    expect(findCause("x", ConnectionError)).toBeUndefined();
  });
});
