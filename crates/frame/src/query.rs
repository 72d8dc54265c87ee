//! `query`: SQL over the tables of one request.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use entrasift_rollout::answer::{
    Answer, Column as AnswerColumn, Holds, Outcome, Reading, Section, Show, Step, Table as AnswerTable,
};
use entrasift_rollout::reading::request::Request;
use polars::prelude::*;
use polars::sql::SQLContext;

use crate::answer::table_of;
use crate::error::FrameError;
use crate::frames::Frames;
use crate::plan::in_order;
use crate::schema::{self, Table};
use crate::unknown_name::{no_column, no_table};

/// What a query gave.
pub struct Queried {
    /// What was read for it.
    pub reading: Reading,
    /// Its rows.
    pub frame: DataFrame,
}

/// Runs a query. It sees the four tables and nothing else: no file, no network, no setting.
///
/// Only the tables and columns that it names are made. Rows without an order of their own come in that of the table.
///
/// # Errors
/// Where the files cannot be read, or the query is none: in words, with the nearest name where one is unknown.
pub fn run(request: &Request, sql: &str) -> Result<Queried, FrameError> {
    let names = NamesInQuery::parse(sql);
    names.refuse_other_statements()?;
    names.refuse_depth()?;
    let frames = Frames::read(request, "query")?;
    let mut context = SQLContext::new();
    let tables: Vec<&Table> = schema::tables().iter().filter(|table| names.has(table.name)).collect();
    for table in &tables {
        let columns = names.columns(table);
        let frame = frames.collect(table.name, columns.as_deref())?;
        context.register(table.name, as_text(frame));
    }
    let frame = guarded(|| {
        let plan = in_order(context.execute(&names.sql)?.logical_plan)?;
        Ok(LazyFrame::from(plan).collect()?)
    });
    let frame = frame.map_err(|error| explained(error, &tables))?;
    Ok(Queried { reading: frames.reading(), frame })
}

/// In SQL a word is text, so that `LIKE`, `UPPER` and the rest work on it.
fn as_text(frame: DataFrame) -> LazyFrame {
    let words = frame.get_columns().iter().filter(|column| column.dtype().is_categorical());
    let words: Vec<Expr> = words.map(|column| col(column.name().clone()).cast(DataType::String)).collect();
    if words.is_empty() { frame.lazy() } else { frame.lazy().with_columns(words) }
}

/// The name of the thread in which a query runs. What panics there is told as an error.
pub const THREAD: &str = "query";

/// Nested queries take much stack, and most of it is never touched.
const STACK_BYTES: usize = 256 << 20;

/// Polars panics at some queries; that is an error like another.
fn guarded<T: Send>(run: impl FnOnce() -> Result<T, FrameError> + Send) -> Result<T, FrameError> {
    let caught = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name(THREAD.to_owned()).stack_size(STACK_BYTES);
        let thread = thread.spawn_scoped(scope, || catch_unwind(AssertUnwindSafe(run)))?;
        Ok::<_, std::io::Error>(thread.join().and_then(|result| result))
    });
    caught?.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason is given");
        Err(FrameError::Query(format!("Polars gave up on this query: {}", first_line(text))))
    })
}

/// The answer of a query.
///
/// # Errors
/// As [`table_of`].
pub fn answer(queried: Queried) -> Result<Answer, FrameError> {
    let table = table_of(&queried.frame)?;
    let rows = entrasift_rollout::answer::wording::count_of(table.rows.len() as u64, "row", "rows");
    let sections = vec![Section::table("rows", "The rows of the query", table)];
    let lead = vec![format!("{rows}.")];
    let reading = Some(queried.reading);
    Ok(Answer {
        command: "query",
        reading,
        lead,
        sections,
        next: Vec::new(),
        gravest: None,
        outcome: Outcome::Done,
    })
}

