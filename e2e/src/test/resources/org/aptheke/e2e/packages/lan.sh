#!/bin/sh
# A switch in a network namespace of its own, for as long as the standard input is open. One link leads out of it, to the
# namespace in which the test runs; when this process ends, however it ends, all of it is gone.
set -eu
ip link set lo up
ip link add name lan type bridge
# What the kernel sends of its own accord is no traffic of a test.
echo 1 >/proc/sys/net/ipv6/conf/lan/disable_ipv6
ip link set lan up
echo ready
exec cat >/dev/null
