//! Tells what a file is from its content; the name only decides what content cannot.

use std::io;
use std::sync::Arc;

use crate::dialect::{
    CellPart, Format, Name, Shape, authdetails, azure_monitor, defender, graph, header_key, log_analytics,
    portal, powershell,
};
use crate::field::{Field, FieldSet};
use crate::log::chunk::{CHUNK_BYTES, Chunks};
use crate::text::json::{self, Next};
use crate::text::record::{Ending, Record, records};
use crate::text::source::{Source, read_full};
use crate::text::time::{DateOrder, Time};
use crate::text::transcode::{PathName, Transcoder};
use crate::text::unpack::Packing;

/// How much of a file is looked at: a header longer than this is none.
const HEAD_BYTES: usize = 1 << 20;

/// How the records of a file are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Rows of delimited fields.
    Csv,
    /// Objects, in any sequence of values.
    Json,
}

/// A file that was recognised.
#[derive(Clone)]
pub struct Input {
    /// Its bytes.
    pub source: Arc<dyn Source>,
    /// What it is.
    pub format: Format,
    /// Where its first data row starts, in bytes.
    pub start: u64,
    /// How its records are laid out.
    pub layout: Layout,
    /// What separates its fields, in a CSV.
    pub delimiter: u8,
    /// How many columns its rows have, in a CSV.
    pub width: usize,
    /// Where a row's time stands, in a CSV: by it a guessed record is judged.
    pub(crate) time_column: Option<(u16, CellPart)>,
    /// Keys of which each record has one, in JSON: by them a guessed record is judged.
    pub(crate) record_keys: &'static [&'static str],
    /// Writes its records into one table of all fields, where they are no plain rows.
    pub transcoder: Option<Arc<Transcoder>>,
    /// Its header.
    pub header: Vec<String>,
    /// Where the fields stand.
    pub shape: Arc<Shape>,
}

impl std::fmt::Debug for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Input").field("name", &self.source.name()).field("format", &self.format).finish()
    }
}

impl Input {
    /// The name of its source.
    pub fn path(&self) -> &str {
        self.source.name()
    }
}

/// Why a file cannot be used, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection {
    /// No byte, or nothing but white space.
    #[error("it is empty")]
    Empty,
    /// A header and nothing else is fine; this is no text at all.
    #[error("it is no text (binary data); export the sign-in log as CSV")]
    Binary,
    /// UTF-16, which [`crate::text::unpack`] makes UTF-8 before anything is recognised.
    #[error("it is UTF-16 text; decode it first (`unpack::unpack`), or save it as \"CSV UTF-8\"")]
    Utf16,
    /// A compressed file, which [`crate::text::unpack`] unpacks before anything is recognised.
    #[error("it is compressed ({0}); unpack it first (`unpack::unpack`, for zip `unpack::Archive`)")]
    Compressed(&'static str),
    /// JSON that is no sign-in log.
    #[error("it is JSON, but no sign-in log or registration report (its first record has the keys {0})")]
    UnknownJson(String),
    /// It begins like JSON, and no object stands in it: a configuration file, for example.
    #[error("it is no sign-in log: it begins like JSON, but holds no record")]
    NoRecord,
    /// A date column in another zone.
    #[error("its date column `{0}` is not UTC; set the time zone of the query page to UTC and export again")]
    OtherZone(String),
    /// The directory audit log.
    #[error(
        "it is the directory audit log, not a sign-in log; in the Entra admin center open Sign-in logs, Download"
    )]
    DirectoryAudit,
    /// The unified audit log of Purview.
    #[error(
        "it is a Purview unified audit export, not a sign-in log; in the Entra admin center open Sign-in logs, Download"
    )]
    UnifiedAudit,
    /// Cells that PowerShell replaced by type names.
    #[error(
        "its nested cells were destroyed by Export-Csv (they hold type names such as `{0}`); export as JSON, or download from the portal"
    )]
    DestroyedCells(String),
    /// A column that every answer needs.
    #[error("the column `{column}` is missing, which {needed_for} needs")]
    MissingColumn {
        /// Its name in an English export.
        column: &'static str,
        /// The question that needs it.
        needed_for: &'static str,
    },
    /// Dates that leave open which number is the day.
    #[error(
        "its dates are ambiguous: in `{0}` nothing in the file tells day from month; say --date-order mdy or dmy"
    )]
    AmbiguousDates(String),
    /// Nothing that is known.
    #[error(
        "its header is not one of a sign-in log, an AuthDetails companion or a registration report (first column `{first}`, {columns} columns); a portal in another language: switch it to English and download again"
    )]
    UnknownHeader {
        /// The first column's name.
        first: String,
        /// How many columns there are.
        columns: usize,
    },
    /// The operating system could not read it.
    #[error("it could not be read: {0}")]
    Unreadable(#[from] io::Error),
}

