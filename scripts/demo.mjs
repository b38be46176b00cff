// `npm run demo`: runs a tour of the commands on a real engine, showing each command and what it prints.
// Ends with 0 only if every step did what it should, and leaves nothing behind.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const program = path.join(root, "bin/dockline");
const LIMIT_MS = 60_000;
const work = fs.mkdtempSync(path.join(os.tmpdir(), "dockline-demo-"));
const env = { ...process.env };
const terminal = process.stdout.isTTY;
const dim = (text) => (terminal ? `\x1b[2m${text}\x1b[0m` : text);
const bold = (text) => (terminal ? `\x1b[1m${text}\x1b[0m` : text);

/** Everything the demo makes, so that a failed one leaves nothing either. */
const IMAGES = ["docker-whale", "docker-whale-fed", "registry.example/whale"];
const CONTAINERS = ["whale", "whale-shell", "whale-fed"];

/** Runs dockline with its output collected. */
const dockline = (args, input) => collect(program, args, input);

function collect(file, args, input) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, stdio: ["pipe", "pipe", "pipe"] });
    const out = [];
    child.stdout.on("data", (chunk) => out.push(chunk));
    child.stderr.on("data", (chunk) => out.push(chunk));
    const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code, text: Buffer.concat(out).toString() });
    });
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

