//! The names of applications.

use entrasift_core::{Field, Symbol};
use entrasift_rules::detect::flow::{App, Flows};
use entrasift_rules::measure::Distinct;

use crate::reading::read_logs::Seen;

/// An application with the name that is shown of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AppName {
    /// The application.
    pub app: App,
    /// The first of its names; `None` where no row has one.
    pub name: Option<Symbol>,
}

impl AppName {
    /// By the names that the flows have of it.
    pub fn new(seen: &Seen, flows: &Flows, app: App) -> AppName {
        AppName { app, name: flows.names(app).and_then(|names| first(seen, names)) }
    }

    /// By the names that its rows have of it.
    pub fn from_names(seen: &Seen, app: App, names: &Distinct) -> AppName {
        AppName { app, name: first(seen, names) }
    }

    /// The name; the id where no row has a name.
    pub fn text(self, seen: &Seen) -> &str {
        match self.name {
            Some(name) => seen.text(Field::App, name),
            None => self.app.key(&seen.watched.dictionaries),
        }
    }
}

/// The first name by its text.
fn first(seen: &Seen, names: &Distinct) -> Option<Symbol> {
    names.iter().map(|(name, _)| name).min_by_key(|name| seen.text(Field::App, *name))
}
