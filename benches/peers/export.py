"""Exports to measure with: written by entrasift-demo, each sign-in kept once, in some variants.

`export.py DEMO FOLDER ROWS VARIANT` writes one: a process of its own, since it holds every request id, and a child's peak memory
is never less than its parent's.
"""

import pathlib
import random
import re
import subprocess
import sys

#: The first two cells of a record; a line that does not begin so continues the record before it.
RECORD = re.compile(rb'"?\d{4}-\d\d-\d\dT[\d:]{8}Z"?,"?([0-9a-f-]{36})"?,')

#: One record in so many stands twice in the variant `copies`.
COPIED = 20_000

#: Options of entrasift-demo for each variant; shuffled ones are shuffled here.
VARIANTS = {"plain": [], "crlf": ["--crlf"], "bom": ["--bom"], "quoted": ["--quoted"], "shuffled": [], "copies": []}


def records(lines):
    """Whole records, with what their request id is."""
    record, request = [], None
    for line in lines:
        begin = RECORD.match(line)
        if begin and record:
            yield request, b"".join(record)
            record = []
        if begin:
            request = begin.group(1)
        record.append(line)
    if record:
        yield request, b"".join(record)


def path_of(folder, rows, variant):
    return pathlib.Path(folder) / f"InteractiveSignIns_{rows}_{variant}.csv"


def make(demo, folder, rows, variant="plain"):
    """The path of an export; written if it is not there."""
    path = path_of(folder, rows, variant)
    if not path.exists():
        subprocess.run([sys.executable, __file__, demo, folder, str(rows), variant], check=True)
    return str(path)


def tell(path, demo, rows, variant):
    """Has the story told, and writes it down."""
    begun = path.with_suffix(".part")
    words = [demo, "--single", "-", "--rows", str(rows), *VARIANTS[variant]]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as writer:
        with open(begun, "wb", 1 << 20) as out:
            write(out, writer.stdout, variant)
    if writer.returncode:
        raise SystemExit(f"{demo} ended with {writer.returncode}")
    begun.rename(path)


def write(out, lines, variant):
    out.write(next(lines))
    known = set()
    whole = records(lines)
    if variant == "shuffled":
        whole = list(whole)
        random.Random(20261123).shuffle(whole)
    for request, record in whole:
        if request in known:
            continue
        known.add(request)
        out.write(record)
        if variant == "copies" and len(known) % COPIED == 0:
            out.write(record)


def first_rows(path, rows):
    """A small file with the first rows of an export."""
    small = pathlib.Path(path).with_name(f"InteractiveSignIns_{rows}_first.csv")
    with open(path, "rb") as export:
        lines = [next(export) for _ in range(rows + 1)]
    small.write_bytes(b"".join(lines))
    return str(small)


def warm(path):
    """Reads a file once, so that it stands in the page cache."""
    with open(path, "rb", 0) as export:
        while export.read(1 << 22):
            pass


if __name__ == "__main__":
    DEMO, FOLDER, ROWS, VARIANT = sys.argv[1:]
    tell(path_of(FOLDER, ROWS, VARIANT), DEMO, ROWS, VARIANT)
