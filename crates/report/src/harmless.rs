//! Text from an export, made harmless for each medium: what would be obeyed is shown instead.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// More marks than this on one letter are dropped; no script needs them, and a column of them covers other lines.
const MARKS: usize = 4;

/// Whether a terminal, an editor or a browser would obey this character, or show nothing for it: control characters (C0, C1,
/// DEL), bidirectional controls, zero-width, format and separator characters, blank fillers, tags, and noncharacters.
pub fn is_obeyed(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{34F}' | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}'
        | '\u{890}' | '\u{891}' | '\u{8E2}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
        | '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{110BD}' | '\u{110CD}'
        | '\u{13430}'..='\u{1343F}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
        || (c as u32) & 0xFFFE == 0xFFFE
}

/// The text with every character that would be obeyed shown: C0 and DEL as control pictures (`␛`, `␊`, `␀`), the others as
/// U+FFFD. One line, whatever it held. Serves the terminal, CSV, Markdown, HTML and XLSX; JSON escapes instead.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    let mut marks = 0;
    for c in text.chars() {
        marks = if c.width() == Some(0) && !is_obeyed(c) { marks + 1 } else { 0 };
        match c {
            '\0'..='\u{1F}' => shown.extend(char::from_u32(0x2400 + c as u32)),
            '\u{7F}' => shown.push('␡'),
            _ if is_obeyed(c) => shown.push(char::REPLACEMENT_CHARACTER),
            _ if marks <= MARKS => shown.push(c),
            _ => {}
        }
    }
    Cow::Owned(shown)
}

/// The text, harmless and at most so many terminal columns wide; a longer one ends in `…`.
pub fn shortened(text: &str, columns: usize) -> Cow<'_, str> {
    let text = visible(text);
    if text.width() <= columns {
        return text;
    }
    let mut short = head(&text, columns.saturating_sub(1)).to_owned();
    if columns > 0 {
        short.push('…');
    }
    Cow::Owned(short)
}

/// The longest start of a harmless text that is no wider than so many columns. No character is cut, and none loses its marks.
pub(crate) fn head(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        // U+FE0F makes the character before it an emoji of two columns.
        used += if c == '\u{FE0F}' { 1 } else { c.width().unwrap_or(0) };
        if used > columns {
            return &text[..at];
        }
    }
    text
}

/// Text in Markdown: one line in which nothing is markup, a link, a mention, HTML, or the end of a table cell.
pub fn markdown(text: &str) -> String {
    let text = visible(text);
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut leading = true;
    for (at, c) in text.char_indices() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // GitHub and others resolve mentions after Markdown, so that no escape helps.
            '@' if !before.is_alphanumeric() => escaped.push('＠'),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '!' | '$' | '^' => {
                escaped.extend(['\\', c]);
            }
            // Links are made of bare addresses too.
            '/' if before == ':' => escaped.push_str("\\/"),
            '.' if ends_with_www(&text[..at]) => escaped.push_str("\\."),
            // Lists, headings and rules begin so, at the start of a line.
            '-' | '+' | '=' if before == ' ' && leading && is_marker(c, &text[at + 1..]) => {
                escaped.extend(['\\', c]);
            }
            '.' | ')' if before != ' ' && leading && is_marker(' ', &text[at + 1..]) => {
                escaped.extend(['\\', c])
            }
            _ => escaped.push(c),
        }
        leading &= c.is_ascii_digit() || c == ' ';
        before = c;
    }
    escaped
}

/// Whether what follows makes a list or a rule of the marker before it.
fn is_marker(marker: char, rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', marker])
}

fn ends_with_www(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 3 && bytes[bytes.len() - 3..].eq_ignore_ascii_case(b"www")
}

/// Text in an element or an attribute of HTML: nothing of it is markup.
pub fn html(text: &str) -> String {
    let text = visible(text);
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Whether a spreadsheet would take this text for a formula: it begins, after blanks, with `=`, `+`, `-`, `@`, one of their
/// full-width forms, or a tab or line break.
pub fn is_formula(text: &str) -> bool {
    text.starts_with(['\t', '\r', '\n'])
        || text.trim_start().starts_with([
            '=', '+', '-', '@', '＝', '＋', '－', '＠', '\u{FE62}', '\u{FE63}', '\u{FE66}', '\u{FE6B}',
            '\u{2212}',
        ])
}

/// Text in a cell of a CSV file: harmless, and with an apostrophe before what a spreadsheet would take for a formula, also behind
/// a semicolon, at which many spreadsheets split whatever is quoted.
pub fn spreadsheet(text: &str) -> Cow<'_, str> {
    if !text.split(';').any(is_formula) {
        return visible(text);
    }
    let pieces = text.split(';').map(|piece| {
        let blanks = piece.len() - piece.trim_start_matches(' ').len();
        let quote = if is_formula(piece) { "'" } else { "" };
        format!("{}{quote}{}", &piece[..blanks], visible(&piece[blanks..]))
    });
    Cow::Owned(pieces.collect::<Vec<_>>().join(";"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_obeyed_is_shown() {
        assert_eq!(visible("plain Ünïcode 日本 👍🏽"), "plain Ünïcode 日本 👍🏽");
        assert_eq!(visible("\u{1b}[31mred\0\u{7f}\u{9b}"), "␛[31mred␀␡\u{FFFD}");
        assert_eq!(visible("gpj.\u{202e}exe\u{200b}\u{2028}"), "gpj.\u{FFFD}exe\u{FFFD}\u{FFFD}");
        assert_eq!(visible("one\r\ntwo\tthree"), "one␍␊two␉three");
        assert_eq!(visible(&format!("z{}", "\u{301}".repeat(9))), "z\u{301}\u{301}\u{301}\u{301}");
    }

    #[test]
    fn texts_are_shortened_by_what_they_take() {
        assert_eq!(shortened("northwind", 9), "northwind");
        assert_eq!(shortened("northwind", 5), "nort…");
        assert_eq!(shortened("日本語", 4), "日…");
        assert_eq!(shortened("日本語", 1), "…");
        assert_eq!(shortened("日本語", 0), "");
        assert_eq!(shortened("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
    }

    #[test]
    fn markdown_is_text() {
        let check = |text, expect| assert_eq!(markdown(text), expect);
        check("svc_crm@northwind.example", "svc\\_crm@northwind.example");
        check("[a](https://evil.example)", "\\[a\\](https:\\//evil.example)");
        check("WWW.evil.example | x", "WWW\\.evil.example \\| x");
        check("<b>&amp;", "&lt;b&gt;&amp;amp;");
        check("@all", "＠all");
        check("1. one", "1\\. one");
        check("- one", "\\- one");
        check("---", "\\---");
        check("12.5 % of 2026-11-03", "12.5 % of 2026-11-03");
    }

    #[test]
    fn formulas_are_text() {
        let check = |text, expect: &str| assert_eq!(spreadsheet(text), expect);
        check("ana@northwind.example", "ana@northwind.example");
        check("=1+1", "'=1+1");
        check(" @SUM(A1)", " '@SUM(A1)");
        check("\t=1", "'␉=1");
        check("a; =cmd|' /C calc'!A0", "a; '=cmd|' /C calc'!A0");
        check("＝1+1", "'＝1+1");
    }

    #[test]
    fn html_is_text() {
        assert_eq!(html("<a href=\"x\" on='y'>&\0"), "&lt;a href=&quot;x&quot; on=&#39;y&#39;&gt;&amp;␀");
    }
}
