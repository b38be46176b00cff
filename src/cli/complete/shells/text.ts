/**
 * A shell's script out of a raw template: NAME is the program's name; `$\{` and a backtick behind a backslash, which a
 * template cannot hold as they are, lose the backslash.
 */
export function scriptText(raw: string, name: string): string {
  return raw.replaceAll("$\\{", "${").replaceAll("\\`", "`").replaceAll("NAME", name);
}
