//! Wording: counts and lists as every answer words them.

use super::value::Value;

/// Values shown of a longer list.
pub const LIST_KEPT: usize = 20;

/// A list of texts: the smallest, and how many more.
pub fn some(mut texts: Vec<String>) -> Value {
    texts.dedup();
    let more = texts.len().saturating_sub(LIST_KEPT) as u64;
    texts.truncate(LIST_KEPT);
    Value::Some { items: texts.into_iter().map(Value::Text).collect(), more }
}

/// `1 sign-in`, `12,480 sign-ins`.
pub fn count_of(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(count), if count == 1 { one } else { many })
}

/// `12,480`.
pub fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
