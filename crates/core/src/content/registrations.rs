//! The registration report ("User registration details"): who registered which methods.

use std::collections::BTreeMap;
use std::io;

use crate::content::definition::{Content, Counts, Reading};
use crate::content::input::Input;
use crate::dialect::definition::{Dialect, Names};
use crate::dialect::head::{Head, Likeness};
use crate::field::method::Registered;
use crate::text::fault::Fault;
use crate::text::json::{self, Next};
use crate::text::layout::Layout;
use crate::text::record::{Ending, Record, records};
use crate::text::source::read_full;
use crate::text::time::Time;
use crate::text::words::{flag, header_key};
use crate::text::written::DateOrder;

/// Registration reports, which are read by [`read_report`].
pub static REGISTRATIONS: Content = Content {
    name: "registrations",
    dialects: &[&REGISTRATION],
    reading: Reading::Whole,
    counts: Counts::Other,
    needs: None,
};

/// The report of the portal, of Graph, or of a script.
pub static REGISTRATION: Dialect = Dialect {
    record_keys: RECORD_KEYS,
    ..Dialect::new("registration", &[Layout::Csv, Layout::Json], fingerprint, Names::Headers(&[]))
};

fn fingerprint(head: &Head<'_>) -> Likeness {
    let is_report = head.has_any(&["ismfacapable", "ismfaregistered", "authmethods", "methodsregistered"]);
    Likeness::certain_if(match head.layout {
        Layout::Csv => {
            let is_report = is_report || head.has_any(&["mfacapable"]);
            is_report && head.has("userprincipalname") || head.has("user") && head.has("mfastatus")
        }
        // A query may have added such a column to sign-ins.
        Layout::Json => is_report && !head.has_any(&["resulttype", "properties"]),
    })
}

/// One user of a registration report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Registration {
    /// Row in its file; the header is row 1.
    pub row: u64,
    /// User principal name in lower case. Guests are named `name_domain#ext#@tenant`.
    pub user: String,
    /// Object id, where the report has one.
    pub user_id: String,
    /// Display name.
    pub display_name: String,
    /// A method is registered and allowed by policy: this is what counts. `None` if the report does not say.
    pub capable: Option<bool>,
    /// A strong method is registered, allowed or not.
    pub registered: Option<bool>,
    /// Can sign in without a password.
    pub passwordless: Option<bool>,
    /// Has an administrator role.
    pub admin: Option<bool>,
    /// `member` or `guest`.
    pub user_type: String,
    /// Default MFA method, empty for none.
    pub default_method: String,
    /// Registered methods, as the report names them.
    pub methods: Vec<String>,
    /// When the report was refreshed, which is not when the user registered.
    pub updated: Option<Time>,
}

impl Registration {
    /// A method is registered, allowed or not: what the report says, else what its methods and its other column tell.
    pub fn is_registered(&self) -> bool {
        let by_methods = || self.methods.iter().any(|name| Registered::classify(name).is_mfa());
        self.registered.unwrap_or_else(|| self.capable == Some(true) || by_methods())
    }

    /// Registered and allowed by policy. A report that does not say which is allowed is taken at what is registered.
    pub fn is_capable(&self) -> bool {
        self.capable.unwrap_or_else(|| self.is_registered())
    }

    /// Whether the user is a guest, by the type or by `#EXT#` in the name.
    pub fn is_guest(&self) -> bool {
        self.user_type.eq_ignore_ascii_case("guest") || self.user.contains("#ext#")
    }

    /// The name with which the user signs in. For guests it is made from `name_domain#EXT#@tenant`.
    pub fn sign_in_name(&self) -> String {
        let Some((local, _)) = self.user.split_once("#ext#") else { return self.user.clone() };
        match local.rsplit_once('_') {
            Some((name, domain)) => format!("{name}@{domain}"),
            None => local.to_owned(),
        }
    }
}

/// What one registration report holds.
#[derive(Debug, Default)]
pub struct Report {
    /// Its users, in the order of the file.
    pub users: Vec<Registration>,
    /// Malformed rows: row, byte offset, fault, detail.
    pub broken: Vec<(u64, u64, Fault, String)>,
    /// The text ended inside quotes, or before an array or page was closed.
    pub cut: bool,
    /// The number of users whose list of methods `Export-Csv` replaced with the name of a type.
    pub destroyed: u64,
    /// Times in the spelling of a culture, by the place of their user, until the order of day and month is known.
    spelt: Vec<(usize, String)>,
}

impl Report {
    fn add(&mut self, (user, is_destroyed): (Registration, bool), updated: &str) {
        self.destroyed += u64::from(is_destroyed);
        if user.updated.is_none() && !updated.is_empty() {
            self.spelt.push((self.users.len(), updated.to_owned()));
        }
        self.users.push(user);
    }

    /// Reads the times that need the order of day and month, which the report has to tell. Where it does not, its users have no time.
    fn settled(mut self) -> Report {
        let spelt = std::mem::take(&mut self.spelt);
        let order = spelt.iter().find_map(|(_, text)| DateOrder::told_by(text.as_bytes()).flatten());
        for (user, text) in spelt {
            self.users[user].updated = Time::parse(text.as_bytes(), order);
        }
        self
    }
}

