//! Part: the roles that the story hands to single accounts.

/// Who somebody is in the story; most people are [`Part::Crowd`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Everyone else.
    Crowd,
    /// Finds the prompts annoying and wants to be exempted.
    Cfo,
    /// New phone, old Authenticator registration: challenged, never sees a prompt.
    StaleAuthenticator,
    /// No smartphone and no method; gives up at the registration page.
    NoPhone,
    /// Registered a method that the policy does not allow.
    NotAllowed,
    /// On leave from before the first day.
    OnLeave,
    /// Registers only when forced to, after enforcement.
    Forced,
    /// In a forgotten exclusion group: no policy applies.
    Exempt,
    /// Loses the phone during the campaign, and registers again.
    LostPhone,
    /// Joins during the campaign with a temporary access pass.
    NewJoiner,
    /// Left the company; the account is disabled.
    Leaver,
    /// Travels to Osaka and Chicago.
    Traveller,
    /// Works through the VPN from a hotel.
    VpnUser,
    /// Outlook 2013 users.
    OldOutlook,
    /// Native phone mail app on ActiveSync.
    NativeMail,
    /// A phone that still tries an old password.
    StalePhone,
    /// Mailbox read by a stranger over IMAP4.
    MailboxRead,
    /// Password known to a stranger, stopped by MFA.
    PasswordKnown,
    /// Bombarded with prompts until one is approved.
    Fatigued,
    /// Reports a prompt as fraud.
    FraudReporter,
    /// Lured through a proxy page that steals the session.
    Proxied,
    /// Lured into entering a device code.
    CodePhished,
    /// Guessed at until the password was found.
    Guessed,
    /// Uses the device code flow for work.
    Developer,
    /// Blocked by the device policy.
    Noncompliant,
    /// Meets token protection.
    Unbound,
    /// Uses the drawing archive, whose browser cannot do MFA.
    DrawingUser,
    /// Session ends after a password change.
    PasswordChanged,
    /// Works in a partner's tenant.
    Outbound,
    /// First emergency account.
    Alpha,
    /// Second emergency account.
    Bravo,
    /// Scanner that is moved to a relay before enforcement.
    ScannerMoved,
    /// Scanner that breaks at enforcement.
    ScannerBroken,
    /// Scanner that is exempt and goes on.
    ScannerExempt,
    /// The CRM's mailbox import over IMAP4.
    CrmImport,
    /// The fax server's POP3 mailbox, blocked from the first day.
    Fax,
    /// The backup script (protocol ropc).
    BackupScript,
    /// The monitoring script (user agent BAV2ROPC).
    Monitoring,
    /// Directory synchronisation.
    Sync,
}
