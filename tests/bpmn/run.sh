#!/bin/sh
# Draws every shipped workflow, in each of its languages, as BPMN and as Mermaid, and has the tools of their makers
# read it. `make bpmn` runs it. Needs node and npm, and installs what package-lock.json names beside it.
set -eu
cd "$(dirname "$0")/../.."

drawn=$(mktemp -d)
trap 'rm -rf "$drawn"' EXIT

cargo build --locked --quiet
redress=$(cargo metadata --locked --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')/debug/redress
for file in workflows/*.yaml; do
    name=$(basename "$file" .yaml)
    languages=$(sed -n 's/^languages: *\[\(.*\)\].*/\1/p' "$file" | tr -d ,)
    for language in $languages; do
        for format in bpmn mermaid; do
            "$redress" draw "$name" --as "$format" --language "$language" --out "$drawn/$name.$language.$format"
        done
    done
done

cd tests/bpmn
npm ci --silent
node check.mjs "$drawn"