/** Runs dockline in a terminal of its own and types `lines`, each when the shell's prompt is there. */
async function inTerminal(args, lines) {
  const { spawn: spawnPty } = await import("node-pty");
  return new Promise((resolve) => {
    const pty = spawnPty(program, args, { cols: 100, rows: 30, env });
    let text = "";
    let typed = 0;
    const timer = setTimeout(() => pty.kill("SIGKILL"), LIMIT_MS);
    pty.onData((data) => {
      text += data;
      const prompts = text.match(/\/ # /g)?.length ?? 0;
      if (prompts > typed && typed < lines.length) pty.write(`${lines[typed++]}\r`);
    });
    pty.onExit(({ exitCode }) => {
      clearTimeout(timer);
      // The shell asks the terminal where the cursor is; that and carriage returns are no part of what people see.
      resolve({ code: exitCode, text: text.replaceAll("\x1b[6n", "").replaceAll("\r\n", "\n") });
    });
  });
}

const quote = (word) => (/^[\w@%+=:,./{}-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** One step: show, run, check. `expect` is a pattern of the output; the exit code has to be `code`. */
async function step(args, { expect, code = 0, input, lines } = {}) {
  console.log(bold(`$ dockline ${args.map(quote).join(" ")}`));
  const result = lines ? await inTerminal(args, lines) : await dockline(args, input);
  process.stdout.write(result.text.endsWith("\n") || result.text === "" ? result.text : `${result.text}\n`);
  console.log();
  if (result.code !== code) throw new Error(`exit code ${result.code} instead of ${code}`);
  if (expect && !expect.test(result.text)) throw new Error(`the output does not match ${expect}`);
  return result.text.trim();
}

/** The user's engine if one answers, else a private one (`dockline engine up`); `end` removes it. */
async function findEngine() {
  const { code, text } = await dockline(["version", "--format", "{{.Server.Version}}"]);
  if (code === 0) {
    console.log(dim(`# Engine ${text.trim().split("\n").at(-1)} answers.\n`));
    return undefined;
  }
  console.log(dim(`# ${text.trim().split("\n")[0]}`));
  for (const name of ["DOCKER_CONTEXT", "DOCKER_HOST"]) delete env[name];
  return (await installedEngine()) ?? unpackedEngine();
}

/** Of the programs on this machine, with its data in the demo's own directory. */
async function installedEngine() {
  env.XDG_DATA_HOME = work;
  const { code, text } = await dockline(["engine", "up"]);
  if (code !== 0) {
    console.log(dim(`# ${text.trim().replaceAll("\n", "\n# ")}`));
    await dockline(["engine", "rm", "-f"]);
    return undefined;
  }
  env.DOCKER_HOST = /^export DOCKER_HOST=(.*)$/m.exec(text)?.[1];
  console.log(`${bold('$ eval "$(dockline engine up)"')}\n${text}`);
  return { end: () => dockline(["engine", "rm", "-f"]) };
}

/** Of the distribution's packages, which are not installed for it. Throws where that cannot be. */
async function unpackedEngine() {
  const { whyNoEngine } = await import("./engine/places.mjs");
  if (whyNoEngine() !== "") throw new Error(whyNoEngine());
  console.log(dim("# Unpacking a dockerd beside the system (the first time its packages are downloaded).\n"));
  const { installation } = await import("./engine/versions.mjs");
  const { startMachine } = await import("./engine/machine.mjs");
  const machine = await startMachine((await installation()).layers);
  const engine = (...words) => {
    const [file, ...args] = machine.inside(["/home/project/bin/dockline", "engine", ...words]);
    return collect(file, args);
  };
  try {
    const { code, text } = await engine("up");
    if (code !== 0) throw new Error(text.trim());
    env.DOCKER_HOST = `unix://${machine.home}/root/.local/share/dockline/engine/run/docker.sock`;
  } catch (error) {
    await machine.stop();
    throw error;
  }
  return { end: () => engine("rm", "-f").then(() => machine.stop()) };
}

async function walk() {
  const { busyboxTar } = await import("./engine/images.mjs");
  const tar = path.join(work, "busybox.tar");
  fs.writeFileSync(tar, await busyboxTar());
  await step(["import", "-m", "from busybox-static", "-c", 'CMD ["sh"]', tar, "docker-whale"], { expect: /^sha256:[0-9a-f]{64}$/m });
  await step(["images", "docker-whale"], { expect: /^docker-whale +latest +[0-9a-f]{12} +.+ago +[\d.]+ MB$/m });
  await step(["run", "--rm", "docker-whale", "echo", "boo-boo"], { expect: /^boo-boo$/m });
  const id = await step(
    ["run", "-d", "--name", "whale", "docker-whale", "sh", "-c", "echo swimming; trap 'exit 0' TERM; while :; do sleep 0.2; done"],
    {
      expect: /^[0-9a-f]{64}$/m,
    },
  );
  await step(["ps", "--filter", "name=whale"], { expect: new RegExp(`^${id.slice(0, 12)} +docker-whale .* Up .* whale$`, "m") });
  await step(["logs", "whale"], { expect: /^swimming$/m });
  await step(["exec", "whale", "sh", "-c", "echo krill > /root/supper; cat /root/supper"], { expect: /^krill$/m });
  await step(["run", "-it", "--name", "whale-shell", "docker-whale", "sh"], {
    lines: ["echo plankton > /root/supper", "cat /root/supper", "exit"],
    expect: /^plankton$/m,
  });
  await step(["diff", "whale-shell"], { expect: /^A \/root\/supper$/m });
  await step(["commit", "-m", "fed", "whale-shell", "docker-whale-fed"], { expect: /^sha256:[0-9a-f]{64}$/m });
  await step(["run", "--name", "whale-fed", "docker-whale-fed", "cat", "/root/supper"], { expect: /^plankton$/m });
  await step(["tag", "docker-whale-fed", "registry.example/whale:1.0"]);
  await step(["images", "registry.example/whale"], { expect: /^registry\.example\/whale +1\.0 /m });
  await step(["inspect", "-f", "{{.Name}} {{.State.ExitCode}} {{json .Config.Cmd}}", "whale-fed"], {
    expect: /^\/whale-fed 0 \["cat","\/root\/supper"\]$/m,
  });
  await step(["run", "--rm", "docker-whale", "sh", "-c", "exit 3"], { code: 3 });
  await step(["stop", "whale"], { expect: /^whale$/m });
  await step(["ps", "-a", "--filter", "name=whale"], { expect: /Exited \(0\)/ });
  await step(["version"], { expect: /^Server:/m });
  await step(["info"], { expect: /^Containers: \d+$/m });
  await step(["rm", "whale", "whale-shell", "whale-fed"], { expect: /^whale\nwhale-shell\nwhale-fed$/m });
  await step(["rmi", "registry.example/whale:1.0", "docker-whale-fed", "docker-whale"], { expect: /^Untagged: docker-whale:latest$/m });
}

let engine;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    await engine?.end();
    fs.rmSync(work, { recursive: true, force: true });
    process.exit(130);
  });
}
try {
  engine = await findEngine();
  await walk();
  console.log(bold("Every step did what it should."));
} catch (error) {
  console.error(`\ndemo: ${error.message}`);
  process.exitCode = 1;
} finally {
  if (!engine && process.exitCode) {
    await dockline(["rm", "-f", ...CONTAINERS]);
    await dockline(["rmi", "-f", ...IMAGES]);
  }
  await engine?.end();
  fs.rmSync(work, { recursive: true, force: true });
}
