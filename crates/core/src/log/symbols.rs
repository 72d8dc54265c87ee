//! Dictionaries: each distinct value of a field gets a small number, so that a question about text is answered once for each value.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use crate::field::{Field, Kind};
use crate::log::recent::Recent;
use crate::text::bytes::{hash, same_bytes};

/// The number of a value in one dictionary. 0 means absent.
pub type Symbol = u32;

/// How many values are looked up together.
pub(crate) const TOGETHER: usize = 32;

/// The symbol of the canonical spelling of a value. It is new if the value was never seen.
pub const ABSENT: Symbol = 0;

/// The distinct values of one field, each in its canonical spelling (see [`Kind`]).
#[derive(Debug)]
pub struct Dictionary {
    kind: Kind,
    table: HashTable<(u32, Symbol)>,
    spans: Vec<(usize, u32)>,
    canonical: Vec<Symbol>,
    bytes: Vec<u8>,
    hasher: FixedState,
    recent: Recent,
}

impl Dictionary {
    /// An empty dictionary for values of a kind.
    pub fn new(kind: Kind) -> Dictionary {
        Dictionary {
            kind,
            table: HashTable::new(),
            spans: vec![(0, 0)],
            canonical: vec![ABSENT],
            bytes: Vec::new(),
            hasher: FixedState::with_seed(0x5851_f42d_4c95_7f2d),
            recent: Recent::default(),
        }
    }

    /// How many symbols there are; every symbol is smaller than this.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether no value was seen yet.
    pub fn is_empty(&self) -> bool {
        self.spans.len() == 1
    }

    /// The symbol of a value's canonical spelling, new if it was never seen.
    #[inline]
    pub fn symbol(&mut self, value: &[u8]) -> Symbol {
        if value.is_empty() {
            return ABSENT;
        }
        match self.recent.find(value, &self.bytes) {
            Some(symbol) => symbol,
            None => self.look_up(value),
        }
    }

    /// The symbols of some values, in their order.
    #[inline]
    pub(crate) fn symbols(&mut self, values: &[&[u8]; TOGETHER], symbols: &mut [Symbol]) {
        let hashes = values.map(hash);
        self.recent.approach(&hashes[..symbols.len()], &self.bytes);
        for ((value, hash), symbol) in values.iter().zip(hashes).zip(symbols) {
            *symbol = match self.recent.find_hashed(value, hash, &self.bytes) {
                _ if value.is_empty() => ABSENT,
                Some(symbol) => symbol,
                None => self.look_up(value),
            };
        }
    }

    #[inline(never)]
    fn look_up(&mut self, value: &[u8]) -> Symbol {
        let raw = self.find_or_insert(value);
        let symbol = match self.canonical[raw as usize] {
            Symbol::MAX => self.canonicalise(raw),
            known => known,
        };
        self.recent.keep(value, self.spans[raw as usize].0, symbol);
        symbol
    }

    /// The canonical spelling of a symbol; empty for [`ABSENT`]. Invalid UTF-8 never enters the dictionary of a batch; it would show as a
    /// replacement character.
    pub fn text(&self, symbol: Symbol) -> &str {
        std::str::from_utf8(self.span(symbol)).unwrap_or("\u{fffd}")
    }

    /// Only the symbols that stand for themselves: the canonical values.
    pub fn canonical_symbols(&self) -> impl Iterator<Item = Symbol> + '_ {
        (1..self.len() as Symbol).filter(|symbol| self.canonical[*symbol as usize] == *symbol)
    }

    /// Adds the values of another dictionary of the same kind. Returns our symbol for each of its symbols.
    pub fn merge(&mut self, theirs: &Dictionary) -> Vec<Symbol> {
        let mut ours = vec![ABSENT; theirs.len()];
        for symbol in theirs.canonical_symbols() {
            ours[symbol as usize] = self.symbol(theirs.text(symbol).as_bytes());
        }
        ours
    }

    fn span(&self, symbol: Symbol) -> &[u8] {
        let (start, length) = self.spans[symbol as usize];
        &self.bytes[start..start + length as usize]
    }

    #[inline]
    fn find_or_insert(&mut self, value: &[u8]) -> Symbol {
        let hash = self.hasher.hash_one(value);
        let short = (hash >> 32) as u32;
        let (spans, bytes) = (&self.spans, &self.bytes);
        let same = |&(other, symbol): &(u32, Symbol)| {
            let (start, length) = spans[symbol as usize];
            other == short && same_bytes(&bytes[start..start + length as usize], value)
        };
        if let Some((_, symbol)) = self.table.find(hash, same) {
            return *symbol;
        }
        self.insert(value, hash, short)
    }

    #[cold]
    fn insert(&mut self, value: &[u8], hash: u64, short: u32) -> Symbol {
        let symbol = self.spans.len() as Symbol;
        self.spans.push((self.bytes.len(), value.len() as u32));
        self.canonical.push(Symbol::MAX);
        self.bytes.extend_from_slice(value);
        let (spans, bytes, hasher) = (&self.spans, &self.bytes, &self.hasher);
        let rehash = |&(_, symbol): &(u32, Symbol)| {
            let (start, length) = spans[symbol as usize];
            hasher.hash_one(&bytes[start..start + length as usize])
        };
        self.table.insert_unique(hash, (short, symbol), rehash);
        symbol
    }

    #[cold]
    fn canonicalise(&mut self, raw: Symbol) -> Symbol {
        let text = String::from_utf8_lossy(self.span(raw)).into_owned();
        let spelling = canonical_spelling(self.kind, &text);
        let symbol = if spelling.is_empty() {
            ABSENT
        } else if spelling == text {
            raw
        } else {
            let symbol = self.find_or_insert(spelling.as_bytes());
            self.canonical[symbol as usize] = symbol;
            symbol
        };
        self.canonical[raw as usize] = symbol;
        symbol
    }
}

