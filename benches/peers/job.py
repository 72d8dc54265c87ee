"""The reference job: five questions that every way must answer alike.

legacy   user, client app      -> rows, successes   (neither modern nor empty, no break-glass account)
single   user, app             -> rows              (success, single-factor authentication)
mfa      user, code            -> rows              (codes of a failed challenge)
glass    user, time/app/code   -> 1                 (every row of a break-glass account)
hour     hour                  -> rows, successes
"""

import csv
import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
GLASS = ["svc-emergency-alpha@northwind.example", "svc-emergency-bravo@northwind.example"]
MODERN = ["Browser", "Mobile Apps and Desktop clients", ""]
SINGLE = "Single-factor authentication"
COLUMNS = {
    "time": "Date (UTC)",
    "user": "Username",
    "app": "Application",
    "client": "Client app",
    "status": "Status",
    "code": "Sign-in error code",
    "requirement": "Authentication requirement",
}


def failure_codes():
    """The codes of a failed MFA challenge, from the product's own table."""
    path = ROOT / "crates" / "core" / "catalogue" / "error_codes.tsv"
    with open(path, encoding="utf-8", newline="") as table:
        rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        wanted = ("mfa_challenge", "mfa_service")
        return [row["code"] for row in rows if row["category"] in wanted and row["status_class"] == "failure"]


def header(path):
    """The column names of an export."""
    with open(path, encoding="utf-8-sig", newline="") as export:
        return next(csv.reader(export))


def write(out, rows):
    """Writes an answer: one JSON array [question, a, b, rows, successes] a line, sorted."""
    for row in sorted([question, a or "", b or "", int(n), int(s or 0)] for question, a, b, n, s in rows):
        out.write(json.dumps(row) + "\n")