/// Reads a whole report.
///
/// # Errors
/// What the operating system says.
pub fn read_report(input: &Input) -> io::Result<Report> {
    let mut text = vec![0; usize::try_from(input.source.length()).unwrap_or(usize::MAX)];
    let length = read_full(&*input.source, 0, &mut text)?;
    text.truncate(length);
    let start = usize::try_from(input.start).unwrap_or(usize::MAX);
    Ok(match input.layout {
        Layout::Csv => read(&text, start, input.delimiter, &input.header, input.source.is_cut()),
        Layout::Json => read_json(&text, start),
    })
}

/// Reads the rows of a report in CSV from the byte `start` on. If the end of the file is missing (`is_cut`), a last row without a line end
/// is malformed.
pub fn read(text: &[u8], start: usize, delimiter: u8, header: &[String], is_cut: bool) -> Report {
    let columns: BTreeMap<String, usize> =
        header.iter().enumerate().rev().map(|(index, title)| (header_key(title), index)).collect();
    let mut report = Report { cut: is_cut, ..Report::default() };
    for (index, record) in records(text, start, delimiter).enumerate() {
        let row = index as u64 + 2;
        if record.is_blank() {
            continue;
        }
        let is_half = is_cut && record.end == text.len();
        match usable(text, &record, header.len()) {
            Ok(_) if is_half => report.broken.push((row, record.start as u64, Fault::Cut, String::new())),
            Ok(cells) => report.add(registration(row, &cells, &columns), updated(&cells, &columns)),
            Err((fault, detail)) => report.broken.push((row, record.start as u64, fault, detail)),
        }
        report.cut |= record.ending == Ending::UnclosedQuote;
    }
    report.settled()
}

/// Every record of a report in JSON has one of these keys.
const RECORD_KEYS: &[&str] = &["userPrincipalName"];

/// Reads a report in JSON: Graph pages, arrays, one object a line.
pub fn read_json(text: &[u8], start: usize) -> Report {
    let mut report = Report::default();
    let (mut at, mut row, mut nesting) = (start, 0, 0);
    loop {
        let next = json::next_record(text, at);
        let until = match next {
            Next::Record { start, .. } | Next::Open(start) | Next::Crossed(start) => start,
            Next::End => text.len(),
        };
        nesting += json::nesting(&text[at.min(until)..until]);
        let (start, end) = match next {
            Next::Record { start, end } => (start, end),
            Next::Open(start) | Next::Crossed(start) => {
                report.cut |= matches!(next, Next::Open(_));
                row += 1;
                report.broken.push((row, start as u64, Fault::BadJson, String::new()));
                at = json::object_with(RECORD_KEYS, text, start + 1, text.len()).unwrap_or(text.len());
                continue;
            }
            Next::End => {
                report.cut |= nesting > 0;
                return report.settled();
            }
        };
        (at, row) = (end, row + 1);
        let (mut columns, mut cells, mut sound) = (BTreeMap::new(), Vec::new(), true);
        for member in json::members(&text[start..end]) {
            let Ok((key, value)) = member else {
                sound = false;
                break;
            };
            columns.insert(String::from_utf8_lossy(key).to_lowercase(), cells.len());
            cells.push(String::from_utf8_lossy(&json::plain(value)).trim().to_owned());
        }
        if sound && std::str::from_utf8(&text[start..end]).is_ok() {
            report.add(registration(row, &cells, &columns), updated(&cells, &columns));
        } else {
            report.broken.push((row, start as u64, Fault::BadJson, String::new()));
        }
    }
}

fn usable(text: &[u8], record: &Record, width: usize) -> Result<Vec<String>, (Fault, String)> {
    let line = &text[record.start..record.end];
    if memchr::memchr(0, line).is_some() {
        return Err((Fault::Nul, String::new()));
    }
    match record.ending {
        Ending::Complete => {}
        Ending::StrayQuote => return Err((Fault::StrayQuote, String::new())),
        Ending::UnclosedQuote => return Err((Fault::UnclosedQuote, String::new())),
        Ending::OverLong => return Err((Fault::OverLong, String::new())),
    }
    if std::str::from_utf8(line).is_err() {
        return Err((Fault::InvalidUtf8, String::new()));
    }
    let cells: Vec<_> =
        record.fields(text).map(|cell| String::from_utf8_lossy(&cell).trim().to_owned()).collect();
    if cells.len() != width {
        return Err((Fault::FieldCount, format!("{} fields, the header has {width}", cells.len())));
    }
    Ok(cells)
}

/// The columns of Microsoft-Extractor-Suite's methods file, and what the report of Graph calls these methods.
const METHOD_COLUMNS: &[(&str, &str)] = &[
    ("email", "email"),
    ("fido2", "fido2SecurityKey"),
    ("app", "microsoftAuthenticatorPush"),
    ("phone", "mobilePhone"),
    ("softwareoath", "softwareOneTimePasscode"),
    ("hellobusiness", "windowsHelloForBusiness"),
    ("temporaryaccesspass", "temporaryAccessPass"),
    ("certificatebasedauthconfiguration", "certificateBasedAuthentication"),
    ("qrcodepin", "qrCode"),
];

