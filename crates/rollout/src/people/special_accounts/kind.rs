//! What an account is that needs special handling, and what to do with it.

/// What an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccountKind {
    /// Directory synchronisation.
    Sync,
    /// Sends user name and password by itself.
    Script,
    /// Another account that no person sits at.
    Service,
    /// A shared mailbox.
    SharedMailbox,
    /// A room or a resource.
    Room,
    /// A guest.
    Guest,
    /// A person who was never seen on a phone and has no phone method.
    NoPhoneSeen,
}

impl AccountKind {
    /// Every kind, in the order of the list.
    pub const ALL: [AccountKind; 7] = [
        AccountKind::Sync,
        AccountKind::Script,
        AccountKind::Service,
        AccountKind::SharedMailbox,
        AccountKind::Room,
        AccountKind::Guest,
        AccountKind::NoPhoneSeen,
    ];

    /// The word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            AccountKind::Sync => "sync",
            AccountKind::Script => "script",
            AccountKind::Service => "service",
            AccountKind::SharedMailbox => "shared-mailbox",
            AccountKind::Room => "room",
            AccountKind::Guest => "guest",
            AccountKind::NoPhoneSeen => "no-phone-seen",
        }
    }

    /// One and many of it, for people.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            AccountKind::Sync => ("synchronisation account", "synchronisation accounts"),
            AccountKind::Script => ("script", "scripts"),
            AccountKind::Service => ("service account", "service accounts"),
            AccountKind::SharedMailbox => ("shared mailbox", "shared mailboxes"),
            AccountKind::Room => ("room", "rooms"),
            AccountKind::Guest => ("guest", "guests"),
            AccountKind::NoPhoneSeen => ("person never seen with a phone", "people never seen with a phone"),
        }
    }

    /// No person sits at it who could answer a prompt.
    pub fn is_machine(self) -> bool {
        !matches!(self, AccountKind::Guest | AccountKind::NoPhoneSeen)
    }

    /// What to do.
    pub fn suggestion(self) -> &'static str {
        match self {
            AccountKind::Sync => {
                "WARNING: enforcing MFA on it stops directory synchronisation. Exclude it from the policy by name, and let it sign in \
                 only from the address of the synchronisation server"
            }
            AccountKind::Script => {
                "move it to a workload identity (managed identity, or an app with a certificate): ROPC cannot do MFA; until \
                 then exclude it by name, only from its own address"
            }
            AccountKind::Service => {
                "managed identity, or an app with a certificate; mail devices to a relay; until then exclude it by name, only from \
                 its own address"
            }
            AccountKind::SharedMailbox => {
                "block its own sign-in and give people access to the mailbox; could it be a Microsoft 365 group?"
            }
            AccountKind::Room => {
                "block its own sign-in unless a room system needs it; then a resource account with its own policy"
            }
            AccountKind::Guest => {
                "trust the MFA of the home tenant (cross-tenant access settings), or let the guest register here"
            }
            AccountKind::NoPhoneSeen => {
                "ask which second factor they can use: a FIDO2 key first, a temporary access pass for the first days, SMS \
                 last"
            }
        }
    }
}
