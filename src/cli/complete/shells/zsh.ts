import { scriptText } from "./text.js";

/** The script for zsh: a file `_NAME` of fpath, or text to source. `name` is the program's. */
export function zshScript(name: string): string {
  return scriptText(
    String.raw`#compdef NAME
# zsh completion for NAME. Put it into a folder of fpath as "_NAME", or source it.

_NAME() {
  local cur=$\{(Q)PREFIX} program=$\{(Q)words[1]} line value about directive
  local -a given lines values shown how
  local -i width=0 described=0 done=1
  given=("$\{(@Q)words[2,CURRENT-1]}")
  program=$\{program/#\~\//$HOME/}
  whence -p -- $program > /dev/null || program=NAME
  lines=("$\{(@f)$(command $program __complete "$\{given[@]}" "$cur" 2> /dev/null)}")
  directive=$\{lines[-1]#:}
  [[ $directive == <-> ]] && (( ! (directive & 1) )) || return 1
  lines[-1]=()
  [[ $cur == -*=* ]] && compset -P 1 '*='

  if (( directive & 16 )); then
    _files -/
    return
  fi
  if (( directive & 8 )); then
    _files -g "*.($\{(j:|:)lines#.})"
    return
  fi

  for line in $lines; do
    value=$\{line%%$'\t'*}
    values+=("$value")
    (( $#value > width )) && width=$#value
  done
  for line in $lines; do
    value=$\{line%%$'\t'*} about=''
    [[ $line == *$'\t'* ]] && about=$\{line#*$'\t'} described=1
    shown+=("$\{(r:width:)value}$\{about:+  -- $about}")
  done
  (( directive & 2 )) && how+=(-S '')
  (( directive & 32 )) && how+=(-V NAME)
  (( described )) && how+=(-l -d shown)
  if (( $#values )); then
    compadd "$\{how[@]}" -a values && done=0
  fi
  (( done && ! (directive & 4) )) && _files && done=0
  return done
}

# As a file of fpath this is the body of _NAME itself.
if [[ $\{funcstack[1]} == _NAME ]]; then
  _NAME "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
  compdef _NAME NAME
fi
`,
    name,
  );
}
