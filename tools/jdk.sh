# shellcheck shell=sh disable=SC2034 # JDK is for the caller
# Finds a JDK of version 25 or newer; read by ./aptheke and ./dev with ".".
#
# find_jdk PROGRAM   sets JDK to the home of the first JDK that is new enough and has bin/PROGRAM ("java" to run,
#                    "javac" to build), or returns 1 with what was looked at in LOOKED_AT.
JDK_WANTED=25

# The version in the file "release", which every JDK has: reading it starts no process.
jdk_version() {
    [ -r "$1/release" ] || return 1
    while IFS= read -r jdk_line; do
        case $jdk_line in
        JAVA_VERSION=*)
            jdk_line=${jdk_line#JAVA_VERSION=}
            jdk_line=${jdk_line#\"}
            jdk_line=${jdk_line%\"}
            printf '%s\n' "$jdk_line"
            return 0
            ;;
        esac
    done <"$1/release"
    return 1
}

jdk_fits() {
    [ -x "$1/bin/$2" ] || return 1
    jdk_found=$(jdk_version "$1") || jdk_found=unknown
    LOOKED_AT="$LOOKED_AT
    $1 ($jdk_found)"
    jdk_major=${jdk_found%%[!0-9]*}
    [ -n "$jdk_major" ] && [ "$jdk_major" -ge "$JDK_WANTED" ]
}

find_jdk() {
    LOOKED_AT=''
    JDK=''
    jdk_on_path=$(command -v "$1" 2>/dev/null) && jdk_on_path=$(readlink -f -- "$jdk_on_path") || jdk_on_path=''
    for jdk_home in \
        "${JAVA_HOME:-}" \
        /usr/lib/jvm/* \
        "${jdk_on_path%/bin/*}" \
        /usr/local/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
        "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
        "${HOME:-/nonexistent}"/.jdks/*; do
        [ -n "$jdk_home" ] || continue
        if jdk_fits "$jdk_home" "$1"; then
            JDK=$jdk_home
            return 0
        fi
    done
    return 1
}

# What to tell a person who has none.
explain_no_jdk() {
    printf 'No JDK %s or newer with bin/%s was found.\n' "$JDK_WANTED" "$1"
    if [ -n "$LOOKED_AT" ]; then
        printf 'Looked at:%s\n' "$LOOKED_AT"
    else
        printf 'Looked at JAVA_HOME, /usr/lib/jvm, the PATH, /opt and the home directory: there is none at all.\n'
    fi
    printf 'Install one (Debian 13 and later, Ubuntu: openjdk-%s-jdk-headless; elsewhere: temurin-%s-jdk of Adoptium)\n' \
        "$JDK_WANTED" "$JDK_WANTED"
    printf 'or set JAVA_HOME to where it is.\n'
}
