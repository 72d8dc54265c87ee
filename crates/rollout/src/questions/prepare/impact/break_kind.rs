//! Kinds of breakage: why something stops, or somebody must do something about it.

/// Why something breaks. The order is that of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BreakKind {
    /// Directory synchronisation.
    SyncAccount,
    /// A legacy client.
    Legacy,
    /// ROPC.
    Ropc,
    /// An account that no person sits at.
    ServiceAccount,
    /// A policy in report-only mode would have stopped it.
    ReportOnly,
    /// A method is registered that policy does not allow.
    NotAllowed,
    /// No method.
    Unregistered,
    /// A guest without MFA.
    Guest,
    /// A partner's technicians.
    Partner,
    /// People at a device that several share.
    SharedDevice,
    /// Device code.
    DeviceCode,
}

impl BreakKind {
    /// The word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            BreakKind::SyncAccount => "sync-account",
            BreakKind::Legacy => "legacy",
            BreakKind::Ropc => "ropc",
            BreakKind::ServiceAccount => "service-account",
            BreakKind::ReportOnly => "report-only",
            BreakKind::NotAllowed => "not-allowed",
            BreakKind::Unregistered => "unregistered",
            BreakKind::Guest => "guest",
            BreakKind::Partner => "partner",
            BreakKind::SharedDevice => "shared-device",
            BreakKind::DeviceCode => "device-code",
        }
    }

    /// What to do before the day.
    pub fn action(self) -> &'static str {
        match self {
            BreakKind::SyncAccount => "exclude it from the policy by name; or synchronisation stops",
            BreakKind::Legacy => {
                "move the client to modern authentication (entrasift legacy says how for each)"
            }
            BreakKind::Ropc => "move it to a workload identity, or exclude it by name for now",
            BreakKind::ServiceAccount => {
                "workload identity, or exclude it by name for now: nobody answers its prompt"
            }
            BreakKind::ReportOnly => {
                "read what the policy asks for, and who fails it, before it is switched on"
            }
            BreakKind::NotAllowed => {
                "allow the method in the authentication methods policy, or register another one"
            }
            BreakKind::Unregistered => "contact them before the day (entrasift registration lists whom)",
            BreakKind::Guest => "trust the home tenant's MFA, or expect them to register here",
            BreakKind::Partner => {
                "decide whether the policy includes service providers, and tell the partner"
            }
            BreakKind::SharedDevice => {
                "see with them what they have at hand there: a FIDO2 key or a certificate card works without a phone; a browser \
                 that somebody else uses next remembers nothing"
            }
            BreakKind::DeviceCode => {
                "works if the person does MFA in the browser; stops where a policy asks for a compliant device or \
                                      blocks device code"
            }
        }
    }
}
