//! What matters most: who administers, and which applications hold the keys, the mail and the money.

use hashbrown::HashSet;

use crate::reading::newest::Newest;
use crate::reading::request::Request;

/// How much a gap matters. The order is that of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// An administration portal or tool, or an administrator in any application.
    Admin,
    /// Mail, or money.
    MailAndMoney,
    /// Everything else.
    Other,
}

impl Priority {
    /// The word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Priority::Admin => "admin",
            Priority::MailAndMoney => "mail-and-money",
            Priority::Other => "other",
        }
    }
}

/// An application that matters, by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownApp {
    /// Application id, lower case.
    pub id: &'static str,
    /// Its usual name.
    pub name: &'static str,
    /// How much it matters.
    pub priority: Priority,
    /// Where the id is published.
    pub source: &'static str,
}

const MANDATORY: &str = "Microsoft: applications of mandatory MFA (phases 1 and 2)";
const FIRST_PARTY: &str = "Microsoft: first-party applications in sign-in reports";

const fn app(id: &'static str, name: &'static str, priority: Priority, source: &'static str) -> KnownApp {
    KnownApp { id, name, priority, source }
}

/// Every application that is known by id, by priority and id.
pub const APPS: &[KnownApp] = &[
    app("00000006-0000-0ff1-ce00-000000000000", "Microsoft 365 admin center", Priority::Admin, MANDATORY),
    app("04b07795-8ddb-461a-bbee-02f9e1bf7b46", "Azure CLI", Priority::Admin, MANDATORY),
    app("0c1307d4-29d6-4389-a11c-5cbe7f65d7fa", "Azure mobile app", Priority::Admin, MANDATORY),
    app("1950a258-227b-4e31-a9cf-717495945fc2", "Azure PowerShell", Priority::Admin, MANDATORY),
    app(
        "c44b4083-3bb0-49c1-b47d-974e53cbdf3c",
        "Azure portal, Entra and Intune admin centers",
        Priority::Admin,
        MANDATORY,
    ),
    app("fb78d390-0c51-40cd-8e17-fdbfab77341b", "Exchange Online PowerShell", Priority::Admin, FIRST_PARTY),
    app(
        "00000002-0000-0ff1-ce00-000000000000",
        "Office 365 Exchange Online",
        Priority::MailAndMoney,
        FIRST_PARTY,
    ),
    app(
        "00000007-0000-0000-c000-000000000000",
        "Dataverse (Dynamics 365)",
        Priority::MailAndMoney,
        FIRST_PARTY,
    ),
    app(
        "00000015-0000-0000-c000-000000000000",
        "Microsoft Dynamics ERP",
        Priority::MailAndMoney,
        FIRST_PARTY,
    ),
    app("27922004-5251-4030-b22d-91ecd9a37ea4", "Outlook Mobile", Priority::MailAndMoney, FIRST_PARTY),
    app("5d661950-3475-41cd-a2c3-d671a3162bc1", "Microsoft Outlook", Priority::MailAndMoney, FIRST_PARTY),
    app("9199bf20-a13f-4107-85dc-02114787ef48", "One Outlook Web", Priority::MailAndMoney, FIRST_PARTY),
    app(
        "996def3d-b36c-4153-8607-a6fd3c01b89f",
        "Dynamics 365 Business Central",
        Priority::MailAndMoney,
        FIRST_PARTY,
    ),
    app(
        "bc59ab01-8403-45c6-8796-ac3ef710b3e3",
        "Outlook Online Add-in App",
        Priority::MailAndMoney,
        FIRST_PARTY,
    ),
];

/// Words in the name of an application that mean mail or money, for applications of other makers. Ours.
pub const MAIL_AND_MONEY_WORDS: &[&str] = &[
    "outlook",
    "exchange",
    "mail",
    "sap",
    "concur",
    "ariba",
    "netsuite",
    "workday",
    "datev",
    "sage",
    "xero",
    "quickbooks",
    "coupa",
    "bank",
    "banking",
    "payment",
    "payments",
    "payroll",
    "invoice",
    "invoices",
    "finance",
    "accounting",
    "erp",
    "treasury",
    "docusign",
    "stripe",
    "paypal",
    "lexware",
    "personio",
    "adp",
];

/// How much an application matters.
pub fn of_app(id: &str, name: &str) -> Priority {
    if let Some(known) = APPS.iter().find(|known| known.id.eq_ignore_ascii_case(id)) {
        return known.priority;
    }
    let name = name.to_lowercase();
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    if words.any(|word| MAIL_AND_MONEY_WORDS.contains(&word)) {
        Priority::MailAndMoney
    } else {
        Priority::Other
    }
}

/// Microsoft asks everybody for MFA in this application, whatever the policies exclude.
pub fn is_mandatory(id: &str) -> bool {
    APPS.iter().any(|known| known.source == MANDATORY && known.id.eq_ignore_ascii_case(id))
}

/// The administrators that are known by name: those of the tenant file, and those that the newest registration report marks.
#[derive(Debug, Clone, Default)]
pub struct Admins {
    known: HashSet<String>,
}

impl Admins {
    /// From the tenant file and the newest registration report of a request.
    pub fn new(request: &Request) -> Admins {
        let mut known: HashSet<String> =
            request.tenant.admins.iter().map(|name| name.to_lowercase()).collect();
        let newest = Newest::new(request);
        for (_, user) in newest.lines().filter(|(_, user)| user.admin == Some(true)) {
            known.insert(user.sign_in_name().to_lowercase());
            if !user.user_id.is_empty() {
                known.insert(user.user_id.to_lowercase());
            }
        }
        Admins { known }
    }

    /// A user name or an object id is an administrator's.
    pub fn has(&self, name: &str) -> bool {
        !name.is_empty() && self.known.contains(&name.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        assert!(APPS.windows(2).all(|pair| (pair[0].priority, pair[0].id) < (pair[1].priority, pair[1].id)));
        for app in APPS {
            assert!(app.id.len() == 36 && app.id == app.id.to_lowercase() && !app.source.is_empty());
        }
        assert!(MAIL_AND_MONEY_WORDS.iter().all(|word| *word == word.to_lowercase()));
    }

    #[test]
    fn applications() {
        let check = |id, name, expect| assert_eq!(of_app(id, name), expect, "{id} {name}");
        check("c44b4083-3bb0-49c1-b47d-974e53cbdf3c", "", Priority::Admin);
        check("C44B4083-3BB0-49C1-B47D-974E53CBDF3C", "Azure Portal", Priority::Admin);
        check("00000002-0000-0ff1-ce00-000000000000", "Office 365 Exchange Online", Priority::MailAndMoney);
        check("", "SAP Concur", Priority::MailAndMoney);
        check("", "Sapling Club", Priority::Other);
        assert!(is_mandatory("C44B4083-3bb0-49c1-b47d-974e53cbdf3c"));
        assert!(!is_mandatory("fb78d390-0c51-40cd-8e17-fdbfab77341b") && !is_mandatory(""));
        check("aaaaaaaa-0000-4000-8000-000000000001", "OfficeHome", Priority::Other);
    }
}
