//! Words: how texts are compared if case, spaces and punctuation do not matter.

/// Yes or no, in any of the words that logs and reports use.
pub fn flag(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "capable" | "registered" | "enabled" | "1" => Some(true),
        "false" | "no" | "not capable" | "not registered" | "not enabled" | "disabled" | "0" => Some(false),
        _ => None,
    }
}

/// A word of a vocabulary without case, spaces, hyphens and underscores.
pub fn fold_word(value: &str) -> String {
    value
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The title of a column for comparing: without byte order mark, trimmed, white space collapsed, in lower case, with plain apostrophes.
pub fn header_key(title: &str) -> String {
    let plain = title.trim_start_matches('\u{feff}').replace('\u{2019}', "'");
    plain.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
