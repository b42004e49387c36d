#!/bin/sh
# Runs a command as engines run that of a container: the first process, an ordinary user without any capability, on a root
# that cannot be written to, with a volume of its own.
#
#   container.sh LAYERS DIRECTORY USER VOLUME COMMAND…
#
# LAYERS, the uppermost first, are the root. Below DIRECTORY, "volume" is what lies at VOLUME. A line on the standard input
# is SIGTERM for the command, whose exit code is then that of this script; the end of the input is the end of the command.
set -eu

if [ "$1" != --inside ]; then
    unshare --mount --propagation private --pid --fork --kill-child sh "$0" --inside "$@" </dev/null &
    engine=$!
    if read -r _; then
        kill -TERM "$(cat "/proc/$engine/task/$engine/children")"
    else
        kill -KILL "$engine"
    fi
    status=0
    wait "$engine" 2>/dev/null || status=$?
    exit "$status"
fi

layers=$2 directory=$3 user=$4 volume=$5
shift 5
root=$directory/root
# Without a layer for changes there are none; there must be two at least.
mount -t overlay overlay -o "lowerdir=$directory/nothing:$layers" "$root"
mount --bind "$directory/volume" "$root$volume"
mount -t proc -o nosuid,noexec,nodev proc "$root/proc"
mount -t tmpfs -o size=64k,mode=755 tmpfs "$root/dev"
for device in null zero full random urandom; do
    : >"$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
mount -o remount,ro "$root/dev"
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$root" \
    setpriv --reuid "${user%:*}" --regid "${user#*:}" --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all "$@"
