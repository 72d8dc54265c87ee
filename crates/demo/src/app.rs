//! App: the applications and resources that people sign in to.

use crate::dice::Dice;
use crate::guid::Guid;

/// The tenant that owns Microsoft's own applications.
pub const MICROSOFT_SERVICES: Guid = Guid::known("f8cdef31-a31e-4b4a-93e4-5f571e91255a");

/// An application or a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct App {
    /// The name that the export shows.
    pub name: &'static str,
    /// Its application id.
    pub id: Guid,
    /// The tenant that owns it.
    pub owner: Guid,
}

impl App {
    const fn microsoft(name: &'static str, id: &str) -> App {
        App { name, id: Guid::known(id), owner: MICROSOFT_SERVICES }
    }
}

macro_rules! apps {
    ($($(#[$doc:meta])* $constant:ident = $name:literal, $id:literal;)*) => {
        $($(#[$doc])* pub static $constant: App = App::microsoft($name, $id);)*
    };
}

apps! {
    /// The start page of Microsoft 365.
    OFFICE_HOME = "OfficeHome", "4765445b-32c6-49b0-83e6-1d93765276ca";
    /// Outlook in a browser.
    OUTLOOK_WEB = "One Outlook Web", "9199bf20-a13f-4107-85dc-02114787ef48";
    /// The desktop applications.
    MICROSOFT_OFFICE = "Microsoft Office", "d3590ed6-52b3-4102-aeff-aad2292ab01c";
    /// Teams on desktop and phone.
    TEAMS = "Microsoft Teams", "1fec8e78-bce4-4aaf-ab1b-5451cc387264";
    /// Teams in a browser.
    TEAMS_WEB = "Microsoft Teams Web Client", "5e3ce6c0-2b1f-4285-8d4b-75ee78787346";
    /// Outlook on a phone.
    OUTLOOK_MOBILE = "Outlook Mobile", "27922004-5251-4030-b22d-91ecd9a37ea4";
    /// The OneDrive client.
    ONEDRIVE = "OneDrive SyncEngine", "ab9b8c07-8f02-4f72-87fa-80105867a763";
    /// The Azure portal and the admin centers behind it.
    AZURE_PORTAL = "Azure Portal", "c44b4083-3bb0-49c1-b47d-974e53cbdf3c";
    /// The Azure command line.
    AZURE_CLI = "Microsoft Azure CLI", "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
    /// Azure PowerShell.
    AZURE_POWERSHELL = "Microsoft Azure PowerShell", "1950a258-227b-4e31-a9cf-717495945fc2";
    /// The sign-in screen of Windows.
    WINDOWS_SIGN_IN = "Windows Sign In", "38aa3b87-a06d-4817-b275-7a316988d93b";
    /// The broker that fetches tokens for other apps.
    BROKER = "Microsoft Authentication Broker", "29d9ed98-a469-4536-ade2-f981bc1d605e";
    /// Where people register their security information.
    MY_SIGN_INS = "My Signins", "19db86c3-b2b9-44cc-b339-36da233a3be2";
    /// Device registration.
    DEVICE_REGISTRATION = "Device Registration Service", "01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9";
    /// Intune enrolment.
    INTUNE_ENROLMENT = "Microsoft Intune Enrollment", "d4ebce55-015a-49b5-a083-c84d1797ae8c";
    /// The My Apps page.
    APP_PANEL = "Microsoft App Access Panel", "0000000c-0000-0000-c000-000000000000";
    /// Directory synchronisation.
    DIRECTORY_SYNC = "Microsoft Azure Active Directory Connect", "cb1056e2-e479-49de-ae31-7812af012ed8";
    /// Exchange Online.
    EXCHANGE = "Office 365 Exchange Online", "00000002-0000-0ff1-ce00-000000000000";
    /// SharePoint Online.
    SHAREPOINT = "Office 365 SharePoint Online", "00000003-0000-0ff1-ce00-000000000000";
    /// The portal behind the start page.
    OFFICE_PORTAL = "Microsoft Office 365 Portal", "00000006-0000-0ff1-ce00-000000000000";
    /// Microsoft Graph.
    GRAPH = "Microsoft Graph", "00000003-0000-0000-c000-000000000000";
    /// The old directory interface.
    DIRECTORY = "Windows Azure Active Directory", "00000002-0000-0000-c000-000000000000";
    /// Azure's management interface.
    MANAGEMENT = "Windows Azure Service Management API", "797f4846-ba00-4fd7-ba43-dac1f8f63013";
}

/// The applications that Northwind made or bought; their ids come from the seed.
#[derive(Clone, Copy, Debug)]
pub struct OwnApps {
    /// Where working hours are booked.
    pub time_tracking: App,
    /// The customer database.
    pub crm: App,
    /// The drawing archive, whose built-in browser cannot do MFA.
    pub drawing_vault: App,
    /// The nightly backup script's registration.
    pub backup_script: App,
    /// A partner's project site, in the partner's tenant.
    pub partner_site: App,
}

impl OwnApps {
    /// The apps owned by `tenant`, and the partner's by `partner`.
    pub fn new(dice: &mut Dice, tenant: Guid, partner: Guid) -> OwnApps {
        let mut app = |name, owner| App { name, id: dice.guid(), owner };
        OwnApps {
            time_tracking: app("Northwind Time Tracking", tenant),
            crm: app("Northwind CRM", tenant),
            drawing_vault: app("Northwind Drawing Vault", tenant),
            backup_script: app("Northwind Backup Script", tenant),
            partner_site: app("Harbour Project Site", partner),
        }
    }
}
