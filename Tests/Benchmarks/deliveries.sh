#!/bin/bash
# deliveries.sh FOLDER [ROUNDS]: measures delivering with the programs in FOLDER.
#
# 1. 20,000 deliveries of 4 KB beside what wrk gets from the same receiver with as many connections.
# 2. The rate of 100 endpoints alone, and beside 900 that hang.
# 3. The start and a turn's commit with nothing waiting, and with 1,000,000 deliveries waiting.
set -e
bin=$1
rounds=${2:-3}
work=$(mktemp -d)
stop() { kill $receiver $hanging 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"; }
trap stop EXIT
"$bin/helpline" deliveries receive --port 19000 --quiet >"$work/receiver" 2>&1 </dev/null & receiver=$!
"$bin/helpline" deliveries receive --port 19001 --quiet --hang >"$work/hanging" 2>&1 </dev/null & hanging=$!
for port in 19000 19001; do
  timeout 10 bash -c "until echo > /dev/tcp/127.0.0.1/$port; do :; done" 2>/dev/null \
    || { echo "no receiver on port $port"; cat "$work"/*; exit 1; }
done
url=http://127.0.0.1:19000/
cat >"$work/post.lua" <<'LUA'
wrk.method = "POST"
wrk.body = string.rep("x", 4096)
wrk.headers["Content-Type"] = "application/json"
LUA
for round in $(seq "$rounds"); do
  if command -v wrk >/dev/null; then
    echo "wrk, 4 connections: $(timeout 20 wrk -t1 -c4 -d3s -s "$work/post.lua" $url | awk '/Requests\/sec/ {print $2}') requests/s"
  else
    echo "wrk is not installed: no yardstick (apt-get install wrk)"
  fi
  echo "ours, 4 at once:"
  timeout 150 "$bin/helpline-bench" deliveries --url $url
done
for round in $(seq "$rounds"); do
  echo "100 endpoints alone:"
  timeout 150 "$bin/helpline-bench" deliveries --url $url --answering 100 --count 40000
  echo "100 endpoints beside 900 that hang:"
  timeout 150 "$bin/helpline-bench" deliveries --url $url --answering 100 --hanging 900 \
    --hang-url http://127.0.0.1:19001/ --count 40000
done
for waiting in 0 1000000; do
  echo "$waiting waiting:"
  timeout 300 "$bin/helpline-bench" deliveries --url $url --waiting $waiting --bytes 500 --count 1 --turns 5000
done
