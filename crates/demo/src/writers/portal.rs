//! Portal: the sign-in CSV of the Entra admin center, interactive or not, in every vintage.

use std::borrow::Borrow;
use std::io::{self, Write};

use super::csv::{CsvStyle, CsvWriter};
use super::language::Language;
use crate::device::Join;
use crate::outcome::Word;
use crate::signin::{Requirement, SignIn};

/// Which set of columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vintage {
    /// 2023, 44 columns.
    Y2023,
    /// May 2024, 49 columns.
    Y2024May,
    /// October 2024, 55 columns.
    Y2024October,
    /// Mid-2025, 56 columns.
    Y2025,
    /// December 2025, 57 columns.
    #[default]
    Y2025December,
}

impl Vintage {
    /// Every vintage, oldest first.
    pub const ALL: [Vintage; 5] =
        [Vintage::Y2023, Vintage::Y2024May, Vintage::Y2024October, Vintage::Y2025, Vintage::Y2025December];

    /// The vintage with so many columns.
    pub fn with_columns(columns: usize) -> Option<Vintage> {
        Vintage::ALL.into_iter().find(|vintage| vintage.header().count() == columns)
    }

    /// Its column names, in order.
    pub fn header(self) -> impl Iterator<Item = &'static str> {
        COLUMNS.iter().filter(move |(_, since, _)| *since <= self).map(|(name, _, _)| *name)
    }
}

/// How a portal CSV is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PortalOptions {
    /// The columns.
    pub vintage: Vintage,
    /// Quotes, line ends, byte order mark.
    pub style: CsvStyle,
    /// Leave the error code of successes empty instead of `0`.
    pub empty_success_code: bool,
    /// The language of the portal.
    pub language: Language,
}

/// Writes the header and one line for each sign-in, in the order given.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn write_portal<'s>(
    out: &mut impl Write,
    options: PortalOptions,
    signins: impl IntoIterator<Item = impl Borrow<SignIn<'s>>>,
) -> io::Result<u64> {
    let columns: Vec<Cell> =
        COLUMNS.iter().filter(|(_, since, _)| *since <= options.vintage).map(|(_, _, cell)| *cell).collect();
    let mut csv = CsvWriter::new(out, options.style);
    options.vintage.header().for_each(|name| csv.text(&options.language.header(name)));
    csv.end_line()?;
    let mut rows = 0;
    for signin in signins {
        columns.iter().for_each(|cell| write_cell(&mut csv, *cell, &options, signin.borrow()));
        csv.end_line()?;
        rows += 1;
    }
    csv.flush()?;
    Ok(rows)
}

/// What stands in a column.
#[derive(Clone, Copy, Debug)]
enum Cell {
    Date,
    RequestId,
    UserAgent,
    CorrelationId,
    UserId,
    User,
    Username,
    UserType,
    CrossTenant,
    TokenRaw,
    Protocol,
    TokenId,
    Transfer,
    None,
    Protection,
    ProtectionCode,
    App,
    AppId,
    AppOwner,
    Resource,
    ResourceId,
    ResourceTenant,
    ResourceOwner,
    HomeTenant,
    Ip,
    Location,
    Status,
    Code,
    Reason,
    ClientApp,
    DeviceId,
    Browser,
    Os,
    Compliant,
    Managed,
    Join,
    MfaResult,
    MfaMethod,
    MfaDetail,
    Requirement,
    Identifier,
    Session,
    ResourceIp,
    Asn,
    False,
    Issuer,
    TokenShown,
    Latency,
    ConditionalAccess,
    NoneShown,
    Empty,
}

use Vintage::{Y2023, Y2024May, Y2024October, Y2025, Y2025December};

