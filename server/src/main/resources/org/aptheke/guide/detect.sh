#!/bin/sh
# Tells apt to use the cache while it is well, and to go directly while it is not, so that a machine is never worse off.
#
# It belongs to /usr/local/bin/aptheke-detect, with mode 755, and these lines to /etc/apt/apt.conf.d/30aptheke:
#   Acquire::http::Proxy-Auto-Detect "/usr/local/bin/aptheke-detect";
#   Acquire::https::Proxy-Auto-Detect "/usr/local/bin/aptheke-detect";
#
# apt runs it once for each host of its sources, with a URL, and takes the line it prints. What is set here,
# /etc/default/aptheke-detect may set otherwise.

# One cache or more, with spaces between; the first that is well is used. DIRECT among them ends the list.
APTHEKE_PROXY="http://127.0.0.1:3142"
# The hosts whose https the cache takes, such as "vendor.example *.packagecloud.example"; "*" for all.
APTHEKE_HTTPS=""
# How many seconds each cache may take to answer.
APTHEKE_SECONDS=2
# By what apt goes else: DIRECT, another proxy such as "http://proxy.example.org:8080", or "" for its other settings.
APTHEKE_OTHERWISE="DIRECT"

# The directory in which it is remembered which cache is well; one in /tmp when it is not set.
memory=

# The words of the lists are not names of files here.
set -f

# Prints the caches that may be used.
caches() {
    echo "$APTHEKE_PROXY"
}

# Prints the hosts whose https that cache takes; without one, whose https any cache takes.
https_hosts() {
    echo "$APTHEKE_HTTPS"
}

# Whether a cache ($1, or any) would take a request for a URL ($2).
takes() {
    case $2 in
    https://*) ;;
    *) return 0 ;;
    esac
    host=${2#https://}
    host=${host%%/*}
    host=${host##*@}
    for pattern in $(https_hosts "$1"); do
        # shellcheck disable=SC2254 # a pattern it is
        case $host:443 in
        $pattern:* | $pattern | $pattern:443) return 0 ;;
        esac
    done
    return 1
}

# Prints what is at a URL, by whatever this machine has: every one has apt's own helper.
fetch() {
    if command -v curl >/dev/null; then
        curl --silent --fail --noproxy '*' --max-time "$APTHEKE_SECONDS" "$1"
    elif command -v wget >/dev/null; then
        # Its time limit is for each step of the way, and one byte at a time is not slow to it.
        timeout "$((APTHEKE_SECONDS + 1))" \
            wget --quiet --no-proxy --tries=1 --timeout="$APTHEKE_SECONDS" --output-document=- "$1"
    else
        fetch_by_apt_helper "$1"
    fi
}

# The helper would ask this script for a proxy again.
fetch_by_apt_helper() {
    scratch=$(mktemp) || return 1
    timeout "$((APTHEKE_SECONDS + 1))" /usr/lib/apt/apt-helper \
        -o Acquire::http::Proxy=DIRECT -o Acquire::http::Proxy-Auto-Detect= \
        -o Acquire::https::Proxy=DIRECT -o Acquire::https::Proxy-Auto-Detect= \
        -o Acquire::Retries=0 -o "Acquire::http::Timeout=$APTHEKE_SECONDS" \
        download-file "$1" "$scratch" >&2 && cat "$scratch"
    rm -f "$scratch"
}

# What else may answer there, such as the log-in page of a network, does not say this.
is_well() {
    [ "$(fetch "$1/healthz" 2>/dev/null)" = ok ]
}

# Sets proxy to the first cache that is well, or to DIRECT.
find_proxy() {
    for proxy in $(caches); do
        proxy=${proxy%/}
        if [ "$proxy" = DIRECT ] || is_well "$proxy"; then
            return
        fi
    done
    proxy=DIRECT
}

# Names who asks: the process that runs this, the time at which it began, and for which caches.
asker() {
    read -r process <"/proc/$PPID/stat" || return 1
    # Behind the name of the program, which ends with the last parenthesis.
    # shellcheck disable=SC2086 # fields of it
    set -- ${process##*) }
    echo "$PPID ${20:-} $APTHEKE_PROXY"
}

# The seconds since this machine started, by which a wrong clock is none.
now() {
    read -r uptime _ </proc/uptime && echo "${uptime%.*}"
}

# Nobody else can have made the directory, or can change what is in it.
# shellcheck disable=SC3067 # no shell that is somewhere /bin/sh lacks it
has_memory() {
    : "${memory:=/tmp/aptheke-detect.$(id -u)}"
    [ -d "$memory" ] || mkdir -m 700 "$memory"
    [ -O "$memory" ] && [ ! -L "$memory" ]
}

# Sets proxy to what the same run of apt was told just now.
remembered() {
    { read -r it && read -r told && read -r proxy; } <"$memory/found" &&
        [ "$it" = "$who" ] && [ "$time" -ge "$told" ] && [ "$time" -le "$((told + 10))" ]
}

remember() {
    printf '%s\n' "$who" "$time" "$proxy" >"$memory/found.$$" && mv "$memory/found.$$" "$memory/found"
}

# One run of apt has many hosts, and waits once for a cache that hangs.
find_proxy_once() {
    if ! { who=$(asker) && time=$(now) && has_memory; } 2>/dev/null; then
        find_proxy
    elif ! remembered 2>/dev/null; then
        find_proxy
        time=$(now)
        remember 2>/dev/null
    fi
}

if [ -r /etc/default/aptheke-detect ]; then
    # shellcheck source=/dev/null
    . /etc/default/aptheke-detect
fi

# What apt is told.
proxy=DIRECT
if takes "" "${1:-}"; then
    find_proxy_once
    takes "$proxy" "${1:-}" || proxy=DIRECT
fi
case ${1:-} in
# A source that has the cache in its path.
"$proxy"/*) echo DIRECT && exit ;;
esac
[ "$proxy" != DIRECT ] || proxy=$APTHEKE_OTHERWISE
echo "$proxy"
