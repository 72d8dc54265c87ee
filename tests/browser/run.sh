#!/bin/sh
# Opens the HTML report in headless Chromium: sorts, filters, opens evidence; wants no console message and no request.
# Installs what it needs (Debian's chromium and npm, playwright-core without its browsers) where it is missing. Not part of `cargo test`.
set -eu
cd "$(dirname "$0")/../.."

install() {
    if [ "$(id -u)" = 0 ]; then apt-get install -y --no-install-recommends "$@"; else sudo apt-get install -y --no-install-recommends "$@"; fi
}
chromium=${CHROMIUM:-$(command -v chromium || true)}
if [ -z "$chromium" ]; then
    install chromium
    chromium=$(command -v chromium)
fi
command -v npm >/dev/null || install nodejs npm

room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
npm install --silent --no-audit --no-fund --prefix "$room" playwright-core@1 >/dev/null
cargo build --quiet
entrasift=${CARGO_TARGET_DIR:-target}/debug/entrasift

# One ordinary report, and one of names that an attacker chose.
"$entrasift" report testdata/northwind --config testdata/northwind/entrasift.toml -o "$room/report.html"
cat > "$room/nasty.csv" <<'CSV'
Date (UTC),Request ID,Username,User ID,Application,User agent,Client app,Sign-in error code,Status,Authentication requirement,IP address
2026-11-02T08:00:00Z,6d1f8a1e-0000-4000-8000-000000000001,<script>alert(1)</script>,0a000000-0000-4000-8000-000000000001,</script><img src=x onerror=alert(1)>,x,IMAP4,0,Success,Single-factor authentication,192.0.2.7
2026-11-02T09:00:00Z,6d1f8a1e-0000-4000-8000-000000000002,"""><svg onload=alert(1)>",0a000000-0000-4000-8000-000000000002,&lt;b&gt; ${alert(1)} {{7*7}},x,IMAP4,0,Success,Single-factor authentication,192.0.2.8
CSV
"$entrasift" report "$room/nasty.csv" --config /dev/null -o "$room/nasty.html"

cp tests/browser/report.mjs "$room/report.mjs"
CHROMIUM="$chromium" node "$room/report.mjs" "$room/report.html" "$room/nasty.html"
