#!/bin/sh
# Puts salehi onto an Asterisk or FreePBX box as a service, brings it up to date, or takes it away again.
# Written for any POSIX shell. It shows what it will do before it does it; what it did not write it does not touch:
# everything it writes is listed in /etc/salehi/installed.list, and that list is what --uninstall goes by.
set -eu
umask 022

usage() {
  cat <<'USAGE'
sudo ./install.sh                 put salehi in place, or bring it up to date, as a service
sudo ./install.sh --uninstall     take it away again; settings, data and recordings stay
sudo ./install.sh --uninstall --purge    take those away too

  --dry-run     show what would be done, and do nothing
  --yes         do not ask before doing it
  --from FILE   the executable; by default the file "salehi" beside this script
  --user NAME   whom the service runs as: Asterisk's own user; by default asterisk
  --root DIR    work on the system whose root folder is DIR (a container, an image); nothing is started there
  --no-doctor   leave Asterisk's configuration alone ("salehi doctor --fix" does it later)
  --no-start    do not start the service
  --help        this text

What goes where: /opt/salehi/salehi (the executable; your own recordings go to assets/audio beside it),
/usr/local/bin/salehi (a link to it), /etc/salehi/salehi.env (the settings; never overwritten),
/var/lib/salehi (database and logs), /etc/systemd/system/salehi.service. The changes to Asterisk's configuration
are made by "salehi doctor --fix", and taken back by "salehi doctor --unfix".
USAGE
}

home=/opt/salehi
program=$home/salehi
link=/usr/local/bin/salehi
settings=/etc/salehi/salehi.env
list=/etc/salehi/installed.list
data=/var/lib/salehi
unit=/etc/systemd/system/salehi.service
wanted=/etc/systemd/system/multi-user.target.wants/salehi.service

action=install
root=
from=
user=asterisk
dry=no
yes=no
purge=no
doctor=yes
start=yes
plan=yes     # while yes, steps only say what they would do
changes=0    # how many steps have or had something to do
restart=no   # whether a running service runs something older
configured=  # what "salehi config" said last
new=         # a file half written, taken away when we end

say() { printf '%s\n' "$*"; }
fail() {
  printf 'install.sh: %s\n' "$*" >&2
  exit 1
}
wrong_usage() {
  printf 'install.sh: %s (./install.sh --help)\n' "$*" >&2
  exit 2
}

# ---- the steps: each looks first, then says (plan=yes) or does; what is right already is left alone -----------------

step() { # SIGN PATH WHAT
  changes=$((changes + 1))
  if [ "$plan" = yes ]; then printf '  %s %-52s %s\n' "$1" "$2" "$3"; else printf '  %s %s\n' "$1" "$2"; fi
}
stays() { if [ "$plan" = yes ]; then printf '  = %-52s %s\n' "$1" "$2"; fi; }

listed() { # PATH: whether we wrote it
  [ -f "$root$list" ] && awk -F '\t' -v path="$1" '$3 == path { found = 1 } END { exit !found }' "$root$list"
}
listed_sum() { awk -F '\t' -v path="$1" '$3 == path { sum = $2 } END { print sum }' "$root$list"; }
enlist() { # KIND SUM PATH
  new=$root$list.new
  {
    if [ -f "$root$list" ]; then awk -F '\t' -v path="$3" '$3 != path' "$root$list"; fi
    printf '%s\t%s\t%s\n' "$1" "$2" "$3"
  } >"$new"
  mv -f "$new" "$root$list"
  new=
}
sum_of() { sha256sum "$1" | cut -d ' ' -f 1; }

make_folder() { # PATH MODE OWNER WHAT
  if [ -d "$root$1" ]; then
    stays "$1" "is there"
    return
  fi
  if [ -e "$root$1" ]; then fail "$1 is in the way: it is no folder"; fi
  step + "$1/" "$4"
  [ "$plan" = yes ] && return
  make_parents "$1"
  mkdir "$root$1"
  chown "$3" "$root$1"
  chmod "$2" "$root$1"
  made_folders="${made_folders:-} $1"
  enlist_folders
}
make_parents() { # of PATH; each one made is ours to take away
  parent=$(dirname "$1")
  [ -d "$root$parent" ] && return
  make_parents "$parent"
  parent=$(dirname "$1")
  mkdir "$root$parent"
  made_folders="${made_folders:-} $parent"
}
enlist_folders() {
  for folder in ${made_folders:-}; do enlist folder - "$folder"; done
  made_folders=
}

