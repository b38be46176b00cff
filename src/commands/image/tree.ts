/** `images --tree`: every image with its names, and its platforms below it. Laid out as Docker's, colours too. */
import type { Ctx } from "../../cli/context.js";
import { writeLines } from "../../format/lines.js";
import { humanSize } from "../../format/units.js";
import { type ImageSummary, isDangling } from "../../format/views/image.js";
import { displayWidth } from "../../format/wide.js";
import { formatPlatform } from "../../values/platform.js";
import { shortId } from "../../values/short-id.js";

interface Manifest {
  ID: string;
  Kind: string;
  Available: boolean;
  /** Bytes. */
  Size: { Total: number; Content: number };
  ImageData?: { Platform?: { os: string; architecture: string; variant?: string }; Containers?: readonly string[] | null };
}

/** An element of GET /images/json?manifests=1. */
export interface TreeImage extends ImageSummary {
  Manifests?: readonly Manifest[] | null;
}

interface Details {
  id: string;
  diskUsage: string;
  contentSize: string;
  used: boolean;
}

interface Branch {
  platform: string;
  available: boolean;
  details: Details;
}

interface Tree {
  names: readonly string[];
  details: Details;
  branches: readonly Branch[];
}

/** Terminal codes as Docker writes them; "" where nothing is coloured. */
interface Look {
  terminal: boolean;
  title: string;
  name: string;
  detail: string;
  faint: string;
  warning: string;
}

interface Column {
  title: string;
  width: number;
  right?: boolean;
  plain?: boolean;
  cell(details: Details): string;
}

const WARNING = "WARNING: This is an experimental feature. The output may change and shouldn't be depended on.";
const GAP = "   ";
const NARROWEST = 20;
const LEAST_NAME = 12;
/** Bytes of a branch's mark: Docker counts bytes where it looks for the widest name. */
const BRANCH_BYTES = Buffer.byteLength("└─ ");
const CHIP = "\x1b[38;5;0m\x1b[48;5;14m U \x1b[0m";
const INFO = "\x1b[1m\x1b[106m\x1b[30mi\x1b[0m\x1b[0m \x1b[96mInfo → \x1b[0m\x1b[0m";

function look(ctx: Pick<Ctx, "dialect" | "stdout">): Look {
  const terminal = ctx.dialect === "docker" ? ctx.stdout.isTTY : ctx.stdout.colour;
  const codes = { title: "\x1b[39m\x1b[1m", name: "\x1b[34m\x1b[1m", detail: "\x1b[39m", faint: "\x1b[39m\x1b[2m", warning: "\x1b[93m" };
  if (terminal) return { terminal, ...codes };
  // Docker's titles are bold in a pipe too.
  return { terminal, title: ctx.dialect === "docker" ? codes.title : "", name: "", detail: "", faint: "", warning: "" };
}

const dress = (code: string, text: string) => (code === "" ? text : `${code}${text}\x1b[0m`);

function branchesOf(image: TreeImage, dialect: Ctx["dialect"]): Branch[] {
  return (image.Manifests ?? [])
    .filter((manifest) => manifest.Kind === "image")
    .map(({ ID, Available, Size, ImageData }) => ({
      platform: ImageData?.Platform?.os ? formatPlatform({ variant: "", ...ImageData.Platform }) : "unknown",
      available: Available,
      details: {
        id: ID,
        diskUsage: humanSize(Size.Total, dialect, 3),
        contentSize: humanSize(Size.Content, dialect, 3),
        used: (ImageData?.Containers ?? []).length > 0,
      },
    }));
}

function treesOf(images: readonly TreeImage[], all: boolean, dialect: Ctx["dialect"]): Tree[] {
  const shown = all ? [...images] : images.filter((image) => !isDangling(image));
  return shown
    .sort((a, b) => (b.Created ?? 0) - (a.Created ?? 0))
    .map((image) => {
      const branches = branchesOf(image, dialect);
      const content = (image.Manifests ?? []).reduce((sum, { Size }) => sum + Size.Content, 0);
      return {
        names: [...(image.RepoTags ?? [])].sort((a, b) => b.length - a.length),
        branches,
        details: {
          id: image.Id,
          diskUsage: humanSize(image.Size ?? 0, dialect, 3),
          contentSize: humanSize(content, dialect, 3),
          used: (image.Containers ?? 0) > 0 || branches.some(({ details }) => details.used),
        },
      };
    });
}

