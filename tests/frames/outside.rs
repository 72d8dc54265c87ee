//! `query` and `export` from outside: formats, errors, order, redaction, and that nothing but the tables can be read.

use std::fs::File;
use std::path::Path;

use entrasift_frame::polars::prelude::{DataFrame, DataType, IpcReader, ParquetReader, SerReader};

use crate::{folder, json, northwind, rows, run};

const INPUTS: [&str; 3] = ["--config", "entrasift.toml", "."];

/// The one line with which a query is refused.
#[track_caller]
fn refusal(sql: &str) -> String {
    let (code, out, err) = run(&northwind(), &[&["query", sql], &INPUTS[..]].concat(), "2");
    assert_eq!((code, out.as_slice()), (Some(2), &b""[..]), "{sql}: {err}");
    let last = err.trim_end().lines().next_back().unwrap_or_default().to_owned();
    assert!(last.starts_with("entrasift: ") && err.trim_end().lines().count() == 1, "{sql}: {err}");
    last
}

#[test]
fn an_unknown_name_is_answered_with_the_nearest() {
    for (sql, words) in [
        (
            "SELECT clientapp FROM signins",
            "there is no column `clientapp` in signins; the nearest is `client_app`",
        ),
        ("SELECT s.usr FROM signins s", "the nearest is `user`"),
        ("SELECT app FROM signins WHERE usr_agent LIKE 'x'", "the nearest is `user_agent`"),
        ("SELECT app FROM signins ORDER BY tme", "the nearest is `time`"),
        ("SELECT capabel FROM registrations", "in registrations; the nearest is `capable`"),
        (
            "SELECT app FROM signin",
            "there is no table `signin`; the tables are signins, steps, registrations, findings; the nearest is `signins`",
        ),
    ] {
        let found = refusal(sql);
        assert!(found.contains(words), "{sql}: {found}");
    }
}

#[test]
fn a_query_opens_no_file_and_changes_nothing() {
    let secret = folder("secret").join("secret.csv");
    std::fs::write(&secret, "word\nopensesame\n").expect("a file");
    let path = secret.display();
    for sql in [
        format!("SELECT * FROM read_csv('{path}')"),
        format!("SELECT * FROM read_parquet('{path}')"),
        format!("SELECT * FROM read_ipc('{path}')"),
        format!("SELECT * FROM read_json('{path}')"),
        format!("SELECT * FROM '{path}'"),
        format!("SELECT * FROM \"{path}\""),
        format!("SELECT app FROM signins WHERE app IN (SELECT word FROM read_csv('{path}'))"),
        format!("WITH t AS (SELECT * FROM read_csv('{path}')) SELECT * FROM t"),
        format!("COPY signins TO '{path}'"),
        "DROP TABLE signins".to_owned(),
        "TRUNCATE TABLE signins".to_owned(),
        "CREATE TABLE t AS SELECT 1".to_owned(),
        "DELETE FROM signins".to_owned(),
        "SHOW TABLES".to_owned(),
        "EXPLAIN SELECT 1".to_owned(),
    ] {
        let found = refusal(&sql);
        assert!(!found.contains("opensesame"), "{found}");
    }
    assert_eq!(std::fs::read_to_string(&secret).expect("it is there"), "word\nopensesame\n");
}

#[test]
fn hostile_sql_is_refused_in_one_line() {
    let deep = format!("SELECT {}1{} FROM signins", "(".repeat(3000), ")".repeat(3000));
    let long = format!("SELECT app FROM signins WHERE {}", vec!["code = 1"; 3000].join(" OR "));
    for sql in [
        "",
        ";",
        "SELECT",
        "SELECT FROM",
        "SELECT app FROM signins; SELECT 1",
        "SELECT app FROM signins; DROP TABLE signins",
        "SELECT app FROM signins WHERE",
        "SELECT app FROM signins GROUP BY",
        "SELECT 'open FROM signins",
        "SELECT \"open FROM signins",
        "SELECT app FROM signins WHERE app > 5",
        "SELECT sum(app) FROM signins WHERE time",
        "SELECT nosuchfunction(app) FROM signins",
        "SELECT CAST(app AS NOSUCHTYPE) FROM signins",
        "SELECT CAST(app AS BIGINT) FROM signins",
        "SELECT app FROM signins WHERE app ~ '('",
        "SELECT app, who FROM signins GROUP BY app",
        "SELECT app FROM signins LIMIT 'x'",
        "SELECT app FROM signins LIMIT -1",
        "SELECT substr(app, -99999999999999999999) FROM signins",
        "SELECT \u{202e}app\u{0} FROM signins",
        "WITH RECURSIVE t AS (SELECT 1 UNION ALL SELECT 2 FROM t) SELECT * FROM t",
        deep.as_str(),
    ] {
        let (code, _, err) = run_query(sql);
        assert!(matches!(code, Some(0 | 2)), "{sql:.80}: {code:?} {err}");
        assert!(!err.contains("mistake in entrasift"), "{sql:.80}: {err}");
        assert!(code == Some(0) || err.trim_end().lines().count() == 1, "{sql:.80}: {err}");
    }
    let (code, _, err) = run_query(&long);
    assert!(code == Some(2) && err.contains("write a list of values as IN (…)"), "{code:?} {err}");
    let many = format!("SELECT app FROM signins WHERE {}", vec!["code = 1"; 190].join(" OR "));
    assert_eq!(run_query(&many).0, Some(0));
}

