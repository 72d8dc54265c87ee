//! Accounts that the tenant file excepts by a pattern on the user name, and under which heading.

use entrasift_rules::tenant::Exceptions;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// The lists of `[exceptions]`, in the order in which they are asked.
pub struct Excepted([(GlobSet, &'static str); 4]);

impl Excepted {
    /// By the tenant file.
    pub fn of(exceptions: &Exceptions) -> Excepted {
        let Exceptions { service_accounts, shared_mailboxes, rooms, excluded, guests: _ } = exceptions;
        Excepted([
            (globs(service_accounts), "service account"),
            (globs(shared_mailboxes), "shared mailbox"),
            (globs(rooms), "room or resource"),
            (globs(excluded), "excluded in the tenant file"),
        ])
    }

    /// Under which heading a user stands; `None`: not excepted.
    pub fn because(&self, user: &str) -> Option<&'static str> {
        self.0.iter().find(|(globs, _)| globs.is_match(user)).map(|(_, because)| *because)
    }
}

/// Patterns on user names, in any case. The tenant file refuses what is no pattern.
pub fn globs(patterns: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        if let Ok(glob) = GlobBuilder::new(pattern).case_insensitive(true).build() {
            set.add(glob);
        }
    }
    set.build().unwrap_or_default()
}
