//! The columns, each with its type and a sentence: the text of the schema's page.

use super::column_type::Type;

/// What is derived of a sign-in, or told of its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Derived {
    Path,
    Row,
    Format,
    Time,
    Status,
    Person,
    Who,
    Identity,
    Interactive,
    BreakGlass,
    Legacy,
    LegacyClass,
    LegacyClient,
    Class,
    Confidence,
    Mfa,
    CodeClass,
    CredentialAccepted,
    EnforcementImpact,
    ClientApp,
    Steps,
    Policies,
}

/// What is derived of a sign-in, or told of its place.
pub(super) const DERIVED: &[(&str, Type, Derived, &str)] = &[
    ("path", Type::Word, Derived::Path, "The file; of a merged sign-in that of its first copy."),
    (
        "row",
        Type::Integer,
        Derived::Row,
        "The row in that file; the header is row 1, in JSON the record's number from 1.",
    ),
    ("format", Type::Word, Derived::Format, "The format of that file."),
    ("time", Type::Time, Derived::Time, "When the sign-in was made."),
    ("status", Type::Word, Derived::Status, "`success`, `failure` or `interrupted`, decided by the code."),
    (
        "identity",
        Type::Word,
        Derived::Identity,
        "`user`, or `workload` for service principals and managed identities.",
    ),
    (
        "person",
        Type::Text,
        Derived::Person,
        "Whose sign-in it is: the object id, else the user name in lower case. What is counted as one user.",
    ),
    (
        "who",
        Type::Text,
        Derived::Who,
        "How lists call that person: the user name on the latest row, else the id.",
    ),
    ("break_glass", Type::Flag, Derived::BreakGlass, "The account is a declared break-glass account."),
    (
        "interactive",
        Type::Flag,
        Derived::Interactive,
        "The sign-in was interactive; null where neither file nor row tells.",
    ),
    (
        "class",
        Type::Word,
        Derived::Class,
        "The class of a user's success, as `gaps` counts it; null for all else.",
    ),
    (
        "confidence",
        Type::Word,
        Derived::Confidence,
        "`confirmed` or `requirement-only`: how sure the class is.",
    ),
    (
        "mfa",
        Type::Flag,
        Derived::Mfa,
        "A user's success is protected: `mfa-done`, `strong-primary`, `mfa-prior` or `external-provider`; null where there is no class.",
    ),
    ("legacy", Type::Flag, Derived::Legacy, "A legacy client app, or ROPC: MFA is impossible."),
    (
        "legacy_class",
        Type::Word,
        Derived::LegacyClass,
        "`client`, `ropc`, `unclassified` (no client app is given), or `no`.",
    ),
    (
        "legacy_client",
        Type::Text,
        Derived::LegacyClient,
        "What `legacy` lists as the client app: its canonical spelling, or `ROPC`; null for modern clients.",
    ),
    (
        "client_app",
        Type::Text,
        Derived::ClientApp,
        "Client application or protocol, in its canonical spelling where it is known.",
    ),
    ("code", Type::Integer, Derived::CodeClass, ""),
    (
        "code_class",
        Type::Word,
        Derived::CodeClass,
        "The class of the code: `success`, `interrupt`, `expected`, `failure` or `unknown`; null for a code that is not in the catalogue.",
    ),
    (
        "credential_accepted",
        Type::Word,
        Derived::CredentialAccepted,
        "Whether the first factor was accepted, by the code: `yes`, `token`, `no` or `unknown`.",
    ),
    (
        "enforcement_impact",
        Type::Flag,
        Derived::EnforcementImpact,
        "The code is one that an MFA policy can cause.",
    ),
    (
        "steps",
        Type::Steps,
        Derived::Steps,
        "The authentication steps, those of the AuthDetails companion and those in the row; null where there are none.",
    ),
    (
        "policies",
        Type::Policies,
        Derived::Policies,
        "The Conditional Access policies of the sign-in and their results; null where the file lists none.",
    ),
];

/// What a step says of itself.
pub(super) const STEP_SENTENCES: &[(&str, Type, &str)] = &[
    ("step", Type::Integer, "Its number within the sign-in, from 1."),
    ("method", Type::Text, "Method, as the file names it."),
    ("detail", Type::Text, "Detail of the method."),
    ("succeeded", Type::Flag, "It succeeded."),
    ("result", Type::Text, "Result text."),
    ("requirement", Type::Text, "Requirement label; never decides."),
    ("at", Type::Time, "When the step was made."),
];

/// What a registration report says of a user.
pub(super) const REGISTRATION: &[(&str, Type, &str)] = &[
    ("path", Type::Word, "The report."),
    ("row", Type::Integer, "The row in the report; the header is row 1."),
    (
        "date",
        Type::Time,
        "When the report was refreshed: the newest time on its rows, else the date in its file name.",
    ),
    ("user", Type::Text, "User principal name in lower case."),
    ("user_id", Type::Text, "Object id; null where the report has none."),
    ("display_name", Type::Text, "Display name."),
    ("user_type", Type::Word, "`member` or `guest`, as the report has it."),
    ("guest", Type::Flag, "A guest, by the type or by the name."),
    ("capable", Type::Flag, "Registered and allowed by policy: the state that counts."),
    ("registered", Type::Flag, "A strong method is registered, allowed or not."),
    ("passwordless", Type::Flag, "Can sign in without a password."),
    ("admin", Type::Flag, "Has an administrator role."),
    ("default_method", Type::Text, "Default MFA method."),
    ("methods", Type::Texts, "The methods that are registered, as the report names them."),
    ("updated", Type::Time, "When the row was refreshed; not when the user registered."),
];

/// What the list of findings says of each.
pub(super) const FINDING: &[(&str, Type, &str)] = &[
    ("severity", Type::Word, "`info`, `low`, `medium`, `high` or `critical`."),
    ("rule", Type::Text, "The id of the rule."),
    ("title", Type::Text, "What was seen."),
    ("signins", Type::Integer, "How many sign-ins."),
    ("users", Type::Integer, "Of how many users."),
    ("groups", Type::Integer, "In how many groups: what a group is, the rule's page says."),
    ("pending", Type::Integer, "Of these, how many may still come to a good end."),
    ("first", Type::Time, "The first of them."),
    ("last", Type::Time, "The last of them."),
];
