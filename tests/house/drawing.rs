//! The drawing of the house: which crate uses which, and inside a crate which wing uses which, ground floor first.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::library::Library;

/// What stands before the drawing in the page that includes it.
pub const BEGIN: &str = "<!-- drawn from the imports by tests/house: UPDATE=1 cargo test --test house -->\n";
/// What stands after it.
pub const END: &str = "<!-- end of the drawing -->";

/// Crates whose wings are drawn; those of the others are single files.
const WINGED: [&str; 3] = ["core", "rules", "rollout"];
/// Wings that are drawn folder by folder.
const OPENED: &str = "questions";

/// Who uses whom, by name. Everybody has an entry.
pub type Uses = BTreeMap<String, BTreeSet<String>>;

/// The wing of a file: the folder or file at the top of its crate. The root file is of no wing.
pub fn wing(file: &str) -> Option<String> {
    let mut parts = file.trim_end_matches(".rs").split('/');
    match (parts.next()?, parts.next()) {
        ("lib" | "main", None) => None,
        (OPENED, Some(below)) => Some(format!("{OPENED}/{below}")),
        (top, _) => Some(top.to_string()),
    }
}

/// Which wing of a crate uses which.
pub fn wings(library: &Library) -> Uses {
    let mut uses: Uses =
        library.files().filter_map(|(file, _)| wing(file)).map(|wing| (wing, BTreeSet::new())).collect();
    for (from, to) in library.arrows().keys() {
        if let (Some(from), Some(to)) = (wing(from), wing(to))
            && from != to
        {
            uses.entry(from).or_default().insert(to);
        }
    }
    uses
}

/// Which crate uses which.
fn crates(libraries: &[Library]) -> Uses {
    let mut uses = Uses::new();
    for library in libraries {
        let used = uses.entry(library.name.clone()).or_default();
        for (_, source) in library.files() {
            let paths = source.imports.iter().map(|(_, path)| path).chain(&source.paths).chain(&source.globs);
            used.extend(paths.filter_map(|path| path[0].strip_prefix("entrasift_")).map(String::from));
        }
        used.remove(&library.name);
    }
    uses
}

/// The names, each after those that it uses, as far as there is no circle; else by name.
fn ground_floor_first(uses: &Uses) -> Vec<&String> {
    let mut left: Vec<&String> = uses.keys().collect();
    let mut order = Vec::new();
    while !left.is_empty() {
        let is_free = |name: &&String| uses[*name].iter().all(|used| !left.contains(&used));
        let next = left.iter().position(is_free).unwrap_or_default();
        order.push(left.remove(next));
    }
    order
}

fn draw_into(text: &mut String, title: &str, uses: &Uses) {
    let width = uses.keys().map(String::len).max().unwrap_or_default();
    writeln!(text, "{title}").expect("text");
    for name in ground_floor_first(uses) {
        let used: Vec<&str> = ground_floor_first(uses)
            .into_iter()
            .filter(|other| uses[name].contains(*other))
            .map(String::as_str)
            .collect();
        let arrow = if used.is_empty() { "" } else { " → " };
        writeln!(text, "  {}", format!("{name:width$}{arrow}{}", used.join(", ")).trim_end()).expect("text");
    }
}

/// The whole drawing, as a block of text for Markdown.
pub fn drawing(libraries: &[Library]) -> String {
    let mut text = String::from("```text\n");
    draw_into(&mut text, "crates", &crates(libraries));
    for library in libraries.iter().filter(|library| WINGED.contains(&library.name.as_str())) {
        text.push('\n');
        draw_into(&mut text, &format!("inside {}", library.name), &wings(library));
    }
    text + "```\n"
}
