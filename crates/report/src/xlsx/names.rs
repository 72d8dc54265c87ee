//! The names of sheets.

use crate::harmless;

/// The names of sheets, of which no two are the same.
pub(super) struct SheetNames {
    taken: Vec<String>,
}

impl SheetNames {
    /// One name is taken.
    pub(super) fn new(taken: &str) -> SheetNames {
        SheetNames { taken: vec![taken.to_lowercase()] }
    }

    /// A name like the title that a sheet may have and that none has yet.
    pub(super) fn take(&mut self, title: &str) -> String {
        let plain: String = harmless::visible(title)
            .chars()
            .filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\''))
            .collect();
        let plain = if plain.trim().is_empty() { "Sheet" } else { plain.trim() };
        let numbered = (1..).map(|number| match number {
            1 => plain.chars().take(28).collect::<String>(),
            _ => format!("{} {number}", plain.chars().take(24).collect::<String>()),
        });
        let free = numbered.into_iter().find(|name| !self.taken.contains(&name.to_lowercase()));
        let name = free.unwrap_or_default();
        self.taken.push(name.to_lowercase());
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_names_are_allowed_and_distinct() {
        let mut names = SheetNames::new("Summary");
        let titles =
            ["Summary", "a/b: [c]*?", "'quoted'", "", "x".repeat(40).as_str(), "X".repeat(40).as_str()]
                .map(str::to_owned);
        let given = titles.map(|title| names.take(&title));
        let expect =
            ["Summary 2", "ab c", "quoted", "Sheet", &"x".repeat(28), &format!("{} 2", "X".repeat(24))];
        assert_eq!(given, expect);
    }
}
