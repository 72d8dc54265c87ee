"""The reference job in Polars, in several forms: `polar.py FORM FILE` prints the answer."""

import sys

import job

#: Shape of the plan, and whether repeating text is read as categories.
FORMS = {
    "five lazy": ("all", False),
    "five lazy, categories": ("all", True),
    "table": ("table", False),
    "table, categories": ("table", True),
}


def scan(path, categories):
    """The columns that the job needs."""
    import polars as pl

    names = job.header(path)
    unique = [name if names.index(name) == place else f"{name}_duplicated_0" for place, name in enumerate(names)]
    repeating = [name for short, name in job.COLUMNS.items() if short not in ("time", "user")] if categories else []
    schema = {name: pl.Categorical if name in repeating else pl.String for name in unique}
    columns = {short: pl.col(name) for short, name in job.COLUMNS.items()}
    columns["user"] = columns["user"].str.to_lowercase()
    return pl.scan_csv(path, schema=schema).select(**columns)


def questions(rows):
    """The five questions, as lazy frames."""
    import polars as pl

    col = pl.col
    success = (col("code") == "0").sum().alias("s")
    # An empty cell is read as null, which is in no list.
    legacy = col("client").is_not_null() & ~col("client").is_in(job.MODERN) & ~col("user").is_in(job.GLASS)
    single = (col("code") == "0") & (col("requirement") == job.SINGLE)
    return [
        rows.filter(legacy).group_by("user", "client").agg(pl.len().alias("n"), success),
        rows.filter(single).group_by("user", "app").agg(pl.len().alias("n")),
        rows.filter(col("code").is_in(job.failure_codes())).group_by("user", "code").agg(pl.len().alias("n")),
        rows.filter(col("user").is_in(job.GLASS)).select("user", "time", "app", "code"),
        rows.group_by(col("time").str.slice(0, 13).alias("hour")).agg(pl.len().alias("n"), success),
    ]


def answer(form, path):
    """The frames of the five questions."""
    import polars as pl

    shape, categories = FORMS[form]
    rows = scan(path, categories)
    if shape == "table":
        rows = rows.collect(engine="streaming").lazy()
    return pl.collect_all(questions(rows), engine="streaming")


def rows_of(frames):
    """The answer in the form that all ways share."""
    legacy, single, mfa, glass, hour = (frame.rows() for frame in frames)
    yield from (("legacy", user, client, n, s) for user, client, n, s in legacy)
    yield from (("single", user, app, n, 0) for user, app, n in single)
    yield from (("mfa", user, code, n, 0) for user, code, n in mfa)
    yield from (("glass", user, f"{time} {app} {code}", 1, 0) for user, time, app, code in glass)
    yield from (("hour", hour, "", n, s) for hour, n, s in hour)


if __name__ == "__main__":
    job.write(sys.stdout, rows_of(answer(sys.argv[1], sys.argv[2])))
