#!/bin/sh
# Boots a tree with its own systemd; it ends with the standard input.
#
#   unshare --mount --pid --fork --kill-child --mount-proc machine.sh NAME HOSTNAME LAYERS DIRECTORY
#
# LAYERS, the uppermost first, are not changed; what the machine writes is kept below DIRECTORY, for its next start. The bridge
# "lan" is there. This process is the first in a namespace of processes, so that its end is that of the machine, and of the
# mount.
set -eu
name=$1 hostname=$2 layers=$3 directory=$4

# The hierarchies of control groups in which systemd works. Without a group of its own, two machines would share theirs.
hierarchies() {
    awk '$3 == "cgroup2" || ($3 == "cgroup" && $4 ~ /name=systemd/) { print $2 }' /proc/self/mounts
}

leave_groups() {
    for place in $(hierarchies); do
        echo $$ >"$place/cgroup.procs"
        # What was killed takes a moment to be gone.
        for _ in $(seq 100); do
            find "$place/$name" -depth -type d -exec rmdir {} + 2>/dev/null && break
            sleep 0.05
        done
    done
}

for place in $(hierarchies); do
    mkdir -p "$place/$name"
    echo $$ >"$place/$name/cgroup.procs"
done
mount -t overlay overlay -o "lowerdir=$layers,upperdir=$directory/changes,workdir=$directory/work" "$directory/root"

# As on systems of today there is one hierarchy inside. The hardware address comes from the name: one that is copied keeps it.
SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn --quiet --keep-unit --register=no --network-bridge=lan \
    --machine="$hostname" --resolv-conf=off --timezone=off --link-journal=no \
    --directory="$directory/root" --boot </dev/null >>"$directory/console" 2>&1 &
machine=$!

# A line says that it is to shut down; without one the test has died, or wants the power cut.
if read -r _; then
    kill -TERM "$machine" 2>/dev/null || :
else
    kill -KILL -1
fi
status=0
wait "$machine" 2>/dev/null || status=$?
leave_groups
exit "$status"
