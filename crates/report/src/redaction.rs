//! Redaction: an answer with every user, device, address and tenant replaced by a pseudonym.
//!
//! It works on the finished answer, so that no format can forget it, and in three steps that each would catch what another missed: a
//! text in a column of a known kind is replaced whole, and one in a column that nobody classified too; whatever was replaced once is
//! replaced wherever else it stands, also within a sentence; and what looks like an account, an address or an id is replaced even if
//! it was never seen in a column. What remains: words of ours, names of apps and protocols, countries and cities, times and counts.

use std::collections::HashMap;
use std::net::IpAddr;

use entrasift_rollout::answer::{Answer, Body, Reading, Section, Table, Value};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

mod kind;
mod lookalike;
mod sweep;

use kind::Kind;
use sweep::Known;

/// Hexadecimal digits of a pseudonym: 40 bits, so that a hundred thousand users are told apart.
const DIGITS: usize = 10;

/// Replaces what tells who and where. The same key gives the same pseudonyms, in every run and every format.
pub struct Redaction {
    mac: Hmac<Sha256>,
}

impl Redaction {
    /// Pseudonyms by this key. Who knows the key and a name can tell its pseudonym; who lacks the key cannot.
    pub fn new(key: &[u8]) -> Redaction {
        Redaction { mac: Hmac::new(&Block::of(key).0.into()) }
    }

    /// The answer without names. Reference answers, which read nothing, stay as they are.
    #[must_use]
    pub fn redact(&self, mut answer: Answer) -> Answer {
        if answer.reading.is_none() {
            return answer;
        }
        let mut known = Known::default();
        each_text(&mut answer, &mut |kind, text| known.see(kind, text));
        let sweep = known.close(self);
        each_text(&mut answer, &mut |kind, text| *text = sweep.replaced(kind, text));
        answer
    }

    /// `user-3f2a91c04e`: the kind, and the start of an HMAC-SHA-256 of kind and name.
    fn pseudonym(&self, kind: Kind, text: &str) -> String {
        let mut mac = self.mac.clone();
        mac.update(kind.name().as_bytes());
        mac.update(&[0]);
        mac.update(canonical(text).as_bytes());
        let digest = mac.finalize().into_bytes();
        let digits: String = digest.iter().take(DIGITS / 2).map(|byte| format!("{byte:02x}")).collect();
        format!("{}-{digits}", kind.name())
    }
}

/// A key of any length as the block that HMAC wants.
struct Block([u8; 64]);

impl Block {
    fn of(key: &[u8]) -> Block {
        let mut block = [0; 64];
        match key.len() <= block.len() {
            true => block[..key.len()].copy_from_slice(key),
            false => block[..32].copy_from_slice(&Sha256::digest(key)),
        }
        Block(block)
    }
}

/// One spelling for all spellings of a name or an address.
fn canonical(text: &str) -> String {
    let text = text.trim();
    match text.parse::<IpAddr>() {
        Ok(address) => address.to_canonical().to_string(),
        Err(_) => text.to_lowercase(),
    }
}

/// Shows every text of an answer that may come from an input, with its kind.
fn each_text(answer: &mut Answer, see: &mut dyn FnMut(Kind, &mut String)) {
    let Answer { command: _, reading, lead, sections, next, outcome: _ } = answer;
    if let Some(reading) = reading {
        of_reading(reading, see);
    }
    lead.iter_mut().chain(next).for_each(|text| see(Kind::Prose, text));
    for section in sections {
        let Section { key, title, note, body, headline: _, chapter } = section;
        chapter.iter_mut().flat_map(|chapter| &mut chapter.lead).for_each(|text| see(Kind::Prose, text));
        see(Kind::Prose, title);
        see(Kind::Prose, note);
        match body {
            Body::Table(table) => of_table(key, table, see),
            Body::Value(value) => of_value(key, kind::of(key, key), value, see),
            Body::Page(page) => see(Kind::Prose, page),
        }
    }
}

fn of_reading(reading: &mut Reading, see: &mut dyn FnMut(Kind, &mut String)) {
    let Reading { tenant, as_of: _, inputs, ignored, problems, totals, warnings, not_evaluated } = reading;
    tenant.iter_mut().for_each(|tenant| see(Kind::Tenant, tenant));
    let tables = [
        ("inputs", inputs),
        ("ignored", ignored),
        ("problems", problems),
        ("warnings", warnings),
        ("not_evaluated", not_evaluated),
    ];
    tables.into_iter().for_each(|(key, table)| of_table(key, table, see));
    totals.iter_mut().for_each(|(key, value)| of_value("totals", kind::of("totals", key), value, see));
}

fn of_table(section: &str, table: &mut Table, see: &mut dyn FnMut(Kind, &mut String)) {
    let Table { columns, rows, folded: _, folded_as, chart } = table;
    see(Kind::Prose, folded_as);
    chart.iter_mut().for_each(|chart| see(Kind::Prose, &mut chart.caption));
    let kinds: Vec<Kind> = columns.iter().map(|column| kind::of(section, column.key)).collect();
    let field = columns.iter().position(|column| column.key == "field");
    for row in rows {
        // A table of cells says in each row what its value is.
        let told = field.and_then(|at| match row.get(at) {
            Some(Value::Text(name)) => Some(kind::of(section, name)),
            _ => None,
        });
        for ((value, kind), column) in row.iter_mut().zip(&kinds).zip(columns.iter()) {
            let kind = if column.key == "value" { told.unwrap_or(*kind) } else { *kind };
            of_value(section, kind, value, see);
        }
    }
}

fn of_value(section: &str, kind: Kind, value: &mut Value, see: &mut dyn FnMut(Kind, &mut String)) {
    match value {
        Value::Null | Value::Bool(_) | Value::Count(_) | Value::Code(_) | Value::Share(_) => {}
        Value::Number(_) | Value::Word(..) | Value::Time(_) => {}
        Value::Text(text) => see(kind, text),
        Value::List(items) | Value::Some { items, .. } => {
            items.iter_mut().for_each(|item| of_value(section, kind, item, see));
        }
        Value::Evidence { places, .. } => {
            places.iter_mut().for_each(|place| see(Kind::File, &mut place.path));
        }
        Value::Map(entries) => {
            for (key, value) in entries {
                of_value(section, kind::of(section, key), value, see);
                see(Kind::Prose, key);
            }
        }
        Value::Table(table) => of_table(section, table, see),
    }
}

/// What each file of an answer is called.
type Files = HashMap<String, String>;
