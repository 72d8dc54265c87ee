//! The background: what is known beside the sign-ins when they are judged.

use entrasift_core::{ABSENT, Dictionaries, Field, Symbol};

use crate::engine::population::Population;
use crate::tenant::Tenant;

/// What is known when trails are judged.
#[derive(Debug, Clone, Copy)]
pub struct Background<'c> {
    /// What the administrator says.
    pub tenant: &'c Tenant,
    /// Who was there.
    pub population: &'c Population,
    /// The values behind all symbols.
    pub dictionaries: &'c Dictionaries,
}

impl Background<'_> {
    /// The text of a value.
    pub fn text(&self, field: Field, value: Symbol) -> &str {
        self.dictionaries.text(field, value)
    }

    /// The address is one of ours.
    pub fn trusts(&self, address: Symbol) -> bool {
        address != ABSENT && self.tenant.trusts(self.text(Field::Ip, address))
    }
}
