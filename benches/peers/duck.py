"""The reference job in DuckDB, in several forms: `duck.py FORM FILE THREADS` prints the answer."""

import sys

import job


def words(values):
    return "(" + ", ".join("'" + value.replace("'", "''") + "'" for value in values) + ")"


def source(path, sniff, strict):
    """`read_csv`, and under which name each column comes."""
    names = [name.strip() for name in job.header(path)]
    loose = "" if strict else ", strict_mode = false"
    if sniff:
        places = {short: f'"{name}"' for short, name in job.COLUMNS.items()}
        return f"read_csv('{path}', all_varchar = true, header = true{loose})", places
    columns = ", ".join(f"c{number}: 'VARCHAR'" for number in range(len(names)))
    places = {short: f"c{names.index(name)}" for short, name in job.COLUMNS.items()}
    options = "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"'"
    return f"read_csv('{path}', columns = {{{columns}}}, {options}{loose})", places


def rows(path, sniff, strict):
    """The columns that the job needs. Names are lowered, as the product does."""
    read, at = source(path, sniff, strict)
    columns = ", ".join(f"{at[short]} AS {short}" for short in job.COLUMNS if short != "user")
    return f"SELECT {columns}, lower({at['user']}) AS user, substr({at['time']}, 1, 13) AS hour FROM {read}"


LEGACY = f"client NOT IN {words(job.MODERN)} AND client IS NOT NULL AND user NOT IN {words(job.GLASS)}"
SINGLE = f"code = '0' AND requirement = '{job.SINGLE}'"
MFA = f"code IN {words(job.failure_codes())}"
GLASS = f"user IN {words(job.GLASS)}"
EVENT = "time || ' ' || app || ' ' || code"
COUNTS = "count(*) AS n, count(*) FILTER (code = '0') AS s"
QUESTIONS = [
    f"SELECT 'legacy' AS q, user AS a, client AS b, {COUNTS} FROM t WHERE {LEGACY} GROUP BY ALL",
    f"SELECT 'single' AS q, user AS a, app AS b, count(*) AS n, 0 AS s FROM t WHERE {SINGLE} GROUP BY ALL",
    f"SELECT 'mfa' AS q, user AS a, code AS b, count(*) AS n, 0 AS s FROM t WHERE {MFA} GROUP BY ALL",
    f"SELECT 'glass' AS q, user AS a, {EVENT} AS b, 1 AS n, 0 AS s FROM t WHERE {GLASS}",
    f"SELECT 'hour' AS q, hour AS a, '' AS b, {COUNTS} FROM t GROUP BY ALL",
]


def table(read):
    """A table of the needed columns, then five statements."""
    return [f"CREATE TEMP TABLE t AS {read}", *QUESTIONS]


def statement(read):
    """One statement: the needed columns kept once, five questions over them."""
    return [f"WITH t AS MATERIALIZED ({read})\n" + "\nUNION ALL\n".join(QUESTIONS)]


def unnest(read):
    """One pass, one aggregation: each row says to which questions it belongs."""
    belongs = [
        "{q: 'hour', a: hour, b: ''}",
        f"CASE WHEN {LEGACY} THEN {{q: 'legacy', a: user, b: client}} END",
        f"CASE WHEN {SINGLE} THEN {{q: 'single', a: user, b: app}} END",
        f"CASE WHEN {MFA} THEN {{q: 'mfa', a: user, b: code}} END",
        f"CASE WHEN {GLASS} THEN {{q: 'glass', a: user, b: {EVENT}}} END",
    ]
    each = f"SELECT unnest([{', '.join(belongs)}]) AS x, code = '0' AS success FROM ({read})"
    counts = "count(*) AS n, CASE WHEN x.q IN ('hour', 'legacy') THEN count(*) FILTER (success) ELSE 0 END AS s"
    return [f"SELECT x.q, x.a, x.b, {counts} FROM ({each}) WHERE x IS NOT NULL GROUP BY x.q, x.a, x.b"]


FORMS = {
    f"{shape.__name__}{' sniffed' if sniff else ''}{'' if strict else ' loose'}": (shape, sniff, strict)
    for shape in (table, statement, unnest)
    for sniff in (False, True)
    for strict in (True, False)
}


def answer(form, path, threads):
    """The rows of the five questions."""
    import duckdb

    shape, sniff, strict = FORMS[form]
    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}; SET preserve_insertion_order = false")
    for statement in shape(rows(path, sniff, strict)):
        yield from connection.execute(statement).fetchall()


if __name__ == "__main__":
    found = [row for row in answer(sys.argv[1], sys.argv[2], int(sys.argv[3])) if len(row) == 5]
    job.write(sys.stdout, found)
