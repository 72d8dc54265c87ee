//! A page of Markdown in HTML: headings, paragraphs, lists, code. All of its text is escaped; nothing else of Markdown is read.

use std::io::{self, Write};

use crate::harmless;

/// What the lines before the current one opened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Paragraph,
    List,
    Code,
}

impl Open {
    fn end(self) -> &'static str {
        match self {
            Open::Nothing => "",
            Open::Paragraph => "</p>\n",
            Open::List => "</li></ul>\n",
            Open::Code => "</code></pre>\n",
        }
    }
}

/// Writes a page.
pub(super) fn write(text: &str, out: &mut impl Write) -> io::Result<()> {
    let mut open = Open::Nothing;
    write!(out, "<div class=\"prose hostile\">")?;
    for line in text.lines() {
        open = next(open, line, out)?;
    }
    writeln!(out, "{}</div>", open.end())
}

fn next(open: Open, line: &str, out: &mut impl Write) -> io::Result<Open> {
    let bare = line.trim();
    let is_fence = bare.starts_with("```");
    if open == Open::Code {
        return match is_fence {
            true => write!(out, "{}", open.end()).map(|()| Open::Nothing),
            false => writeln!(out, "{}", harmless::html(line)).map(|()| open),
        };
    }
    if is_fence {
        return write!(out, "{}<pre><code>", open.end()).map(|()| Open::Code);
    }
    if bare.is_empty() {
        return write!(out, "{}", open.end()).map(|()| Open::Nothing);
    }
    if let Some(heading) = bare.strip_prefix('#') {
        let heading = inline(heading.trim_start_matches('#').trim());
        return writeln!(out, "{}<h3>{heading}</h3>", open.end()).map(|()| Open::Nothing);
    }
    if let Some(item) = bare.strip_prefix("- ").or_else(|| bare.strip_prefix("* ")) {
        let before = if open == Open::List { "</li>".to_owned() } else { format!("{}<ul>", open.end()) };
        return write!(out, "{before}<li>{}", inline(item)).map(|()| Open::List);
    }
    match open {
        Open::Nothing => write!(out, "<p>{}", inline(bare)).map(|()| Open::Paragraph),
        _ => write!(out, "\n{}", inline(bare)).map(|()| open),
    }
}

/// Text with `code` in it.
fn inline(text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return harmless::html(text);
    }
    let marked = pieces.iter().enumerate().map(|(at, piece)| match at % 2 {
        0 => harmless::html(piece),
        _ => format!("<code>{}</code>", harmless::html(piece)),
    });
    marked.collect()
}
