# Completion of the launcher's commands; sourced by it. The shells' own scripts are a few lines that ask
# `tidegauge __complete WORD...`, so that what is completed is what this version has.

# Prints the script of a shell.
print_completion() {
  local launcher
  launcher=$(printf '%q' "$root/tidegauge")
  case ${1:-} in
    bash)
      cat <<EOF
_tidegauge() {
  mapfile -t COMPREPLY < <($launcher __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _tidegauge tidegauge
EOF
      ;;
    zsh)
      cat <<EOF
_tidegauge() {
  local -a found
  found=("\${(@f)\$($launcher __complete "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  [[ -n \$found ]] && compadd -Q -- "\$found[@]" || _files
}
compdef _tidegauge tidegauge
EOF
      ;;
    *)
      say "$name completion: give a shell, bash or zsh"
      exit 2
      ;;
  esac
}

# Prints what the last word can become, a line each; the words before it are complete.
complete_words() {
  local words=() word
  for word in "$@"; do
    # bash takes --option=value apart.
    [[ $word == '=' ]] || words+=("$word")
  done
  [[ ${!#} != '=' ]] || words+=("")
  local last=$((${#words[@]} - 1))
  ((last >= 0)) || return 0
  local current=${words[last]}
  if ((last == 0)); then
    launcher_commands | candidates "" "$current"
    return
  fi
  local command=("${words[0]}") help
  help=$(help_of "${command[@]}")
  if ((last > 1)) && subcommands "$help" | grep -qxF -e "${words[1]}"; then
    command+=("${words[1]}")
    help=$(help_of "${command[@]}")
  fi
  local before=${words[last - 1]}
  if [[ $current == --*=* ]]; then
    values "$help" "${current%%=*}" "${words[@]}" | candidates "${current%%=*}=" "${current#*=}"
  elif [[ $current == -* ]]; then
    options "$help" | candidates "" "$current"
  elif [[ $before == --* ]] && takes_value "$help" "$before"; then
    values "$help" "$before" "${words[@]}" | candidates "" "$current"
  else
    { subcommands "$help"; arguments "$current" "${words[@]}"; } | candidates "" "$current"
  fi
}

# Of the lines that come in, those that begin with a text, each with another one before it.
candidates() {
  local before=$1 start=$2 line
  while IFS= read -r line; do
    [[ $line != "$start"* ]] || printf '%s%s\n' "$before" "$line"
  done
}

launcher_commands() {
  usage | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p'
}

# The help of a command. What Java prints is kept until the next build; nothing is built for it.
help_of() {
  if declare -F "usage_$1" >/dev/null; then
    "usage_$1"
    return
  fi
  local line module main stamp
  line=$(grep "^$1|" <<<"$commands") || return 0
  IFS='|' read -r _ module main _ <<<"$line"
  stamp=$root/$module/target/tidegauge.classpath
  local kept
  kept=$root/.tidegauge/help/$(printf '%s-' "$@")
  if [[ -f $stamp && ! $kept -nt $stamp ]]; then
    mkdir -p "$root/.tidegauge/help"
    (find_java && run_built "$module" "-XX:TieredStopAtLevel=1 $main" "${@:2}" --help) >"$kept.$$" 2>/dev/null &&
      mv "$kept.$$" "$kept" || rm -f "$kept.$$"
  fi
  cat "$kept" 2>/dev/null || true
}

# The options that a help text lists; those of one letter are not worth completing.
options() {
  grep -oE '^ *(-[a-zA-Z], *)?--[a-z][a-z-]*' <<<"$1" | grep -oE -e '--[a-z][a-z-]*' | sort -u
}

# What was typed becomes part of patterns: nothing else may.
is_option() {
  [[ $1 =~ ^--[a-z][a-z-]*$ ]]
}

takes_value() {
  is_option "$2" && grep -qE -e "^ *(-[a-zA-Z], *)?$2[= ][<A-Za-z0-9]" <<<"$1"
}

# The values of an option where its help names them as a|b|c, or the service knows them.
values() {
  local help=$1 option=$2
  shift 2
  is_option "$option" || return 0
  case $option in
    --server) servers_of "$@" ;;
    *) sed -nE "s/^ *$option[= ]([a-z0-9]+(\|[a-z0-9]+)+).*/\1/p" <<<"$help" | tr '|' '\n' ;;
  esac
}

# The commands under a command, as picocli lists them.
subcommands() {
  sed -n '/^Commands:/,$ s/^  \([a-z][a-z]*\)  .*/\1/p' <<<"$1"
}

# Names that the service knows.
arguments() {
  local current=$1
  shift
  case $1 in
    tail | query) ask "/api/v1/metrics?prefix=$current" name "$@" ;;
    servers) servers_of "$@" ;;
    completion) printf '%s\n' bash zsh ;;
  esac
}

servers_of() { ask /api/v1/servers id "$@"; }

# A property of all objects of an answer of the query API, which has a second for it.
ask() {
  local path=$1 property=$2 url=${TIDEGAUGE_URL:-http://localhost:8080} tenant=${TIDEGAUGE_TENANT:-} whose=()
  shift 2
  while (($# > 1)); do
    case $1 in
      --url) url=$2 ;;
      --url=*) url=${1#*=} ;;
      --tenant) tenant=$2 ;;
      --tenant=*) tenant=${1#*=} ;;
    esac
    shift
  done
  [[ -z $tenant ]] || whose=(-H "X-Scope-OrgID: $tenant")
  curl -s --max-time 1 ${whose[@]+"${whose[@]}"} "$url$path" 2>/dev/null |
    grep -oE "\"$property\":\"[A-Za-z0-9_:./@-]+\"" | cut -d '"' -f 4
}
