//! The published tables, read anew: error codes, client apps, MFA result texts.

use std::collections::HashMap;

/// What the table says about an error code.
pub struct Code {
    /// success, interrupt, expected, failure or unknown.
    pub class: String,
    /// Its category, such as `mfa_challenge`.
    pub category: String,
    /// Whether the first factor passed in this attempt.
    pub credential_accepted: bool,
}

/// What the table says about a client app.
pub struct ClientApp {
    /// The canonical spelling.
    pub name: String,
    /// modern, legacy or unclassified.
    pub class: String,
}

/// The three tables.
pub struct Catalogue {
    codes: HashMap<u64, Code>,
    client_apps: HashMap<String, ClientApp>,
    results: Vec<(String, String)>,
}

/// How enumerated cells are compared: without case, spaces and hyphens.
pub fn plain(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

/// How result texts are compared: lower case, single spaces, no full stop at the end.
fn sentence(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").trim_end_matches('.').to_string()
}

/// The rows of a tab-separated table, each as a map from column to cell.
fn table(text: &str) -> Vec<HashMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row of a table")).collect()
}

impl Catalogue {
    /// Reads the tables.
    pub fn read() -> Self {
        let mut codes = HashMap::new();
        for row in table(include_str!("../../crates/core/catalogue/error_codes.tsv")) {
            let code = Code {
                class: row["status_class"].clone(),
                category: row["category"].clone(),
                credential_accepted: row["credential_accepted"] == "yes",
            };
            codes.insert(row["code"].parse().expect("a code"), code);
        }
        let mut client_apps = HashMap::new();
        for row in table(include_str!("../../crates/core/catalogue/client_apps.tsv")) {
            let value = row["value"].replace("(empty)", "");
            for alias in row["aliases_seen"].split('|').chain([value.as_str()]) {
                let app = ClientApp { name: value.clone(), class: row["class"].clone() };
                if !alias.is_empty() || value.is_empty() {
                    client_apps.insert(plain(alias), app);
                }
            }
        }
        let mut results = Vec::new();
        for row in table(include_str!("../../crates/core/catalogue/mfa_result_strings.tsv")) {
            if !row["string_or_stem"].contains('<') {
                results.push((sentence(&row["string_or_stem"]), row["outcome_class"].clone()));
            }
        }
        Self { codes, client_apps, results }
    }

    /// The entry of a code, where the table has one.
    pub fn code(&self, code: Option<u64>) -> Option<&Code> {
        self.codes.get(&code?)
    }

    /// The table's spelling and class of a client app; a value that it lacks is legacy as it stands.
    pub fn client_app(&self, value: &str) -> ClientApp {
        match self.client_apps.get(&plain(value)) {
            Some(app) => ClientApp { name: app.name.clone(), class: app.class.clone() },
            None => ClientApp { name: value.to_string(), class: "legacy".to_string() },
        }
    }

    /// The outcome class of an MFA result text, where it is one.
    pub fn result(&self, text: &str) -> Option<String> {
        let text = sentence(text);
        let mut best: Option<&(String, String)> = None;
        for entry in &self.results {
            let longer = best.is_none_or(|best| entry.0.len() > best.0.len());
            if text.starts_with(&entry.0) && longer {
                best = Some(entry);
            }
        }
        if let Some((_, class)) = best {
            return Some(class.clone());
        }
        let stems = [
            ("windows broker logon flow", "skipped_broker"),
            ("registration prompted", "registration_prompted"),
            ("mfa has expired", "expired"),
            ("fraud code entered", "denied_fraud_report"),
            ("mfa denied", "denied_other"),
        ];
        for (stem, class) in stems {
            if text.contains(stem) {
                return Some(class.to_string());
            }
        }
        None
    }
}
