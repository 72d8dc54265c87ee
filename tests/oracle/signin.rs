//! A sign-in: the merged copies of one request, and what can be read from it alone.

use std::collections::HashMap;

use super::catalogue::{Catalogue, plain};
use super::export::{Row, Step};
use super::moment::Moment;

/// User agents of basic authentication that was turned into ROPC.
const ROPC_AGENTS: [&str; 4] = ["bav2ropc", "cbainprod", "cbaintar", "aconsumerv2ropc"];

/// One sign-in.
#[derive(Clone)]
pub struct SignIn {
    /// The file of the counted copy.
    pub path: String,
    /// The row of the counted copy.
    pub row: u64,
    /// When it was.
    pub time: Moment,
    /// Whether the log says interactive or not.
    pub interactive: Option<bool>,
    /// Its steps, from the companions.
    pub steps: Vec<Step>,
    /// success, failure or interrupted.
    pub status: &'static str,
    /// The error code, where it is a number.
    pub code: Option<u64>,
    cells: HashMap<String, String>,
    key: String,
}

/// Whether a text is a GUID.
pub fn is_guid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

/// Whether a text is nothing but zeros.
pub fn is_zeros(text: &str) -> bool {
    text.contains('0') && text.bytes().all(|b| b == b'0' || b == b'-')
}

impl SignIn {
    /// Merges the copies of one request.
    pub fn merge(copies: &[Row], steps: Vec<Step>, catalogue: &Catalogue) -> Self {
        let counted = copies.iter().min_by_key(|copy| (copy.path.clone(), copy.row)).expect("a copy");
        let mut names: Vec<&String> = copies.iter().flat_map(|copy| copy.cells.keys()).collect();
        names.sort();
        names.dedup();
        let mut cells = HashMap::new();
        for name in names {
            if let Some(value) = best(copies, name) {
                cells.insert(name.clone(), value);
            }
        }
        // Status, code and reason come together from one copy.
        let outcome = |copy: &Row| {
            let cell = |name: &str| copy.cells.get(name).cloned().unwrap_or_default();
            [cell("status"), cell("sign-in error code"), cell("failure reason")]
        };
        let [word, code, reason] =
            copies.iter().map(|copy| (copy.cells.len(), outcome(copy))).max().expect("a copy").1;
        let code_number = if code.bytes().all(|b| b.is_ascii_digit()) { code.parse().ok() } else { None };
        let status = status_of(code_number, &word, catalogue);
        cells.insert("status".to_string(), word);
        cells.insert("sign-in error code".to_string(), code);
        cells.insert("failure reason".to_string(), reason);
        let mut signin = Self {
            path: counted.path.clone(),
            row: counted.row,
            time: copies.iter().map(|copy| (copy.cells.len(), copy.time)).max().expect("a copy").1,
            interactive: copies
                .iter()
                .filter(|copy| copy.interactive.is_some())
                .map(|copy| (copy.cells.len(), copy.interactive))
                .max()
                .and_then(|(_, interactive)| interactive),
            steps,
            status,
            code: code_number,
            cells,
            key: String::new(),
        };
        if let Ok(address) = signin.cell("ip address").parse::<std::net::IpAddr>() {
            signin.cells.insert("ip address".to_string(), address.to_canonical().to_string());
        }
        signin.key = if signin.user_id().is_empty() { signin.user_name() } else { signin.user_id() };
        signin
    }

    /// The cell of a column, empty where it has none.
    pub fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// An enumerated cell, in the form in which such are compared.
    pub fn word(&self, column: &str) -> String {
        plain(self.cell(column))
    }

    /// An identifier, in lower case; all zeros count as absent.
    pub fn id(&self, column: &str) -> String {
        let text = self.cell(column).to_lowercase();
        if is_zeros(&text) { String::new() } else { text }
    }

    /// The object id of the user, which may stand in the user-name column; empty where there is none.
    pub fn user_id(&self) -> String {
        let (id, name) = (self.id("user id"), self.id("username"));
        if id.is_empty() && is_guid(&name) { name } else { id }
    }

    /// The user name in lower case, empty where there is none.
    pub fn user_name(&self) -> String {
        let name = self.cell("username").to_lowercase();
        if is_guid(&name) || is_zeros(&name) { String::new() } else { name }
    }

    /// What tells users apart; empty where the row names nobody.
    pub fn user_key(&self) -> String {
        self.key.clone()
    }

    /// Whether two sign-ins are of one user.
    pub fn same_user(&self, other: &Self) -> bool {
        self.key == other.key
    }

    /// Whether a configured break-glass entry means the user of this sign-in.
    pub fn is_of(&self, entry: &str) -> bool {
        let entry = entry.trim().to_lowercase();
        !entry.is_empty() && (self.user_id() == entry || self.cell("username").to_lowercase() == entry)
    }

    /// The application: its id, else its name.
    pub fn app_key(&self) -> String {
        let id = self.cell("application id").to_lowercase();
        if id.is_empty() { self.cell("application").to_string() } else { id }
    }

    /// The country at the right end of the location.
    pub fn country(&self) -> String {
        self.cell("location").rsplit(',').next().unwrap_or("").trim().to_string()
    }

    /// The number of the autonomous system.
    pub fn network(&self) -> String {
        self.cell("autonomous system number").to_string()
    }

    /// modern, legacy or unclassified.
    pub fn client_class(&self, catalogue: &Catalogue) -> String {
        catalogue.client_app(self.cell("client app")).class
    }

    /// Whether a signal other than the client app says ROPC.
    pub fn is_ropc(&self) -> bool {
        let agent = self.cell("user agent").to_lowercase();
        self.word("authentication protocol") == "ropc" || ROPC_AGENTS.iter().any(|mark| agent.contains(mark))
    }

    /// The legacy client of this sign-in, `ROPC` included, where it is one.
    pub fn legacy_client(&self, catalogue: &Catalogue) -> Option<String> {
        let app = catalogue.client_app(self.cell("client app"));
        if app.class == "legacy" {
            Some(app.name)
        } else if self.is_ropc() {
            Some("ROPC".to_string())
        } else {
            None
        }
    }
}

/// The value of a column that wins among the copies.
fn best(copies: &[Row], column: &str) -> Option<String> {
    let mut values: Vec<(usize, &String)> = Vec::new();
    for copy in copies {
        let Some(value) = copy.cells.get(column) else { continue };
        // An id of zeros is no id.
        if column == "user id" && is_zeros(value) {
            continue;
        }
        values.push((copy.cells.len(), value));
    }
    let keeps_other_than_none = column == "original transfer method" || column == "authentication protocol";
    if keeps_other_than_none && values.iter().any(|(_, value)| plain(value) != "none") {
        values.retain(|(_, value)| plain(value) != "none");
    }
    values.into_iter().max().map(|(_, value)| value.clone())
}

/// The status: the code decides, else the word, else it is a failure.
fn status_of(code: Option<u64>, word: &str, catalogue: &Catalogue) -> &'static str {
    match catalogue.code(code).map(|code| code.class.as_str()) {
        Some("success") => "success",
        Some("interrupt") => "interrupted",
        Some("expected" | "failure") => "failure",
        _ => match plain(word).as_str() {
            "success" => "success",
            "interrupted" => "interrupted",
            _ => "failure",
        },
    }
}
