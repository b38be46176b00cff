import os from "node:os";
import { expect, it } from "vitest";
import { codeOf, errnoText, readFileText } from "../../../src/values/errno.js";

const failed = (code: string, message = `${code}: something of libuv's, open '/x'`) => Object.assign(new Error(message), { code });

// Texts of Go's syscall package on Linux; those that libuv words in another way.
it.each([
  ["EACCES", "permission denied"],
  ["EADDRINUSE", "address already in use"],
  ["EADDRNOTAVAIL", "cannot assign requested address"],
  ["EAGAIN", "resource temporarily unavailable"],
  ["EBUSY", "device or resource busy"],
  ["ECONNRESET", "connection reset by peer"],
  ["EIO", "input/output error"],
  ["EISDIR", "is a directory"],
  ["ELOOP", "too many levels of symbolic links"],
  ["ENOMEM", "cannot allocate memory"],
  ["ENOTEMPTY", "directory not empty"],
  ["ENOTSUP", "operation not supported"],
  ["EPERM", "operation not permitted"],
  ["EROFS", "read-only file system"],
  ["ESTALE", "stale NFS file handle"],
  ["ETXTBSY", "text file busy"],
  ["EXDEV", "invalid cross-device link"],
])("words %s as Go does: %s", (code, text) => expect(errnoText(failed(code))).toBe(text));

it("has a text for every errno that Node names", () => {
  const missing = Object.keys(os.constants.errno).filter((code) => errnoText(failed(code)).includes("libuv"));
  expect(missing).toEqual([]);
});

it.each<[unknown, string, string]>([
  [failed("EWHATEVER", "EWHATEVER: odd thing, open '/x'"), "EWHATEVER", "odd thing"],
  [failed("ERR_ODD", "an odd thing"), "ERR_ODD", "an odd thing"],
  [new Error("plain"), "", "plain"],
  ["text", "", "text"],
  [undefined, "", "undefined"],
  [{ code: 7, message: "m" }, "", "m"],
])("takes the error's own words where the system did not raise it %#", (error, code, text) => {
  expect([codeOf(error), errnoText(error)]).toEqual([code, text]);
});

it("says what os.ReadFile says", () => {
  expect(readFileText("/x", failed("ENOENT"))).toBe("open /x: no such file or directory");
  expect(readFileText("/x", failed("EISDIR"))).toBe("read /x: is a directory");
});
