import { describe, expect, it } from "vitest";
import type { Ctx } from "../../../src/cli/context.js";
import inspect from "../../../src/commands/inspect.js";
import type { Engine, RequestOptions } from "../../../src/engine/engine.js";
import { inspectObject, kindNamed, kinds } from "../../../src/engine/objects.js";
import { encodeQuery } from "../../../src/engine/query.js";
import { ApiError } from "../../../src/errors.js";

/** An engine that has the objects at these paths; a text is sent as it is, an error thrown. */
function engineWith(objects: Record<string, unknown>) {
  const asked: string[] = [];
  const engine = {
    async request(_method: string, path: string, options: RequestOptions = {}) {
      asked.push(path + encodeQuery(options.query));
      const found = objects[path];
      if (found === undefined) throw new ApiError(`Error response from daemon: nothing at ${path}`, 404);
      if (found instanceof Error) throw found;
      return { headers: {}, text: async () => (typeof found === "string" ? found : JSON.stringify(found)) };
    },
    async json(method: string, path: string) {
      return JSON.parse(await (await engine.request(method, path)).text());
    },
  };
  return { engine: engine as unknown as Engine, asked };
}

async function run(objects: Record<string, unknown>, names: string[], flags: { format?: string; size?: boolean; type?: string } = {}) {
  const { engine, asked } = engineWith(objects);
  const seen = { out: "", err: "" };
  const stream = (key: "out" | "err") => ({
    write(text: string) {
      seen[key] += text;
    },
  });
  const ctx = { engine: async () => engine, stdout: stream("out"), stderr: stream("err") } as unknown as Ctx;
  const values = { format: "{{.Id}}", size: false, type: "", ...flags };
  const error = await inspect.run(ctx, names, values, new Set(Object.keys(flags)) as never).then(
    () => undefined,
    (e: Error) => e.message,
  );
  return { ...seen, asked, error };
}

describe("inspect", () => {
  it("tries the kinds in Docker's order, those of a swarm only if the daemon is a manager", async () => {
    const everywhere = ["/containers/x/json", "/images/x/json", "/networks/x", "/volumes/x", "/info"];
    expect((await run({ "/info": {} }, ["x"])).asked).toEqual([...everywhere, "/plugins/x/json"]);
    expect((await run({ "/info": { Swarm: { ControlAvailable: true } } }, ["x"])).asked).toEqual([
      ...everywhere,
      "/services/x?insertDefaults=true",
      "/tasks/x",
      "/nodes/x",
      "/plugins/x/json",
      "/secrets/x",
      "/configs/x",
    ]);
  });

  it("asks once if the daemon is a manager, and says for each name why that is unknown", async () => {
    const { asked, err, error } = await run({ "/info": new ApiError("no info", 500) }, ["x", "y"]);
    expect(asked.filter((path) => path === "/info")).toHaveLength(1);
    expect(err).toBe("no info\nno info\n");
    expect(error).toBe("Error: No such object: x\nError: No such object: y");
  });

  it("stops at an error other than absence", async () => {
    const { asked, error } = await run({ "/containers/x/json": new ApiError("boom", 500) }, ["x"]);
    expect([asked, error]).toEqual([["/containers/x/json"], "boom"]);
  });

  it.each(["is not supported by this engine", "invalid reference format"])("takes %j for absence", async (text) => {
    expect((await run({ "/containers/x/json": new ApiError(text, 400), "/images/x/json": { Id: "i" } }, ["x"])).out).toBe("i\n");
  });

  it("warns of sizes in the order of the names", async () => {
    const objects = { "/images/i/json": { Id: "1" }, "/containers/c/json": { Id: "2" }, "/networks/n": { Id: "3" } };
    const { out, err, asked } = await run(objects, ["i", "c", "n"], { size: true });
    expect(out).toBe("1\n2\n3\n");
    expect(err).toBe("WARNING: --size ignored for image\nWARNING: --size ignored for network\n");
    expect(asked).toContain("/containers/c/json?size=1");
  });

  it("asks for one kind only with --type", async () => {
    const { asked, error } = await run({}, ["x"], { type: "node" });
    expect([asked, error]).toEqual([["/nodes/x"], "Error response from daemon: nothing at /nodes/x"]);
  });

  const names = '"config", "container", "image", "network", "node", "plugin", "secret", "service", "task", "volume"';
  it.each([
    ["foo", `unknown type: "foo": must be one of ${names}`],
    ["", `type is empty: must be one of ${names}`],
  ])("refuses the type %j", async (type, text) => expect((await run({}, ["x"], { type })).error).toBe(text));

  it("reports invalid JSON in Go's words", async () => {
    expect((await run({ "/containers/x/json": "no json" }, ["x"])).error).toBe("invalid character 'o' in literal null (expecting 'u')");
  });
});

describe("inspectObject", () => {
  it.each(kinds.map((kind) => kind.name))("refuses an empty name: %s", async (name) => {
    const spelled = name === "config" ? "contig" : name;
    const text = name === "image" ? "Error: No such image: " : `invalid ${spelled} name or ID: value is empty`;
    await expect(inspectObject(engineWith({}).engine, kindNamed(name), "")).rejects.toThrow(expect.objectContaining({ message: text }));
  });

  it("keeps the bytes of the response", async () => {
    const raw = '{ "Id" : "x", "n": 12345678901234567890 }';
    expect(await inspectObject(engineWith({ "/volumes/v": raw }).engine, kindNamed("volume"), "v")).toEqual({
      raw,
      parsed: JSON.parse(raw),
      fits: false,
      root: "volume",
    });
  });
});
