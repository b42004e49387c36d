# shellcheck shell=sh disable=SC2034,SC2154 # what is set is for the callers, and the other way round
# The options of the JVM and the rules of its cache; read with "." by ./aptheke and by the package's /usr/bin/aptheke.
#
# Before it is read:
#   java       the JVM
#   java_is    what tells one JVM from another
#   natives    where the libraries of this machine lie unpacked; empty when the program is to unpack them
#   jar        the program, by its absolute path
#   cache      the file for what the JVM learned in a rehearsal; beside it is CACHE.for
#   cache_lock, cache_log  what a rehearsal locks, and where its output goes
#
# After: the functions cache_fits, make_cache, run_with_cache and run_without_cache.

# The heap has a ceiling because the objects do not live in it: bodies are files, small hot ones lie outside the heap. The
# collector is the one with the smallest footprint, and for so small a heap no slower (docs/decisions/022); what waits to be
# logged and counted has room between its generations, so that it need not become old (docs/decisions/110). What the
# compilers have used is given back to the system; the second compiler begins four times later than usual, because it was half
# of a start. Of locales there is only the root: nothing here is said otherwise, and to list them all takes a tenth of a second;
# so did events of Netty for the flight recorder, which has to be set up for them.
jvm="--enable-native-access=ALL-UNNAMED -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError -Xms32m -Xmx512m"
jvm="$jvm -XX:NewSize=12m -XX:SurvivorRatio=3 -XX:TargetSurvivorRatio=90"
jvm="$jvm -XX:TrimNativeHeapInterval=2000 -Djava.locale.providers=SPI -Dio.netty.jfr.enabled=false"
jvm="$jvm -XX:Tier4InvocationThreshold=20000 -XX:Tier4MinInvocationThreshold=2400 -XX:Tier4CompileThreshold=60000"
jvm="$jvm -XX:Tier4BackEdgeThreshold=160000"
collector=-XX:+UseSerialGC
case ${APTHEKE_JAVA_OPTIONS:-} in
*-XX:+Use*GC*) collector='' ;;
esac

# What the JVM has learned in a rehearsal of the program: half of the start's work is then done (docs/decisions/021). Not what
# its compilers have learned, which would have them compile at each start what a busy day needs. It holds for one JVM, one set
# of options and one program; without it all works the same.
made_for="$java_is $jvm $collector $natives"

cache_fits() {
    [ -f "$cache" ] && [ -z "$(find "$jar" -newer "$cache")" ] && [ "$(cat "$cache.for" 2>/dev/null)" = "$made_for" ]
}

# Whatever becomes of it is no error.
make_cache() {
    exec 8>"$cache_lock" && flock -n 8 || return 0
    if (under='nice -n 19 timeout -k 30 300' && run_java -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining \
        "-XX:AOTCacheOutput=$cache.new" -jar "$jar" rehearse) </dev/null >"$cache_log" 2>&1 && [ -f "$cache.new" ]; then
        mv -f "$cache.new" "$cache" && printf '%s\n' "$made_for" >"$cache.for"
    else
        rm -f "$cache.new"
    fi
}

# These become the program, with its arguments. Should the cache not fit after all, the JVM does without; it need not say so.
run_with_cache() {
    # shellcheck disable=SC2086 # options to be split
    run_java "-XX:AOTCache=$cache" -Xlog:aot=off -Xlog:cds=off ${APTHEKE_JAVA_OPTIONS:-} -jar "$jar" "$@"
}

run_without_cache() {
    # shellcheck disable=SC2086 # options to be split
    run_java ${APTHEKE_JAVA_OPTIONS:-} -jar "$jar" "$@"
}

under=''

# The last property is for the driver of SQLite, which looks nowhere else.
run_java() {
    [ -z "$natives" ] || set -- "-Djava.library.path=$natives" "-Dorg.sqlite.lib.path=$natives" "$@"
    # shellcheck disable=SC2086 # options to be split
    exec $under "$java" $jvm $collector "$@"
}
