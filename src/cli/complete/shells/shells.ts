/** The shells that there is a script for. */
import { bashScript } from "./bash.js";
import { fishScript } from "./fish.js";
import { powershellScript } from "./powershell.js";
import { zshScript } from "./zsh.js";

interface Shell {
  script(name: string): string;
  /** What the script's file must be called. */
  file(name: string): string;
}

export const shells: Readonly<Record<string, Shell>> = {
  bash: { script: bashScript, file: (name) => `${name}.bash` },
  fish: { script: fishScript, file: (name) => `${name}.fish` },
  powershell: { script: powershellScript, file: (name) => `${name}.ps1` },
  zsh: { script: zshScript, file: (name) => `_${name}` },
};
