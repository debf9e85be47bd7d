#!/usr/bin/env bash
# Runs every kernel as compiled for arm64, in emulation, and compares the bits of what they put out
# with those of this machine: Tests/arm64.sh
#
# Needs the Swift toolchain, whose clang compiles for either machine, and Debian's packages
#
#     gcc-aarch64-linux-gnu  libc6-dev-arm64-cross  qemu-user
#
# for arm64's C library and the emulator. Where they are missing it says so and does nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

skip() {
  echo "SKIPPED: the arm64 kernels were not run, because $1"
  exit 0
}
[[ $(uname -m) == x86_64 ]] || skip "this machine is no x86-64, which they are compared with"
for program in aarch64-linux-gnu-gcc qemu-aarch64; do
  command -v "$program" > /dev/null || skip "$program is missing (see the top of $0)"
done
[[ -e $(aarch64-linux-gnu-gcc -print-file-name=libc.a) ]] ||
  skip "arm64's C library is missing (see the top of $0)"
clang=$(dirname "$(realpath "$(command -v swift)")")/clang

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
build() { # <program> <option>...
  "$clang" "${@:2}" -fuse-ld=lld -Wall -Wextra -Werror -I Sources/CApportionKernels/include \
    Tests/KernelDriver/driver.c Sources/CApportionKernels/*.c -o "$1"
}

# As in debug and in release: neither may change a bit.
for level in -O0 -O2; do
  build "$work/native" "$level"
  build "$work/arm64" "$level" --target=aarch64-linux-gnu -static
  echo "== $level: this machine"
  "$work/native" > "$work/native$level.txt"
  echo "== $level: arm64 in emulation"
  qemu-aarch64 "$work/arm64" > "$work/arm64$level.txt"
  for hashes in native$level arm64$level; do
    diff "$work/native-O0.txt" "$work/$hashes.txt" ||
      { echo "FAILED: $hashes gives other bits than native-O0"; exit 1; }
  done
done
echo "$(wc -l < "$work/native-O0.txt") kernels give the same bits on arm64 and on this machine"
