#!/bin/sh
# Builds the fuzzer, and prints where it lies. Only redress and the libraries that read what comes from outside are built
# anew, counted and a little optimised; by that they differ from those of `make test`, which lie beside them. Named
# together with redress, the fuzzer is given the features that its tests ask for, so that all else is used as it lies.
set -eu
cd "$(dirname "$0")/.."

fuzzed='redress saphyr-parser icalendar mail-parser csv-core minijinja lopdf zip'
set --
for library in $fuzzed; do
    set -- "$@" --config "profile.dev.package.$library.opt-level=1"
done
REDRESS_FUZZED=$(echo "$fuzzed" | tr - _)
export REDRESS_FUZZED
RUSTC_WRAPPER=$PWD/fuzz/rustc.sh cargo build --locked "$@" --package redress --package redress-fuzz --example fuzz >&2
echo "${CARGO_TARGET_DIR:-target}/debug/examples/fuzz"
