import { MARK_VARIABLE } from './marked-processes';

/**
 * POSIX shell program of the reaper. Reads `add <group> [<start time> [<mark>]]` and `del <group>`; at the end of its
 * input it kills the groups that are left, and processes with the mark in their environment. A group whose leader's number now belongs to a process with another start time is
 * left alone. Only `ps` (where there is no /proc) and `grep` are not built into the shell.
 */
export const REAPER_SCRIPT = `
set -f
trap '' HUP INT TERM
started() {
  now=
  if [ -d /proc/self ]; then
    [ -r "/proc/$1/stat" ] || return 0
    IFS= read -r stat 2>/dev/null <"/proc/$1/stat" || return 0
    set -- \${stat##*) }
    now=\${20}
  else
    set -- $(ps -o lstart= -p "$1" 2>/dev/null)
    now=$1_$2_$3_$4_$5
    [ "$now" != ____ ] || now=
  fi
}
without() {
  kept=
  for entry in $groups; do
    [ "\${entry%%=*}" = "$1" ] || kept="$kept $entry"
  done
  groups=$kept
}
groups=
while read -r word group time mark; do
  without "$group"
  if [ "$word" = add ]; then
    if [ -z "$time" ]; then
      started "$group"
      time=$now
    fi
    groups="$groups $group=$time=$mark"
  fi
done
for entry in $groups; do
  group=\${entry%%=*}
  time=\${entry#*=}
  mark=\${time#*=}
  started "$group"
  if [ -z "$now" ] || [ "$now" = "\${time%%=*}" ]; then
    kill -s KILL -- "-$group" 2>/dev/null
  fi
  [ -n "$mark" ] || continue
  set +f
  for file in $(grep -ls "${MARK_VARIABLE}=$mark" /proc/[0-9]*/environ 2>/dev/null); do
    file=\${file#/proc/}
    kill -s KILL "\${file%/environ}" 2>/dev/null
  done
  set -f
done
`;
