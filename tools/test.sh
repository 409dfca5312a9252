#!/bin/sh
# Everything a change must pass: format, lints, all tests. Prints `N passed, N failed` at the end of a run of the
# tests, and succeeds only if all is well. `make test` runs it.
set -eu
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

fail() {
    printf 'test: %s\n' "$*" >&2
    exit 1
}

# Runs a command, showing what it says and keeping it for the count.
run() {
    printf '+ %s\n' "$*"
    { "$@" 2>&1 && echo 0 >"$work/status" || echo $? >"$work/status"; } | tee -a "$work/log"
    [ "$(cat "$work/status")" = 0 ] || status=1
}

run cargo fmt --all --check
[ $status = 0 ] || fail 'the code is not formatted: run `cargo fmt`'
run cargo clippy --locked --all-targets -- -D warnings
[ $status = 0 ] || fail 'clippy has objections, above'

: >"$work/log"
if cargo nextest --version >/dev/null 2>&1; then
    run cargo nextest run --locked --no-fail-fast
    run cargo test --locked --doc
else
    run cargo test --locked --no-fail-fast
fi
# The tools of other makers, which read the drawings, run on a Node of today.
if command -v npm >/dev/null && [ "$(node -p 'parseInt(process.versions.node)' 2>/dev/null || echo 0)" -ge 20 ]; then
    run tests/bpmn/run.sh
else
    echo 'test: there is no Node 20 or newer with npm here, so no other tool reads the drawings'
fi

# nextest says `Summary [ 1.5s] 9 tests run: 7 passed, 1 failed, 1 timed out, 2 skipped`; cargo test says
# `test result: FAILED. 7 passed; 2 failed; 2 ignored` for each file; the last step `drawings: 6 passed, 0 failed`.
count() {
    sed "s/$(printf '\033')\[[0-9;]*m//g" "$work/log" | grep -E '^ *Summary \[|^test result:|^drawings:' |
        grep -oE "[0-9]+ ($1)" | awk '{ sum += $1 } END { print sum + 0 }'
}
passed=$(count 'passed')
failed=$(count 'failed|timed out|exec failed')
[ "$((passed + failed))" -gt 0 ] || fail 'no test ran'
[ $status = 0 ] || [ "$failed" -gt 0 ] || fail "$passed tests passed, but the run did not end well: see above"
echo "$passed passed, $failed failed"
[ $status = 0 ] && [ "$failed" = 0 ]