put_program() {
  if [ -e "$root$program" ]; then
    if cmp -s "$from" "$root$program"; then
      stays "$program" "is this version already"
      return
    fi
    listed "$program" || fail "$program is there and was not put there by this script: move it away, then start again"
    step '~' "$program" "replaced: $version instead of $(in_root "$program" version 2>/dev/null || say 'one that does not run')"
  else
    step + "$program" "the executable, $version"
  fi
  restart=yes
  [ "$plan" = yes ] && return
  new=$root$program.new
  cp "$from" "$new"
  chmod 755 "$new"
  chown 0:0 "$new"
  mv -f "$new" "$root$program" # a running engine keeps the file it was started from
  new=
  enlist program - "$program"
}

put_link() { # PATH TARGET WHAT
  if [ -L "$root$1" ] && [ "$(readlink "$root$1")" = "$2" ]; then
    stays "$1" "is there"
    return
  fi
  if [ -e "$root$1" ] || [ -L "$root$1" ]; then
    stays "$1" "is something else and stays as it is"
    return
  fi
  step + "$1" "$3"
  [ "$plan" = yes ] && return
  make_parents "$1"
  ln -s "$2" "$root$1"
  enlist_folders
  enlist link "$2" "$1"
}

put_settings() {
  if [ -e "$root$settings" ]; then
    stays "$settings" "your settings; kept as they are"
    return
  fi
  step + "$settings" "the settings, each explained; only root and the group $group may read it"
  [ "$plan" = yes ] && return
  new=$root$settings.new
  (umask 077 && "$from" config --example "DATA_DIR=$data" >"$new")
  chown "0:$gid" "$new"
  chmod 640 "$new"
  mv "$new" "$root$settings"
  new=
  enlist settings "$(sum_of "$root$settings")" "$settings"
}

put_unit() {
  if [ -x "$root$program" ]; then read_config; fi
  if [ -e "$root$unit" ]; then
    listed "$unit" || fail "$unit is there and was not written by this script: move it away, then start again"
    if [ "$(sum_of "$root$unit")" != "$(listed_sum "$unit")" ]; then
      stays "$unit" "changed by hand; kept as it is (own changes live longer with: systemctl edit salehi)"
      return
    fi
    if [ -x "$root$program" ] && [ "$(unit_text)" = "$(cat "$root$unit")" ]; then
      stays "$unit" "is as it should be"
      return
    fi
    step '~' "$unit" "brought up to date (settings or version have changed)"
  else
    step + "$unit" "the service: runs as $user, comes up with the machine, is watched over by systemd"
  fi
  restart=yes
  [ "$plan" = yes ] && return
  make_parents "$unit"
  enlist_folders
  new=$root$unit.new
  unit_text >"$new"
  chmod 644 "$new"
  mv -f "$new" "$root$unit"
  new=
  enlist file "$(sum_of "$root$unit")" "$unit"
}

# ---- the unit ----------------------------------------------------------------------------------------------------------