fn run_query(sql: &str) -> (Option<i32>, Vec<u8>, String) {
    // NUL cannot be an argument; the shell would not pass it either.
    let sql = sql.replace('\0', " ");
    run(
        &northwind(),
        &[
            "query",
            &sql,
            "--config",
            "entrasift.toml",
            "registration",
            "InteractiveSignIns_2026-11-04_2026-11-26.csv",
        ],
        "2",
    )
}

#[test]
fn the_order_of_rows_hangs_on_nothing() {
    let sqls = [
        "SELECT path, row, time, status FROM signins",
        "SELECT client_app, count(*) AS n, min(code) AS code FROM signins GROUP BY client_app",
        "SELECT app, count(*) AS n FROM signins GROUP BY app ORDER BY n LIMIT 7",
        "SELECT DISTINCT country, class FROM signins",
        "SELECT s.row, t.method FROM signins s JOIN steps t ON s.request_id = t.request_id",
        "SELECT user FROM registrations UNION SELECT who AS user FROM signins",
    ];
    for sql in sqls {
        let query = ["--format", "csv", "query", sql, "--config", "entrasift.toml"];
        let files = [
            "InteractiveSignIns_2026-11-04_2026-11-26.csv",
            "NonInteractiveSignIns_2026-11-04_2026-11-26.csv",
            "InteractiveSignIns_AuthDetails_2026-11-04_2026-11-26.csv",
            "registration",
        ];
        let [a, b, c, d] = files;
        let once = run(&northwind(), &[&query[..], &[a, b, c, d]].concat(), "1");
        let again = run(&northwind(), &[&query[..], &[d, c, b, a]].concat(), "4");
        assert_eq!((once.0, &once.2), (Some(0), &String::new()), "{sql}");
        assert!(once.1.iter().filter(|byte| **byte == b'\n').count() > 2, "{sql}");
        assert!(once.1 == again.1, "{sql}");
    }
}

fn read(path: &Path) -> DataFrame {
    let file = File::open(path).expect("a file");
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("parquet") => ParquetReader::new(file).finish().expect("Parquet"),
        _ => IpcReader::new(file).finish().expect("Arrow IPC"),
    }
}

#[test]
fn a_table_is_exported_in_every_form() {
    let folder = folder("export");
    let out = |name: &str| folder.join(name).to_string_lossy().into_owned();
    for table in ["signins", "steps", "registrations", "findings"] {
        let count =
            rows(&northwind(), &format!("SELECT count(*) AS n FROM {table}"), &INPUTS)[0]["n"].clone();
        let count = usize::try_from(count.as_u64().expect("a number")).expect("it fits");
        assert!(count > 5, "{table}");
        let mut frames = Vec::new();
        for name in ["a.parquet", "a.arrow", "a.csv", "a.jsonl"] {
            let path = out(&format!("{table}-{name}"));
            let (code, shown, err) =
                run(&northwind(), &[&["export", "--table", table, "-o", &path], &INPUTS[..]].concat(), "2");
            assert_eq!((code, shown.as_slice()), (Some(0), &b""[..]), "{path}: {err}");
            assert!(
                err.starts_with(&format!("entrasift: wrote {path} (")) && err.lines().count() == 1,
                "{err}"
            );
            match name {
                "a.csv" => {
                    let mut reader = csv::Reader::from_path(&path).expect("CSV");
                    assert_eq!(reader.records().filter_map(Result::ok).count(), count, "{path}");
                }
                "a.jsonl" => {
                    let text = std::fs::read_to_string(&path).expect("a file");
                    let objects =
                        text.lines().filter(|line| serde_json::from_str::<serde_json::Value>(line).is_ok());
                    assert_eq!(objects.count(), count, "{path}");
                }
                _ => frames.push(read(Path::new(&path))),
            }
        }
        let schema = entrasift_frame::schema::table(table).expect("a table");
        let names: Vec<&str> = schema.columns.iter().map(|column| column.name).collect();
        for frame in &frames {
            assert_eq!((frame.height(), frame.get_column_names_str()), (count, names.clone()), "{table}");
            for column in &schema.columns {
                let kind = frame.column(column.name).expect("a column").dtype().clone();
                let text = column.kind.dtype().is_categorical() && kind == DataType::String;
                assert!(kind == column.kind.dtype() || text, "{table}.{}: {kind}", column.name);
            }
        }
    }
}