/// Name, first vintage that has it, content; every vintage keeps this order.
static COLUMNS: &[(&str, Vintage, Cell)] = &[
    ("Date (UTC)", Y2023, Cell::Date),
    ("Request ID", Y2023, Cell::RequestId),
    ("User agent", Y2024May, Cell::UserAgent),
    ("Correlation ID", Y2023, Cell::CorrelationId),
    ("User ID", Y2023, Cell::UserId),
    ("User", Y2023, Cell::User),
    ("Username", Y2023, Cell::Username),
    ("User type", Y2023, Cell::UserType),
    ("Cross tenant access type", Y2023, Cell::CrossTenant),
    ("Incoming token type", Y2023, Cell::TokenRaw),
    ("Authentication Protocol", Y2023, Cell::Protocol),
    ("Unique token identifier", Y2023, Cell::TokenId),
    ("Original transfer method", Y2024May, Cell::Transfer),
    ("Client credential type", Y2023, Cell::None),
    ("Token Protection - Sign In Session", Y2024May, Cell::Protection),
    ("Token Protection - Sign In Session StatusCode", Y2024October, Cell::ProtectionCode),
    ("Application", Y2023, Cell::App),
    ("Application ID ", Y2023, Cell::AppId),
    ("App owner tenant ID", Y2025December, Cell::AppOwner),
    ("Resource", Y2023, Cell::Resource),
    ("Resource ID ", Y2023, Cell::ResourceId),
    ("Resource tenant ID", Y2023, Cell::ResourceTenant),
    ("Resource owner tenant ID", Y2025, Cell::ResourceOwner),
    ("Home tenant ID", Y2023, Cell::HomeTenant),
    ("Home tenant name", Y2023, Cell::Empty),
    ("IP address", Y2023, Cell::Ip),
    ("Location", Y2023, Cell::Location),
    ("Status", Y2023, Cell::Status),
    ("Sign-in error code", Y2023, Cell::Code),
    ("Failure reason", Y2023, Cell::Reason),
    ("Client app", Y2023, Cell::ClientApp),
    ("Device ID", Y2023, Cell::DeviceId),
    ("Browser", Y2023, Cell::Browser),
    ("Operating System", Y2023, Cell::Os),
    ("Compliant", Y2023, Cell::Compliant),
    ("Managed", Y2023, Cell::Managed),
    ("Join Type", Y2023, Cell::Join),
    ("Multifactor authentication result", Y2023, Cell::MfaResult),
    ("Multifactor authentication auth method", Y2023, Cell::MfaMethod),
    ("Multifactor authentication auth detail", Y2023, Cell::MfaDetail),
    ("Authentication requirement", Y2023, Cell::Requirement),
    ("Sign-in identifier", Y2023, Cell::Identifier),
    ("Session ID", Y2024October, Cell::Session),
    ("IP address (seen by resource)", Y2023, Cell::ResourceIp),
    ("Through Global Secure Access", Y2024October, Cell::False),
    ("Global Secure Access IP address", Y2024October, Cell::Empty),
    ("Autonomous system  number", Y2023, Cell::Asn),
    ("Flagged for review", Y2023, Cell::False),
    ("Token issuer type", Y2023, Cell::Issuer),
    ("Incoming token type", Y2023, Cell::TokenShown),
    ("Token issuer name", Y2023, Cell::Empty),
    ("Latency", Y2023, Cell::Latency),
    ("Conditional Access", Y2023, Cell::ConditionalAccess),
    ("Managed Identity type", Y2024May, Cell::NoneShown),
    ("Associated Resource Id", Y2024May, Cell::Empty),
    ("Federated Token Id", Y2024October, Cell::Empty),
    ("Federated Token Issuer", Y2024October, Cell::Empty),
];

fn write_cell<W: Write>(csv: &mut CsvWriter<'_, W>, cell: Cell, options: &PortalOptions, row: &SignIn<'_>) {
    match cell {
        Cell::Date => {
            let mut text = [b'Z'; 20];
            text[..19].copy_from_slice(&row.time.text());
            csv.bytes(&text);
        }
        Cell::RequestId => csv.guid(row.id),
        Cell::CorrelationId => csv.guid(row.correlation_id),
        Cell::UserId => csv.guid(row.account.id),
        Cell::Username => match row.id_as_username {
            Some(id) => csv.guid(id),
            None => csv.text(&row.account.upn),
        },
        Cell::TokenId => csv.bytes(&row.token_id.base64()),
        Cell::ProtectionCode => match row.token_protection.1 {
            Some(code) => csv.number(u64::from(code)),
            None => csv.text(""),
        },
        Cell::AppId => csv.guid(row.app.id),
        Cell::AppOwner => csv.guid(row.app.owner),
        Cell::ResourceId => csv.guid(row.resource.id),
        Cell::ResourceTenant => csv.guid(row.resource_tenant_id),
        Cell::ResourceOwner => csv.guid(row.resource.owner),
        Cell::HomeTenant => csv.guid(row.account.home_tenant),
        Cell::Status => csv.text(options.language.status(row.outcome().word)),
        Cell::Location => csv.text(&row.place.location()),
        Cell::Code if row.code == 0 && options.empty_success_code => csv.text(""),
        Cell::Code => csv.number(u64::from(row.code)),
        Cell::DeviceId => csv.guid_or_empty(row.device.id),
        Cell::Session => csv.guid_or_empty(row.session_id),
        Cell::Asn => csv.number(u64::from(row.place.asn)),
        Cell::Latency => csv.number(u64::from(row.latency_ms)),
        _ => csv.text(text_of(cell, options.vintage, row)),
    }
}

