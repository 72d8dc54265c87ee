//! One exported file: what it is, its rows, and what is wrong in it.

use std::collections::HashMap;
use std::path::Path;

use super::moment::{self, DateOrder, Moment};
use super::record::{Record, records};

/// A malformed row.
pub struct Problem {
    /// The file.
    pub path: String,
    /// The row.
    pub row: u64,
    /// Where the record begins, in bytes.
    pub offset: usize,
    /// What is wrong.
    pub class: &'static str,
}

/// A row of a sign-in log.
#[derive(Clone)]
pub struct Row {
    /// The file.
    pub path: String,
    /// The row.
    pub row: u64,
    /// When the sign-in was.
    pub time: Moment,
    /// Cells by column, trimmed; without the empty ones.
    pub cells: HashMap<String, String>,
    /// Whether the file holds interactive sign-ins, where its name says so.
    pub interactive: Option<bool>,
}

/// One step of a sign-in's authentication.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The method, such as `Password`.
    pub method: String,
    /// Whether the step succeeded.
    pub succeeded: bool,
    /// The result text.
    pub result: String,
}

/// A line of the registration report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Registration {
    /// The user name, in lower case.
    pub user: String,
    /// The registered methods, as they stand.
    pub methods: Vec<String>,
    /// When the report was refreshed.
    pub updated: Moment,
}

/// A file, read.
pub struct Export {
    /// The file as it was named.
    pub path: String,
    /// What it is.
    pub format: &'static str,
    /// Data records.
    pub rows: u64,
    /// Records that cannot be used.
    pub problems: Vec<Problem>,
    /// Sign-ins.
    pub signins: Vec<Row>,
    /// Steps by request id in lower case.
    pub steps: Vec<(String, Step)>,
    /// Lines of a registration report.
    pub registrations: Vec<Registration>,
}

/// How column names are compared.
fn column(name: &str) -> String {
    let words: Vec<&str> = name.trim_start_matches('\u{feff}').split_whitespace().collect();
    let name = words.join(" ").to_lowercase().replace('\u{2019}', "'");
    if name == "date" { "date (utc)".to_string() } else { name }
}

/// Whether a cell says yes.
fn says_yes(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "true" | "yes" | "1")
}

/// What a file is, by its columns and its name.
fn format_of(path: &str, columns: &[String]) -> &'static str {
    let has = |name: &str| columns.iter().any(|column| column == name);
    let name = Path::new(path).file_name().expect("a file name").to_string_lossy().to_lowercase();
    if has("request id") && has("authentication method") && has("succeeded") && !has("username") {
        "portal-authdetails"
    } else if has("date (utc)") && has("username") && (has("client app") || has("sign-in error code")) {
        if name.contains("noninteractive") {
            "portal-noninteractive"
        } else if name.contains("interactive") {
            "portal-interactive"
        } else {
            "portal-user"
        }
    } else if has("userprincipalname")
        && ["ismfacapable", "mfacapable", "ismfaregistered"].iter().any(|name| has(name))
    {
        "registration"
    } else {
        panic!("{path} is a file that this computation does not know: {columns:?}")
    }
}

/// The delimiter of a header line.
fn delimiter_of(header: &[u8]) -> u8 {
    let count = |byte: u8| header.iter().filter(|&&b| b == byte).count();
    if count(b';') > count(b',') { b';' } else { b',' }
}

/// Which number of the dates of a file comes first, where one of them tells.
fn date_order(cells: &[&HashMap<String, String>]) -> Option<DateOrder> {
    for cells in cells {
        let Some(text) = cells.get("date (utc)") else { continue };
        let date = text.split(['T', ' ']).next().expect("a first part");
        if let Some((first, second, _)) = moment::numbers_of(date) {
            if first > 12 {
                return Some(DateOrder::DayFirst);
            }
            if second > 12 {
                return Some(DateOrder::MonthFirst);
            }
        }
    }
    None
}

