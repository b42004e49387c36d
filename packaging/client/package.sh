# What is otherwise where the package aptheke-client is installed: settings, looking for a cache, intercepted hosts.
# Read by functions.sh at its end.
# shellcheck shell=sh disable=SC2034 # what is set is for functions.sh and its readers

settings=/etc/default/aptheke-client
# "PROXY HOST:PORT" for each host that apt is to ask through that proxy by https, and trusts the authority for.
intercepted=/var/lib/aptheke-client/intercepted

APTHEKE_AUTHORITY=""
if [ -r "$settings" ]; then
    # shellcheck source=/dev/null
    . "$settings"
fi

# The first is for the user as whom apt runs the detector, the other for root where apt does not change its user.
memory=/var/cache/aptheke-client
# shellcheck disable=SC3067
[ -O "$memory" ] || memory=/run/aptheke-client

caches() {
    if [ -n "$APTHEKE_PROXY" ]; then
        echo "$APTHEKE_PROXY"
    else
        look_around
    fi
}

# What was found is anybody's, so it gets nothing but http, where apt checks signatures.
https_hosts() {
    [ -n "$APTHEKE_PROXY" ] || return 0
    echo "$APTHEKE_HTTPS"
    [ -r "$intercepted" ] || return 0
    while read -r by host; do
        [ "${1:-$by}" = "$by" ] && echo "$host"
    done <"$intercepted"
    return 0
}

# A record in DNS is the word of who runs the network, mDNS that of any neighbour.
look_around() {
    found=$(by_dns)
    [ -n "$found" ] || found=$(by_mdns)
    echo "$found"
}

# Prints the name below which the records of this machine's network are.
domain() {
    its_domain=$(timeout 2 hostname --domain 2>/dev/null)
    if [ -z "$its_domain" ] || [ "$its_domain" = "(none)" ]; then
        its_domain=$(awk '$1 == "search" || $1 == "domain" { name = $2 } END { print name }' /etc/resolv.conf 2>/dev/null)
    fi
    its_domain=${its_domain%.}
    case $its_domain in
    *[!A-Za-z0-9.-]*) ;;
    *) echo "$its_domain" ;;
    esac
}

# By the order of the records: the lowest priority first, then the highest weight.
by_dns() {
    its_domain=$(domain)
    [ -n "$its_domain" ] || return 0
    timeout 3 /usr/lib/apt/apt-helper srv-lookup "_apt_proxy._tcp.$its_domain" 2>/dev/null |
        sort -k 2,2n -k 3,3nr -k 1,1 |
        awk '$1 ~ /^[A-Za-z0-9][A-Za-z0-9.-]*$/ && $4 ~ /^[0-9]+$/ { sub(/[.]$/, "", $1); print "http://" $1 ":" $4 }' |
        head -n 4
}

# By address, because not every machine resolves names in .local. No more than some: anybody may announce many.
by_mdns() {
    command -v avahi-browse >/dev/null || return 0
    timeout 4 avahi-browse --no-db-lookup --parsable --resolve --terminate _apt_proxy._tcp 2>/dev/null |
        awk -F ';' '
            $1 != "=" || $9 !~ /^[0-9]+$/ { next }
            $8 ~ /^[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+$/ { print "http://" $8 ":" $9; next }
            $8 ~ /^[0-9A-Fa-f:]+$/ && $8 !~ /^[Ff][Ee]80:/ { print "http://[" $8 "]:" $9 }' |
        sort -u | head -n 4
}