/// The tables and columns that a query can name.
pub fn schema_answer() -> Answer {
    let columns = vec![
        AnswerColumn::new("table", "Table", Show::Always, Holds::Words),
        AnswerColumn::new("column", "Column", Show::Always, Holds::Words),
        AnswerColumn::new("type", "Type", Show::Always, Holds::Words),
        AnswerColumn::new("holds", "Holds", Show::Always, Holds::Words),
    ];
    let rows = schema::tables().iter().flat_map(|table| {
        table.columns.iter().map(|column| {
            vec![table.name.into(), column.name.into(), column.kind.words().into(), column.sentence.into()]
        })
    });
    let lead = schema::tables().iter().map(|table| format!("{}: {}", table.name, table.sentence)).collect();
    let table = AnswerTable::new(columns, rows.collect::<Vec<_>>());
    let sections = vec![Section::table("columns", "Tables and columns", table)];
    let next = vec![Step::run(
        "query \"SELECT who, count(*) AS signins FROM signins WHERE legacy GROUP BY who\"",
        "",
    )];
    Answer { command: "query", reading: None, lead, sections, next, gravest: None, outcome: Outcome::Done }
}

/// What a query names.
#[derive(Debug, Default)]
struct NamesInQuery {
    /// The query, with the word `user` in quotes: the parser would take it for a function.
    sql: String,
    /// Every word outside quotes and comments, and every quoted name; as it stands.
    words: Vec<String>,
    /// It asks for columns without naming them.
    all: bool,
    /// How deep it can be at most, if each operator stands within the one before.
    operators: usize,
}

impl NamesInQuery {
    fn parse(sql: &str) -> NamesInQuery {
        let mut names = NamesInQuery::default();
        let mut rest = sql;
        while let Some(first) = rest.chars().next() {
            let mut is_user = false;
            let length = match first {
                '\'' => quoted(rest, '\''),
                '"' | '`' => {
                    let length = quoted(rest, first);
                    let name = rest[..length].trim_matches(first).to_owned();
                    // A name such as "^.*_id$" is a pattern of names.
                    names.all |= name.starts_with('^');
                    names.words.push(name);
                    length
                }
                '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
                '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
                '*' => {
                    names.all |= !is_counted(sql, sql.len() - rest.len());
                    names.operators += 1;
                    1
                }
                c if is_of_word(c) => {
                    let length = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
                    names.words.push(rest[..length].to_owned());
                    is_user = &rest[..length] == "user" && !rest[length..].trim_start().starts_with('(');
                    length
                }
                c => {
                    names.operators += usize::from("+-*/%|&^=<>!~:[".contains(c));
                    c.len_utf8()
                }
            };
            names.sql.push_str(if is_user { "\"user\"" } else { &rest[..length] });
            rest = &rest[length..];
        }
        let count = |word: &str| names.words.iter().filter(|one| one.eq_ignore_ascii_case(word)).count();
        let deepening =
            names.words.iter().filter(|word| DEEPENING.contains(&word.to_ascii_lowercase().as_str()));
        names.operators += deepening.count();
        // `FROM t` alone, `TABLE t`, NATURAL joins and COLUMNS(…) mean columns that they do not name.
        let silent = ["table", "natural", "columns"].iter().any(|word| count(word) > 0);
        names.all |= silent || count("from") > count("select");
        names
    }

    /// A query runs in threads of Polars, whose stack nobody can choose: one that is too deep would end the program.
    fn refuse_depth(&self) -> Result<(), FrameError> {
        if self.operators <= MOST_OPERATORS {
            return Ok(());
        }
        let (found, most) = (self.operators, MOST_OPERATORS);
        Err(FrameError::Query(format!(
            "the query holds {found} operators, at most {most} can be run: write a list of values as IN (…)"
        )))
    }