/** The columns that have room beside a name of 12 characters at least. The first is the names'. */
function columnsFor(width: number, trees: readonly Tree[], terminal: boolean): Column[] {
  const anyUsed = trees.some((tree) => tree.details.used);
  const chip = (used: boolean) => (terminal ? (used ? CHIP : GAP) : used ? "U" : " ");
  const columns: Column[] = [
    { title: "ID", width: 12, cell: ({ id }) => shortId(id) },
    { title: "DISK USAGE", width: 10, right: true, cell: ({ diskUsage }) => diskUsage },
    { title: "CONTENT SIZE", width: 12, right: true, cell: ({ contentSize }) => contentSize },
    { title: "EXTRA", width: 5, plain: true, cell: ({ used }) => (anyUsed ? chip(used) : "") },
  ];
  let room = width;
  const fitting: Column[] = [];
  for (const column of columns) {
    if (room - column.width - GAP.length < LEAST_NAME) break;
    room -= column.width + GAP.length;
    fitting.push(column);
  }
  const widest = trees.reduce((most, { names, branches }) => {
    const lengths = [...names.map((name) => Buffer.byteLength(name)), ...branches.map(({ platform }) => platform.length + BRANCH_BYTES)];
    return Math.max(most, ...lengths);
  }, "IMAGE".length);
  return [{ title: "IMAGE", width: Math.min(room, widest), cell: () => "" }, ...fitting];
}

/** Cut behind `length - 1` characters; a text of exactly `length` is cut too, as Docker does. */
function cut(text: string, length: number): string {
  const chars = [...text];
  return length > 0 && chars.length >= length ? `${chars.slice(0, length - 1).join("")}…` : text;
}

const visible = (text: string) => displayWidth(text.replace(/\x1b[^m]*m/g, ""));

function printed({ width, right }: Column, code: string, text: string): string {
  const fill = width - visible(text);
  if (fill < 0) return dress(code, cut(text, width));
  return right ? " ".repeat(fill) + dress(code, text) : dress(code, text) + " ".repeat(fill);
}

function detailCells(columns: readonly Column[], code: string, details: Details): string {
  return columns
    .slice(1)
    .map((column) => GAP + printed(column, column.plain ? "" : code, column.cell(details)))
    .join("");
}

/** One image: its names, longest first, the last one beside the details, then its platforms. */
function* treeLines(tree: Tree, columns: readonly Column[], looks: Look, fullWidth: number, spaced: boolean): Iterable<string> {
  const first = columns[0] as Column;
  const names = tree.names.length === 0 ? ["<untagged>"] : tree.names;
  for (const name of names.slice(0, -1)) yield dress(looks.name, cut(name, fullWidth));
  const nameLook = tree.names.length === 0 ? looks.faint : looks.name;
  yield printed(first, nameLook, names.at(-1) as string) + detailCells(columns, looks.detail, tree.details);
  for (const [i, { platform, available, details }] of tree.branches.entries()) {
    const code = available ? looks.detail : looks.faint;
    const mark = i < tree.branches.length - 1 ? "├─" : "└─";
    yield printed(first, code, `${mark} ${platform}`) + detailCells(columns, code, details);
  }
  if (spaced) yield "";
}

function legend(terminal: boolean, width: number): string {
  const text = `${terminal ? INFO : "Info -> "} ${terminal ? CHIP : "U"} In Use `;
  return " ".repeat(Math.max(0, width - visible(text))) + text;
}

/** Prints the trees; dangling images only with `all`. */
export function printTree(ctx: Pick<Ctx, "dialect" | "stdout">, images: readonly TreeImage[], all: boolean): void {
  const fullWidth = ctx.stdout.width();
  const width = Math.max(NARROWEST, fullWidth || 80);
  const looks = look(ctx);
  const trees = treesOf(images, all, ctx.dialect);
  const columns = columnsFor(width, trees, looks.terminal);
  const spaced = trees.some(({ branches }) => branches.length > 0);
  const lines = [dress(looks.warning, WARNING), legend(looks.terminal, width), ""];
  lines.push(columns.map((column) => printed(column, looks.title, column.title)).join(GAP));
  for (const tree of trees) lines.push(...treeLines(tree, columns, looks, fullWidth, spaced));
  writeLines(ctx.stdout, lines);
}
