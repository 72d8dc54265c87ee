"""The reference job with xan: five commands, one for each question. `xan.py XAN FILE THREADS` prints the answer."""

import csv
import subprocess
import sys

import job

COL = {short: f'col("{name}")' for short, name in job.COLUMNS.items()}
USER = f"lower({COL['user']})"


def among(what, values):
    return " || ".join(f'{what} eq "{value}"' for value in values)


def questions():
    """Question, filter, what a row is grouped by, and whether successes are counted."""
    modern = among(COL["client"], job.MODERN)
    glass = among(USER, job.GLASS)
    success = f'{COL["status"]} eq "Success"'
    event = f'concat({COL["time"]}, " ", {COL["app"]}, " ", {COL["code"]})'
    single = f'{success} && {COL["requirement"]} eq "{job.SINGLE}"'
    yield "legacy", f"!({modern}) && !({glass})", USER, COL["client"]
    yield "single", single, USER, COL["app"]
    yield "mfa", among(COL["code"], job.failure_codes()), USER, COL["code"]
    yield "glass", glass, USER, event
    yield "hour", None, f"{COL['time']}[:13]", '""'


def rows(xan, path, threads):
    """The rows of the five answers."""
    for question, condition, a, b in questions():
        keys = f"{a} as a, {b} as b, if({COL['status']} eq \"Success\", 1, 0) as ok"
        before = f"filter '{condition}' | " if condition else ""
        words = [xan, "parallel", "groupby", "-t", str(threads), "-P", f"{before}select -e '{keys}'"]
        words += ["a,b", "count() as n, sum(ok) as s", path]
        found = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        for row in csv.DictReader(found.splitlines()):
            counted = question in ("legacy", "hour")
            yield question, row["a"], row["b"], row["n"], row["s"] if counted else 0


if __name__ == "__main__":
    job.write(sys.stdout, rows(sys.argv[1], sys.argv[2], int(sys.argv[3])))
