//! A person: the object id, else the user name in lower case.

use entrasift_core::{ABSENT, Dictionaries, Field, Symbol, Translation};

/// Whose sign-in it is: a symbol of the object id, or (marked) of the user name. 0 is nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Person(pub u32);

impl Person {
    const BY_NAME: u32 = 1 << 31;
    /// No id and no name.
    pub const NOBODY: Person = Person(0);

    /// The person of an id symbol, else of a name symbol.
    #[inline]
    pub fn new(id: Symbol, name: Symbol) -> Person {
        match (id, name) {
            (ABSENT, ABSENT) => Person::NOBODY,
            (ABSENT, name) => Person(name | Person::BY_NAME),
            (id, _) => Person(id),
        }
    }

    /// The same person in other dictionaries.
    #[must_use]
    pub fn translate(self, translation: &Translation) -> Person {
        match self.0 {
            0 => self,
            marked if marked & Person::BY_NAME != 0 => {
                Person(translation.symbol(Field::User, marked & !Person::BY_NAME) | Person::BY_NAME)
            }
            id => Person(translation.symbol(Field::UserId, id)),
        }
    }

    /// The object id, or the name where there is no id.
    pub fn key(self, dictionaries: &Dictionaries) -> &str {
        match self.0 & Person::BY_NAME {
            0 => dictionaries.text(Field::UserId, self.0),
            _ => dictionaries.text(Field::User, self.0 & !Person::BY_NAME),
        }
    }

    /// The object id; empty where there is none.
    pub fn id(self, dictionaries: &Dictionaries) -> &str {
        if self.0 & Person::BY_NAME == 0 { dictionaries.text(Field::UserId, self.0) } else { "" }
    }
}

/// Something for each person, found by position.
#[derive(Debug, Clone)]
pub struct PerPerson<T> {
    by_id: Vec<T>,
    by_name: Vec<T>,
}

impl<T> Default for PerPerson<T> {
    fn default() -> Self {
        PerPerson { by_id: Vec::new(), by_name: Vec::new() }
    }
}

impl<T: Default> PerPerson<T> {
    /// What is kept of a person, to be read or changed.
    #[inline]
    pub fn entry(&mut self, person: Person) -> &mut T {
        let index = (person.0 & !Person::BY_NAME) as usize;
        let side = if person.0 & Person::BY_NAME == 0 { &mut self.by_id } else { &mut self.by_name };
        if side.len() <= index {
            side.resize_with((index + 1).next_power_of_two(), T::default);
        }
        &mut side[index]
    }

    /// What is known of a person.
    pub fn get(&self, person: Person) -> Option<&T> {
        let index = (person.0 & !Person::BY_NAME) as usize;
        if person.0 & Person::BY_NAME == 0 { self.by_id.get(index) } else { self.by_name.get(index) }
    }

    /// Touches what is kept of some people. They will be asked for next, and each question would wait for the memory; these loads do not
    /// wait for one another.
    pub fn approach(&self, people: impl Iterator<Item = Person>, touch: impl Fn(&T) -> u32) {
        let touched = people.filter_map(|person| self.get(person)).map(touch);
        std::hint::black_box(touched.fold(0, |all, one| all ^ one));
    }

    /// What is kept of all people, in no particular order.
    pub fn into_values(self) -> impl Iterator<Item = T> {
        self.by_id.into_iter().chain(self.by_name)
    }

    /// Every person and what is known, nobody included; the order means nothing.
    pub fn iter(&self) -> impl Iterator<Item = (Person, &T)> {
        let ids = self.by_id.iter().enumerate().map(|(index, value)| (Person(index as u32), value));
        let names = self.by_name.iter().enumerate().skip(1);
        ids.chain(names.map(|(index, value)| (Person(index as u32 | Person::BY_NAME), value)))
    }
}