#[test]
fn rows_of_a_query_go_to_files_too_and_existing_ones_stay() {
    let folder = folder("query");
    let path = folder.join("legacy.parquet").to_string_lossy().into_owned();
    let sql = "SELECT who, count(*) AS signins FROM signins WHERE legacy GROUP BY who";
    let query =
        |more: &[&str]| run(&northwind(), &[&["query", sql, "-o", &path], more, &INPUTS[..]].concat(), "2");
    assert_eq!(query(&[]).0, Some(0));
    let frame = read(Path::new(&path));
    assert_eq!(frame.height(), rows(&northwind(), sql, &INPUTS).len());
    let (code, _, err) = query(&[]);
    assert!(code == Some(2) && err.contains("it exists; --force"), "{err}");
    assert_eq!(query(&["--force"]).0, Some(0));
    let (code, _, err) = run(&northwind(), &["gaps", "--format", "parquet", "."], "2");
    assert!(code == Some(2) && err.contains("only query and export have"), "{err}");
    let (code, _, err) = run(&northwind(), &["export", "--format", "json", "."], "2");
    assert!(code == Some(2) && err.contains("parquet, ipc, csv or ndjson"), "{err}");
}

#[test]
fn nothing_is_left_of_names_when_redacted() {
    let folder = folder("redacted");
    for name in ["a.parquet", "a.arrow", "a.csv", "a.jsonl"] {
        let path = folder.join(name).to_string_lossy().into_owned();
        let arguments = ["export", "--redact-key", "k", "-o", &path, "--config", "entrasift.toml", "."];
        let (code, _, err) = run(&northwind(), &arguments, "2");
        assert_eq!(code, Some(0), "{err}");
        if name == "a.csv" || name == "a.jsonl" {
            let text = std::fs::read_to_string(&path).expect("a file");
            assert!(!text.contains("northwind.example") && text.contains("user-"), "{name}");
            assert!(text.contains("success") && text.contains("IMAP4"), "{name}");
        } else {
            let frame = read(Path::new(&path));
            let users = frame.column("user").expect("a column").str().expect("text").clone();
            let all = users.iter().flatten().count();
            assert!(all > 100 && users.iter().flatten().all(|user| user.starts_with("user-")), "{name}");
        }
    }
    let sql = "SELECT who, user AS renamed, class, count(*) AS n FROM signins WHERE class = 'gap' GROUP BY who, user, class";
    let plain = rows(&northwind(), sql, &INPUTS);
    let hidden = rows(&northwind(), sql, &[&["--redact-key", "k"], &INPUTS[..]].concat());
    assert_eq!(plain.len(), hidden.len());
    for (plain, hidden) in plain.iter().zip(&hidden) {
        assert_eq!((&plain["n"], &plain["class"]), (&hidden["n"], &hidden["class"]));
        assert!(!hidden.to_string().contains("northwind.example"), "{hidden}");
    }
}

#[test]
fn the_schema_is_shown_without_any_file() {
    let answer = json(&northwind(), &["query", "--schema"]);
    let columns = answer["columns"].as_array().expect("a list");
    let of = |table: &str| columns.iter().filter(|column| column["table"] == table).count();
    assert!(of("signins") > 60 && of("steps") > 10 && of("registrations") > 10 && of("findings") > 5);
}