/// What the caller knows of a file that its content cannot tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogType {
    /// The file name decides.
    #[default]
    ByName,
    /// The caller says: non-interactive sign-ins.
    NonInteractive,
}

/// Tells what a source holds.
///
/// # Errors
/// Says why it cannot be used.
pub fn recognise(source: Arc<dyn Source>, log_type: LogType) -> Result<Input, Rejection> {
    recognise_dated(source, log_type, None)
}

/// Tells what a source holds; `order` is that of dates that the file itself leaves ambiguous.
///
/// # Errors
/// Says why it cannot be used.
pub fn recognise_dated(
    source: Arc<dyn Source>,
    log_type: LogType,
    order: Option<DateOrder>,
) -> Result<Input, Rejection> {
    let mut input = by_content(source, log_type)?;
    if input.format.is_log() {
        let chunks = Chunks { input: &input, chunk_bytes: CHUNK_BYTES };
        let date_order = match (chunks.date_order()?, order) {
            (Ok(told), _) => told,
            (Err(_), Some(order)) => Some(order),
            (Err(example), None) => return Err(Rejection::AmbiguousDates(example)),
        };
        if date_order.is_some() {
            Arc::make_mut(&mut input.shape).date_order = date_order;
        }
    }
    Ok(input)
}

fn by_content(source: Arc<dyn Source>, log_type: LogType) -> Result<Input, Rejection> {
    let length = usize::try_from(source.length()).unwrap_or(usize::MAX).min(HEAD_BYTES);
    let mut head = vec![0; length];
    let length = read_full(&*source, 0, &mut head)?;
    head.truncate(length);
    refuse_by_bytes(&head)?;
    let start = skip_preamble(&head);
    let text = &head[start..];
    if text.iter().all(u8::is_ascii_whitespace) {
        return Err(Rejection::Empty);
    }
    if matches!(text.trim_ascii_start().first(), Some(b'{' | b'[')) {
        return json_input(source, text, start);
    }
    csv_input(source, text, start, log_type)
}

fn csv_input(
    source: Arc<dyn Source>,
    text: &[u8],
    start: usize,
    log_type: LogType,
) -> Result<Input, Rejection> {
    let delimiter = delimiter_of(text);
    let record = Record::at(text, 0, delimiter).expect("the text is not empty");
    if record.ending != Ending::Complete {
        return Err(Rejection::UnknownHeader { first: first_words(text), columns: 0 });
    }
    let header: Vec<String> =
        record.fields(text).map(|name| String::from_utf8_lossy(&name).into_owned()).collect();
    let rows = first_rows(text, record.next, delimiter);
    let (format, columns) =
        csv_format(&header, rows.first().map_or(&[], Vec::as_slice), source.name(), log_type)?;
    refuse_destroyed(&header, &rows)?;
    let (shape, time_column, transcoder) = match columns {
        Columns::Names(names) => {
            let shape = Shape::of(&header, names);
            let time_column = shape.place(Field::Time);
            (shape, time_column, None)
        }
        Columns::Places(english, names) => {
            let shape = Shape::of(&english, names);
            let time_column = shape.place(Field::Time);
            (shape, time_column, None)
        }
        Columns::Paths(names, keys) => {
            let has = |name: &&PathName| {
                let column = keys.iter().position(|key| name.path.split('.').next() == Some(key));
                // What a script left in nested columns, only its rows tell.
                column.is_some_and(|column| {
                    format != Format::PowerShell || powershell::may_fill(name, &rows, column)
                })
            };
            let mut fills = FieldSet::of(names.iter().filter(has).map(|name| name.field));
            if fills.contains(Field::Steps) {
                fills = fills.with(Field::StepsDigest);
            }
            let time = names.iter().find(|name| name.field == Field::Time && has(name));
            let place = time.and_then(|time| keys.iter().position(|key| key == time.path));
            let transcoder = Arc::new(Transcoder::of_columns(names, &keys));
            (
                Shape::of_transcoded(fills),
                place.map(|place| (place as u16, CellPart::Whole)),
                Some(transcoder),
            )
        }
    };
    require_columns(format, &shape)?;
    Ok(Input {
        source,
        format,
        start: (start + record.next) as u64,
        layout: Layout::Csv,
        delimiter,
        width: header.len(),
        time_column,
        record_keys: &[],
        transcoder,
        shape: Arc::new(shape),
        header,
    })
}

