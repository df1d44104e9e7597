#!/usr/bin/env bash
# Fuzzes what reads strangers' bytes: XML, JSON, pages, texts, themes, bodies, dates.
#
#   scripts/fuzz.sh [SECONDS for each law, 600 unless told] [LAW...]
#
# Inputs that break a law land in build/fuzz/LAW-*; what is found becomes a file in fuzz/found/LAW and so a test.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-600}
shift || true
laws=("$@")
[ ${#laws[@]} -gt 0 ] || laws=(xml json page text theme markdown dates)
python3 -c "import sys; sys.path[:0] = ['scripts']; from environment import ready; ready('dev')"
.venv/bin/python -m pip install --quiet --disable-pip-version-check "atheris>=3.0"
mkdir -p build/fuzz
failed=()
for law in "${laws[@]}"; do
  echo "== $law, $seconds s"
  .venv/bin/python fuzz/run.py "$law" "build/fuzz/$law" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 \
    -max_len=16384 -artifact_prefix="build/fuzz/$law-" -print_final_stats=1 >"build/fuzz/$law.log" 2>&1 || failed+=("$law")
  grep -E "stat::number_of_executed_units|stat::average_exec|cov:" "build/fuzz/$law.log" | tail -3
done
[ ${#failed[@]} -eq 0 ] || { echo "A law broke: ${failed[*]}. See build/fuzz/*.log."; exit 1; }
echo "No crash, no hang, no broken law."
