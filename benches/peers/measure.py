"""Measures entrasift against DuckDB, Polars and xan, and against the pass that only classifies. See ../README.md."""

import argparse
import importlib.metadata
import os
import pathlib
import subprocess
import sys

import duck
import export
import polar
import process
import targets

HERE = pathlib.Path(__file__).resolve().parent
THREADS = 2


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entrasift", required=True, help="the release build")
    parser.add_argument("--demo", required=True, help="the release build of entrasift-demo")
    parser.add_argument("--classify", required=True, help="the bench binary that only classifies")
    parser.add_argument("--classify-native", help="the same, built for this processor")
    parser.add_argument("--xan", help="the xan binary; left out where it is not given")
    parser.add_argument("--folder", required=True, help="where exports are kept, some 5 GB")
    parser.add_argument("--runs", type=int, default=5, help="runs of each way [5]")
    parser.add_argument("--rows", type=int, default=2_000_000, help="rows of the big export [2000000]")
    parser.add_argument("--form-runs", type=int, default=2, help="runs of each form of DuckDB and Polars [2]")
    parser.add_argument("--skip-variants", action="store_true", help="no CRLF, BOM, quoted, shuffled, copies")
    return parser.parse_args()


class Ways:
    """What can be run over an export."""

    def __init__(self, given):
        self.given = given
        self.forms = {}

    def duck_of(self, form, path):
        return [sys.executable, str(HERE / "duck.py"), form, path, str(THREADS)]

    def polar_of(self, form, path):
        return [sys.executable, str(HERE / "polar.py"), form, path]

    def xan_of(self, path):
        return [sys.executable, str(HERE / "xan.py"), self.given.xan, path, str(THREADS)]

    def entrasift(self, command, path, threads=THREADS):
        return [self.given.entrasift, command, path, "--format", "json", "--quiet", "--threads", str(threads)]

    def classification(self, path):
        binaries = {"classification only": self.given.classify, "classification only, native": self.given.classify_native}
        return {name: [binary, path, str(THREADS)] for name, binary in binaries.items() if binary}

    def choose_forms(self, path, runs):
        """The quickest form of each peer over an export."""
        for peer, forms, of in (("duck", duck.FORMS, self.duck_of), ("polar", polar.FORMS, self.polar_of)):
            found = process.interleaved({form: of(form, path) for form in forms}, runs)
            show(f"Forms of {peer}, {pathlib.Path(path).stem}", found)
            # By CPU time: on a busy machine walls are luck.
            self.forms[peer, path] = min(found, key=lambda form: process.least(found[form], "cpu"))
            print(f"\nkept: {self.forms[peer, path]}")

    def peers(self, path):
        duck_form = self.forms.get(("duck", path), "statement loose")
        polar_form = self.forms.get(("polar", path), "five lazy, categories")
        ways = {"duckdb": self.duck_of(duck_form, path), "polars": self.polar_of(polar_form, path)}
        if self.given.xan:
            ways["xan, five commands"] = self.xan_of(path)
        return ways

    def agree(self, path):
        """Ends here where the ways do not agree. Another process, so that this one stays small."""
        answers = []
        for name, words in self.peers(path).items():
            answers.append(str(pathlib.Path(self.given.folder) / f"answer_{name.split(',')[0]}.jsonl"))
            with open(answers[-1], "wb") as out:
                subprocess.run(words, stdout=out, check=True)
        subprocess.run([sys.executable, str(HERE / "agreement.py"), self.given.entrasift, path, *answers], check=True)


def show(title, runs, first=None):
    """A table; ratios are of median walls, against the first way or the one that is named."""
    base = process.median(runs[first or next(iter(runs))], "wall")
    print(f"\n### {title}\n\n| way | wall s, median | least | CPU s, median | least | peak MB | wall ratio |")
    print("|---|---|---|---|---|---|---|")
    for name, of in runs.items():
        walls = f"{process.median(of, 'wall'):.3f} | {process.least(of, 'wall'):.3f}"
        cpus = f"{process.median(of, 'cpu'):.3f} | {process.least(of, 'cpu'):.3f}"
        peak = process.median(of, "peak") / 1e6
        print(f"| {name} | {walls} | {cpus} | {peak:.0f} | {process.median(of, 'wall') / base:.2f} |", flush=True)


def machine():
    """The processor, the versions, and how busy the machine is."""
    with open("/proc/cpuinfo", encoding="utf-8") as facts:
        models = {line.split(":", 1)[1].strip() for line in facts if line.startswith("model name")}
    versions = [f"{name} {importlib.metadata.version(name)}" for name in ("duckdb", "polars")]
    python = ".".join(map(str, sys.version_info[:3]))
    load = " ".join(f"{load:.2f}" for load in os.getloadavg())
    cores = len(os.sched_getaffinity(0))
    return f"{', '.join(models)}, {cores} cores; {', '.join(versions)}, Python {python}; load {load}"


def version_of(binary):
    return subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout.strip()


def big(ways, path, given):
    """The big export: all ways, one thread and two."""
    found = {
        "analyze": ways.entrasift("analyze", path),
        "legacy": ways.entrasift("legacy", path),
        "analyze, 1 thread": ways.entrasift("analyze", path, 1),
        "legacy, 1 thread": ways.entrasift("legacy", path, 1),
        **ways.classification(path),
        **ways.peers(path),
    }
    return process.interleaved(found, given.runs)


def variants(ways, plain, given):
    """The 500,000-row export as it is, and otherwise written."""
    found = {"plain": ways.entrasift("analyze", plain)}
    for variant in ("crlf", "bom", "quoted", "shuffled", "copies"):
        path = export.make(given.demo, given.folder, 500_000, variant)
        export.warm(path)
        found[variant] = ways.entrasift("analyze", path)
    return process.interleaved(found, given.runs)


def main():
    given = arguments()
    pathlib.Path(given.folder).mkdir(parents=True, exist_ok=True)
    ways = Ways(given)
    sizes = {rows: export.make(given.demo, given.folder, rows) for rows in (100_000, 500_000, given.rows)}
    for path in sizes.values():
        export.warm(path)
    print(f"{machine()}; {version_of(given.entrasift)}{'; ' + version_of(given.xan) + ' (xan)' if given.xan else ''}")
    print(f"smallest peak that can be seen: {process.floor() / 1e6:.0f} MB")
    for rows in (100_000, given.rows) if given.form_runs else ():
        ways.choose_forms(sizes[rows], given.form_runs)
    ways.agree(sizes[100_000])
    ways.agree(sizes[given.rows])
    measured = targets.Measured(
        small=process.interleaved(
            {"analyze": ways.entrasift("analyze", sizes[100_000]), **ways.peers(sizes[100_000])}, 2 * given.runs
        ),
        middle=process.interleaved({"analyze": ways.entrasift("analyze", sizes[500_000])}, given.runs),
        big=big(ways, sizes[given.rows], given),
        tiny=process.interleaved({"analyze": ways.entrasift("analyze", export.first_rows(sizes[100_000], 10))}, 50),
        variants={} if given.skip_variants else variants(ways, sizes[500_000], given),
        further_rows=given.rows - 500_000,
    )
    show(f"{given.rows:,} rows", measured.big)
    show("100,000 rows", measured.small)
    show("500,000 rows", measured.middle)
    if measured.variants:
        show("500,000 rows, otherwise written (copies: one row in 20,000 twice)", measured.variants)
    show("10 rows", measured.tiny)
    targets.show(measured)
    print(f"\n{machine()}")


if __name__ == "__main__":
    main()
