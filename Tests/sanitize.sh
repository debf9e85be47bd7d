#!/usr/bin/env bash
# Runs the tests of kernels and engines under sanitizers: Tests/sanitize.sh [kernels|address|thread]…
#
#   kernels  the C kernels alone under UndefinedBehaviorSanitizer and AddressSanitizer, called by
#            Tests/KernelDriver at the sizes where their loops begin and end. SwiftPM knows no
#            UndefinedBehaviorSanitizer, hence the driver.
#   address  the Swift tests of the primitives and of the reconstruction under AddressSanitizer.
#   thread   the same under ThreadSanitizer.
#
# All three without arguments. Needs the Swift toolchain, which brings clang and the sanitizers, and
# nothing else. The instrumented builds are kept under .build/, so that a second run is quick.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

kernels() {
  local clang level
  clang=$(dirname "$(realpath "$(command -v swift)")")/clang
  for level in -O0 -O2; do
    "$clang" -fsanitize=undefined,address -fno-sanitize-recover=all "$level" -g -fuse-ld=lld \
      -Wall -Wextra -Werror -I Sources/CApportionKernels/include \
      Tests/KernelDriver/driver.c Sources/CApportionKernels/*.c -o "$work/driver"
    "$work/driver" > /dev/null
  done
}

tests() { # <sanitizer>
  # Without XCTest, which nothing here uses, and which leaks.
  swift test --disable-xctest --sanitize "$1" --scratch-path ".build/sanitize-$1" \
    --filter '^(ApportionPrimitivesTests|ApportionReconstructionTests)\.' > "$work/log" 2>&1 ||
    { cat "$work/log"; return 1; }
  tail -n 1 "$work/log"
}

# A Mutex that has to wait does so in the standard library, which is not instrumented, so that
# ThreadSanitizer misses who came first. What a Mutex guards can be reached from withLock's closure
# alone: those closures, and no other, have a result that is sent and do not escape (mangled YTXE).
echo 'race:YTXEfU' > "$work/suppressions"
export TSAN_OPTIONS="suppressions=$work/suppressions"

(($#)) || set -- kernels address thread
for sanitizer; do
  echo "== $sanitizer"
  case $sanitizer in
    kernels) kernels ;;
    address | thread) tests "$sanitizer" ;;
    *) echo "there is no $sanitizer; say kernels, address or thread" >&2; exit 64 ;;
  esac
done
echo "clean"