    fn refuse_other_statements(&self) -> Result<(), FrameError> {
        match self.words.first() {
            Some(first) if ["select", "with"].contains(&first.to_ascii_lowercase().as_str()) => Ok(()),
            _ => Err(FrameError::Query("a query starts with SELECT or WITH".to_owned())),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.words.iter().any(|word| word == name)
    }

    /// The columns of a table that may be meant; `None` for all of them. A table without columns would have no rows to count.
    fn columns(&self, table: &'static Table) -> Option<Vec<&'static str>> {
        if self.all {
            return None;
        }
        let words: BTreeSet<&str> = self.words.iter().map(String::as_str).collect();
        let named = table.columns.iter().map(|column| column.name).filter(|name| words.contains(name));
        let mut named: Vec<&'static str> = named.collect();
        if named.is_empty() {
            named.extend(table.columns.first().map(|column| column.name));
        }
        Some(named)
    }
}

/// More operators than any hand writes, and fewer than a stack bears.
const MOST_OPERATORS: usize = 400;

/// Words that can make an expression or a plan one deeper.
const DEEPENING: &[&str] = &[
    "and",
    "between",
    "case",
    "cast",
    "collate",
    "except",
    "ilike",
    "in",
    "intersect",
    "is",
    "join",
    "like",
    "not",
    "or",
    "regexp",
    "rlike",
    "select",
    "union",
    "when",
    "xor",
];

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of a quoted text with its quotes; a doubled quote stands for itself.
fn quoted(text: &str, quote: char) -> usize {
    let mut from = 1;
    while let Some(at) = text[from..].find(quote) {
        let end = from + at + 1;
        if !text[end..].starts_with(quote) {
            return end;
        }
        from = end + 1;
    }
    text.len()
}

/// The star at this place is that of `count(*)`.
fn is_counted(sql: &str, at: usize) -> bool {
    sql[..at].trim_end().ends_with('(') && sql[at + 1..].trim_start().starts_with(')')
}

/// What Polars says, in words of ours where it is a name that does not exist.
fn explained(error: FrameError, tables: &[&Table]) -> FrameError {
    let FrameError::Polars(error) = error else { return error };
    let text = error.to_string();
    let words = match &error {
        PolarsError::ColumnNotFound(_) => no_column(name_in(&text).unwrap_or_default(), tables),
        _ if text.contains("relation '") && text.contains("was not found") => {
            no_table(name_in(&text).unwrap_or_default())
        }
        _ if text.contains("unable to find column") || text.contains("no column named") => {
            no_column(name_in(&text).unwrap_or_default(), tables)
        }
        _ => format!("could not run the query: {}", first_line(&text)),
    };
    FrameError::Query(words)
}

fn first_line(text: &str) -> &str {
    text.trim().lines().next().unwrap_or_default()
}

/// The first name in quotes.
fn name_in(text: &str) -> Option<&str> {
    let start = text.find(['"', '\'', '`'])?;
    let quote = text[start..].chars().next()?;
    let rest = &text[start + 1..];
    Some(&rest[..rest.find(quote)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_is_made() {
        let check = |sql: &str, expect: Option<&[&str]>| {
            let table = schema::table("signins").expect("it is a table");
            assert_eq!(NamesInQuery::parse(sql).columns(table).as_deref(), expect, "{sql}");
        };
        check("SELECT count(*) FROM signins", Some(&["path"]));
        check("SELECT who, count( * ) FROM signins WHERE status = 'time'", Some(&["status", "who"]));
        check("SELECT \"user\" -- and time\n FROM signins /* code */", Some(&["user"]));
        check("SELECT 'it''s time', app FROM signins", Some(&["app"]));
        check("SELECT * FROM signins", None);
        check("SELECT s.* EXCLUDE (code) FROM signins s", None);
        check("SELECT COLUMNS('_id$') FROM signins", None);
        check("SELECT \"^.*_id$\" FROM signins", None);
        check("SELECT user FROM signins UNION FROM signins", None);
        check("SELECT user FROM signins GROUP BY user", Some(&["user"]));
        check("SELECT 'an open end FROM signins", Some(&["path"]));
    }

    #[test]
    fn the_user_is_a_column() {
        let check = |sql: &str, expect: &str| assert_eq!(NamesInQuery::parse(sql).sql, expect);
        check("SELECT user, 'user' AS x FROM t -- user", "SELECT \"user\", 'user' AS x FROM t -- user");
        check("SELECT t.user, \"user\", user_id, user()", "SELECT t.\"user\", \"user\", user_id, user()");
    }
}
