//! Where two answers differ.

use serde_json::Value;

use super::{detection, finding};

/// How many differences are listed.
const LISTED: usize = 20;

/// The paths at which `product` differs from `oracle`, with both values. What the oracle does not
/// say is ignored; lists must be equal in order and length; empty text and null are the same.
pub fn compare(product: &Value, oracle: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk("$", product, oracle, &mut found);
    if found.len() > LISTED {
        let more = found.len() - LISTED;
        found.truncate(LISTED);
        found.push(format!("and {more} more"));
    }
    found
}

/// The findings of the rules that the oracle computes, in its order.
fn known_findings(findings: &Value) -> Value {
    let mut known = Vec::new();
    for rule in finding::RULES.into_iter().chain(detection::RULES) {
        known.extend(findings.as_array().into_iter().flatten().filter(|finding| finding["rule"] == rule));
    }
    known.into_iter().cloned().collect()
}

fn walk(path: &str, product: &Value, oracle: &Value, found: &mut Vec<String>) {
    match (product, oracle) {
        (Value::Object(product), Value::Object(oracle)) => {
            for (name, wanted) in oracle {
                let inside = format!("{path}.{name}");
                let given = product.get(name).unwrap_or(&Value::Null);
                if name == "findings" {
                    walk(&inside, &known_findings(given), wanted, found);
                } else if name.starts_with("by_") {
                    walk_counts(&inside, given, wanted, found);
                } else if product.contains_key(name) {
                    walk(&inside, given, wanted, found);
                } else {
                    found.push(format!("{inside}: missing, oracle {wanted}"));
                }
            }
        }
        (Value::Array(product), Value::Array(oracle)) => {
            if product.len() != oracle.len() {
                found.push(format!("{path}: {} entries, oracle {}", product.len(), oracle.len()));
            }
            for (at, (product, oracle)) in product.iter().zip(oracle).enumerate() {
                walk(&format!("{path}[{at}]"), product, oracle, found);
            }
        }
        (Value::Null, Value::String(text)) if text.is_empty() => {}
        (Value::String(text), Value::Null) if text.is_empty() => {}
        _ if product == oracle => {}
        _ => found.push(format!("{path}: product {}, oracle {}", short(product), short(oracle))),
    }
}

/// Counts by name: a name that stands on one side only counts as zero on the other.
fn walk_counts(path: &str, product: &Value, oracle: &Value, found: &mut Vec<String>) {
    let none = serde_json::Map::new();
    let (product, oracle) = (product.as_object().unwrap_or(&none), oracle.as_object().unwrap_or(&none));
    let mut names: Vec<&String> = product.keys().chain(oracle.keys()).collect();
    names.sort();
    names.dedup();
    let zero = Value::from(0);
    for name in names {
        let count = |map: &serde_json::Map<String, Value>| map.get(name).unwrap_or(&zero).clone();
        walk(&format!("{path}.{name}"), &count(product), &count(oracle), found);
    }
}

/// A value in at most some hundred characters.
fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 300 { text } else { text.chars().take(300).chain("…".chars()).collect() }
}
