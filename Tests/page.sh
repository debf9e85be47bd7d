#!/usr/bin/env bash
# The pages in a real browser: Debian's Chromium, without a window and without a network.
#
# Makes the quickstart's page and that of a comparison with FedRandom, opens each on a phone and on a
# screen, light and dark, and fails where the console has an error or something is wider than the page.
# The pictures are left in the folder that is given.
#
#     Tests/page.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pictures=${1:-$work/pictures}
mkdir -p "$pictures"
pictures=$(cd "$pictures" && pwd)
apportion=${APPORTION:-}

skip() {
  echo "############################################################"
  echo "SKIPPED: the pages were NOT opened in a browser: $1"
  echo "############################################################"
  exit 0
}

browser() { command -v chromium || command -v chromium-browser || command -v google-chrome || true; }
if [ -z "$(browser)" ]; then
  command -v apt-get >/dev/null || skip "there is no chromium, and no apt-get to install it"
  [ "$(id -u)" = 0 ] || skip "there is no chromium, and only root may install it"
  echo "installing chromium"
  { apt-get update && apt-get install -y --no-install-recommends chromium fonts-dejavu-core; } \
    >"$work/apt.log" 2>&1 || skip "apt-get could not install chromium: $(tail -n 1 "$work/apt.log")"
fi
chromium=$(browser)

echo "making the pages"
if [ -z "$apportion" ]; then
  swift build -c release --product apportion >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
  apportion=$(swift build -c release --show-bin-path)/apportion
fi
"$apportion" run Configs/quickstart.yml --quiet --output "$work/quickstart"
"$apportion" compare Configs/digits-stability.yml --quiet --output "$work/comparison" \
  --set compare.seeds=4 --set training.rounds=6
# A page as crowded as pages get: long names, absent clients, sampled values, a drawn strategy.
mkdir "$work/data"
awk 'BEGIN {
  for (site = 1; site <= 20; site++) {
    file = sprintf("'"$work"'/data/the_hospital_of_a_rather_long_name_%02d.csv", site)
    print "a,b,c,class" > file
    for (row = 0; row < 40; row++)
      printf "%g,%g,%g,%s\n", (row * 7 + site) % 11, (row * 5) % 13, row % 3, row % 2 ? "x" : "y" > file
  }
}'
{
  echo "name: crowded"
  echo "dataset:"
  echo "  kind: csv"
  echo "  folder: $work/data"
  echo "  label: class"
  echo "  files: [$(cd "$work/data" && ls | paste -sd, -)]"
  echo "partition: {kind: sites}"
  echo "model: {kind: linear}"
  echo "training: {rounds: 50}"
  echo "participation: {fraction: 0.7}"
  echo "strategy: {kind: fed-random}"
  echo "valuation: [{method: maximum-sample-reuse}, {method: individual}]"
} >"$work/crowded.yml"
"$apportion" run "$work/crowded.yml" --quiet --output "$work/crowded"

# What is wider than the page when all tables are open; what scrolls by itself may be. And which
# drawings have text that leaves them.
cat >"$work/measure.html" <<'HTML'
<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">
<iframe style="border:0;display:block;height:2000px" src="PAGE"></iframe>
<pre id="found">unmeasured</pre>
<script>
  const frame = document.querySelector("iframe");
  frame.style.width = "WIDTHpx";
  frame.onload = () => {
    const page = frame.contentDocument, width = page.documentElement.clientWidth;
    for (const details of page.querySelectorAll("details")) details.open = true;
    const wide = [...page.body.querySelectorAll("*")].filter((part) =>
      !part.closest(".scroll *, pre *")
      && part.getBoundingClientRect().right > width + 0.5);
    const charts = [...page.querySelectorAll("svg[role]")].filter((svg) => {
      const frame = svg.getBoundingClientRect();
      return [...svg.querySelectorAll("text")].some((text) => {
        const box = text.getBoundingClientRect();
        return box.left < frame.left - 1 || box.right > frame.right + 1;
      });
    });
    const dark = getComputedStyle(page.body).backgroundColor;
    document.getElementById("found").textContent =
      `scroll ${page.documentElement.scrollWidth - width} wide ${wide.length} ` +
      `${wide.slice(0, 3).map((part) => part.outerHTML.slice(0, 80)).join(" ")}` +
      `cut ${charts.length} ${charts.slice(0, 3).map((svg) => svg.firstChild.textContent).join("; ")}` +
      ` paper ${dark}`;
  };
</script>
HTML

faults=0
options=(--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --hide-scrollbars
  --host-resolver-rules="MAP * ~NOTFOUND" --user-data-dir="$work/profile")
for page in quickstart comparison crowded; do
  for width in 360 1280; do
    for scheme in light dark; do
      name=$page-$width-$scheme
      colours=()
      paper="rgb(255, 255, 255)"
      if [ "$scheme" = dark ]; then
        colours=(--blink-settings=preferredColorScheme=0)
        paper="rgb(18, 22, 27)"
      fi
      sed -e "s|PAGE|file://$work/$page/report.html|" -e "s|WIDTH|$width|" \
        "$work/measure.html" >"$work/$name.html"
      found=$(timeout 120 "$chromium" "${options[@]}" "${colours[@]}" --allow-file-access-from-files \
        --virtual-time-budget=5000 --dump-dom "file://$work/$name.html" 2>/dev/null \
        | sed -n 's|.*<pre id="found">\(.*\)</pre>.*|\1|p')
      height=$([ "$width" = 360 ] && echo 6000 || echo 3400)
      # The console of the page itself, at its own address.
      timeout 120 "$chromium" "${options[@]}" "${colours[@]}" --enable-logging=stderr \
        --window-size="$width,$height" --screenshot="$pictures/$name.png" \
        "file://$work/$page/report.html" >"$work/$name.log" 2>&1
      console=$(grep -c 'CONSOLE' "$work/$name.log" || true)
      verdict=ok
      if [[ "$found" != "scroll 0 wide 0 cut 0  paper $paper" || "$console" != 0 \
        || ! -s "$pictures/$name.png" ]]; then
        verdict=FAULT
        faults=$((faults + 1))
      fi
      echo "$verdict $name: $found; $console console messages"
      grep 'CONSOLE' "$work/$name.log" | head -n 5 || true
    done
  done
  timeout 120 "$chromium" "${options[@]}" --print-to-pdf="$pictures/$page.pdf" \
    "file://$work/$page/report.html" >/dev/null 2>&1
done
[ "$faults" = 0 ] || { echo "$faults of 12 views have faults"; exit 1; }
echo "12 views without a fault"
