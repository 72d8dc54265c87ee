//! A memo: remembers the answer to a question about each distinct value of a field, so that it is asked only once.

use entrasift_core::Symbol;

/// Answers by symbol.
#[derive(Debug, Clone)]
pub struct Memo<T>(Vec<Option<T>>);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Memo(Vec::new())
    }
}

impl<T: Copy> Memo<T> {
    /// The answer for a symbol, asked for where it is not known yet.
    #[inline]
    pub fn get(&mut self, symbol: Symbol, ask: impl FnOnce() -> T) -> T {
        match self.0.get(symbol as usize) {
            Some(Some(answer)) => *answer,
            _ => self.learn(symbol, ask()),
        }
    }

    /// The answer for a symbol, where it was asked for before.
    #[inline]
    pub fn known(&self, symbol: Symbol) -> Option<T> {
        self.0.get(symbol as usize).copied().flatten()
    }

    #[cold]
    fn learn(&mut self, symbol: Symbol, answer: T) -> T {
        let index = symbol as usize;
        if self.0.len() <= index {
            self.0.resize((index + 1).next_power_of_two(), None);
        }
        self.0[index] = Some(answer);
        answer
    }
}
