//! Records, members and values of JSON against serde_json: where serde_json reads a text, both find the same.

use std::fmt;

use entrasift_core::text::json::{Next, elements, members, nesting, next_record, plain};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value with its members in their order, doubled keys included.
#[derive(Debug, Clone, PartialEq)]
enum Tree {
    Object(Vec<(String, Tree)>),
    Array(Vec<Tree>),
    Text(String),
    Null,
    Other(String),
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Tree, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Tree;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
                Ok(Tree::Other(value.to_string()))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
                Ok(Tree::Other(value.to_string()))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
                Ok(Tree::Other(value.to_string()))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
                Ok(Tree::Other(value.to_string()))
            }
            fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
                Ok(Tree::Text(value.to_owned()))
            }
            fn visit_unit<E>(self) -> Result<Tree, E> {
                Ok(Tree::Null)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
                let mut elements = Vec::new();
                while let Some(element) = list.next_element()? {
                    elements.push(element);
                }
                Ok(Tree::Array(elements))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Tree, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = object.next_entry()? {
                    members.push(member);
                }
                Ok(Tree::Object(members))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

impl Tree {
    /// The records in it: objects that are no pages, at any depth of arrays and pages.
    fn records<'t>(&'t self, found: &mut Vec<&'t Tree>) {
        match self {
            Tree::Array(elements) => elements.iter().for_each(|element| element.records(found)),
            Tree::Object(members) => {
                let first =
                    members.iter().find(|(_, value)| matches!(value, Tree::Object(_) | Tree::Array(_)));
                let is_page = first.is_some_and(|(key, value)| {
                    matches!(value, Tree::Array(_))
                        && (key.eq_ignore_ascii_case("value") || key.eq_ignore_ascii_case("records"))
                });
                if is_page {
                    members.iter().for_each(|(_, value)| value.records(found));
                } else {
                    found.push(self);
                }
            }
            _ => {}
        }
    }
}

/// Looks at any text. Panics where the readers differ.
pub fn check(text: &[u8]) {
    let (mut at, mut found, mut open) = (0, Vec::new(), 0);
    loop {
        let next = next_record(text, at);
        let until = match next {
            Next::Record { start, .. } | Next::Open(start) | Next::Crossed(start) => start,
            Next::End => text.len(),
        };
        open += nesting(&text[at..until]);
        let Next::Record { start, end } = next else { break };
        assert!(start < end && end <= text.len() && start >= at);
        let record = &text[start..end];
        members(record).for_each(drop);
        elements(record).for_each(drop);
        plain(record);
        found.push(record);
        at = end;
    }
    let values: Result<Vec<Tree>, _> = serde_json::Deserializer::from_slice(text).into_iter().collect();
    let Ok(values) = values else { return };
    // A key is compared as it stands, so that one that is `value` only when its escapes are read is another.
    if text.contains(&b'\\') && String::from_utf8_lossy(text).contains("\\u") {
        return;
    }
    let mut expected = Vec::new();
    values.iter().for_each(|value| value.records(&mut expected));
    assert_eq!(found.len(), expected.len(), "{}", String::from_utf8_lossy(text));
    assert_eq!(open, 0, "what opens closes: {}", String::from_utf8_lossy(text));
    for (record, expected) in found.into_iter().zip(expected) {
        let again: Tree = serde_json::from_slice(record).expect("a record is a value");
        assert_eq!(&again, expected);
        check_object(record, expected);
    }
}

fn check_object(record: &[u8], expected: &Tree) {
    let Tree::Object(expected) = expected else { panic!("a record is an object") };
    let found: Vec<_> = members(record).map(|member| member.expect("the object is sound")).collect();
    assert_eq!(found.len(), expected.len(), "{}", String::from_utf8_lossy(record));
    for ((key, value), (name, tree)) in found.into_iter().zip(expected) {
        assert_eq!(plain(&[b"\"", key, b"\""].concat()), name.as_bytes());
        check_value(value, tree);
    }
}

fn check_value(value: &[u8], tree: &Tree) {
    match tree {
        Tree::Text(text) => assert_eq!(plain(value), text.as_bytes()),
        Tree::Null => assert!(plain(value).is_empty()),
        Tree::Other(_) => assert_eq!(&serde_json::from_slice::<Tree>(&plain(value)).expect("a value"), tree),
        Tree::Object(_) => check_object(value, tree),
        Tree::Array(list) => {
            let found: Vec<_> = elements(value).collect();
            assert_eq!(found.len(), list.len(), "{}", String::from_utf8_lossy(value));
            found.into_iter().zip(list).for_each(|(value, tree)| check_value(value, tree));
        }
    }
}