/// The spelling in which a value of this kind is kept; empty if it counts as absent.
pub fn canonical_spelling(kind: Kind, text: &str) -> String {
    let text = text.trim();
    match kind {
        Kind::Name => text.to_lowercase(),
        Kind::Id if is_zero_id(text) => String::new(),
        Kind::Id | Kind::UniqueId | Kind::Flag => text.to_lowercase(),
        Kind::Address => match text.parse::<std::net::IpAddr>() {
            Ok(address) => address.to_canonical().to_string(),
            Err(_) => text.to_lowercase(),
        },
        Kind::Text | Kind::Word | Kind::Integer | Kind::Time | Kind::List => text.to_owned(),
    }
}

/// Whether the text is an id of zeros only.
pub fn is_zero_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'0' | b'-' | b'{' | b'}'))
}

/// One dictionary for each field.
#[derive(Debug)]
pub struct Dictionaries(Vec<Dictionary>);

impl Default for Dictionaries {
    fn default() -> Self {
        Dictionaries(Field::ALL.iter().map(|field| Dictionary::new(field.kind())).collect())
    }
}

impl Dictionaries {
    /// The dictionary of a field.
    pub fn dictionary(&self, field: Field) -> &Dictionary {
        &self.0[field as usize]
    }

    /// The dictionary of a field, to add to.
    #[inline]
    pub fn dictionary_mut(&mut self, field: Field) -> &mut Dictionary {
        &mut self.0[field as usize]
    }

    /// The canonical spelling of a symbol of a field.
    pub fn text(&self, field: Field, symbol: Symbol) -> &str {
        self.dictionary(field).text(symbol)
    }

    /// Adds the values of another worker. Returns which of our symbols is which of theirs.
    pub fn merge(&mut self, other: &Dictionaries) -> Translation {
        let pairs = self.0.iter_mut().zip(&other.0);
        Translation(pairs.map(|(ours, theirs)| ours.merge(theirs)).collect())
    }
}

/// Translates the symbols of one set of dictionaries to those of another.
#[derive(Debug)]
pub struct Translation(Vec<Vec<Symbol>>);

impl Translation {
    /// Our symbol for theirs.
    #[inline]
    pub fn symbol(&self, field: Field, theirs: Symbol) -> Symbol {
        self.0[field as usize][theirs as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_symbol_for_every_spelling() {
        let mut users = Dictionary::new(Kind::Name);
        let ana = users.symbol(b"ana@northwind.example");
        assert_eq!(users.symbol(b"Ana@Northwind.Example "), ana);
        assert_eq!(users.text(ana), "ana@northwind.example");
        assert_eq!(users.symbol(b"  "), ABSENT);
        let mut addresses = Dictionary::new(Kind::Address);
        assert_eq!(addresses.symbol(b"2001:DB8:0:0::1"), addresses.symbol(b"2001:db8::1"));
        assert_ne!(addresses.symbol(b"192.0.2.XXX"), ABSENT);
        let mut ids = Dictionary::new(Kind::Id);
        assert_eq!(ids.symbol(b"00000000-0000-0000-0000-000000000000"), ABSENT);
    }

    #[test]
    fn merging_translates() {
        let (mut a, mut b) = (Dictionaries::default(), Dictionaries::default());
        let (x, y) = (a.dictionary_mut(Field::App).symbol(b"x"), a.dictionary_mut(Field::App).symbol(b"y"));
        let (y2, z2) = (b.dictionary_mut(Field::App).symbol(b"y"), b.dictionary_mut(Field::App).symbol(b"z"));
        let translation = a.merge(&b);
        assert_eq!(translation.symbol(Field::App, y2), y);
        let z = translation.symbol(Field::App, z2);
        assert_eq!(a.text(Field::App, z), "z");
        assert!(x != z && y != z);
    }
}
