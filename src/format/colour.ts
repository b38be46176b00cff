/** Colours by what a cell means. Only on outputs that want colour; chalk is loaded then. */

/** bold: headers · good: runs · bad: failed · warn: held or in between · faint: over and well. */
export type Tone = "bold" | "good" | "bad" | "warn" | "faint";

export type Colours = (tone: Tone, text: string) => string;

/** Sixteen colours, whatever chalk would find out about the terminal: `Output.colour` has decided. */
export async function loadColours(): Promise<Colours> {
  const { Chalk } = await import("chalk");
  const chalk = new Chalk({ level: 1 });
  const tones: Record<Tone, (text: string) => string> = {
    bold: chalk.bold,
    good: chalk.green,
    bad: chalk.red,
    warn: chalk.yellow,
    faint: chalk.dim,
  };
  return (tone, text) => (text === "" ? "" : tones[tone](text));
}