/// When the report was refreshed, as a row spells it; empty where it does not say.
fn updated<'c>(cells: &'c [String], columns: &BTreeMap<String, usize>) -> &'c str {
    columns.get("lastupdateddatetime").map_or("", |index| cells[*index].as_str())
}

/// The user of one row, and whether the list of methods was destroyed.
fn registration(row: u64, cells: &[String], columns: &BTreeMap<String, usize>) -> (Registration, bool) {
    let cell = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| columns.get(*name))
            .map(|index| cells[*index].as_str())
            .unwrap_or_default()
    };
    let default_method = cell(&["defaultmfamethod"]);
    let listed = cell(&["methodsregistered", "authmethods"]);
    let is_destroyed = listed.starts_with("System.");
    // Its own verdict, `MFAstatus`, is not read because it counts e-mail as MFA.
    let by_column = columns.contains_key("mfastatus");
    let has = |(column, _): &&(&str, &str)| flag(cell(&[column])) == Some(true);
    let user = Registration {
        row,
        user: cell(&["userprincipalname", "user"]).to_lowercase(),
        user_id: cell(&["id"]).to_lowercase(),
        display_name: cell(&["userdisplayname", "displayname"]).to_owned(),
        capable: flag(cell(&["ismfacapable", "mfacapable"])),
        registered: flag(cell(&["ismfaregistered", "mfaregistered"])),
        passwordless: flag(cell(&["ispasswordlesscapable"])),
        admin: flag(cell(&["isadmin"])),
        user_type: cell(&["usertype"]).to_lowercase(),
        default_method: if default_method.eq_ignore_ascii_case("none") {
            String::new()
        } else {
            default_method.to_owned()
        },
        methods: match () {
            () if is_destroyed => Vec::new(),
            () if by_column => {
                METHOD_COLUMNS.iter().filter(has).map(|(_, name)| (*name).to_owned()).collect()
            }
            () => methods(listed),
        },
        updated: Time::parse_iso(updated(cells, columns).as_bytes()),
    };
    (user, is_destroyed)
}

/// The methods in a cell: a list in JSON, or names separated by comma or semicolon.
pub fn methods(cell: &str) -> Vec<String> {
    if let Ok(list) = serde_json::from_str::<Vec<String>>(cell) {
        return list;
    }
    let names = cell.trim_matches(|c| matches!(c, '[' | ']')).split([',', ';']);
    names.map(|name| name.trim().trim_matches('"').to_owned()).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report() {
        let text = "userPrincipalName,isMfaCapable,methodsRegistered,lastUpdatedDateTime\r\n\
            Ana@Northwind.example,True,\"[\"\"microsoftAuthenticatorPush\"\",\"\"softwareOneTimePasscode\"\"]\",2026-11-06T01:02:03.1234567Z\r\n\
            bo_fabrikam.example#EXT#@northwind.example,Not Capable,\"mobilePhone; email\",\r\n\
            short,row\r\n";
        let header: Vec<_> = text.lines().next().unwrap().split(',').map(String::from).collect();
        let start = text.find('\n').unwrap() + 1;
        let report = read(text.as_bytes(), start, b',', &header, false);
        assert_eq!(report.users.len(), 2);
        assert_eq!(report.users[0].user, "ana@northwind.example");
        assert_eq!(report.users[0].methods.len(), 2);
        assert_eq!(report.users[0].updated.unwrap().rfc3339(), "2026-11-06T01:02:03.123456700Z");
        assert_eq!(report.users[1].sign_in_name(), "bo@fabrikam.example");
        assert!(report.users[1].is_guest());
        assert_eq!(report.users[1].methods, ["mobilePhone", "email"]);
        assert_eq!(report.users[1].capable, Some(false));
        assert_eq!(report.broken[0].0, 4);
    }

    #[test]
    fn times_of_other_cultures() {
        let header = ["userPrincipalName", "isMfaCapable", "lastUpdatedDateTime"].map(str::to_owned);
        let read = |rows: &str| {
            let report = read(rows.as_bytes(), 0, b';', &header, false);
            report.users.iter().map(|user| user.updated.map(Time::rfc3339)).collect::<Vec<_>>()
        };
        let time = |text: &str| Some(text.to_owned());
        assert_eq!(
            read("a@x.example;WAHR;21.04.2025 04:29\nb@x.example;FALSCH;05.04.2025 04:29\n"),
            [time("2025-04-21T04:29:00Z"), time("2025-04-05T04:29:00Z")]
        );
        assert_eq!(
            read("a@x.example;True;4/5/2025 4:29:55 PM\nb@x.example;True;4/21/2025 4:29:55 AM\n"),
            [time("2025-04-05T16:29:55Z"), time("2025-04-21T04:29:55Z")]
        );
        assert_eq!(read("a@x.example;True;4/5/2025 4:29:55 PM\n"), [None]);
    }
}
