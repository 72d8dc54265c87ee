"""One run of one program: wall time, CPU time, peak memory."""

import dataclasses
import os
import pathlib
import statistics
import subprocess
import sys


@dataclasses.dataclass
class Run:
    """Seconds and bytes of one process and its children."""

    wall: float
    cpu: float
    peak: int


#: One small process that starts all others; its environment tells Polars how many threads it has.
STARTER = subprocess.Popen(
    [sys.executable, "-I", "-S", str(pathlib.Path(__file__).with_name("starter.py"))],
    env=dict(os.environ, POLARS_MAX_THREADS="2"),
    stdin=subprocess.PIPE,
    stdout=subprocess.PIPE,
    text=True,
)


def run(words):
    """Runs a program, its output thrown away. Memory has a floor: what the starter itself holds (see `floor`)."""
    print("\0".join(words), file=STARTER.stdin, flush=True)
    wall, cpu, peak, code = STARTER.stdout.readline().split()
    if code != "0":
        raise SystemExit(f"exit code {code}: {' '.join(words)}")
    return Run(float(wall), float(cpu), int(peak) * 1024)


def floor():
    """The smallest peak that can be seen: a child begins with the memory of who starts it."""
    return run(["true"]).peak


def interleaved(ways, times):
    """Runs A, B, C, A, B, C, …; the runs of each by its name."""
    runs = {name: [] for name in ways}
    for _ in range(times):
        for name, words in ways.items():
            runs[name].append(run(words))
    return runs


def median(runs, what):
    """The median of `wall`, `cpu` or `peak`."""
    return statistics.median(getattr(one, what) for one in runs)


def least(runs, what):
    """The smallest."""
    return min(getattr(one, what) for one in runs)