read_config() { # what "salehi config" says now, faulty or not, from the folder the service runs in
  configured=$(in_root sh -c "cd $data && exec $program config" 2>/dev/null) || :
}
in_force() { # NAME DEFAULT: what a setting is now; relative paths begin in the folder the service runs in
  value=$(say "$configured" | awk -F '  +' -v name="$1" '$1 == name { print $2 }')
  if [ -z "$value" ] && [ -f "$root$settings" ]; then value=$(sed -n "s/^$1=//p" "$root$settings" | tail -n 1); fi
  case $1,${value:=$2} in
    DRAIN_TIMEOUT,* | WEB_LISTEN,*) say "${value%% *}" ;;
    *,/*) say "$value" ;;
    *) say "$data/${value#./}" ;;
  esac
}
writable() { # PATH: as systemd reads it; the minus: it need not be there
  case $1 in
    *[\"\\]*) ;; # no name systemd could be told; the service then says itself that it may not write there
    *) printf 'ReadWritePaths="-%s"\n' "$(printf '%s' "$1" | sed 's/%/%%/g')" ;;
  esac
}

unit_text() { # after read_config
  drain=$(in_force DRAIN_TIMEOUT 90)
  drain=${drain%%.*}
  case $drain in '' | *[!0-9]*) drain=90 ;; esac
  sounds=$(in_force AST_SOUND_DIR /var/lib/asterisk/sounds/custom)
  recordings=$(in_force AST_RECORDING_DIR /var/spool/asterisk/recording)
  cat <<UNIT
# Written by salehi's install.sh, which brings it up to date as long as nobody else has changed it.
# Changes of your own: systemctl edit salehi
[Unit]
# What systemctl and the journal call it.
Description=salehi: calls the list and answers who calls back
# The network and Asterisk come first; FreePBX starts Asterisk by a service of its own name.
After=network-online.target asterisk.service freepbx.service
# Asks for the network; Asterisk is waited for but not pulled along, for its calls must outlive us.
Wants=network-online.target
# However often it has ended, it is started again.
StartLimitIntervalSec=0

[Service]
# It says itself when it is ready (sd_notify), also when all it can show is what is wrong.
Type=notify
# Only the engine speaks for the service, none of its helpers.
NotifyAccess=main
# Asterisk's own user: both read and write the prompts and recordings.
User=$user
# That user's group.
Group=$group
# Where a relative DATA_DIR starts from.
WorkingDirectory=$data
# A start that fails is a page at WEB_LISTEN that names file and line; it is tried again when a file changes.
ExecStart=$program run --page-on-failure
# Whatever ended it, it comes back.
Restart=always
# So long after.
RestartSec=2
# The first start converts the prompts.
TimeoutStartSec=300
# More than DRAIN_TIMEOUT ($drain s): calls come to their end first. The engine asks for more if the setting grows.
TimeoutStopSec=$((drain + 60))
# The engine alone is asked to stop; it ends its helpers itself.
KillMode=mixed
# An engine that does not say for so long that it is alive is stuck, and is started again.
WatchdogSec=30
# No copy of its memory on the disk: there are numbers and passwords in it.
LimitCORE=0
# Calls, recordings and outside services each need a few open files.
LimitNOFILE=65536
# What it writes is for its own group at most; the prompts it opens to Asterisk itself.
UMask=0027
# Its name in the journal, which turns itself over; the files below DATA_DIR/logs turn over at 5 MB, five are kept.
SyslogIdentifier=salehi

# Nothing it starts can gain rights.
NoNewPrivileges=yes
# It needs no right of root's.
CapabilityBoundingSet=
# The whole file system is read-only for it,
ProtectSystem=strict
# but for its data,
$(writable "$(in_force DATA_DIR "$data")")
# the prompts (AST_SOUND_DIR and the folders of languages beside it),
$(writable "$(dirname "$sounds")")
# and the recordings (AST_RECORDING_DIR).
$(writable "$recordings")
# Home folders may be read (lists, scenarios), not written.
ProtectHome=read-only
# A folder for temporary files nobody else sees.
PrivateTmp=yes
# No disks, no sound cards.
PrivateDevices=yes
# It sets no clock,
ProtectClock=yes
# no name of the machine,
ProtectHostname=yes
# no switches of the kernel,
ProtectKernelTunables=yes
# loads no modules,
ProtectKernelModules=yes
# reads no kernel log,
ProtectKernelLogs=yes
# and changes no limits of other services.
ProtectControlGroups=yes
# It sees no other user's processes.
ProtectProc=invisible
# Sockets of the machine and of the network, and the one that tells which networks there are.
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
# It builds no containers,
RestrictNamespaces=yes
# takes no processor for itself alone,
RestrictRealtime=yes
# makes no file that lends its owner's rights,
RestrictSUIDSGID=yes
# and does not pretend to be another kind of machine.
LockPersonality=yes
# System calls of this processor only,
SystemCallArchitectures=native
# and only those a service needs;
SystemCallFilter=@system-service
# another one is refused rather than the end of the engine.
SystemCallErrorNumber=EPERM
# Left out on purpose: MemoryDenyWriteExecute (the engine compiles its own code while it runs) and RemoveIPC (the user
# is Asterisk's too).

[Install]
# Comes up with the machine.
WantedBy=multi-user.target
UNIT
}

# ---- the system worked on ----------------------------------------------------------------------------------------------

in_root() { # runs a program of the system worked on; the executable reads itself through /proc
  if [ -z "$root" ]; then
    "$@"
  elif [ -e "$root/proc/self" ]; then
    chroot "$root" "$@"
  else
    unshare "--mount-proc=$root/proc" chroot "$root" "$@"
  fi
}
systemd_runs() { [ -z "$root" ] && [ -d /run/systemd/system ]; }

find_user() {
  if [ -z "$root" ]; then entry=$(getent passwd "$user" || :); else entry=$(grep "^$user:" "$root/etc/passwd" || :); fi
  [ -n "$entry" ] || fail "there is no user \"$user\": install Asterisk first, or name its user with --user (ps -o user= -C asterisk)"
  gid=$(say "$entry" | cut -d : -f 4)
  uid=$(say "$entry" | cut -d : -f 3)
  if [ -z "$root" ]; then group=$(getent group "$gid" | cut -d : -f 1); else group=$(awk -F : -v gid="$gid" '$3 == gid { print $1; exit }' "$root/etc/group"); fi
  group=${group:-$gid}
}

find_program() {
  here=$(dirname "$0")
  if [ -z "$from" ]; then
    for from in "$here/salehi" "$here/../dist/salehi" ''; do [ -f "$from" ] && break; done
    [ -n "$from" ] || fail "the executable is missing: put the file \"salehi\" beside this script, or name it with --from FILE"
  fi
  [ -f "$from" ] || fail "$from is not there: --from names the executable"
  [ -x "$from" ] || fail "$from may not be run: chmod +x $from"
  case $from in /*) ;; *) from=$PWD/$from ;; esac
  version=$("$from" version 2>&1) || fail "$from does not run on this machine: $version"
  case $version in salehi\ *) ;; *) fail "$from is no salehi" ;; esac
}

agree() { # QUESTION
  [ "$yes" = yes ] && return
  [ -t 0 ] || fail "nobody is here to say yes: start it with --yes, or with --dry-run to look only"
  printf '%s [y/N] ' "$1"
  read -r answer || answer=
  case $answer in [yY] | [yY][eE][sS]) ;; *) fail "nothing was changed" ;; esac
}

# ---- putting it in place -----------------------------------------------------------------------------------------------

install_steps() {
  make_folder "$(dirname "$list")" 755 0:0 "the settings, and the list of what was put where"
  make_folder "$home" 755 0:0 "the executable, and your own recordings in assets/audio"
  make_folder "$data" 750 "$uid:$gid" "database and logs; for $user alone"
  put_program
  put_link "$link" "$program" "so that the command is found"
  put_settings
  see_to_asterisk
  put_unit
  put_link "$wanted" ../salehi.service "so that it comes up with the machine"
}

see_to_asterisk() {
  [ "$doctor" = yes ] || return 0
  step '>' 'salehi doctor --fix' "sees to Asterisk: a user for us, a way in for callers, rights; says so before it does"
  if [ "$plan" = yes ] && [ "$dry" = yes ]; then
    mend </dev/null 2>&1 | sed 's/^/      /' # without an answer it shows, and does nothing
  elif [ "$plan" = no ]; then
    mend || say '    Some of it is left to you, as said above; "salehi doctor" looks again.'
  fi
}
mend() {
  set --
  if [ "$yes" = yes ] && [ "$plan" = no ]; then set -- --yes; fi
  if [ -x "$root$program" ]; then
    in_root "$program" doctor --fix "$@"
  elif [ -z "$root" ]; then
    DATA_DIR=$data "$from" doctor --fix # as the settings file will say
  fi
}

start_service() {
  if ! systemd_runs; then
    [ -z "$root" ] || return 0
    say "systemd does not run here: nothing was started. By hand:"
    say "  su -s /bin/sh $user -c 'cd $data && exec $program run --page-on-failure'"
    return
  fi
  systemctl daemon-reload
  [ "$start" = yes ] || return 0
  if ! systemctl is-active --quiet salehi; then
    say "  > systemctl start salehi"
    systemctl start salehi
  elif [ "$restart" = yes ]; then
    say "  > systemctl restart salehi (calls that are up come to their end first)"
    systemctl restart salehi
  fi
}

what_next() {
  missing=
  for name in COMPANY ARI_USERNAME ARI_PASSWORD OUTBOUND_TRUNK OUTBOUND_NUMBERS VIRA_STT_TOKEN; do
    if say "$configured" | grep -q "^$name  *– "; then missing="$missing${missing:+, }$name"; fi
  done
  say
  say "$version is in place."
  [ -z "$missing" ] || say "Still to be written into $settings: $missing"
  say "The page:          http://$(in_page)/  (what is missing; then the day's work)"
  say "Looks at all:      salehi doctor"
  say "Your own phone:    sudo -u $user sh -c 'cd $data && salehi call 0912… --scenario NAME'"
  say "Its journal:       journalctl -u salehi -f"
}
in_page() {
  listen=$(in_force WEB_LISTEN 127.0.0.1:8188)
  case $listen in :*) say "127.0.0.1$listen" ;; *:*) say "$listen" ;; *) say "127.0.0.1:$listen" ;; esac
}

install_all() {
  find_program
  find_user
  say "This will be done${root:+ below $root} (+ new, ~ changed, = stays, > runs):"
  install_steps
  if [ "$dry" = yes ]; then
    say 'Nothing was changed: --dry-run.'
    return
  fi
  if [ "$changes" -gt 0 ]; then agree 'Go on?'; fi
  say
  plan=no
  restart=no
  install_steps
  start_service
  what_next
}

# ---- taking it away ----------------------------------------------------------------------------------------------------

remove() { # KIND SUM PATH
  if [ ! -e "$root$3" ] && [ ! -L "$root$3" ]; then return 0; fi
  case $1 in
    program)
      take "$3"
      # What "salehi upgrade" kept: the version before, and one that did not do.
      for kept in "$3.old" "$3.rejected"; do if [ -e "$root$kept" ]; then take "$kept"; fi; done
      ;;
    link) if [ "$(readlink "$root$3")" = "$2" ]; then take "$3"; else stays "$3" "leads elsewhere now; stays"; fi ;;
    file) if [ "$(sum_of "$root$3")" = "$2" ]; then take "$3"; else stays "$3" "changed by hand; stays"; fi ;;
    settings) if [ "$purge" = yes ]; then take "$3"; else stays "$3" "your settings; stay"; fi ;;
    folder) remove_folder "$3" ;;
  esac
}
take() {
  step - "$1" "removed"
  [ "$plan" = yes ] || rm -f "$root$1"
}
remove_folder() {
  if [ "$1" = "$data" ] && [ "$purge" = no ]; then
    stays "$1/" "database and logs; stay"
  elif [ "$1" = "$data" ]; then
    step - "$1/" "database and logs removed"
    [ "$plan" = yes ] || rm -rf "$root$data"
  elif [ "$plan" = yes ]; then
    stays "$1/" "removed if nothing else is in it"
  elif rmdir "$root$1" 2>/dev/null; then
    say "  - $1/"
  fi
}

# With --purge: what the engine itself left among Asterisk's files. The prompts by the lists it keeps of them.
remove_sounds() { # FOLDER
  for kept in "$root$1"/*/.salehi-prompts.json; do
    [ -f "$kept" ] || continue
    folder=$(dirname "$kept")
    step - "${folder#"$root"}/" "prompts removed"
    [ "$plan" = yes ] && continue
    sed -n 's/^    "\([^"\/]*\)": {$/\1/p' "$kept" | while IFS= read -r name; do
      rm -f "$folder/$name.wav16" "$folder/$name.ulaw" "$folder/$name.alaw"
    done
    rm -f "$kept"
    rmdir "$folder" 2>/dev/null || :
  done
}
remove_recordings() { # FOLDER
  for folder in "$1/salehi" "$1/enhanced/salehi"; do
    [ -d "$root$folder" ] || continue
    step - "$folder/" "recordings of callers removed"
    [ "$plan" = yes ] || rm -rf "$root$folder"
  done
  [ "$plan" = yes ] || rmdir "$root$1/enhanced" 2>/dev/null || :
}