fn json_input(source: Arc<dyn Source>, text: &[u8], start: usize) -> Result<Input, Rejection> {
    let keys = json_keys(text);
    let has = |key: &str| keys.iter().any(|known| known == key);
    let (format, names, record_keys): (_, Vec<PathName>, &'static [&'static str]) = match () {
        () if has("activitydatetime") || has("targetresources") => return Err(Rejection::DirectoryAudit),
        () if has("auditdata") => return Err(Rejection::UnifiedAudit),
        () if has("category") && has("properties") => {
            (Format::AzureMonitor, azure_monitor::names(), &["properties", "category"])
        }
        () if has("resulttype") && (has("userprincipalname") || has("serviceprincipalid")) => {
            (Format::LogAnalytics, log_analytics::NAMES.to_vec(), &["ResultType", "TimeGenerated"])
        }
        () if ["methodsregistered", "ismfacapable", "ismfaregistered", "authmethods"]
            .iter()
            .any(|key| has(key)) =>
        {
            (Format::Registration, Vec::new(), crate::dialect::registration::RECORD_KEYS)
        }
        () if has("createddatetime") && (has("appid") || has("serviceprincipalid")) => {
            (Format::Graph, graph::NAMES.to_vec(), &["createdDateTime"])
        }
        () if keys.is_empty() && !text.contains(&b'{') && text.iter().any(u8::is_ascii_alphanumeric) => {
            return Err(Rejection::NoRecord);
        }
        () if keys.is_empty() => return Err(Rejection::Empty),
        () => {
            let shown: Vec<&str> = keys.iter().take(6).map(String::as_str).collect();
            return Err(Rejection::UnknownJson(shown.join(", ")));
        }
    };
    let mut fills = FieldSet::of(names.iter().map(|name| name.field));
    if format == Format::Graph && !has(graph::BETA_KEY) {
        fills = FieldSet::of(fills.iter().filter(|field| !graph::BETA_ONLY.contains(field)));
    }
    if fills.contains(Field::Steps) {
        fills = fills.with(Field::StepsDigest);
    }
    Ok(Input {
        source,
        format,
        start: start as u64,
        layout: Layout::Json,
        delimiter: b',',
        width: 1,
        time_column: None,
        record_keys,
        transcoder: Some(Arc::new(Transcoder::of_json(&names))),
        shape: Arc::new(Shape::of_transcoded(fills)),
        header: keys,
    })
}

