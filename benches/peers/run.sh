#!/bin/sh
# Sets up the peers, builds, and measures: benches/peers/run.sh [--xan] FOLDER [options of measure.py]
# FOLDER keeps the Python environment and the exports (some 5 GB); it lies outside the repository.
set -eu

with_xan=
if [ "${1:-}" = --xan ]; then
    with_xan=yes
    shift
fi
folder=$(mkdir -p "$1" && cd "$1" && pwd)
shift
cd "$(dirname "$0")/../.."

[ -x "$folder/venv/bin/python" ] || python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet duckdb polars
if [ "$with_xan" ] && [ ! -x "$folder/xan/bin/xan" ]; then
    cargo install --quiet xan --locked --root "$folder/xan"
fi

# The path of the bench binary that cargo says it has built.
classify() {
    cargo bench --quiet --no-run --bench classify --message-format json "$@" |
        sed -n 's/.*"executable":"\([^"]*classify[^"]*\)".*/\1/p' | tail -n 1
}

cargo build --quiet --release -p entrasift -p entrasift-demo
target=$(cargo metadata --format-version 1 --no-deps | sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')
plain=$(classify)
native=$(RUSTFLAGS="-C target-cpu=native" classify --target-dir "$folder/native")

PYTHONDONTWRITEBYTECODE=1 exec "$folder/venv/bin/python" benches/peers/measure.py \
    --entrasift "$target/release/entrasift" --demo "$target/release/entrasift-demo" \
    --classify "$plain" --classify-native "$native" \
    ${with_xan:+--xan "$folder/xan/bin/xan"} --folder "$folder/exports" "$@"
