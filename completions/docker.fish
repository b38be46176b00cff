# fish completion for docker. Put it into ~/.config/fish/completions as "docker.fish".

function __docker_answer --description "Ask docker how the line may go on"
    set -l before (commandline -opc)
    while string match -qr '^[A-Za-z_][A-Za-z_0-9]*=' -- $before[1]
        set -e before[1]
    end
    set -l program $before[1]
    set -e before[1]
    command -sq -- $program; or set program docker
    # The word as it is meant: without the quote that opens it, or with what backslashes stand for.
    set -l last (string join '' -- (commandline -ct))
    set -l typed (string replace -r '^[\'"]' '' -- $last)
    if test "$typed" = "$last"; and string match -q '*\\*' -- $last
        set typed (string unescape -- $last; or string join '' -- $last)
    end

    set -l lines (command $program __complete $before "$typed" 2>/dev/null)
    set -l directive (string replace -rf '^:([0-9]+)$' '$1' -- $lines[-1]); or return
    set -e lines[-1]
    test (math "$directive % 2") -eq 0; or return
    # Of --flag=VALUE the value is told; fish wants the whole word.
    set -l flag (string match -r '^-[^=]*=' -- $typed; or echo)
    set -l rest (string sub -s (math 1 + (string length -- "$flag")) -- "$typed")

    if test (math "floor($directive / 16) % 2") -eq 1
        __fish_complete_directories "$rest" '' | string replace -r '^' "$flag"
        return
    end
    if test (math "floor($directive / 8) % 2") -eq 1
        __fish_complete_suffix $lines
        return
    end
    set -l length (string length -- "$rest")
    set -l fits 0
    for line in $lines
        printf '%s%s\n' "$flag" "$line"
        if test (string sub -l $length -- "$line"; or echo) = "$rest"
            set fits 1
        end
    end
    if test $fits -eq 0; and test (math "floor($directive / 4) % 2") -eq 0
        __fish_complete_path "$rest" | string replace -r '^' "$flag"
    end
end

complete -c docker -e
complete -c docker -f -k -a '(__docker_answer)'
