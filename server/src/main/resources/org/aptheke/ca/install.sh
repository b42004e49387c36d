#!/bin/sh
# Makes this machine trust the certificate authority of a package cache, which can sign for the hosts below only.
# Printed by "aptheke ca install-script"; run as root. Fetches the certificates from the cache and installs them when
# they are exactly these:
@FINGERPRINTS@
#
#   sh SCRIPT          into the certificates of the system (Debian, Ubuntu and all with update-ca-certificates; Fedora,
#                      RHEL and all with update-ca-trust)
#   sh SCRIPT --apt    for apt alone, and for the intercepted hosts alone
#   --root DIR         into a system that is in that directory: an image, a chroot
#   --cache URL        fetches from there instead
set -eu

cache=@CACHE@
sha256=@SHA256@
hosts=@HOSTS@
patterns=@PATTERNS@

root=
mode=system

die() {
    printf 'install-ca: %s\n' "$*" >&2
    exit 1
}

while [ $# -gt 0 ]; do
    case $1 in
    --apt) mode=apt ;;
    --root)
        [ $# -ge 2 ] || die "--root needs a directory"
        root=${2%/}
        [ -d "$root/" ] || die "$2 is not a directory"
        shift
        ;;
    --cache)
        [ $# -ge 2 ] || die "--cache needs a URL"
        cache=${2%/}
        shift
        ;;
    *) die "unknown argument $1; known are --apt, --root DIR and --cache URL" ;;
    esac
    shift
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
bundle=$work/ca.crt

# A minimal Debian has neither curl nor wget, but always apt's own helper.
fetch() {
    if command -v curl >/dev/null 2>&1; then
        curl --noproxy '*' -fsS -o "$2" "$1"
    elif command -v wget >/dev/null 2>&1; then
        wget --no-proxy -q -O "$2" "$1"
    elif [ -x /usr/lib/apt/apt-helper ]; then
        /usr/lib/apt/apt-helper -o Acquire::http::Proxy=DIRECT -o APT::Sandbox::User=root download-file "$1" "$2" >/dev/null
    else
        die "there is no curl, wget or apt-helper to fetch $1"
    fi
}

fetch "$cache/aptheke/ca.crt" "$bundle" || die "$cache/aptheke/ca.crt could not be fetched"
found=$(sha256sum <"$bundle")
found=${found%% *}
[ "$found" = "$sha256" ] || die "what $cache/aptheke/ca.crt gives is not what this script was made for
  (SHA-256 $found instead of $sha256).
  If the authority was renewed, print a new script: aptheke ca install-script"

# Tools for the system's certificates want one in a file.
split() {
    awk -v to="$work/ca-" '/BEGIN CERTIFICATE/ { n++ } n { print > (to n ".crt") }' "$bundle"
}

# Puts the certificates into a directory, and takes those of former authorities away.
place() {
    mkdir -p "$root$1"
    rm -f "$root$1"/aptheke-ca-*.crt
    for certificate in "$work"/ca-*.crt; do
        cp "$certificate" "$root$1/aptheke-${certificate##*/}"
        chmod 644 "$root$1/aptheke-${certificate##*/}"
    done
}

# Runs a tool of the system that the certificates go to.
inside() {
    if [ -n "$root" ]; then chroot "$root" "$@"; else "$@"; fi
}

has() {
    [ -x "$root/usr/sbin/$1" ] || [ -x "$root/usr/bin/$1" ] || { [ -z "$root" ] && command -v "$1" >/dev/null 2>&1; }
}

install_for_system() {
    split
    if has update-ca-trust; then
        place /etc/pki/ca-trust/source/anchors
        inside update-ca-trust
    elif has update-ca-certificates; then
        if [ -d "$root/etc/pki/trust/anchors" ]; then
            place /etc/pki/trust/anchors
        else
            place /usr/local/share/ca-certificates
        fi
        inside update-ca-certificates
    else
        die "there is no update-ca-certificates and no update-ca-trust; install the package ca-certificates, or use --apt"
    fi
}

install_for_apt() {
    [ -z "$patterns" ] || printf 'install-ca: for each host below %s write a line like those in %s yourself\n' \
        "$patterns" "$root/etc/apt/apt.conf.d/31aptheke-ca" >&2
    mkdir -p "$root/etc/apt/apt.conf.d"
    cp "$bundle" "$root/etc/apt/aptheke-ca.crt"
    chmod 644 "$root/etc/apt/aptheke-ca.crt"
    for host in $hosts; do
        printf 'Acquire::https::%s::CAInfo "/etc/apt/aptheke-ca.crt";\n' "$host"
    done >"$root/etc/apt/apt.conf.d/31aptheke-ca"
    chmod 644 "$root/etc/apt/apt.conf.d/31aptheke-ca"
}

case $mode in
system) install_for_system ;;
apt) install_for_apt ;;
esac
