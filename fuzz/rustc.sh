#!/bin/sh
# What cargo calls for rustc while fuzz/build.sh builds: the libraries that read are told to count where they have been,
# as libFuzzer asks it; all others are left as they are. $1 is rustc.
previous=
for argument; do
    if [ "$previous" = --crate-name ]; then
        case " $REDRESS_FUZZED " in
        *" $argument "*)
            exec "$@" -C passes=sancov-module -C llvm-args=-sanitizer-coverage-level=3 \
                -C llvm-args=-sanitizer-coverage-inline-8bit-counters -C llvm-args=-sanitizer-coverage-pc-table \
                -C llvm-args=-sanitizer-coverage-trace-compares
            ;;
        esac
        break
    fi
    previous=$argument
done
exec "$@"
