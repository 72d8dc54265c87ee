//! Scene: the element of the story that a sign-in belongs to, so that a judge can tell what was planted.

macro_rules! scenes {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        /// What a sign-in is part of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Scene { $($(#[$doc])* $name,)* }

        impl Scene {
            /// Every scene.
            pub const ALL: &'static [Scene] = &[$(Scene::$name),*];
        }
    };
}

scenes! {
    /// An ordinary sign-in of an ordinary day.
    Routine;
    /// A token refreshed in the background.
    Refresh;
    /// The sign-in screen of Windows.
    WindowsSignIn;
    /// The authentication broker fetches tokens for other apps.
    Broker;
    /// A multifunction printer sends mail over Authenticated SMTP.
    Scanner;
    /// The CRM reads its mailbox over IMAP4.
    CrmImport;
    /// The fax server asks for mail over POP3 and is blocked.
    Fax;
    /// The backup script signs in with protocol ropc.
    BackupScript;
    /// The monitoring script signs in as BAV2ROPC.
    Monitoring;
    /// The directory-synchronisation account.
    Sync;
    /// Outlook 2013 with its three protocols.
    OldOutlook;
    /// A native phone mail app on ActiveSync.
    NativeMail;
    /// A phone that still has an old password.
    StalePhone;
    /// People sign in to a shared mailbox.
    SharedMailbox;
    /// A room panel signs in.
    Room;
    /// A planned test of an emergency account.
    BreakGlassTest;
    /// An unplanned attempt on an emergency account.
    BreakGlassAttempt;
    /// Somebody registers security information.
    Registration;
    /// The registration campaign's prompt.
    Nudge;
    /// A temporary access pass.
    AccessPass;
    /// The pilot group tests the policy.
    Pilot;
    /// Forced to register after enforcement, and did.
    ForcedRegistration;
    /// Stopped: challenged through a stale Authenticator registration.
    StaleAuthenticator;
    /// Stopped: must register and cannot.
    NoPhone;
    /// Stopped: the registered method is not allowed.
    NotAllowed;
    /// The drawing archive's browser cannot do MFA.
    BrokenApp;
    /// No policy applies because of a forgotten exclusion.
    Exempt;
    /// A background token waits for the next interactive sign-in.
    Waiting;
    /// The finance chief meets many prompts.
    ManyPrompts;
    /// A session or flow that expired.
    Expired;
    /// A password spray from one address.
    Spray;
    /// A password spray from hundreds of addresses.
    Swarm;
    /// Bombarded with prompts.
    Fatigue;
    /// A prompt reported as fraud.
    Fraud;
    /// A stranger with the right password, stopped by MFA.
    PasswordKnown;
    /// A stranger reads a mailbox over IMAP4.
    MailboxRead;
    /// A session stolen through a proxy page.
    Proxied;
    /// A device code entered for a stranger.
    CodePhish;
    /// A password guessed after many tries.
    Guessed;
    /// The device code flow used for work.
    DeviceCode;
    /// A disabled account.
    Leaver;
    /// An account locked after wrong passwords.
    Lockout;
    /// A business trip.
    Travel;
    /// Work through the VPN.
    Vpn;
    /// Blocked by policy.
    Blocked;
    /// Blocked by the device policy.
    Noncompliant;
    /// Token protection.
    TokenProtection;
    /// A guest from a partner.
    Guest;
    /// A passthrough request.
    Passthrough;
    /// One of us in a partner's tenant.
    Outbound;
    /// The service provider.
    ServiceProvider;
    /// Values that are rarely met and break careless readers.
    Oddity;
}
