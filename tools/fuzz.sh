#!/bin/sh
# Lets a fuzzer think of what redress might be given to read, so many seconds for each reader, after all that was kept
# under fuzz/corpus and fuzz/found. Prints one closing line. A finding fails, and lies under fuzz/found/<reader>, where
# the tests read it again once it is committed. `make fuzz` runs this.
#
# FUZZ_SECONDS (20) for each reader; FUZZ_READERS: some of them only; FUZZ_JOBS: how many at once (one a core).
# `tools/fuzz.sh keep` takes what was found new, and small, into fuzz/corpus; `tools/fuzz.sh again FILE` runs one input.
set -eu
cd "$(dirname "$0")/.."

seconds=${FUZZ_SECONDS:-20}
readers=${FUZZ_READERS:-$(ls fuzz/corpus)}
jobs=${FUZZ_JOBS:-$(nproc 2>/dev/null || echo 2)}
work=${CARGO_TARGET_DIR:-target}/fuzz

# The longest input of a reader, in bytes: enough for what is shipped of its sort.
longest() {
    case $1 in
    workflow) echo 32768 ;;
    calendar | story) echo 12288 ;;
    paper) echo 8192 ;;
    form | sheet) echo 2048 ;;
    *) echo 4096 ;;
    esac
}

# The most memory of a reader, in MB. What looks into papers is a process of its own, and held to as much.
memory() {
    case $1 in
    paper) echo 768 ;;
    *) echo 512 ;;
    esac
}

# The fuzzer on one reader, with further arguments. An input takes five seconds at most (fuzz/main.rs).
run() {
    reader=$1
    shift
    REDRESS_READER=$reader "$fuzzer" -timeout=600 -report_slow_units=600 -rss_limit_mb="$(memory "$reader")" -max_len="$(longest "$reader")" "$@"
}

# One reader for its seconds. What is new goes to $work, what must not be to fuzz/found.
explore() {
    reader=$1
    mkdir -p "$work/new/$reader" "fuzz/found/$reader" "fuzz/corpus/$reader"
    status=0
    run "$reader" -max_total_time="$seconds" -print_final_stats=1 -dict="fuzz/dictionaries/$reader" \
        -artifact_prefix="fuzz/found/$reader/" "$work/new/$reader" "fuzz/corpus/$reader" "fuzz/found/$reader" \
        >"$work/$reader.log" 2>&1 || status=$?
    count=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$reader.log")
    covered=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$work/$reader.log" | tail -1)
    memory=$(sed -n 's/^stat::peak_rss_mb: *//p' "$work/$reader.log")
    printf '%s %s %s %s\n' "$reader" "${count:-0}" "${covered:-0}" "$status" >"$work/$reader.result"
    printf 'fuzz: %-10s %7s runs, %6s places reached, %4s MB\n' "$reader" "${count:-?}" "${covered:-?}" "${memory:-?}"
    [ "$status" = 0 ] && return
    input=$(sed -n 's/.*Test unit written to //p' "$work/$reader.log" | tail -1)
    tail -40 "$work/$reader.log"
    printf 'fuzz: %s FAILS on %s; run it again with: tools/fuzz.sh again %s\n' "$reader" "${input:-what was kept}" "${input:-}"
}

# What of the new reaches new places goes to fuzz/corpus, the small first, as long as there is room.
keep() {
    reader=$1
    rm -rf "$work/merged/$reader"
    mkdir -p "$work/merged/$reader" "$work/new/$reader"
    run "$reader" -merge=1 "$work/merged/$reader" "fuzz/corpus/$reader" "$work/new/$reader" >"$work/$reader.log" 2>&1
    size=0
    find "$work/merged/$reader" -type f -size -16k -printf '%s %p\n' | sort -n | head -n 80 | while read -r bytes file; do
        size=$((size + bytes))
        [ "$size" -le 200000 ] || break
        name=$(sha1sum <"$file" | cut -c1-16)
        cp "$file" "fuzz/corpus/$reader/$name"
    done
    printf 'fuzz: %-10s %s inputs kept\n' "$reader" "$(ls "fuzz/corpus/$reader" | wc -l)"
}

fuzzer=${FUZZER:-$(fuzz/build.sh)}
mkdir -p "$work"
export fuzzer work seconds
case ${1:-} in
'')
    rm -f "$work"/*.result
    printf '%s\n' $readers | FUZZER=$fuzzer xargs -P "$jobs" -n 1 "$0" explore
    cat "$work"/*.result | awk -v seconds="$seconds" '
        { runs += $2; if ($4 != 0) failed = failed " " $1 }
        END {
            printf "fuzz: %d readers, %d s each, %d runs, %d findings%s\n", NR, seconds, runs, split(failed, _, " "), failed
            exit failed != ""
        }'
    ;;
explore) explore "$2" ;;
keep) for reader in $readers; do keep "$reader"; done ;;
again) run "$(basename "$(dirname "$2")")" "$2" ;;
*)
    echo "fuzz: say nothing, \`keep\` or \`again FILE\`" >&2
    exit 2
    ;;
esac
