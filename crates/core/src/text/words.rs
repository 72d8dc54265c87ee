//! Words: how texts of the exports are compared when case, spaces and punctuation do not matter.

/// A truth value in any of the words that the reports use.
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

/// A header name for comparing: without BOM, trimmed, inner white space collapsed, lower case, typographic apostrophe made plain.
pub fn header_key(title: &str) -> String {
    let plain = title.trim_start_matches('\u{feff}').replace('\u{2019}', "'");
    plain.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