fn text_of<'r>(cell: Cell, vintage: Vintage, row: &'r SignIn<'_>) -> &'r str {
    match cell {
        Cell::UserAgent => row.user_agent,
        Cell::User => &row.account.display_name,
        Cell::UserType => row.account.user_type(),
        Cell::CrossTenant => row.cross_tenant,
        Cell::TokenRaw => row.incoming_token,
        Cell::Protocol => row.protocol,
        Cell::Transfer => row.transfer,
        Cell::None => "none",
        Cell::Protection => row.token_protection.0,
        Cell::App => row.app.name,
        Cell::Resource => row.resource.name,
        Cell::Ip => &row.place.ip,
        Cell::Reason if row.outcome().word == Word::Success => "",
        Cell::Reason => row.outcome().reason,
        Cell::ClientApp => row.client_app,
        Cell::Browser => row.browser,
        Cell::Os => row.device.os,
        Cell::Compliant => flag(row.device.compliant),
        Cell::Managed => flag(row.device.managed),
        Cell::Join => join(row.device.join, vintage),
        Cell::MfaResult => row.mfa_result,
        Cell::MfaMethod => row.mfa_method,
        Cell::MfaDetail => row.mfa_detail,
        Cell::Requirement if row.requirement == Requirement::Multi => "Multifactor authentication",
        Cell::Requirement => "Single-factor authentication",
        Cell::Identifier => row.identifier(),
        Cell::ResourceIp => row.resource_ip.unwrap_or(""),
        Cell::False => "false",
        Cell::Issuer if vintage == Vintage::Y2023 => "Azure AD",
        Cell::Issuer => "Microsoft Entra ID",
        Cell::TokenShown => shown_token(row.incoming_token),
        Cell::ConditionalAccess => row.conditional_access.portal(),
        Cell::NoneShown => "None",
        _ => "",
    }
}

fn flag(value: Option<bool>) -> &'static str {
    match value {
        Some(true) => "true",
        Some(false) => "false",
        None => "",
    }
}

fn join(join: Join, vintage: Vintage) -> &'static str {
    match (join, vintage) {
        (Join::None, _) => "",
        (Join::Registered, Vintage::Y2023) => "Azure AD registered",
        (Join::Joined, Vintage::Y2023) => "Azure AD joined",
        (Join::Hybrid, Vintage::Y2023) => "Hybrid Azure AD joined",
        (Join::Registered, _) => "Microsoft Entra registered",
        (Join::Joined, _) => "Microsoft Entra joined",
        (Join::Hybrid, _) => "Hybrid Microsoft Entra joined",
    }
}

fn shown_token(raw: &str) -> &'static str {
    match raw {
        "primaryRefreshToken" => "Primary refresh token",
        "refreshToken" => "Refresh token",
        _ => "None",
    }
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, Vintage};

    #[test]
    fn every_vintage_has_its_columns() {
        let counts = Vintage::ALL.map(|vintage| vintage.header().count());
        assert_eq!(counts, [44, 49, 55, 56, 57]);
        assert_eq!(Vintage::with_columns(55), Some(Vintage::Y2024October));
        assert_eq!(Vintage::with_columns(50), None);
    }

    #[test]
    fn the_repeated_column_stands_where_it_was_seen() {
        for (vintage, places) in
            [(Vintage::Y2023, [9, 41]), (Vintage::Y2024October, [10, 48]), (Vintage::Y2025December, [10, 50])]
        {
            let header: Vec<&str> = vintage.header().collect();
            let found: Vec<usize> =
                (1..=header.len()).filter(|at| header[at - 1] == "Incoming token type").collect();
            assert_eq!(found, places);
        }
        assert_eq!(COLUMNS.len(), 57);
    }
}
