//! A map for few keys: a list while it is short, and a list with a hash table once it has grown.
//!
//! A person has about ten applications and addresses, and one or two devices. Finding one of them in a list that fits in two cache
//! lines is much quicker than in one table for everybody; and `N` entries need no memory of their own.

use std::hash::Hash;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use smallvec::SmallVec;

/// Up to this many keys are searched one after the other.
const LISTED: usize = 32;

/// Values by key; up to `N` of them are stored in the map itself.
#[derive(Debug, Clone)]
pub struct SmallMap<K, V, const N: usize = 0> {
    list: SmallVec<[(K, V); N]>,
    places: Option<Box<HashMap<K, u32, FixedState>>>,
}

impl<K, V, const N: usize> Default for SmallMap<K, V, N> {
    fn default() -> Self {
        SmallMap { list: SmallVec::new(), places: None }
    }
}

impl<K: Copy + Eq + Hash, V: Default, const N: usize> SmallMap<K, V, N> {
    /// The value of a key; the default where the key is new.
    #[inline]
    pub fn entry(&mut self, key: K) -> &mut V {
        if self.places.is_some() {
            return self.entry_of_many(key);
        }
        let place = match self.list.iter().position(|(known, _)| *known == key) {
            // Keys that are asked for often move to the front.
            Some(place) => {
                self.list.swap(place, place / 2);
                place / 2
            }
            None => self.learn(key),
        };
        &mut self.list[place].1
    }

    #[cold]
    fn learn(&mut self, key: K) -> usize {
        self.list.push((key, V::default()));
        if self.list.len() > LISTED {
            let places = self.list.iter().zip(0..).map(|((key, _), place)| (*key, place));
            self.places = Some(Box::new(places.collect()));
        }
        self.list.len() - 1
    }

    #[inline(never)]
    fn entry_of_many(&mut self, key: K) -> &mut V {
        let places = self.places.as_mut().expect("it has grown");
        let place = *places.entry(key).or_insert(self.list.len() as u32) as usize;
        if place == self.list.len() {
            self.list.push((key, V::default()));
        }
        &mut self.list[place].1
    }

    /// The value of a key.
    pub fn get(&self, key: K) -> Option<&V> {
        let place = match &self.places {
            Some(places) => *places.get(&key)? as usize,
            None => self.list.iter().position(|(known, _)| *known == key)?,
        };
        Some(&self.list[place].1)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Reads a little of what is asked for often, so that it is in the cache when it is needed. The value means nothing.
    #[inline]
    pub fn touched(&self) -> u32 {
        self.list.first().map_or(0, |entry| u32::from(entry.0 == self.list[self.list.len() / 4].0))
    }

    /// Every key and value, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &(K, V)> {
        self.list.iter()
    }
}

impl<K, V, const N: usize> IntoIterator for SmallMap<K, V, N> {
    type Item = (K, V);
    type IntoIter = smallvec::IntoIter<[(K, V); N]>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_lists_sum_alike() {
        for keys in [1_u32, 5, 32, 33, 400] {
            let mut few = SmallMap::<u32, u32>::default();
            let asked = (0..4 * keys).map(|number| number * 7919 % keys);
            asked.for_each(|key| *few.entry(key) += 1);
            assert_eq!(few.iter().count(), keys as usize);
            assert!((0..keys).all(|key| few.get(key) == Some(&4)), "{keys}");
            assert_eq!(few.get(keys), None);
        }
    }
}
