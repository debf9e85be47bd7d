#!/usr/bin/env bash
# Feeds a reader with mutated inputs for so many seconds, by libFuzzer:
#
#     Tests/fuzz.sh READER SECONDS [libFuzzer's options]
#
# READER is config, csv, idx, table, safetensors, ledger or comparison, or `all` for one after the other.
# Whatever is neither read nor refused with a message ends it; the input is then kept where it says, and
#
#     Tests/fuzz.sh READER 0 FILE
#
# reads that one again. Inputs that reach new code are kept in .build/fuzz-corpus, and begun with.
# Linux, with the whole Swift toolchain.
set -euo pipefail
cd "$(dirname "$0")/.."
reader=${1:?which reader? config, csv, idx, table, safetensors, ledger, comparison or all}
seconds=${2:?for how many seconds?}
shift 2
scratch=$PWD/.build/fuzz
corpus=$PWD/.build/fuzz-corpus

# In memory where the machine has such a place, for a file is written for every input.
TMPDIR=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT

# One program for all readers, because what takes its time is building and linking.
(cd Tests/Fuzz && swift build -c release --sanitize=fuzzer --scratch-path "$scratch" --product Fuzz >&2)
program=$(cd Tests/Fuzz && swift build -c release --sanitize=fuzzer --scratch-path "$scratch" --show-bin-path)/Fuzz

APPORTION_FUZZ_SEEDS=$corpus/seeds "$program" >&2
readers=$reader
if [ "$reader" = all ]; then readers="config csv idx table safetensors ledger comparison"; fi
for name in $readers; do
  echo "== $name"
  mkdir -p "$corpus/$name" "$corpus/faults"
  if [ "$seconds" = 0 ]; then
    APPORTION_FUZZ_READER=$name SWIFT_BACKTRACE=enable=yes "$program" "$@"
    continue
  fi
  words=()
  if [ -s "$corpus/seeds/$name.dict" ]; then words=("-dict=$corpus/seeds/$name.dict"); fi
  # Backtraces take seconds each; asked for again, the input gives one.
  APPORTION_FUZZ_READER=$name SWIFT_BACKTRACE=enable=no "$program" "$corpus/$name" "$corpus/seeds/$name" \
    "${words[@]}" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
    -artifact_prefix="$corpus/faults/$name-" -print_final_stats=1 -verbosity=0 "$@"
done
