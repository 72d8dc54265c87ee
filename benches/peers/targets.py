"""The targets of the speed issue, and whether they are met."""

import dataclasses

import process


@dataclasses.dataclass
class Measured:
    """All runs, by export and way."""

    small: dict
    middle: dict
    big: dict
    tiny: dict
    variants: dict
    further_rows: int


def lines(measured, of):
    """What, measured, must, aim, unit; less is better. `of` makes one number of several runs."""

    def ratio(runs, way, other, what="wall"):
        return of(runs[way], what) / of(runs[other], what)

    big = measured.big
    for command, must, aim in (
        ("analyze", {"duckdb": 4, "polars": 3}, {"duckdb": 6, "polars": 5}),
        ("legacy", {"duckdb": 6, "polars": 5}, {"duckdb": 8, "polars": 6}),
    ):
        for peer in must:
            yield f"{command} against {peer}, wall", ratio(big, command, peer), 1 / must[peer], 1 / aim[peer], ""
            yield f"{command} against {peer}, CPU", ratio(big, command, peer, "cpu"), 1 / must[peer], 1 / aim[peer], ""
    for command, must, aim in (("analyze", 5, 3), ("legacy", 3.5, 2.5)):
        for limit in (name for name in big if name.startswith("classification")):
            yield f"{command} against {limit}", ratio(big, command, limit), must, aim, "×"
    for name, runs, must, aim in (("500,000 rows", measured.middle, 64, 48), ("the big export", big, 96, 64)):
        yield f"peak memory, {name}", of(runs["analyze"], "peak") / 1e6, must, aim, "MB"
    further = of(big["analyze"], "peak") - of(measured.middle["analyze"], "peak")
    yield "memory per further row", further / measured.further_rows, 16, 8, "B"
    for command in ("analyze", "legacy"):
        yield f"{command}, two threads against one", ratio(big, command, f"{command}, 1 thread"), 1 / 1.7, 1 / 1.9, ""
    for name in (name for name in measured.variants if name in ("crlf", "bom", "shuffled")):
        yield f"{name} against plain, CPU", ratio(measured.variants, name, "plain", "cpu"), 1.05, 1.02, "×"
    yield "100,000 rows: analyze against duckdb, wall", ratio(measured.small, "analyze", "duckdb"), 1 / 8, 1 / 8, ""
    yield "10 rows, CPU", of(measured.tiny["analyze"], "cpu") * 1e3, 5, 5, "ms"


def fraction(number, unit):
    return f"1/{1 / number:.1f}" if not unit and number < 1 else f"{number:.2f} {unit}".rstrip()


def show(measured):
    """A table. Medians decide; the least of all runs stands beside them, since it suffers least from a busy machine."""
    print("\n### Targets\n\n| what | medians | least | must | aim | |\n|---|---|---|---|---|---|")
    for (what, value, must, aim, unit), (_, least, *_) in zip(lines(measured, process.median), lines(measured, process.least)):
        word = "aim met" if value <= aim else "must met" if value <= must else "**missed**"
        shown = " | ".join(fraction(number, unit) for number in (value, least, must, aim))
        print(f"| {what} | {shown} | {word} |")
