#!/bin/sh
# Opens the HTML report in headless Chromium: sorts, filters, opens evidence; wants no console message and no request.
# Needs Chromium, Node and npm; root of a Debian gets them installed. With --if-possible, no browser and no registry is no failure: it says
# that nothing was tested. Not part of `cargo test`.
set -eu
cd "$(dirname "$0")/../.."

lacks() {
    echo "the browser test needs $1" >&2
    if [ "${IF_POSSIBLE:-}" ]; then echo "NOT TESTED: the report in a browser" >&2; exit 0; fi
    exit 1
}
case "${1:-}" in --if-possible) IF_POSSIBLE=yes ;; esac

chromium=${CHROMIUM:-$(command -v chromium || true)}
if [ -z "$chromium" ] || ! command -v npm >/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium nodejs npm; } >/dev/null 2>&1 \
            || lacks "chromium, nodejs and npm, which could not be installed"
    fi
    chromium=${CHROMIUM:-$(command -v chromium || true)}
    [ "$chromium" ] && command -v npm >/dev/null || lacks "chromium, nodejs and npm"
fi

room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
npm install --silent --no-audit --no-fund --fetch-retries 1 --prefix "$room" playwright-core@1 >/dev/null 2>&1 \
    || lacks "playwright-core, which npm could not install"
cargo build --quiet
entrasift=${CARGO_TARGET_DIR:-target}/debug/entrasift

# One ordinary report, and one of names that an attacker chose.
"$entrasift" report testdata/northwind --config testdata/northwind/entrasift.toml -o "$room/report.html"
cat > "$room/nasty.csv" <<'CSV'
Date (UTC),Request ID,Username,User ID,Application,User agent,Client app,Sign-in error code,Status,Authentication requirement,IP address
2026-11-02T08:00:00Z,6d1f8a1e-0000-4000-8000-000000000001,<script>alert(1)</script>,0a000000-0000-4000-8000-000000000001,</script><img src=x onerror=alert(1)>,x,IMAP4,0,Success,Single-factor authentication,192.0.2.7
2026-11-02T09:00:00Z,6d1f8a1e-0000-4000-8000-000000000002,"""><svg onload=alert(1)>",0a000000-0000-4000-8000-000000000002,&lt;b&gt; ${alert(1)} {{7*7}},x,IMAP4,0,Success,Single-factor authentication,192.0.2.8
CSV
long=$(printf '%10000s' '' | tr ' ' w)
echo "2026-11-02T10:00:00Z,6d1f8a1e-0000-4000-8000-000000000003,$long,0a000000-0000-4000-8000-000000000003,$long,x,IMAP4,0,Success,Single-factor authentication,192.0.2.9" >> "$room/nasty.csv"
"$entrasift" report "$room/nasty.csv" --config /dev/null -o "$room/nasty.html"

# A list of 50,000 rows.
awk 'BEGIN {
    print "Date (UTC),Request ID,Username,User ID,Application,Client app,Sign-in error code,Status,Authentication requirement,IP address"
    for (i = 0; i < 50000; i++)
        printf "2026-11-%02dT%02d:%02d:00Z,6d1f8a1e-0000-4000-8000-%012x,user%d@northwind.example,0a000000-0000-4000-8000-%012x,App %d,Browser,0,Success,Single-factor authentication,192.0.2.%d\n", 2 + i % 20, i % 24, i % 60, i, i, i, i % 40, i % 250
}' > "$room/large.csv"
"$entrasift" gaps "$room/large.csv" --config /dev/null -o "$room/large.html"

cp tests/browser/report.mjs "$room/report.mjs"
CHROMIUM="$chromium" node "$room/report.mjs" "$room/report.html" "$room/nasty.html" "$room/large.html"
