# bash completion for docker. Source it, or put it where bash-completion looks for the file "docker".

# Splits $1 into the words before the cursor (words) and the one at it, without its quotes (cur).
# cut: how much of cur bash keeps as it is; open: the quote that is not closed yet.
__docker_split() {
  local line=$1 char begun=''
  local -i at
  words=() cur='' cut=0 open=''
  for ((at = 0; at < ${#line}; at++)); do
    char=${line:at:1}
    if [[ -n $open ]]; then
      if [[ $char == "$open" ]]; then
        open=''
      elif [[ $open == '"' && $char == "\\" && -n ${line:at+1:1} && '"\$`' == *"${line:at+1:1}"* ]]; then
        at+=1
        cur+=${line:at:1}
      else
        cur+=$char
      fi
      continue
    fi
    case $char in
      [\'\"])
        open=$char begun=1 cut=${#cur}
        ;;
      "\\")
        at+=1
        cur+=${line:at:1} begun=1
        ;;
      [[:space:]])
        [[ -n $begun ]] && words+=("$cur")
        cur='' begun='' cut=0
        ;;
      *)
        cur+=$char begun=1
        [[ $COMP_WORDBREAKS == *"$char"* ]] && cut=${#cur}
        ;;
    esac
  done
}

# Sets an option of this completion, where bash can (4 and later).
__docker_option() {
  if type compopt &> /dev/null; then compopt "$@" 2> /dev/null; fi
}

# Replaces COMPREPLY by values with what they mean beside them, cut to the width of the screen.
__docker_describe() {
  local -i at width=0 most=$((${COLUMNS:-80} - 2))
  local text
  for text in "${COMPREPLY[@]}"; do ((${#text} > width)) && width=${#text}; done
  for ((at = 0; at < ${#COMPREPLY[@]}; at++)); do
    [[ -n ${abouts[at]} ]] || continue
    printf -v text '%-*s  (%s)' "$width" "${COMPREPLY[at]}" "${abouts[at]}"
    COMPREPLY[at]=${text:0:most}
  done
}

__start_docker() {
  local cur cut open program out value about directive flag='' IFS=$' \t\n'
  local -a words abouts
  COMPREPLY=()
  __docker_split "${COMP_LINE:0:COMP_POINT}"
  while [[ ${words[0]} == [A-Za-z_]*=* ]]; do words=("${words[@]:1}"); done
  program=${words[0]/#"~/"/"$HOME/"}
  type -P "$program" > /dev/null || program=docker
  out=$(command "$program" __complete "${words[@]:1}" "$cur" 2> /dev/null)
  directive=${out##*:}
  [[ $directive =~ ^[0-9]+$ ]] && ! ((directive & 1)) || return
  out=${out%:*}
  [[ $cur == -*=* ]] && flag=${cur%%=*}=

  if ((directive & 16)); then
    __docker_option -o filenames
    IFS=$'\n'
    COMPREPLY=($(compgen -d -- "${cur:cut}"))
    return
  fi
  if ((directive & 8)); then
    __docker_option -o filenames
    IFS=$'\n'
    for value in $out; do COMPREPLY+=($(compgen -f -X "!*.${value#.}" -- "${cur:cut}")); done
    COMPREPLY+=($(compgen -d -- "${cur:cut}"))
    return
  fi

  while IFS=$'\t' read -r value about; do
    value=$flag$value
    [[ -n $value && $value == "$cur"* ]] || continue
    value=${value:cut}
    if [[ -z $open && $value == *[^[:alnum:]_./:=@%+,-]* ]]; then printf -v value %q "$value"; fi
    COMPREPLY+=("$value")
    abouts+=("$about")
  done <<< "$out"

  ((directive & 2)) && __docker_option -o nospace
  ((directive & 4)) && __docker_option +o default +o bashdefault
  ((directive & 32)) && __docker_option -o nosort
  # 63: nothing but a list is wanted.
  if [[ $COMP_TYPE == 63 ]] && ((${#COMPREPLY[@]} > 1)); then __docker_describe; fi
}

complete -o bashdefault -o default -F __start_docker docker