each_entry() { # COMMAND: with kind, sum and path of each thing we wrote, the newest first: what is in a folder before the folder
  say "$entries" | sed '1!G;h;$!d' | while IFS="$(printf '\t')" read -r kind sum path; do
    if [ -n "$path" ]; then "$1" "$kind" "$sum" "$path"; fi
  done
}
remove_unless_last() { [ "$3" = "$(dirname "$list")" ] || remove "$@"; }
still_there() { if [ -e "$root$3" ] || [ -L "$root$3" ]; then printf '%s\t%s\t%s\n' "$1" "$2" "$3"; fi; }

uninstall_steps() {
  if systemd_runs; then
    step '>' 'systemctl stop salehi' "calls that are up come to their end first"
    if [ "$plan" = no ]; then systemctl stop salehi 2>/dev/null || :; fi
  fi
  if [ "$doctor" = yes ] && [ -x "$root$program" ]; then
    step '>' 'salehi doctor --unfix' "takes back what it wrote into Asterisk's configuration"
    if [ "$plan" = no ]; then
      in_root "$program" doctor --unfix --yes || say '    Not all of it could be taken back, as said above.'
    fi
  fi
  if [ "$purge" = yes ]; then
    remove_sounds "$sounds"
    remove_sounds "$(dirname "$sounds")/en/custom"
    remove_recordings "$recordings"
  fi
  each_entry remove_unless_last
}

