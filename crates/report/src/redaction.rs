//! Redaction: an answer with every user, device, address and tenant replaced by a pseudonym.
//!
//! It works on the finished answer, so that no format can forget it, and in three steps that each would catch what another missed: a
//! text in a column of a known kind is replaced whole, and one in a column that nobody classified too; whatever was replaced once is
//! replaced wherever else it stands, also within a sentence; and what looks like an account, an address or an id is replaced even if
//! it was never seen in a column. What remains: words of ours, names of apps and protocols, countries and cities, times and counts.

use std::cell::RefCell;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use entrasift_rollout::answer::{
    Answer, Body, Column, Fact, Holds, Ignored, InputLine, NotEvaluated, ProblemLine, Reading, Rows, Section,
    Step, Table, Value, Warning,
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

mod lookalike;
mod sweep;

use sweep::{Names, Sweep};

/// Hexadecimal digits of a pseudonym: 40 bits, so that a hundred thousand users are told apart.
const DIGITS: usize = 10;

/// Replaces what tells who and where. The same key gives the same pseudonyms, in every run and every format.
#[derive(Clone)]
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
        let learning = Learning(RefCell::default());
        each_text(&mut answer, &learning);
        each_text(&mut answer, &Arc::new(learning.0.into_inner().close(self)));
        answer
    }

    /// `user-3f2a91c04e`: the kind, and the start of an HMAC-SHA-256 of kind and name.
    fn pseudonym(&self, holds: Holds, text: &str) -> String {
        let name = first_part(holds);
        let mut mac = self.mac.clone();
        mac.update(name.as_bytes());
        mac.update(&[0]);
        mac.update(canonical(text).as_bytes());
        let digest = mac.finalize().into_bytes();
        let digits: String = digest.iter().take(DIGITS / 2).map(|byte| format!("{byte:02x}")).collect();
        format!("{name}-{digits}")
    }
}

/// The first part of a pseudonym.
fn first_part(holds: Holds) -> &'static str {
    match holds {
        Holds::User | Holds::CountedUser => "user",
        Holds::Device => "device",
        Holds::Address => "ip",
        Holds::Tenant | Holds::TenantWords => "tenant",
        Holds::Id | Holds::PublicId => "id",
        Holds::File => "file",
        Holds::Free | Holds::Quoted | Holds::Words | Holds::Number | Holds::Time => "text",
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

/// Replaces the texts of an answer, or shows them where nothing is replaced yet.
trait Texts {
    /// Looks at a text, and may change it.
    fn text(&self, holds: Holds, text: &mut String);
    /// Looks at the rows of a table, and may change each when it is pulled.
    fn rows(&self, rows: &mut Rows, columns: &[Column]);
}

/// Learns the names.
struct Learning(RefCell<Names>);

impl Texts for Learning {
    fn text(&self, holds: Holds, text: &mut String) {
        self.0.borrow_mut().see(holds, text);
    }

    fn rows(&self, rows: &mut Rows, columns: &[Column]) {
        for row in rows.iter() {
            let mut row = row.into_owned();
            row.iter_mut().zip(columns).for_each(|(value, column)| of_value(column.holds, value, self));
        }
    }
}

/// Replaces what was learnt; rows of tables when they are pulled.
impl Texts for Arc<Sweep> {
    fn text(&self, holds: Holds, text: &mut String) {
        *text = self.replaced(holds, text);
    }

    fn rows(&self, rows: &mut Rows, columns: &[Column]) {
        let (sweep, columns) = (self.clone(), columns.to_vec());
        *rows = std::mem::take(rows).map(move |mut row| {
            row.iter_mut().zip(&columns).for_each(|(value, column)| of_value(column.holds, value, &sweep));
            row
        });
    }
}

/// Every text of an answer that may come from an input.
fn each_text(answer: &mut Answer, texts: &impl Texts) {
    let Answer { command: _, reading, lead, sections, next, gravest: _, outcome: _ } = answer;
    if let Some(reading) = reading {
        of_reading(reading, texts);
    }
    lead.iter_mut().for_each(|text| texts.text(Holds::Words, text));
    for step in next {
        match step {
            Step::Do(text) => texts.text(Holds::Words, text),
            Step::Run { command, inputs, options, why } => {
                let parts = [Some(command), inputs.as_mut(), Some(options), Some(why)];
                parts.into_iter().flatten().for_each(|text| texts.text(Holds::Words, text));
            }
        }
    }
    for section in sections {
        let Section { key: _, title, note, body, headline: _, chapter } = section;
        chapter
            .iter_mut()
            .flat_map(|chapter| &mut chapter.lead)
            .for_each(|text| texts.text(Holds::Words, text));
        texts.text(Holds::Words, title);
        texts.text(Holds::Words, note);
        match body {
            Body::Table(table) => of_table(table, texts),
            Body::Value(value) => of_value(Holds::Free, value, texts),
            Body::Page(page) => texts.text(Holds::Words, page),
        }
    }
}

fn of_reading(reading: &mut Reading, texts: &impl Texts) {
    let Reading { tenant, as_of: _, inputs, ignored, problems, totals: _, warnings, not_evaluated } = reading;
    tenant.iter_mut().for_each(|tenant| texts.text(Holds::Tenant, tenant));
    for InputLine { path, format: _, encoding, compression, totals: _, truncation_suspected: _ } in inputs {
        texts.text(Holds::File, path);
        texts.text(Holds::Words, encoding);
        texts.text(Holds::Words, compression);
    }
    for Ignored { path, reason } in ignored {
        texts.text(Holds::File, path);
        texts.text(Holds::Quoted, reason);
    }
    for ProblemLine { path, row: _, offset: _, class: _, detail } in problems {
        texts.text(Holds::File, path);
        texts.text(Holds::Quoted, detail);
    }
    for Warning { code: _, message, path } in warnings {
        texts.text(Holds::TenantWords, message);
        path.iter_mut().for_each(|path| texts.text(Holds::File, path));
    }
    for NotEvaluated { rule, because, path, rows: _ } in not_evaluated {
        texts.text(Holds::Words, rule.to_mut());
        texts.text(Holds::Words, because);
        path.iter_mut().for_each(|path| texts.text(Holds::File, path));
    }
}

fn of_table(table: &mut Table, texts: &impl Texts) {
    let Table { columns, rows, folded: _, folded_as, chart } = table;
    texts.text(Holds::Words, folded_as);
    chart.iter_mut().for_each(|chart| texts.text(Holds::Words, &mut chart.caption));
    texts.rows(rows, columns);
}

fn of_value(holds: Holds, value: &mut Value, texts: &impl Texts) {
    match value {
        Value::Null | Value::Bool(_) | Value::Count(_) | Value::Code(_) | Value::Share(_) => {}
        Value::Number(_) | Value::Word(..) | Value::Time(_) => {}
        Value::Text(text) => texts.text(holds, text),
        Value::Held(holds, text) => texts.text(*holds, text),
        Value::List(items) | Value::Some { items, .. } => {
            items.iter_mut().for_each(|item| of_value(holds, item, texts));
        }
        Value::Evidence { places, .. } => {
            places.iter_mut().for_each(|place| texts.text(Holds::File, &mut place.path));
        }
        Value::Map(facts) => {
            for Fact { key, holds, value } in facts {
                of_value(*holds, value, texts);
                let mut name = key.to_string();
                texts.text(Holds::Words, &mut name);
                if name != **key {
                    *key = name.into();
                }
            }
        }
        Value::Table(table) => of_table(table, texts),
    }
}

/// What each file of an answer is called.
type Files = HashMap<String, String>;
