//! What does not hold yet: lists of names, which can only shrink.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Mutex;

/// One test at a time changes the file.
static WRITING: Mutex<()> = Mutex::new(());

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/house/exceptions.txt")
}

fn text() -> String {
    std::fs::read_to_string(path()).expect("exceptions.txt")
}

/// The heading of a list in the file.
fn heading(list: &str) -> String {
    format!("[{list}]")
}

/// What a list names.
pub fn listed(list: &str) -> BTreeSet<String> {
    let text = text();
    let lines = text.lines().map(str::trim).skip_while(|line| *line != heading(list)).skip(1);
    lines
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.is_empty())
        .map(String::from)
        .collect()
}

/// Takes names out of a list.
pub fn take_out(list: &str, names: &BTreeSet<String>) {
    let _alone = WRITING.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let mut inside = false;
    let mut kept = String::new();
    for line in text().lines() {
        if line.starts_with('[') {
            inside = line == heading(list);
        }
        if !inside || !names.contains(line.trim()) {
            kept += line;
            kept.push('\n');
        }
    }
    std::fs::write(path(), kept).expect("exceptions.txt");
}
