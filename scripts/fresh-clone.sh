#!/usr/bin/env bash
# A newcomer's first minutes: clone, `npm ci`, `npm start`, import, ask. After `npm ci` there is no network where the
# machine lets us take it away (root on Linux). Fails unless the right answer comes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

one_win_one_loss() {
  cat <<'CSV'
symbol,_priceFormat,_priceFormatType,_tickSize,buyFillId,sellFillId,qty,buyPrice,sellPrice,pnl,boughtTimestamp,soldTimestamp,duration
MESM5,-2,0,0.25,1,2,1,5000.00,5010.00,$50.00,04/01/2025 09:30:00,04/01/2025 09:40:00,10min
MESM5,-2,0,0.25,3,4,1,5000.00,4990.00,$(50.00),04/02/2025 09:30:00,04/02/2025 09:40:00,10min
CSV
}

start_and_ask() {
  local server
  ! command -v ip >/dev/null || ip link set lo up 2>/dev/null || true
  export PORT=${PORT:-3417}
  unset TEST_DATABASE_URL TEST_REDIS_URL
  setsid npm start >"$1/server.log" 2>&1 </dev/null &
  server=$!
  trap 'kill -TERM -- -'"$server"' 2>/dev/null || true; wait '"$server"' 2>/dev/null || true' EXIT
  for _ in $(seq 240); do
    node -e "fetch('http://127.0.0.1:$PORT/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))" && break
    kill -0 "$server" 2>/dev/null || break
    sleep 0.5
  done
  cat "$1/server.log"
  one_win_one_loss >"$1/performance.csv"
  npx tradistry import "$1/performance.csv" --zone America/Chicago
  npx tradistry ask 'What is my win rate?' | tee "$1/answer.txt"
  grep -qE '\b50(\.0+)? ?%' "$1/answer.txt" || { echo 'That is not the answer: one win of two trades is 50 %.'; return 1; }
}

if [ "${1:-}" = inside ]; then
  cd "$2/tradistry"
  start_and_ask "$2"
  exit
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
git -c safe.directory='*' clone -q . "$folder/tradistry"
(cd "$folder/tradistry" && npm ci --no-audit --no-fund)
without_network=()
if unshare --net true 2>/dev/null && command -v ip >/dev/null; then without_network=(unshare --net); else echo 'With the network: it cannot be taken away here.'; fi
"${without_network[@]}" bash "$folder/tradistry/scripts/fresh-clone.sh" inside "$folder"
