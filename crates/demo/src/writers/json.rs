//! Json: objects, arrays and values, compact or indented, written without a tree in between.

use crate::guid::Guid;

/// A JSON text that grows.
#[derive(Debug, Default)]
pub struct Json {
    text: Vec<u8>,
    indented: bool,
    depth: usize,
    first: bool,
    after_key: bool,
}

impl Json {
    /// An empty text on one line.
    pub fn compact() -> Json {
        Json { first: true, ..Json::default() }
    }

    /// An empty text of many lines.
    pub fn indented() -> Json {
        Json { indented: true, ..Json::compact() }
    }

    /// Everything written so far.
    pub fn bytes(&self) -> &[u8] {
        &self.text
    }

    /// Forgets everything written so far; only between values.
    pub fn clear(&mut self) {
        self.text.clear();
        (self.first, self.after_key) = (true, false);
    }

    /// An object whose members `fill` writes.
    pub fn object(&mut self, fill: impl FnOnce(&mut Json)) {
        self.nest(b'{', b'}', fill);
    }

    /// An array whose elements `fill` writes.
    pub fn array(&mut self, fill: impl FnOnce(&mut Json)) {
        self.nest(b'[', b']', fill);
    }

    /// The key of the value that is written next.
    pub fn key(&mut self, key: &str) -> &mut Json {
        self.begin();
        self.quote(key);
        self.text.extend_from_slice(if self.indented { b": " } else { b":" });
        self.after_key = true;
        self
    }

    /// A string.
    pub fn string(&mut self, text: &str) {
        self.begin();
        self.quote(text);
    }

    /// A string, or null for an empty one.
    pub fn string_or_null(&mut self, text: &str) {
        if text.is_empty() { self.null() } else { self.string(text) }
    }

    /// An identifier.
    pub fn guid(&mut self, guid: Guid) {
        self.begin();
        self.text.push(b'"');
        self.text.extend_from_slice(&guid.text());
        self.text.push(b'"');
    }

    /// A whole number.
    pub fn number(&mut self, number: i64) {
        self.raw(&number.to_string());
    }

    /// A number of ten-thousandths.
    pub fn ten_thousandths(&mut self, number: i32) {
        let sign = if number < 0 { "-" } else { "" };
        let (whole, rest) = (number.unsigned_abs() / 10_000, number.unsigned_abs() % 10_000);
        self.raw(&format!("{sign}{whole}.{rest:04}"));
    }

    /// True or false.
    pub fn boolean(&mut self, value: bool) {
        self.raw(if value { "true" } else { "false" });
    }

    /// Null.
    pub fn null(&mut self) {
        self.raw("null");
    }

    fn raw(&mut self, text: &str) {
        self.begin();
        self.text.extend_from_slice(text.as_bytes());
    }

    fn nest(&mut self, open: u8, close: u8, fill: impl FnOnce(&mut Json)) {
        self.begin();
        self.text.push(open);
        (self.depth, self.first) = (self.depth + 1, true);
        fill(self);
        self.depth -= 1;
        if !self.first {
            self.line();
        }
        self.text.push(close);
        self.first = false;
    }

    /// What stands between the last value and the next one.
    fn begin(&mut self) {
        if std::mem::take(&mut self.after_key) {
            return;
        }
        if !self.first {
            self.text.push(b',');
        }
        if self.depth > 0 {
            self.line();
        }
        self.first = false;
    }

    fn line(&mut self) {
        if self.indented {
            self.text.push(b'\n');
            self.text.resize(self.text.len() + 2 * self.depth, b' ');
        }
    }

    fn quote(&mut self, text: &str) {
        self.text.push(b'"');
        for &byte in text.as_bytes() {
            match byte {
                b'"' => self.text.extend_from_slice(b"\\\""),
                b'\\' => self.text.extend_from_slice(b"\\\\"),
                b'\n' => self.text.extend_from_slice(b"\\n"),
                b'\r' => self.text.extend_from_slice(b"\\r"),
                0..=31 => self.text.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
                _ => self.text.push(byte),
            }
        }
        self.text.push(b'"');
    }
}

#[cfg(test)]
mod tests {
    use super::Json;

    fn sample(mut json: Json) -> String {
        json.object(|json| {
            json.key("a").string("x\"\\\n\u{1}ü");
            json.key("b").array(|json| {
                json.number(-3);
                json.null();
            });
            json.key("c").array(|_| {});
            json.key("d").ten_thousandths(-5_005);
        });
        String::from_utf8(json.bytes().to_vec()).expect("text stays text")
    }

    #[test]
    fn compact() {
        let expected = r#"{"a":"x\"\\\n\u0001ü","b":[-3,null],"c":[],"d":-0.5005}"#;
        assert_eq!(sample(Json::compact()), expected);
    }

    #[test]
    fn indented() {
        let expected = "{\n  \"a\": \"x\\\"\\\\\\n\\u0001ü\",\n  \"b\": [\n    -3,\n    null\n  ],\n  \"c\": [],\n  \"d\": -0.5005\n}";
        assert_eq!(sample(Json::indented()), expected);
    }
}
