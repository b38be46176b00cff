import { expect, it } from "vitest";
import { type ContainerSummary, containerView } from "../../../../src/format/views/container.js";
import { UTC } from "../../../../src/format/zone.js";

const ID = "589e9d33c919".padEnd(64, "0");
const cell = (field: string, row: Partial<ContainerSummary>, trunc = true, dialect: "docker" | "dockline" = "docker") =>
  containerView.columns[field]?.value({ Id: ID, ...row }, { trunc, now: 100_000, dialect, zone: UTC });

// Cells of docker 28.2.2: truncated, then not.
it.each<[string, Partial<ContainerSummary>, string, string]>([
  ["ID", {}, "589e9d33c919", ID],
  ["Names", { Names: ["/other/link", "/web", "/third/alias"] }, "web", "other/link,web,third/alias"],
  ["Names", { Names: ["/a/b"] }, "a/b", "a/b"],
  ["Names", { Names: null }, "", ""],
  ["Image", {}, "<no image>", "<no image>"],
  ["Image", { Image: "docker.io/library/ubuntu:14.04" }, "ubuntu:14.04", "docker.io/library/ubuntu:14.04"],
  ["Image", { Image: `foo:1@sha256:${"a".repeat(64)}` }, "foo:1", `foo:1@sha256:${"a".repeat(64)}`],
  ["Image", { Image: `sha256:${ID}`, ImageID: `sha256:${ID}` }, "589e9d33c919", `sha256:${ID}`],
  ["Image", { Image: "589e9d33c919", ImageID: `sha256:${ID}` }, "589e9d33c919", "589e9d33c919"],
  ["Image", { Image: "BAD NAME" }, "BAD NAME", "BAD NAME"],
  ["Command", { Command: 'sh -c "a\nb" and more and more' }, '"sh -c \\"a\\nb\\" and mor…"', '"sh -c \\"a\\nb\\" and more and more"'],
  [
    "Mounts",
    { Mounts: [{ Name: "averyveryverylongname" }, { Source: "/tmp" }, {}] },
    "averyveryveryl…,/tmp,",
    "averyveryverylongname,/tmp,",
  ],
  ["LocalVolumes", { Mounts: [{ Driver: "local" }, { Driver: "nfs" }, {}] }, "1", "1"],
  ["Labels", { Labels: { b: "2", a: "1,x" } }, "a=1,x,b=2", "a=1,x,b=2"],
  ["Networks", { NetworkSettings: { Networks: { a: {}, b: null } } }, "a,b", "a,b"],
  ["Networks", { NetworkSettings: null }, "", ""],
  ["CreatedAt", { Created: 40 }, "1970-01-01 00:00:40 +0000 UTC", "1970-01-01 00:00:40 +0000 UTC"],
  ["RunningFor", { Created: 40 }, "About a minute ago", "About a minute ago"],
  ["Size", { SizeRw: 999_960 }, "1e+03kB", "1e+03kB"],
  ["Size", { SizeRw: 5, SizeRootFs: 2048 }, "5B (virtual 2.05kB)", "5B (virtual 2.05kB)"],
])("prints %s of %j as Docker does", (field, row, short, whole) => {
  expect([cell(field, row), cell(field, row, false)]).toEqual([short, whole]);
});

it.each<[string, Partial<ContainerSummary>, string]>([
  ["Size", { SizeRw: 5, SizeRootFs: 2048 }, "5 B (virtual 2.048 kB)"],
  ["RunningFor", { Created: 76 }, "24s ago"],
  ["Status", { Status: "Up 24 seconds" }, "Up 24s"],
])("prints %s of %j as in the classic layout", (field, row, text) => {
  expect(cell(field, row, true, "dockline")).toBe(text);
});

it.each([
  ["running", "Up 3 minutes", "good"],
  ["running", "Up 3 minutes (unhealthy)", "bad"],
  ["exited", "Exited (0) 3 minutes ago", "faint"],
  ["exited", "Exited (137) 3 minutes ago", "bad"],
  ["dead", "Dead", "bad"],
  ["paused", "Up 3 minutes (Paused)", "warn"],
  ["restarting", "Restarting (1) 3 seconds ago", "warn"],
  ["created", "Created", undefined],
])("colours %s, %s as %s", (State, Status, tone) => {
  expect(containerView.columns.Status?.tone?.({ Id: ID, State, Status })).toBe(tone);
});

it("gives the value of a label, never a property of every JavaScript object", () => {
  const label = containerView.methods?.Label;
  expect(label?.({ Id: ID, Labels: { a: "1" } }, "a")).toBe("1");
  expect(label?.({ Id: ID, Labels: { a: "1" } }, "constructor")).toBe("");
  expect(label?.({ Id: ID, Labels: null }, "a")).toBe("");
});
