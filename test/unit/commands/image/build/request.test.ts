import fs from "node:fs";
import os from "node:os";
import path from "node:path";
/** Flags of build to the query of POST /build: the words of Docker's own requests, captured. */
import { describe, expect, it } from "vitest";
import { openContext } from "../../../../../src/archive/context/open.js";
import { parseCommand } from "../../../../../src/cli/parse-command.js";
import type { AnyCommand } from "../../../../../src/cli/spec.js";
import { askedBuilder, preferredBuilder } from "../../../../../src/commands/image/build/builder.js";
import type { BuildFlags } from "../../../../../src/commands/image/build/flags.js";
import { toQuery, toRequest } from "../../../../../src/commands/image/build/request.js";
import build from "../../../../../src/commands/image/build.js";
import { encodeQuery } from "../../../../../src/engine/query.js";

const ENV = { HOME: "/root", EMPTY: "" };

function query(line: string, proxies?: object): string {
  const { values, failure } = parseCommand(build as AnyCommand, line.split(" "));
  if (failure) throw failure;
  const input = { env: ENV, host: "unix:///sock", proxies: proxies as never };
  const request = toRequest({ kind: "folder", value: "." }, values as unknown as BuildFlags, input);
  return decodeURIComponent(encodeQuery(toQuery(request, { dockerfile: "Dockerfile", version: "1" }))).slice(1);
}

const ALL =
  "-q -t x:1 -t y --build-arg A=1 --build-arg HOME --build-arg NOSUCH --label a=b --label c --ulimit nofile=10:20 --shm-size 64m -m 1g " +
  "--memory-swap -1 --cpu-shares 5 --cpu-period 6 --cpu-quota 7 --cpuset-cpus 0 --cpuset-mems 0 --cgroup-parent cg --isolation hyperv " +
  "--platform Linux/AMD64 --security-opt a=b,c --cache-from x,y --cache-from z --network host --add-host a:1.2.3.4 " +
  "--add-host b=host-gateway --target tt --squash --no-cache --pull --rm=false --force-rm --compress .";

describe("toQuery", () => {
  it.each([
    [".", "dockerfile=Dockerfile&version=1"],
    ["--isolation default --network default --rm --pull=false .", "dockerfile=Dockerfile&version=1"],
    ["--network Default .", "dockerfile=Dockerfile&version=1"],
    ["--memory 0 --shm-size 0 --cpu-shares 0 --target= --platform= .", "dockerfile=Dockerfile&version=1"],
    [
      "--build-arg A=1 --build-arg A=2 --build-arg EMPTY --build-arg B= .",
      'buildargs={"A":"2","B":"","EMPTY":""}&dockerfile=Dockerfile&version=1',
    ],
    ["--label a=1 --label a=2=3 .", 'dockerfile=Dockerfile&labels={"a":"2=3"}&version=1'],
    [
      "--ulimit nofile=10 --ulimit core=1 --ulimit nofile=11 .",
      'dockerfile=Dockerfile&ulimits=[{"Name":"core","Hard":1,"Soft":1},{"Name":"nofile","Hard":11,"Soft":11}]&version=1',
    ],
    ["--memory-swap 1g .", "dockerfile=Dockerfile&memswap=1073741824&version=1"],
    [
      ALL,
      'buildargs={"A":"1","HOME":"/root","NOSUCH":null}&cachefrom=["x","y","z"]&cgroupparent=cg&cpuperiod=6&cpuquota=7&cpusetcpus=0&' +
        "cpusetmems=0&cpushares=5&dockerfile=Dockerfile&extrahosts=a:1.2.3.4&extrahosts=b:host-gateway&forcerm=1&isolation=hyperv&" +
        'labels={"a":"b","c":""}&memory=1073741824&memswap=-1&networkmode=host&nocache=1&platform=linux/amd64&pull=1&q=1&rm=0&' +
        'securityopt=a=b&securityopt=c&shmsize=67108864&squash=1&t=x:1&t=y&target=tt&ulimits=[{"Name":"nofile","Hard":20,"Soft":10}]&version=1',
    ],
  ])("makes the query of build %s", (line, expected) => expect(query(line)).toBe(expected));

  it("adds the proxies that are not set as build arguments", () => {
    const proxies = { default: { httpProxy: "h", noProxy: "n" }, "unix:///sock": { httpProxy: "mine" } };
    expect(query("--build-arg http_proxy=x .", proxies)).toBe(
      'buildargs={"HTTP_PROXY":"mine","http_proxy":"x"}&dockerfile=Dockerfile&version=1',
    );
    expect(query(".", { default: proxies.default })).toContain('{"HTTP_PROXY":"h","NO_PROXY":"n","http_proxy":"h","no_proxy":"n"}');
  });
});

describe("which builder builds", () => {
  it.each([
    [undefined, undefined],
    ["", undefined],
    ["0", "classic"],
    ["false", "classic"],
    ["1", "buildkit"],
    ["True", "buildkit"],
  ] as const)("is decided by DOCKER_BUILDKIT=%s: %s", (DOCKER_BUILDKIT, builder) =>
    expect(askedBuilder({ DOCKER_BUILDKIT })).toBe(builder),
  );

  it("refuses a DOCKER_BUILDKIT that is not a boolean", () => {
    expect(() => askedBuilder({ DOCKER_BUILDKIT: "yes" })).toThrow(
      'DOCKER_BUILDKIT environment variable expects boolean value: strconv.ParseBool: parsing "yes": invalid syntax',
    );
  });

  it.each([
    ["2", "buildkit"],
    ["1", "classic"],
    ["", "classic"],
  ] as const)("is decided by the daemon, which answers %j: %s", async (builderVersion, builder) => {
    const engine = { ping: async () => ({ builderVersion }) };
    const ctx = { dialect: "dockline", engine: async () => engine as never } as const;
    expect(await preferredBuilder(ctx, { kind: "stdin" } as never, false)).toBe(builder);
  });

  it.each([
    ["takes the classic builder, as Docker's CLI does without buildx", "FROM a\nRUN true\n", false, "classic"],
    [
      "takes BuildKit for a Dockerfile that the classic builder refuses",
      "FROM a\nRUN --mount=type=cache,target=/c true\n",
      false,
      "buildkit",
    ],
    ["takes BuildKit for a flag that only BuildKit has", "FROM a\n", true, "buildkit"],
  ])("%s under the name docker", async (_, text, flagged, builder) => {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), "builder-test-"));
    try {
      fs.writeFileSync(path.join(dir, "Dockerfile"), text);
      const context = openContext({ context: { kind: "folder", value: dir }, file: "" }, { cwd: "/", stdin: undefined as never });
      const engine = { ping: async () => ({ builderVersion: "2" }) };
      expect(await preferredBuilder({ dialect: "docker", engine: async () => engine as never }, context, flagged)).toBe(builder);
    } finally {
      fs.rmSync(dir, { recursive: true });
    }
  });
});
