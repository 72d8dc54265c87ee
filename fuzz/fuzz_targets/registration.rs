//! Any bytes as a registration report: never a panic, no record lost, and quotes that are not needed change nothing.
//!
//! The first byte chooses a header to put before the rest (or none); the first line of the rest is the file name.

#![no_main]

use std::sync::Arc;

use entrasift_core::content::registrations::read;
use entrasift_core::text::record::records;
use entrasift_core::{Layout, LogType, Memory, recognise};
use entrasift_rollout::reading::intake::{Given, Intake};
use libfuzzer_sys::fuzz_target;

const HEADERS: [&str; 4] = [
    "",
    "userPrincipalName,isMfaCapable\n",
    "userPrincipalName,userDisplayName,isMfaCapable,methodsRegistered,lastUpdatedDateTime\r\n",
    "\u{feff}\"id\";\"userPrincipalName\";\"userType\";\"isMfaRegistered\";\"methodsRegistered\"\n",
];

fuzz_target!(|data: &[u8]| {
    let Some((choice, rest)) = data.split_first() else { return };
    let line = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    let (name, body) = (String::from_utf8_lossy(&rest[..line]), rest.get(line + 1..).unwrap_or_default());
    let mut text = HEADERS[usize::from(*choice) % HEADERS.len()].as_bytes().to_vec();
    text.extend_from_slice(body);
    let source = Arc::new(Memory::new(name.as_ref(), text.as_slice()));
    let given = Given { source: source.clone(), named: true, log_type: LogType::ByName };
    let Ok(intake) = Intake::new(vec![given]) else { return };
    let Some(file) = intake.reports.first() else { return };
    let input = recognise(source, LogType::ByName).expect("the intake took it");

    assert!(file.ledger.reconciles());
    assert!(file.users.windows(2).all(|pair| pair[0].row < pair[1].row));
    file.date();
    for user in &file.users {
        user.is_guest();
        user.sign_in_name();
    }
    if input.layout != Layout::Csv {
        return;
    }

    let start = input.start as usize;
    let filled = records(&text, start, input.delimiter).filter(|record| !record.is_blank()).count();
    assert_eq!(file.ledger.rows, filled as u64);

    if file.problems.is_empty() {
        let mut quoted = Vec::new();
        for record in records(&text, start, input.delimiter) {
            let cells = record.fields(&text).map(|cell| {
                let cell = String::from_utf8_lossy(&cell).replace('"', "\"\"");
                if record.is_blank() { cell } else { format!("\"{cell}\"") }
            });
            let delimiter = char::from(input.delimiter).to_string();
            quoted.extend_from_slice(cells.collect::<Vec<_>>().join(&delimiter).as_bytes());
            quoted.push(b'\n');
        }
        let again = read(&quoted, 0, input.delimiter, &input.header, false);
        assert!(again.broken.is_empty() && again.users == file.users);
    }
});
