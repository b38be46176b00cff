/** Colours by the meaning of a cell, only on outputs with colour; chalk is loaded then. */

/** bold: headers · good: running · bad: failed · warn: paused or in transition · faint: ended without error. */
export type Tone = "bold" | "good" | "bad" | "warn" | "faint";

export type Colours = (tone: Tone, text: string) => string;

/** Sixteen colours, whatever chalk detects: `Output.colour` has decided already. */
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
