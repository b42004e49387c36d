#!/bin/sh
# Tells apt to use the cache while it is well, and to go directly while it is not, so that a machine is never worse off.
#
# It belongs to /usr/local/bin/aptheke-detect, with mode 755, and these lines to /etc/apt/apt.conf.d/30aptheke:
#   Acquire::http::Proxy-Auto-Detect "/usr/local/bin/aptheke-detect";
#   Acquire::https::Proxy-Auto-Detect "/usr/local/bin/aptheke-detect";
#
# apt runs it once for each host of its sources, with a URL, and takes the line it prints. What is set here,
# /etc/default/aptheke-detect may set otherwise.

# One cache or more, with spaces between; the first that is well is used.
APTHEKE_PROXY="http://127.0.0.1:3142"
# The hosts whose https the cache takes, such as "vendor.example *.packagecloud.example"; "*" for all.
APTHEKE_HTTPS=""
# How many seconds each cache may take to answer.
APTHEKE_SECONDS=2

if [ -r /etc/default/aptheke-detect ]; then
    # shellcheck source=/dev/null
    . /etc/default/aptheke-detect
fi

# The words of the lists are not names of files here.
set -f

# Whether the cache would take a request for this URL.
is_for_the_cache() {
    case $1 in
    https://*) ;;
    *) return 0 ;;
    esac
    host=${1#https://}
    host=${host%%/*}
    host=${host##*@}
    host=${host%%:*}
    for pattern in $APTHEKE_HTTPS; do
        # shellcheck disable=SC2254 # a pattern it is
        case $host in
        $pattern) return 0 ;;
        esac
    done
    return 1
}

# Prints what is at a URL, by whatever this machine has: every one has apt's own helper.
fetch() {
    if command -v curl >/dev/null; then
        curl --silent --fail --noproxy '*' --max-time "$APTHEKE_SECONDS" "$1"
    elif command -v wget >/dev/null; then
        wget --quiet --no-proxy --tries=1 --timeout="$APTHEKE_SECONDS" --output-document=- "$1"
    else
        fetch_by_apt_helper "$1"
    fi
}

# The helper would ask this script for a proxy again.
fetch_by_apt_helper() {
    scratch=$(mktemp) || return 1
    timeout "$((APTHEKE_SECONDS + 1))" /usr/lib/apt/apt-helper -o Acquire::http::Proxy=DIRECT \
        -o Acquire::http::Proxy-Auto-Detect= -o Acquire::Retries=0 -o "Acquire::http::Timeout=$APTHEKE_SECONDS" \
        download-file "$1" "$scratch" >&2 && cat "$scratch"
    rm -f "$scratch"
}

if is_for_the_cache "${1:-}"; then
    for proxy in $APTHEKE_PROXY; do
        # What else may answer there, such as the log-in page of a network, does not say this.
        if [ "$(fetch "$proxy/healthz" 2>/dev/null)" = ok ]; then
            echo "$proxy"
            exit 0
        fi
    done
fi
echo DIRECT
