#!/bin/sh
# Boots a tree with its own systemd; it ends with the standard input.
#
#   unshare --mount --propagation private machine.sh NAME TREE DIRECTORY SWITCH
#
# TREE is not changed; what the machine writes is kept below DIRECTORY, for its next start. SWITCH is the process that has
# the network. The mount lives in the mount namespace of this process, and ends with it.
set -eu
name=$1 tree=$2 directory=$3 switch=$4

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
mount -t overlay overlay -o "lowerdir=$tree,upperdir=$directory/changes,workdir=$directory/work" "$directory/root"

# Killed with this process, and its machine with it. As on systems of today there is one hierarchy inside.
SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 nsenter --net="/proc/$switch/ns/net" setpriv --pdeathsig KILL \
    systemd-nspawn --quiet --keep-unit --register=no --network-bridge=lan --machine="$name" --hostname="${name##*-}" \
    --resolv-conf=off --timezone=off --link-journal=no --directory="$directory/root" --boot \
    </dev/null >>"$directory/console" 2>&1 &
machine=$!

# A line says that it is to shut down; without one the test has died, or wants the power cut.
if read -r _; then
    kill -TERM "$machine" 2>/dev/null || :
else
    # shellcheck disable=SC2046 # its children, of which the first process of the machine is one
    kill -KILL $(cat "/proc/$machine/task/$machine/children") 2>/dev/null || kill -KILL "$machine" 2>/dev/null || :
fi
status=0
wait "$machine" 2>/dev/null || status=$?
leave_groups
exit "$status"
