//! Rows of Log Analytics with JSON in their cells, against `csv` and serde_json.

use std::sync::Arc;

use entrasift_core::{Fault, LogType, Memory, NoHooks, Options, Scanner, SignIn, SignIns, Visit, recognise};
use serde_json::Value;

const HEADER: &str =
    "TimeGenerated [UTC],Id,UserPrincipalName,ResultType,Status,DeviceDetail_dynamic,AuthenticationDetails";

struct CountOnly;

impl Visit for CountOnly {
    fn visit(&mut self, _: &mut entrasift_core::Batch) {}
}

/// Writes the texts into the nested cells of rows, one after another, and reads them back. Panics where the readers differ.
pub fn check(texts: &[String]) {
    let rows: Vec<[&str; 3]> = texts
        .chunks(3)
        .map(|three| std::array::from_fn(|index| three.get(index).map_or("", |text| text.as_str())))
        .collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER.split(',')).expect("memory");
    for (number, [status, device, steps]) in rows.iter().enumerate() {
        let id = format!("request-{number}");
        let row = ["6/15/2026, 1:02:03.004 PM", &id, "ana@northwind.example", "50126", status, device, steps];
        writer.write_record(row).expect("memory");
    }
    let text = writer.into_inner().expect("memory");
    let text = String::from_utf8(text).expect("text");
    // A cell that PowerShell destroyed is refused, and that is not the question here.
    if texts.iter().any(|text| text.starts_with("Microsoft.")) {
        return;
    }
    let input = recognise(Arc::new(Memory::new("x.csv", text.as_bytes())), LogType::ByName)
        .expect("the header is known");
    let found: Vec<_> = SignIns::new(input.clone()).map(|entry| entry.expect("memory")).collect();
    assert_eq!(found.len(), rows.len(), "{text:?}");
    for (entry, cells) in found.iter().zip(&rows) {
        match entry {
            Ok(signin) => check_row(signin, cells),
            Err(problem) => {
                let is_sound = |cell: &str| {
                    let cell = cell.trim_matches(|c: char| c.is_ascii_whitespace());
                    !cell.starts_with('{') || serde_json::from_str::<Value>(cell).is_ok()
                };
                let has_nul = cells.iter().any(|cell| cell.contains('\0'));
                assert!(
                    problem.fault != Fault::BadJson || !cells.iter().all(|cell| is_sound(cell)),
                    "{cells:?}"
                );
                assert!(matches!(problem.fault, Fault::BadJson) || has_nul && problem.fault == Fault::Nul);
            }
        }
    }
    let inputs = [input];
    for chunk_bytes in [64, 1 << 19] {
        let options = Options { threads: 1, chunk_bytes, hooks: Arc::new(NoHooks), ..Options::default() };
        let scan = Scanner::new(&inputs, &options, Arc::default()).show_copies(|| CountOnly).expect("memory");
        assert!(scan.ledgers[0].reconciles());
        assert_eq!(scan.ledgers[0].rows, rows.len() as u64);
        assert_eq!(scan.ledgers[0].malformed, found.iter().filter(|entry| entry.is_err()).count() as u64);
    }
}

fn check_row(signin: &SignIn, [status, device, _]: &[&str; 3]) {
    assert_eq!(signin.time.rfc3339(), "2026-06-15T13:02:03.004Z");
    assert_eq!((signin.user.as_str(), signin.code), ("ana@northwind.example", Some(50126)));
    let inner = |cell: &str, key: &str| -> Option<String> {
        let value: Value = serde_json::from_str(cell.trim_matches(|c: char| c.is_ascii_whitespace())).ok()?;
        let object = value.as_object()?;
        // Keys are compared in any case and the first counts, which a map cannot tell of several.
        let mut same = object.iter().filter(|(name, _)| name.eq_ignore_ascii_case(key));
        let (_, value) = same.next()?;
        let is_alone = same.next().is_none() && cell.to_lowercase().matches(&key.to_lowercase()).count() == 1;
        is_alone.then(|| value.as_str().map(|text| text.trim().to_owned()))?
    };
    if let Some(reason) = inner(status, "failureReason") {
        assert_eq!(signin.reason, reason, "{status}");
    }
    if let Some(browser) = inner(device, "browser") {
        assert_eq!(signin.browser, browser, "{device}");
    }
}
