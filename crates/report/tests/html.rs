//! The page: what it allows, what it holds, and that no text in it does anything.

mod fixture;

use entrasift_report::html;
use fixture::{nasty, ordinary, style, text};
use sha2::{Digest, Sha256};

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    text.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map(|(found, _)| found).expect(from)
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let chunks = bytes.chunks(3).map(|chunk| {
        let bits = chunk.iter().chain(&[0; 2]).take(3).fold(0, |bits, byte| bits << 8 | u32::from(*byte));
        let digits = (0..4).map(|at| match at <= chunk.len() {
            true => char::from(DIGITS[(bits >> (18 - 6 * at)) as usize & 63]),
            false => '=',
        });
        digits.collect::<String>()
    });
    chunks.collect()
}

#[test]
fn only_its_own_style_and_script_are_allowed() {
    let page = text(&ordinary(), &html::FORMAT, &style());
    let policy = between(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"), "{policy}");
    for (tag, directive) in [("style", "style-src"), ("script", "script-src")] {
        let content = between(&page, &format!("<{tag}>"), &format!("</{tag}>"));
        let hash = base64(&Sha256::digest(content.as_bytes()));
        assert!(policy.contains(&format!("{directive} 'sha256-{hash}'")), "the hash of the {tag} is {hash}");
    }
}

#[test]
fn it_fetches_nothing() {
    for answer in [ordinary(), nasty()] {
        let page = text(&answer, &html::FORMAT, &style());
        let (markup, _data) = page.split_once("<script type=\"application/json\"").unwrap();
        for fetch in [
            " src=", "url(", "@import", "<link", "<iframe", "<object", "<form", "<base", "href=\"h",
            "style=\"",
        ] {
            assert!(!markup.contains(fetch) || fetch == " src=" && !markup.contains("<img"), "{fetch}");
        }
    }
}

#[test]
fn no_text_is_markup() {
    let page = text(&nasty(), &html::FORMAT, &style());
    assert_eq!(page.matches("<script").count(), 2, "the data and the script");
    assert_eq!(page.matches("</script").count(), 2);
    for evil in ["<img", "onerror=alert(1)>", "\u{1b}", "\u{202e}", "\0"] {
        assert!(!page.contains(evil), "{evil}");
    }
}

#[test]
fn the_data_holds_every_row() {
    let page = text(&nasty(), &html::FORMAT, &style());
    let data = between(&page, "id=\"data\">", "</script>");
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    // A picture of the first screen, whose table comes before, has no such column.
    let tables = data["tables"].as_array().unwrap();
    let has_evidence = |table: &&serde_json::Value| table["columns"].to_string().contains("\"Rows\"");
    let table = tables.iter().find(has_evidence).unwrap();
    assert_eq!(table["rows"].as_array().unwrap().len(), fixture::NASTY.len() + 4);
    let columns = table["columns"].as_array().unwrap();
    assert!(columns.iter().any(|column| column["title"] == "Rows"), "evidence is a detail of the row");
    assert!(columns.iter().all(|column| column["title"] != "User id"), "what is never shown is not there");
    let first = &table["rows"][0][0].as_u64().unwrap();
    assert_eq!(data["texts"][*first as usize], "<script>alert(1)</script>");
}

#[test]
fn a_picture_has_its_words() {
    let page = text(&ordinary(), &html::FORMAT, &style());
    let expect =
        "aria-label=\"Sign-ins per hour, 2 Nov – 25 Nov 2026: 31,104 succeeded, 960 interrupted, 12 failed\"";
    assert!(page.contains(expect));
}
