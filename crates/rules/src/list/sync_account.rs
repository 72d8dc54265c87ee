//! The rule `sync-account`.

use entrasift_core::{Field, FieldSet, Status};

use crate::predicate::{Predicate, Test};
use crate::rule::{Kind, Severity, Shape, rule};

rule! {
    /// The directory-synchronisation account was used for something else.
    ///
    /// ## What it finds
    ///
    /// Sign-ins of a synchronisation account (user name `Sync_…@….onmicrosoft.com`, or the display name that the installer gives it) to any
    /// application but the synchronisation itself (`Microsoft Azure Active Directory Connect`,
    /// cb1056e2-e479-49de-ae31-7812af012ed8), successful or not.
    ///
    /// ## Why it matters
    ///
    /// The account stands outside the policies, because it cannot do MFA, and its password lies on the synchronisation server.
    /// Whoever owns that server has it, and can reset passwords with it. It never has business anywhere else.
    ///
    /// ## When it is harmless
    ///
    /// An administrator who tested the account by hand, once, during a repair.
    ///
    /// ## What to do
    ///
    /// Treat the synchronisation server as taken until it is shown otherwise: isolate it, change the account's password, read the
    /// audit log of what the account did. Then limit the account by policy to the address of that server.
    ///
    /// ## Examples
    ///
    /// ```signins finds 2
    /// time  | user                                  | app id                               | code
    /// 09:00 | Sync_DC01_1a2b@contoso.onmicrosoft.com | cb1056e2-e479-49de-ae31-7812af012ed8 | 0
    /// 09:01 | Sync_DC01_1a2b@contoso.onmicrosoft.com | 04b07795-8ddb-461a-bbee-02f9e1bf7b46 | 0
    /// 09:02 | Sync_DC01_1a2b@contoso.onmicrosoft.com | 04b07795-8ddb-461a-bbee-02f9e1bf7b46 | 50126
    /// 09:03 | ana                                   | 04b07795-8ddb-461a-bbee-02f9e1bf7b46 | 0
    /// ```
    ///
    /// ```signins finds 0
    /// time  | user                                  | app                                      | app id                               | code
    /// 09:00 | Sync_DC01_1a2b@contoso.onmicrosoft.com | Microsoft Azure Active Directory Connect |                                      | 0
    /// 09:01 | Sync_DC01_1a2b@contoso.onmicrosoft.com | AAD Connect                              | CB1056E2-E479-49DE-AE31-7812AF012ED8 | 0
    /// 09:02 | sync_team                             | Azure CLI                                | 04b07795-8ddb-461a-bbee-02f9e1bf7b46 | 0
    /// ```
    sync_account {
        id: "sync-account",
        title: "The synchronisation account elsewhere",
        severity: Severity::High,
        attack: &["T1078.004", "T1556.007"],
        needs: FieldSet::new([Field::AppId]),
        when: (Predicate::Is(Field::User, Test::SyncAccount) | Predicate::Is(Field::DisplayName, Test::SyncAccount))
            & elsewhere()
            & Predicate::User
            & !Predicate::BreakGlass,
        shape: Shape::Each { per: Field::App },
        kinds: vec![
            Kind::new("succeeded", Severity::High, Predicate::Status(Status::Success)),
            Kind::rest("failed", Severity::Medium),
        ],
    }
}

/// Another application than the synchronisation: by id, by name only where there is no id.
fn elsewhere() -> Predicate {
    let has_id = Predicate::Is(Field::AppId, Test::Present);
    let other_id = !Predicate::Is(Field::AppId, Test::Word("cb1056e2-e479-49de-ae31-7812af012ed8"));
    let has_name = Predicate::Is(Field::App, Test::Present);
    let other_name = !Predicate::Is(Field::App, Test::Word("Microsoft Azure Active Directory Connect"));
    has_id.clone() & other_id | !has_id & has_name & other_name
}
