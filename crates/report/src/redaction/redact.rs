//! An answer, redacted: first its names are learnt, then they are replaced.

use std::cell::RefCell;
use std::sync::Arc;

use entrasift_rollout::answer::{Answer, Column, Holds, Rows};

use super::names::Names;
use super::pseudonym::Pseudonyms;
use super::sweep::Sweep;
use super::texts::{self, Texts};

/// Replaces what tells who and where. The same key gives the same pseudonyms, in every run and every format.
#[derive(Clone)]
pub struct Redaction(Pseudonyms);

impl Redaction {
    /// Pseudonyms by this key. Who knows the key and a name can tell its pseudonym; who lacks the key cannot.
    pub fn new(key: &[u8]) -> Redaction {
        Redaction(Pseudonyms::new(key))
    }

    /// The answer without names. Reference answers, which read nothing, stay as they are. The rows of tables are pulled once to learn
    /// their names, and replaced one by one when a renderer pulls them.
    #[must_use]
    pub fn redact(&self, mut answer: Answer) -> Answer {
        if answer.reading.is_none() {
            return answer;
        }
        let learning = Learning(RefCell::default());
        texts::each(&mut answer, &learning);
        texts::each(&mut answer, &Arc::new(Sweep::new(learning.0.into_inner(), &self.0)));
        answer
    }
}

/// Learns the names.
struct Learning(RefCell<Names>);

impl Texts for Learning {
    fn text(&self, holds: Holds, text: &mut String) {
        self.0.borrow_mut().see(holds, text);
    }

    fn rows(&self, rows: &mut Rows, columns: &[Column]) {
        for row in rows.iter() {
            texts::each_of_row(&mut row.into_owned(), columns, self);
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
            texts::each_of_row(&mut row, &columns, &sweep);
            row
        });
    }
}