uninstall_all() {
  [ -f "$root$list" ] || fail "$list is not there: nothing was installed by this script"
  if ! systemd_runs && in_root sh -c "cd $data && exec $program status --json" 2>/dev/null | grep -q '"running": *true'; then
    fail "salehi is running: stop it first (salehi drain lets its calls end)"
  fi
  read_config
  sounds=$(in_force AST_SOUND_DIR /var/lib/asterisk/sounds/custom)
  recordings=$(in_force AST_RECORDING_DIR /var/spool/asterisk/recording)
  own_data=$(in_force DATA_DIR "$data")
  entries=$(cat "$root$list")
  say "This will be done${root:+ below $root} (- removed, = stays, > runs):"
  uninstall_steps
  if [ "$own_data" != "$data" ]; then stays "$own_data" "DATA_DIR, not made by this script; stays"; fi
  if [ "$dry" = yes ]; then
    say 'Nothing was changed: --dry-run.'
    return
  fi
  agree 'Go on?'
  say
  plan=no
  uninstall_steps
  if systemd_runs; then systemctl daemon-reload; fi
  forget
}

# What stays is still ours: listed, it is found again by the next installation, or by --uninstall --purge.
forget() {
  left=$(entries=$(each_entry still_there) && each_entry say_entry)
  settings_folder=$(dirname "$list")
  case $left in
    '' | "folder	-	$settings_folder")
      rm -f "$root$list"
      if [ -n "$left" ]; then remove_folder "$settings_folder"; fi
      say 'salehi is gone, and nothing of it is left.'
      ;;
    *)
      say "$left" >"$root$list"
      say 'salehi is gone. What stays:'
      say "$left" | while IFS="$(printf '\t')" read -r kind sum path; do say "    $path"; done
      ;;
  esac
}
say_entry() { printf '%s\t%s\t%s\n' "$1" "$2" "$3"; }

