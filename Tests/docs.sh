#!/usr/bin/env bash
# Builds the documentation of all library products, with every warning an error:
#
#     Tests/docs.sh [FOLDER]
#
# FOLDER then holds it, .build/documentation by default; serve it with any web server. Needs the whole Swift
# toolchain.
set -euo pipefail
cd "$(dirname "$0")/.."
output=${1:-.build/documentation}
swift package dump-symbol-graph --minimum-access-level public >/dev/null
graphs=$(dirname "$(swift build --show-bin-path)")/symbolgraph
chosen=$(mktemp -d)
trap 'rm -rf "$chosen"' EXIT
# The modules of the library products; the others are not documented.
for product in $(sed -n 's/.*\.library(name: "\([A-Za-z]*\)".*/\1/p' Package.swift) ApportionStore ApportionReport; do
  cp "$graphs/$product".symbols.json "$graphs/$product"@*.symbols.json "$chosen" 2>/dev/null || true
done
docc convert Sources/Apportion/Apportion.docc --additional-symbol-graph-dir "$chosen" --output-path "$output" \
  --fallback-display-name Apportion --fallback-bundle-identifier apportion --warnings-as-errors
