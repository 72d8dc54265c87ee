//! What a user name says: whose it is, and whether the account is a special one.

use entrasift_core::log::symbols::is_zero_id;
use entrasift_core::{ABSENT, Dictionaries, Field, Symbol};

use crate::tenant::Tenant;

/// What a user name is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    /// The symbol to know the person by; absent where the name is none.
    pub name: Symbol,
    /// The symbol of the object id that stands in the user-name column.
    pub id: Symbol,
    /// The declared break-glass account, counted from 1; 0 is none.
    pub break_glass: u16,
    /// The name is that of a directory-synchronisation account.
    pub sync: bool,
}

impl Name {
    /// No name.
    pub(super) const NONE: Name = Name { name: ABSENT, id: ABSENT, break_glass: 0, sync: false };

    /// What the name with this symbol is. An object id in the user-name column is entered in the dictionary of object ids.
    pub(super) fn classify(user: Symbol, tenant: &Tenant, dictionaries: &mut Dictionaries) -> Name {
        let text = dictionaries.text(Field::User, user).to_owned();
        let break_glass = account(tenant, &text);
        let sync = is_sync_user(&text);
        if is_zero_id(&text) {
            return Name { name: ABSENT, id: ABSENT, break_glass, sync };
        }
        if is_guid(&text) {
            let id = dictionaries.dictionary_mut(Field::UserId).symbol(text.as_bytes());
            return Name { name: ABSENT, id, break_glass, sync };
        }
        Name { name: user, id: ABSENT, break_glass, sync }
    }
}

/// The declared break-glass account with a name or id, counted from 1; 0 is none.
pub(super) fn account(tenant: &Tenant, name: &str) -> u16 {
    tenant.break_glass_index(name).map_or(0, |index| index as u16 + 1)
}

fn is_guid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    lengths == [8, 4, 4, 4, 12]
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// A user name, in lower case, is that of a directory-synchronisation account.
pub(crate) fn is_sync_user(user: &str) -> bool {
    user.starts_with("sync_") && user.ends_with(".onmicrosoft.com")
}

/// A display name is that of a directory-synchronisation account.
pub(crate) fn is_sync_name(name: &str) -> bool {
    name.trim().eq_ignore_ascii_case("On-Premises Directory Synchronization Service Account")
}
