#!/bin/sh
# Makes the pictures of the report from the made-up tenant: desktop and phone, light and dark. Needs Debian's chromium; pngquant makes
# them smaller where it is installed.
set -eu
cd "$(dirname "$0")/.."
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cargo build --quiet
"${CARGO_TARGET_DIR:-target}/debug/entrasift" report testdata/northwind --config testdata/northwind/entrasift.toml -o "$room/report.html"

shoot() { # name, width, height, scale, colours (1 light, 0 dark)
    "${CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$room/profile" \
        --window-size="$2,$3" --force-device-scale-factor="$4" --blink-settings=preferredColorScheme="$5" \
        --screenshot="$room/$1.png" "file://$room/report.html" >/dev/null 2>&1
    if command -v pngquant >/dev/null; then
        pngquant --force --strip --output "docs/$1.png" 128 "$room/$1.png"
    else
        cp "$room/$1.png" "docs/$1.png"
    fi
    size=$(wc -c < "docs/$1.png")
    echo "docs/$1.png: $size bytes"
    [ "$size" -lt 250000 ]
}

shoot report-desktop-light 1280 1186 1 1
shoot report-desktop-dark 1280 1186 1 0
shoot report-phone-light 390 1180 1.5 1
shoot report-phone-dark 390 1180 1.5 0
