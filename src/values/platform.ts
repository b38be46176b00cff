/** Platforms: `linux/arm64/v8`, `linux`, `arm64` (containerd's platforms.Parse and normal forms). */
import { quote } from "./quote.js";

export interface Platform {
  os: string;
  architecture: string;
  variant: string;
  /** Of a system that has one in brackets: `windows(10.0.17763)`. */
  osVersion?: string;
}

/** The client's own system, in Go's words. */
export interface HostPlatform {
  os: string;
  architecture: string;
}

const SYSTEMS = "aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos".split(" ");
const ARCHITECTURES =
  "386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm".split(
    " ",
  );

const COMPONENT = "^[A-Za-z0-9_.-]+$";
const SYSTEM = "^([A-Za-z0-9_-]+)(?:\\(([A-Za-z0-9_.-]*)\\))?$";

const NODE_OS: Readonly<Record<string, string>> = { win32: "windows", sunos: "solaris" };
const NODE_ARCH: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386", mipsel: "mipsle" };

/** From Node's `process.platform` and `os.arch()`. */
export function hostPlatform(platform: string, arch: string): HostPlatform {
  return { os: NODE_OS[platform] ?? platform, architecture: NODE_ARCH[arch] ?? arch };
}

const invalid = (text: string) => new Error(`${text}: invalid argument`);

function normalizeOs(raw: string): string {
  const os = raw.toLowerCase();
  return os === "macos" ? "darwin" : os;
}

function normalizeArch(rawArch: string, rawVariant: string): [architecture: string, variant: string] {
  const arch = rawArch.toLowerCase();
  const variant = rawVariant.toLowerCase();
  if (arch === "i386") return ["386", ""];
  if (["x86_64", "x86-64", "amd64"].includes(arch)) return ["amd64", variant === "v1" ? "" : variant];
  if (arch === "aarch64" || arch === "arm64") return ["arm64", variant === "8" || variant === "v8" ? "" : variant];
  if (arch === "armhf") return ["arm", "v7"];
  if (arch === "armel") return ["arm", "v6"];
  if (arch !== "arm") return [arch, variant];
  return ["arm", variant === "" ? "v7" : /^[5-8]$/.test(variant) ? `v${variant}` : variant];
}

function checkParts(raw: string, parts: readonly string[]): void {
  if (raw.includes("*")) throw invalid(`${quote(raw)}: wildcards not yet supported`);
  const [system = "", ...others] = parts;
  if (!new RegExp(SYSTEM).test(system)) {
    const rule = `OSAndVersion specifier component must match ${quote(SYSTEM)}`;
    throw invalid(`${quote(system)} is an invalid OS component of ${quote(raw)}: ${rule}`);
  }
  const bad = others.find((part) => !new RegExp(COMPONENT).test(part));
  if (bad === undefined) return;
  throw invalid(`${quote(bad)} is an invalid component of ${quote(raw)}: platform specifier component must match ${quote(COMPONENT)}`);
}

/** One word: a system, or an architecture of the client's system. */
function parseWord(raw: string, os: string, host: HostPlatform): Platform {
  if (SYSTEMS.includes(os)) return { os, architecture: host.architecture, variant: "" };
  const [architecture, variant] = normalizeArch(raw, "");
  if (!ARCHITECTURES.includes(architecture)) throw invalid(`${quote(raw)}: unknown operating system or architecture`);
  return { os: host.os, architecture, variant: architecture === "arm" && variant === "v7" ? "" : variant };
}

/** Throws containerd's texts. */
export function parsePlatform(raw: string, host: HostPlatform): Platform {
  const osVersion = /^[^/(]*\(([^)/]*)\)/.exec(raw)?.[1];
  return { ...parseParts(raw, host), ...(osVersion && { osVersion }) };
}

function parseParts(raw: string, host: HostPlatform): Platform {
  // What follows a third slash belongs to the last component, and makes it invalid.
  const [first = "", second, third, ...rest] = raw.split("/");
  const parts = [first, second, third, rest.length > 0 ? rest.join("/") : undefined].filter((part) => part !== undefined);
  checkParts(raw, parts);
  const os = normalizeOs(first.replace(/\(.*$/, ""));
  if (second === undefined) return parseWord(raw, os, host);
  if (rest.length > 0) throw invalid(`${quote(raw)}: cannot parse platform specifier`);
  const [architecture, variant] = normalizeArch(second, third ?? "");
  if (third === undefined) return { os, architecture, variant: architecture === "arm" && variant === "v7" ? "" : variant };
  return { os, architecture, variant: architecture === "arm64" && variant === "" ? "v8" : variant };
}

/** `os/arch[/variant]`. */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, variant].filter(Boolean).join("/");
}