# ---- the command line --------------------------------------------------------------------------------------------------

value_of() { # OPTION COUNT: whether a value follows
  [ "$2" -ge 2 ] || wrong_usage "$1 needs a value behind it"
}
while [ $# -gt 0 ]; do
  case $1 in
    --uninstall) action=uninstall ;;
    --purge) purge=yes ;;
    --dry-run) dry=yes ;;
    --yes | -y) yes=yes ;;
    --no-doctor) doctor=no ;;
    --no-start) start=no ;;
    --from) value_of "$1" $# && shift && from=$1 ;;
    --user) value_of "$1" $# && shift && user=$1 ;;
    --root) value_of "$1" $# && shift && root=${1%/} ;;
    --help | -h) usage && exit 0 ;;
    *) wrong_usage "there is no option \"$1\"" ;;
  esac
  shift
done
case $root in '' | /*) ;; *) root=$PWD/$root ;; esac
[ -z "$root" ] || [ -d "$root/etc" ] || fail "$root is no root folder of a system: there is no etc in it"
case $user in '' | -* | *[!A-Za-z0-9_.-]*) wrong_usage "\"$user\" is no name of a user" ;; esac
if [ "$purge" = yes ] && [ "$action" != uninstall ]; then wrong_usage '--purge goes with --uninstall'; fi
if [ "$dry" = no ] && [ "$(id -u)" != 0 ]; then fail "this needs root: sudo $0 (or --dry-run to look only)"; fi
trap '[ -z "$new" ] || rm -f "$new"' EXIT
trap 'exit 130' INT TERM HUP

if [ "$action" = uninstall ]; then uninstall_all; else install_all; fi