/// The names of the methods in a cell of the registration report.
fn methods_of(cell: &str) -> Vec<String> {
    if let Ok(methods) = serde_json::from_str::<Vec<String>>(cell) {
        return methods;
    }
    cell.split([',', ';'])
        .map(|method| method.trim().to_string())
        .filter(|method| !method.is_empty())
        .collect()
}

/// The data records of a file as they stand, without the header.
pub fn raw_records(bytes: &[u8]) -> Vec<Record> {
    let start = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let header_end = bytes.iter().position(|&b| b == b'\n').unwrap_or(bytes.len());
    records(bytes, start, delimiter_of(&bytes[..header_end]))
}

impl Export {
    /// Reads the file `path` below the folder `root`.
    pub fn read(root: &Path, path: &Path) -> Self {
        let bytes = std::fs::read(root.join(path)).expect("a readable file");
        Self::of(&path.to_string_lossy(), &bytes)
    }

    /// Reads the bytes of the file `path`.
    pub fn of(path: &str, bytes: &[u8]) -> Self {
        let mut records = raw_records(bytes).into_iter();
        let header = records.next().expect("a header").cells.expect("a sound header");
        let columns: Vec<String> = header.iter().map(|name| column(name)).collect();
        let format = format_of(path, &columns);
        let mut export = Self {
            path: path.to_string(),
            format,
            rows: 0,
            problems: Vec::new(),
            signins: Vec::new(),
            steps: Vec::new(),
            registrations: Vec::new(),
        };
        let mut sound: Vec<(u64, usize, HashMap<String, String>)> = Vec::new();
        for record in records {
            export.rows += 1;
            match record.cells {
                Err(class) => export.problem(record.row, record.offset, class),
                Ok(cells) if cells.len() != columns.len() => {
                    export.problem(record.row, record.offset, "field-count");
                }
                Ok(cells) => {
                    let mut named = HashMap::new();
                    for (column, cell) in columns.iter().zip(cells) {
                        // Of two columns of one name the first counts, empty or not.
                        named.entry(column.clone()).or_insert_with(|| cell.trim().to_string());
                    }
                    named.retain(|_, cell| !cell.is_empty());
                    sound.push((record.row, record.offset, named));
                }
            }
        }
        let order = date_order(&sound.iter().map(|(_, _, cells)| cells).collect::<Vec<_>>());
        for (row, offset, cells) in sound {
            export.take(row, offset, cells, order);
        }
        export.problems.sort_by_key(|problem| problem.row);
        export
    }

    /// Whether this is a sign-in log, not a companion or a report.
    pub fn is_log(&self) -> bool {
        self.format != "portal-authdetails" && self.format != "registration"
    }

    /// Notes a malformed row.
    fn problem(&mut self, row: u64, offset: usize, class: &'static str) {
        self.problems.push(Problem { path: self.path.clone(), row, offset, class });
    }

    /// Takes a record whose cells could be read.
    fn take(&mut self, row: u64, offset: usize, cells: HashMap<String, String>, order: Option<DateOrder>) {
        let cell = |name: &str| cells.get(name).cloned().unwrap_or_default();
        match self.format {
            "portal-authdetails" => {
                let step = Step {
                    method: cell("authentication method"),
                    succeeded: says_yes(&cell("succeeded")),
                    result: cell("result detail"),
                };
                self.steps.push((cell("request id").to_lowercase(), step));
            }
            "registration" => self.registrations.push(Registration {
                user: cell("userprincipalname").to_lowercase(),
                methods: methods_of(&cell("methodsregistered")),
                updated: moment::parse(&cell("lastupdateddatetime"), None).unwrap_or(0),
            }),
            _ => {
                let Some(time) = moment::parse(&cell("date (utc)"), order) else {
                    return self.problem(row, offset, "bad-date");
                };
                if !cells.contains_key("sign-in error code") && !cells.contains_key("status") {
                    return self.problem(row, offset, "no-status");
                }
                let interactive = match self.format {
                    "portal-interactive" => Some(true),
                    "portal-noninteractive" => Some(false),
                    _ => None,
                };
                self.signins.push(Row { path: self.path.clone(), row, time, cells, interactive });
            }
        }
    }
}
