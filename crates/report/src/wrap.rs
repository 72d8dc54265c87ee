//! Text broken into lines by the columns it takes on a terminal.

use unicode_width::UnicodeWidthStr;

use crate::harmless;

/// What becomes of a word that is wider than the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Long {
    /// It ends in `…`.
    Cut,
    /// It goes on in the next line.
    Broken,
}

/// The lines of a harmless text, none wider than `width`. Words stay whole where they fit.
pub(crate) fn lines(text: &str, width: usize, long: Long) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !line.is_empty() && line.width() + 1 + word.width() <= width {
            line.push(' ');
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        line = match (word.width() <= width, long) {
            (true, _) => word.to_owned(),
            (false, Long::Cut) => harmless::shortened(word, width).into_owned(),
            (false, Long::Broken) => broken(word, width, &mut lines),
        };
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The parts joined by ` · `, broken between two parts where that is possible.
pub(crate) fn joined(parts: &[String], width: usize) -> Vec<String> {
    const BETWEEN: &str = " · ";
    let mut out: Vec<String> = Vec::new();
    for part in parts {
        match out.last_mut() {
            Some(line) if line.width() + BETWEEN.width() + part.width() <= width => {
                line.push_str(BETWEEN);
                line.push_str(part);
            }
            _ => out.extend(lines(part, width, Long::Broken)),
        }
    }
    out
}

/// Puts all of a word but its last line into `lines`.
fn broken(word: &str, width: usize, lines: &mut Vec<String>) -> String {
    let mut rest = word;
    loop {
        let head = harmless::head(rest, width);
        let Some(first) = rest.chars().next().filter(|_| head.len() < rest.len()) else { break };
        if head.is_empty() {
            // A character of two columns in a line of one.
            lines.push("…".to_owned());
            rest = &rest[first.len_utf8()..];
        } else {
            lines.push(head.to_owned());
            rest = &rest[head.len()..];
        }
    }
    rest.to_owned()
}

/// The width of the widest word.
pub(crate) fn widest_word(text: &str) -> usize {
    text.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, width: usize, long: Long, expect: &[&str]) {
        assert_eq!(lines(text, width, long), expect);
    }

    #[test]
    fn words_stay_whole() {
        check("who still signs in", 9, Long::Cut, &["who still", "signs in"]);
        check("", 9, Long::Cut, &[]);
        check("  a   b ", 9, Long::Cut, &["a b"]);
    }

    #[test]
    fn a_word_too_wide_is_cut_or_goes_on() {
        check("svc-import@northwind.example failed", 12, Long::Cut, &["svc-import@…", "failed"]);
        check("abcdefgh ij", 3, Long::Broken, &["abc", "def", "gh", "ij"]);
    }

    #[test]
    fn parts_stay_together() {
        let parts = ["4 files", "231 people", "0 rows lost"].map(str::to_owned);
        assert_eq!(joined(&parts, 80), ["4 files · 231 people · 0 rows lost"]);
        assert_eq!(joined(&parts, 22), ["4 files · 231 people", "0 rows lost"]);
        assert_eq!(joined(&parts, 8), ["4 files", "231", "people", "0 rows", "lost"]);
    }

    #[test]
    fn wide_characters_are_not_halved() {
        check("日本語", 5, Long::Cut, &["日本…"]);
        check("日本語", 5, Long::Broken, &["日本", "語"]);
        check("日本", 1, Long::Broken, &["…", "…"]);
        check("日本", 0, Long::Cut, &["…"]);
    }
}
