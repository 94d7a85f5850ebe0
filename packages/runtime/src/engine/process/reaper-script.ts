/**
 * POSIX shell program of the reaper. Reads `add <group> [<start time>]` and `del <group>`; at the end of its input it
 * kills the groups that are left. A group whose leader's number now belongs to a process with another start time is
 * left alone. Only `ps` (where there is no /proc) is not built into the shell.
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
while read -r word group time; do
  without "$group"
  if [ "$word" = add ]; then
    if [ -z "$time" ]; then
      started "$group"
      time=$now
    fi
    groups="$groups $group=$time"
  fi
done
for entry in $groups; do
  group=\${entry%%=*}
  started "$group"
  if [ -z "$now" ] || [ "$now" = "\${entry#*=}" ]; then
    kill -s KILL -- "-$group" 2>/dev/null
  fi
done
`;