/// The keys of the first records, lower case; also those of a first record that does not end in the text.
fn json_keys(text: &[u8]) -> Vec<String> {
    let (mut at, mut keys) = (0, Vec::new());
    for _ in 0..20 {
        let (start, end) = match json::next_record(text, at) {
            Next::Record { start, end } => (start, end),
            Next::Open(start) | Next::Crossed(start) => (start, text.len()),
            Next::End => break,
        };
        for (key, _) in json::members(&text[start..end]).map_while(Result::ok) {
            let key = String::from_utf8_lossy(key).to_lowercase();
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        at = end;
    }
    keys
}

fn refuse_by_bytes(head: &[u8]) -> Result<(), Rejection> {
    match head {
        [] => Err(Rejection::Empty),
        [0xfe, 0xff, ..] | [0xff, 0xfe, ..] => Err(Rejection::Utf16),
        _ if Packing::of(head) != Packing::None => Err(Rejection::Compressed(Packing::of(head).name())),
        _ => {
            let first_line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
            let control = |byte: &u8| *byte < 9 || (14..32).contains(byte) && *byte != 27;
            if first_line.iter().any(control) { Err(Rejection::Binary) } else { Ok(()) }
        }
    }
}

/// Skips a BOM, and a first line `sep=…` or `#TYPE …` that spreadsheets and PowerShell write.
fn skip_preamble(head: &[u8]) -> usize {
    let start = if head.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
    let text = &head[start..];
    let special = text.len() >= 4 && (text[..4].eq_ignore_ascii_case(b"sep=") || text.starts_with(b"#TYPE"));
    match memchr::memchr(b'\n', text) {
        Some(line) if special => start + line + 1,
        _ => start,
    }
}

/// The delimiter that stands most often in the first line, outside quotes.
fn delimiter_of(text: &[u8]) -> u8 {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in line {
        quoted ^= *byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += usize::from(!quoted && byte == delimiter);
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| delimiter)
}

fn first_words(text: &[u8]) -> String {
    String::from_utf8_lossy(&text[..text.len().min(40)]).lines().next().unwrap_or_default().to_owned()
}

/// What the columns of a CSV mean.
enum Columns {
    /// Their names.
    Names(&'static [Name]),
    /// The names that an English export has at the same places.
    Places(Vec<String>, &'static [Name]),
    /// Names of cells that hold JSON, and the keys of the columns.
    Paths(&'static [PathName], Vec<String>),
}

fn csv_format(
    header: &[String],
    first_row: &[Vec<u8>],
    name: &str,
    log_type: LogType,
) -> Result<(Format, Columns), Rejection> {
    let keys: Vec<String> = header.iter().map(|title| header_key(title)).collect();
    let has = |key: &str| keys.iter().any(|known| known == key);
    let dated = has("date (utc)") || has("date");
    if has("request id") && has("authentication method") && has("succeeded") && !has("username") {
        return Ok((Format::PortalAuthDetails, Columns::Names(authdetails::NAMES)));
    }
    if has("service principal id") && dated && !has("username") {
        return Ok((workload_format(name), Columns::Names(portal::NAMES)));
    }
    if dated && has("username") && (has("client app") || has("sign-in error code")) {
        return Ok((portal_format(name, log_type), Columns::Names(portal::NAMES)));
    }
    let registered = has("ismfacapable") || has("mfacapable") || has("ismfaregistered") || has("authmethods");
    if has("userprincipalname") && (registered || has("methodsregistered")) || has("user") && has("mfastatus")
    {
        return Ok((Format::Registration, Columns::Names(&[])));
    }
    if has("resulttype") && (has("userprincipalname") || has("serviceprincipalid")) {
        let keys = log_analytics_keys(&keys)?;
        return Ok((Format::LogAnalytics, Columns::Paths(log_analytics::NAMES, keys)));
    }
    if has("errorcode") && has("accountupn") && has("logontype") {
        return Ok((Format::Defender, Columns::Paths(defender::NAMES, keys)));
    }
    if has("createddatetime") && (has("userprincipalname") || has("appdisplayname")) {
        return Ok((Format::PowerShell, Columns::Paths(powershell::names(), keys)));
    }
    if has("auditdata") && (has("operation") || has("operations")) {
        return Err(Rejection::UnifiedAudit);
    }
    if has("activitydatetime") || has("target1displayname") || has("activitydisplayname") {
        return Err(Rejection::DirectoryAudit);
    }
    if let Some(columns) = localized(&keys, first_row) {
        return Ok((portal_format(name, log_type), columns));
    }
    for (column, present) in [("Username", dated), ("Date (UTC)", has("username"))] {
        if present && (has("client app") || has("sign-in error code") || has("request id")) {
            return Err(Rejection::MissingColumn { column, needed_for: "every question" });
        }
    }
    let first = header.first().cloned().unwrap_or_default().chars().take(40).collect();
    Err(Rejection::UnknownHeader { first, columns: header.len() })
}

fn log_analytics_keys(keys: &[String]) -> Result<Vec<String>, Rejection> {
    let key = |key: &String| log_analytics::column_key(key).map(str::to_owned);
    keys.iter().map(|one| key(one).ok_or_else(|| Rejection::OtherZone(one.clone()))).collect()
}

/// A portal CSV in another language: by the names that are known, else by position where the number of columns is that of a vintage
/// and the first row looks like one.
fn localized(keys: &[String], first_row: &[Vec<u8>]) -> Option<Columns> {
    let english = portal::translated(keys);
    let known = |name: &str| english.iter().any(|key| key == name);
    let vintage = portal::vintage(keys.len());
    let is_guid = |cell: Option<&Vec<u8>>| {
        cell.is_some_and(|cell| cell.len() == 36 && cell[8] == b'-' && cell[23] == b'-')
    };
    let dated = first_row.first().is_some_and(|cell| Time::parse_iso(cell).is_some());
    let looks =
        dated && is_guid(first_row.get(1)) && (is_guid(first_row.get(2)) || is_guid(first_row.get(3)));
    if let Some(vintage) = vintage.filter(|_| looks) {
        return Some(Columns::Places(vintage, portal::NAMES));
    }
    let enough = (known("date (utc)") || known("date"))
        && known("username")
        && (known("status") || known("sign-in error code"));
    enough.then_some(Columns::Places(english, portal::NAMES))
}

/// Service principals or managed identities: one header, so the file name decides.
fn workload_format(name: &str) -> Format {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
    if file.contains("msisignins") { Format::PortalManagedIdentity } else { Format::PortalApplication }
}

/// Interactive or not, by the file name (`NonInteractive` contains `Interactive`: the longer word first).
fn portal_format(name: &str, log_type: LogType) -> Format {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
    match log_type {
        LogType::NonInteractive => Format::PortalNonInteractive,
        LogType::ByName if file.contains("noninteractive") => Format::PortalNonInteractive,
        LogType::ByName if file.contains("interactive") => Format::PortalInteractive,
        LogType::ByName => Format::PortalUser,
    }
}

fn require_columns(format: Format, shape: &Shape) -> Result<(), Rejection> {
    if !format.is_log() {
        return Ok(());
    }
    if !shape.fills.contains(Field::Code) && !shape.fills.contains(Field::Status) {
        let (column, needed_for) = ("Sign-in error code", "every question (did the sign-in succeed?)");
        return Err(Rejection::MissingColumn { column, needed_for });
    }
    Ok(())
}

/// So many rows are looked at where the header alone does not tell.
const ROWS_LOOKED_AT: usize = 50;

/// The cells of the first whole rows.
fn first_rows(text: &[u8], start: usize, delimiter: u8) -> Vec<Vec<Vec<u8>>> {
    let rows = records(text, start, delimiter);
    let whole = rows.filter(|row| !row.is_blank() && row.ending == Ending::Complete).take(ROWS_LOOKED_AT);
    whole.map(|row| row.fields(text).map(|cell| cell.into_owned()).collect()).collect()
}

/// Columns that hold nested values, of which `Export-Csv` leaves the name of their type. In other columns (a user agent) somebody may
/// have written such a name on purpose.
const NESTED: &[&str] =
    &["status", "devicedetail", "location", "appliedconditionalaccesspolicies", "mfadetail"];

fn refuse_destroyed(header: &[String], rows: &[Vec<Vec<u8>>]) -> Result<(), Rejection> {
    let is_nested = |title: &&String| NESTED.contains(&header_key(title).as_str());
    let columns = header.iter().enumerate().filter(|(_, title)| is_nested(title)).map(|(column, _)| column);
    let cells = columns.flat_map(|column| rows.iter().filter_map(move |row| row.get(column)));
    let names = [&b"Microsoft.Graph.PowerShell.Models."[..], b"Microsoft.PowerShell.Models."];
    match cells.into_iter().find(|cell| names.iter().any(|name| cell.starts_with(name))) {
        Some(cell) => Err(Rejection::DestroyedCells(String::from_utf8_lossy(cell).into_owned())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::source::Memory;

    #[track_caller]
    fn check(name: &str, text: &[u8], expect: Result<Format, &str>) {
        let source = Arc::new(Memory::new(name, text));
        let found =
            recognise(source, LogType::ByName).map(|input| input.format).map_err(|why| why.to_string());
        match expect {
            Ok(format) => assert_eq!(found, Ok(format), "{name}"),
            Err(words) => assert!(found.as_ref().is_err_and(|why| why.contains(words)), "{name}: {found:?}"),
        }
    }

    #[test]
    fn formats_and_refusals() {
        let portal = b"\xef\xbb\xbf\"Date (UTC)\",\"Request ID\",\"Username\",\"Client app\",\"Sign-in error code\"\r\n";
        check("x/InteractiveSignIns_2026.csv", portal, Ok(Format::PortalInteractive));
        check("x\\NonInteractiveSignIns_2026.csv", portal, Ok(Format::PortalNonInteractive));
        check("interactive/signins.csv", portal, Ok(Format::PortalUser));
        check("a.csv", b"Request ID,Date,Authentication method,Succeeded\n", Ok(Format::PortalAuthDetails));
        check("r.csv", b"userPrincipalName;isMfaCapable\n", Ok(Format::Registration));
        check("empty.csv", b"", Err("empty"));
        check("blank.csv", b"\xef\xbb\xbf \r\n", Err("empty"));
        check("tenant.toml", b"[tenant]\nname = \"Northwind\"\n", Err("no record"));
        check("none.json", b"[]", Err("empty"));
        check("page.json", b"{\"@odata.context\":\"x\",\"value\":[]}", Err("empty"));
        check("b.bin", b"\x7fELF\x01\x02\x03", Err("no text"));
        check("u16.csv", b"\xff\xfeD\0a\0", Err("UTF-16"));
        check("x.zip", b"PK\x03\x04...", Err("compressed"));
        check("a.json", b"[{\"activityDateTime\":1}]", Err("directory audit"));
        check("g.json", b"[{\"id\":\"1\",\"createdDateTime\":\"x\",\"appId\":\"y\"}]", Ok(Format::Graph));
        check("j.json", b"{\"a\":1}", Err("the keys a"));
        check("p.csv", b"CreationDate,Operation,AuditData\n", Err("Purview"));
        check("n.csv", b"Date (UTC),Request ID,Client app\n", Err("`Username` is missing"));
        check("s.csv", b"Date (UTC),Username,Client app\n", Err("`Sign-in error code` is missing"));
        check("l.csv", b"Fecha (UTC),Usuario\n", Err("another language"));
        let destroyed = b"Date,Username,Client app,Status\n2026-01-01,a,Browser,Microsoft.Graph.PowerShell.Models.MicrosoftGraphSignInStatus\n";
        check("d.csv", destroyed, Err("destroyed"));
    }

    #[test]
    fn destroyed_cells_are_refused_wherever_they_stand() {
        let header = "CreatedDateTime,AppDisplayName,UserAgent,Status";
        let cell = "Microsoft.Graph.PowerShell.Models.MicrosoftGraphSignInStatus";
        let sound = "2026-01-01T00:00:00Z,A,x,Success\n";
        let late = format!("#TYPE x\n{header}\n{sound}{sound}2026-01-01T00:00:00Z,A,x,{cell}\n");
        check("d.csv", late.as_bytes(), Err("destroyed"));
        // An attacker chooses the user agent, and must not choose that the file is refused.
        let agent = format!("{header}\n2026-01-01T00:00:00Z,A,{cell},Success\n");
        check("d.csv", agent.as_bytes(), Ok(Format::PowerShell));
    }

    /// What the status column of a script holds decides which questions the file can answer.
    #[test]
    fn what_a_script_left_in_its_columns() {
        let fills = |status: &str, field: Field| {
            let text = format!("CreatedDateTime,UserPrincipalName,Status\n2026-01-01T00:00:00Z,a,{status}\n");
            let source = Arc::new(Memory::new("x.csv", text.as_bytes()));
            recognise(source, LogType::ByName).expect("it is known").shape.fills.contains(field)
        };
        assert!(fills("50126", Field::Code));
        assert!(fills(r#""{""ErrorCode"":50126,""FailureReason"":""x""}""#, Field::Reason));
        assert!(!fills("Failure", Field::Code) && !fills("Failure", Field::Reason));
        assert!(fills("Failure", Field::Status));
    }
}
