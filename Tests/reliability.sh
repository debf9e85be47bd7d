#!/usr/bin/env bash
# Kills runs and comparisons at random moments, fills their disks, and replaces one run twice at once; then looks
# whether everything ends as it does without a pause. Prints a line with the figures of each trial.
#
#   Tests/reliability.sh [KILLED_RUNS [KILLED_COMPARISONS [DISK_SIZES [PAIRS]]]]
#
# Disks are tmpfs mounts, which need root; without it that trial is left out, which is said.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-100} comparisons=${2:-60} disks=${3:-60} pairs=${4:-15}
swift build -c release --product apportion
apportion=$(swift build -c release --show-bin-path)/apportion
work=$(mktemp -d)
mounted=""
trap '[ -z "$mounted" ] || umount "$mounted"; rm -rf "$work"' EXIT
cd "$work"
RANDOM=1

cat >small.yml <<'CONFIG'
seed: 5
dataset: {kind: synthetic, clients: 5, features: 20, classes: 5, maximum_examples: 400}
partition: {kind: sites}
model: {kind: mlp, hidden: [32]}
training: {rounds: 60, batch_size: 16}
strategy: {kind: fed-adam}
record: true
CONFIG
sed 's/rounds: 60/rounds: 12/; s/record: true/record: false/' small.yml >compared.yml
cat >>compared.yml <<'CONFIG'
compare: {axes: {strategy: [{kind: fed-avg}, {kind: krum}, {kind: fed-adam}]}, seeds: 3, repeats: 2}
CONFIG

fail() { echo "failed: $*" >&2; exit 1; }
# All files of a folder with their bytes, but for a ledger's own and a page's, which names the machine's stretches.
content() { (cd "$1" && find . -type f ! -name run.sqlite ! -name report.html -exec sha256sum {} + | sort -k2); }
names() { (cd "$1" && find . | sort); }
# A number of seconds below $1 milliseconds.
moment() { printf '%d.%03d' $((RANDOM * $1 / 32768 / 1000)) $((RANDOM * $1 / 32768 % 1000)); }
milliseconds() { local start; start=$(date +%s%N); "$@" >/dev/null; echo $((($(date +%s%N) - start) / 1000000)); }

time=$(milliseconds "$apportion" run small.yml --output whole --quiet)
"$apportion" verify whole --quiet
resumed=0
for i in $(seq "$runs"); do
  "$apportion" run small.yml --output killed --quiet & process=$!
  sleep "$(moment "$time")"; kill -9 $process 2>/dev/null || true
  wait $process 2>/dev/null || true
  if [ -e killed ]; then
    resumed=$((resumed + 1))
    "$apportion" run --resume killed --quiet
  else
    "$apportion" run small.yml --output killed --quiet
  fi
  [ "$(content killed)" = "$(content whole)" ] || fail "run $i has other tables"
  [ "$(names killed)" = "$(names whole)" ] || fail "run $i has other files"
  "$apportion" verify killed --quiet || fail "run $i is not verified"
  [ "$(find . -maxdepth 1 -name '.*unfinished' | wc -l)" = 0 ] || fail "run $i left a draft"
  rm -rf killed
done
echo "killed runs: $runs, of which $resumed were resumed; all ended with the same tables and files"

time=$(milliseconds "$apportion" compare compared.yml --output all --quiet)
for i in $(seq "$comparisons"); do
  "$apportion" compare compared.yml --output broken --quiet & process=$!
  sleep "$(moment "$time")"; kill -9 $process 2>/dev/null || true
  wait $process 2>/dev/null || true
  "$apportion" compare compared.yml --output broken --quiet
  [ "$(content broken)" = "$(content all)" ] || fail "comparison $i has other files"
  [ "$(names broken)" = "$(names all)" ] || fail "comparison $i has files beside"
  rm -rf broken
done
echo "killed comparisons: $comparisons; all ended with the same files"

if [ "$(id -u)" = 0 ] && mkdir disk && mount -t tmpfs -o size=64k tmpfs disk 2>/dev/null; then
  mounted=$work/disk
  need=$(du -sk whole | cut -f1)
  full=0
  for i in $(seq "$disks"); do
    mount -o "remount,size=$((8 + (2 * need + 6144) * i / disks))k" disk
    status=0
    "$apportion" run small.yml --output disk/run --quiet 2>message || status=$?
    case $status in
      0) ;;
      73) full=$((full + 1)) ;;
      *) fail "disk $i: exit $status: $(cat message)" ;;
    esac
    mount -o "remount,size=$((need * 4 + 1024))k" disk
    if [ -e disk/run ]; then "$apportion" run --resume disk/run --quiet
    else "$apportion" run small.yml --output disk/run --quiet; fi
    [ "$(content disk/run)" = "$(content whole)" ] || fail "disk $i: other tables"
    [ "$(names disk/run)" = "$(names whole)" ] || fail "disk $i: other files: $(names disk/run)"
    find disk -mindepth 1 -maxdepth 1 -exec rm -rf {} +
  done
  echo "disk sizes: $disks, of which $full were too small; all ended with the same tables and files"
else
  echo "disk sizes: left out, because no tmpfs can be mounted here"
fi

refused=0
for i in $(seq "$pairs"); do
  "$apportion" run small.yml --output pair --quiet --force 2>/dev/null || "$apportion" run small.yml --output pair --quiet
  echo mine >pair/notes.txt
  "$apportion" run small.yml --output pair --quiet --force --seed 6 2>first & one=$!
  "$apportion" run small.yml --output pair --quiet --force --seed 7 2>second & two=$!
  status=(0 0)
  wait $one || status[0]=$?
  wait $two || status[1]=$?
  case "${status[*]}" in
    "0 0") ;;
    "0 73" | "73 0") refused=$((refused + 1)) ;;
    *) fail "pair $i: exits ${status[*]}: $(cat first second)" ;;
  esac
  "$apportion" verify pair --quiet || fail "pair $i is not verified"
  [ "$(cat pair/notes.txt)" = mine ] || fail "pair $i lost a file"
  [ "$(find . -maxdepth 1 -name '.*' ! -name . | wc -l)" = 0 ] || fail "pair $i left a folder"
  [ ! -e pair/.former ] || fail "pair $i left a former run"
  rm -rf pair
done
echo "pairs of --force: $pairs, in $refused of which one was refused and the other whole"
