//! Other published definitions of legacy authentication, counted beside ours.

use entrasift_core::Field;
use entrasift_core::field::catalogue;
use entrasift_rules::derive::Legacy;
use entrasift_rules::engine::Row;
use entrasift_rules::memo::Memo;

use super::unclassified::is_blank;

/// Other published definitions of legacy: name and source.
pub const DEFINITIONS: [(&str, &str); 6] = [
    (
        "ms-workbook",
        "Microsoft's sign-ins using legacy authentication workbook: not modern, blank included, any outcome, own tenant",
    ),
    ("ca-gap-analyzer", "Microsoft's Conditional Access gap analyzer: success, blank included"),
    ("reprise99", "reprise99's Sentinel queries: success, blank excluded"),
    ("sigma", "SigmaHQ's list of values, with the spellings of real logs"),
    ("mas-lethal-003", "Microsoft-Analyzer-Suite LETHAL-003: Authenticated SMTP"),
    ("entrasift", "legacy client app or ROPC, any outcome"),
];

const SIGMA: &[&str] = &[
    "Other clients",
    "IMAP4",
    "POP3",
    "MAPI Over HTTP",
    "Authenticated SMTP",
    "Exchange ActiveSync",
    "Exchange Web Services",
];

/// How many rows are legacy by each of [`DEFINITIONS`].
#[derive(Debug, Default)]
pub struct Definitions {
    /// In the order of the list.
    pub rows: [u64; DEFINITIONS.len()],
    /// Which of the lists hold each client app, as bits.
    lists: Memo<u8>,
}

impl Definitions {
    /// Sees a sign-in of a user.
    pub fn see(&mut self, row: Row<'_>) {
        let (legacy, success) = (row.legacy(), row.is_success());
        let client = legacy == Legacy::Client;
        let client_symbol = row.symbol(Field::ClientApp);
        let lists = self.lists.get(client_symbol, || {
            let name =
                catalogue::client_app(row.text_of(Field::ClientApp, client_symbol)).map(|entry| entry.name);
            let sigma = name.is_some_and(|name| SIGMA.contains(&name));
            u8::from(sigma) | u8::from(name == Some("Authenticated SMTP")) << 1
        });
        // Sign-ins that are legacy only by ROPC signals have a modern client app: the others do not count them, unless it is blank.
        let not_modern = client || is_blank(row);
        let own = own_tenant(row);
        let holds = [
            not_modern && own,
            not_modern && success,
            client && success,
            client && lists & 1 == 1,
            client && lists & 2 == 2,
            legacy.is_legacy(),
        ];
        for (count, holds) in self.rows.iter_mut().zip(holds) {
            *count += u64::from(holds);
        }
    }

    /// Takes in what another worker saw.
    pub fn merge(&mut self, other: &Definitions) {
        for (ours, theirs) in self.rows.iter_mut().zip(other.rows) {
            *ours += theirs;
        }
    }
}

fn own_tenant(row: Row<'_>) -> bool {
    let (home, resource) = (row.cell(Field::HomeTenantId), row.cell(Field::ResourceTenantId));
    home.trim_ascii().eq_ignore_ascii_case(resource.trim_ascii())
}
