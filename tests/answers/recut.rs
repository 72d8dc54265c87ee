//! Files that are cut, shuffled and doubled, and answers without what may change then.

use serde_json::Value;

use crate::oracle;

/// An answer without what may change when a file is cut, shuffled or doubled.
pub fn settled(mut value: Value, doubled: bool) -> Value {
    strip(&mut value);
    if let (true, Some(totals)) = (doubled, value["totals"].as_object_mut()) {
        totals.retain(|name, _| !["rows", "malformed", "out_of_window"].contains(&name.as_str()));
    }
    if let Some(rules) = value.get_mut("not_evaluated").and_then(Value::as_array_mut) {
        for rule in rules.iter_mut().filter_map(Value::as_object_mut) {
            rule.remove("rows");
        }
        rules.sort_by_key(Value::to_string);
        rules.dedup();
    }
    for account in value.get_mut("accounts").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(events) = account["events"].as_array_mut() {
            events.sort_by_key(|event| (event["time"].to_string(), event.to_string()));
        }
    }
    value
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            for name in ["inputs", "ignored", "problems", "warnings", "evidence", "duplicates", "path", "row"]
            {
                entries.remove(name);
            }
            entries.values_mut().for_each(strip);
        }
        Value::Array(list) => list.iter_mut().for_each(strip),
        _ => {}
    }
}

/// The header of a file, and its records that can be told apart and merged.
pub fn sheet(bytes: &[u8]) -> (Vec<u8>, Vec<Vec<u8>>) {
    let mut records = oracle::export::raw_records(bytes).into_iter();
    let header = records.next().expect("a header");
    let names = header.cells.expect("a sound header");
    let id = names.iter().position(|name| name.trim() == "Request ID").expect("a request id");
    let mut kept = Vec::new();
    for record in records {
        let keep = match &record.cells {
            Ok(cells) => cells.len() != names.len() || !cells[id].trim().is_empty(),
            Err(class) => *class == "nul" || *class == "invalid-utf8",
        };
        if keep {
            kept.push(record.bytes);
        }
    }
    (header.bytes, kept)
}

/// A file of a header and records.
pub fn join(header: &[u8], records: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = header.to_vec();
    for record in records {
        bytes.push(b'\n');
        bytes.extend(record);
    }
    bytes.push(b'\n');
    bytes
}
