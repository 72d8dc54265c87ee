//! Account: one identity of the tenant, with all that decides how it signs in.

use crate::device::Device;
use crate::guid::Guid;
use crate::moment::Moment;
use crate::part::Part;
use crate::place::Place;

/// What an account is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A member of staff.
    Staff,
    /// One of the IT team, the pilot group.
    It,
    /// A separate account for administration.
    Admin,
    /// An emergency account.
    BreakGlass,
    /// The directory-synchronisation account.
    Sync,
    /// A shared mailbox that people sign in to.
    SharedMailbox,
    /// A meeting room.
    Room,
    /// A machine or script.
    Service,
    /// A guest from a partner.
    Guest,
    /// A name that was tried and does not exist here.
    Stranger,
    /// A technician of the service provider.
    Supporter,
}

impl Role {
    /// A person who works for Northwind: the members whose registration counts.
    pub const fn is_employee(self) -> bool {
        matches!(self, Role::Staff | Role::It | Role::Admin)
    }
}

/// What the first step of a sign-in is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// A password.
    Password,
    /// Windows Hello for Business on the computer, a password elsewhere.
    Hello,
    /// A FIDO2 key.
    Key,
    /// Passwordless sign-in with Authenticator.
    PhoneSignIn,
    /// A certificate.
    Certificate,
}

/// What the second step of a sign-in is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// A notification of the Authenticator app.
    Push,
    /// A code from an app or token.
    Code,
    /// A text message.
    Text,
    /// A phone call.
    Call,
}

impl Factor {
    /// The authentication method of the log.
    pub const fn method(self) -> &'static str {
        match self {
            Factor::Push => "Mobile app notification",
            Factor::Code => "OATH verification code",
            Factor::Text => "Text message",
            Factor::Call => "Phone call approval (Authentication phone)",
        }
    }
}

/// A span of time, the end excluded.
pub type Span = (Moment, Moment);

/// One identity.
#[derive(Clone, Debug)]
pub struct Account {
    /// Position in the roster.
    pub number: usize,
    /// Directory object id; zero for strangers.
    pub id: Guid,
    /// User name as the sign-in log writes it.
    pub upn: String,
    /// User name as the registration report writes it (`#EXT#` for guests).
    pub report_upn: String,
    /// Display name.
    pub display_name: String,
    /// What it is for.
    pub role: Role,
    /// Its part in the story.
    pub part: Part,
    /// The tenant that it lives in.
    pub home_tenant: Guid,
    /// First step.
    pub credential: Credential,
    /// Second step.
    pub factor: Factor,
    /// Masked phone number, where the second step is a phone.
    pub masked_number: String,
    /// Per-user MFA is switched on: prompted before any policy is.
    pub per_user_mfa: bool,
    /// The production hall's gateway is a trusted address in the old MFA settings.
    pub skips_at_hall: bool,
    /// The old MFA settings remember the device.
    pub remembers_device: bool,
    /// When a method was registered; `None` = never in the story.
    pub registered_at: Option<Moment>,
    /// A span without a usable method, the phone being lost.
    pub without_method: Option<Span>,
    /// The registered method is not allowed by policy.
    pub not_allowed: bool,
    /// Left out of the policy for everyone.
    pub exempt: bool,
    /// No ordinary sign-ins in this span.
    pub away: Option<Span>,
    /// Position of the office among the three.
    pub office: usize,
    /// Where it signs in from outside the office.
    pub home: Place,
    /// Its computer, or the machine that it is.
    pub computer: Device,
    /// Its phone.
    pub phone: Device,
}

impl Account {
    /// `member` or `guest`.
    pub const fn user_type(&self) -> &'static str {
        match self.role {
            Role::Guest => "guest",
            _ => "member",
        }
    }

    /// A usable and allowed second method at that moment.
    pub fn is_capable(&self, at: Moment) -> bool {
        let lost = self.without_method.is_some_and(|span| within(span, at));
        !lost && !self.not_allowed && self.registered_at.is_some_and(|since| since <= at)
    }

    /// Whether ordinary sign-ins pause at that moment.
    pub fn is_away(&self, at: Moment) -> bool {
        self.away.is_some_and(|span| within(span, at))
    }
}

fn within(span: Span, at: Moment) -> bool {
    span.0 <= at && at < span.1
}
