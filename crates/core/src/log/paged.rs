//! A list in pages. It grows without moving what it holds, and takes no more memory than that and one page.
//!
//! A list in one piece takes up to twice the memory of what it holds, and leaves holes behind when it moves. Both would cost memory for
//! every row.

/// The size of a page in bytes.
const PAGE_BYTES: usize = 4 << 10;

/// Values in the order in which they were added.
#[derive(Debug, Clone)]
pub struct Paged<T> {
    full: Vec<Vec<T>>,
    last: Vec<T>,
}

impl<T> Default for Paged<T> {
    fn default() -> Self {
        Paged { full: Vec::new(), last: Vec::new() }
    }
}

impl<T> Paged<T> {
    const PAGE: usize = match PAGE_BYTES.checked_div(size_of::<T>()) {
        None | Some(0) => 1,
        Some(length) => length,
    };

    /// Adds a value.
    #[inline]
    pub fn push(&mut self, value: T) {
        if self.last.len() == self.last.capacity() {
            self.begin();
        }
        self.last.push(value);
    }

    #[cold]
    fn begin(&mut self) {
        let full = std::mem::replace(&mut self.last, Vec::with_capacity(Self::PAGE));
        if !full.is_empty() {
            self.full.push(full);
        }
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.full.iter().map(Vec::len).sum::<usize>() + self.last.len()
    }

    /// Whether the list is empty.
    pub fn is_empty(&self) -> bool {
        self.last.is_empty()
    }

    /// Every value.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.full.iter().flatten().chain(&self.last)
    }
}

impl<T> IntoIterator for Paged<T> {
    type Item = T;
    type IntoIter = std::iter::Flatten<std::vec::IntoIter<Vec<T>>>;

    /// Every value; a page is given back when the next one begins.
    fn into_iter(mut self) -> Self::IntoIter {
        self.full.push(self.last);
        self.full.into_iter().flatten()
    }
}

impl<T> Extend<T> for Paged<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, values: I) {
        values.into_iter().for_each(|value| self.push(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_order_over_pages() {
        let mut list = Paged::default();
        list.extend(0..5000_u64);
        assert_eq!(list.len(), 5000);
        assert!(list.iter().copied().eq(0..5000));
        assert!(list.full.iter().all(|page| page.capacity() == Paged::<u64>::PAGE));
        assert!(list.into_iter().eq(0..5000));
        let mut large = Paged::default();
        large.extend([[0_u8; 2 * PAGE_BYTES]; 3]);
        assert_eq!((large.len(), large.is_empty()), (3, false));
    }
}
