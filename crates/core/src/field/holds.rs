//! What a column or a named value holds: whose name, address or id a text is. Redaction and renderers follow it.

use crate::field::Field;

/// What the texts of a column are, and with that what becomes of them where names must not be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Holds {
    /// A user: name, object id or display name.
    User,
    /// A user's object id, or the user name where the id is unknown.
    UserId,
    /// A device: its id or name.
    Device,
    /// A network address, version 4 or 6.
    Address,
    /// A tenant: its id, name or domain.
    Tenant,
    /// Another id: of a request, a session or a token.
    Id,
    /// A file: its path.
    File,
    /// Text that may hold anything, such as what somebody wrote into a form.
    Free,
    /// A user, followed by a count in brackets.
    CountedUser,
    /// Words of this program that quote a piece of a file between backticks.
    Quoted,
    /// Words of this program, or names that tell nothing about people: of apps, protocols, countries.
    Words,
    /// The same, where an id inside is that of a tenant.
    TenantWords,
    /// An id that all tenants share: of an app or a resource.
    PublicId,
    /// Counts, shares, codes and yes or no. A text here is a mistake, and is treated as [`Holds::Free`].
    Number,
    /// Error codes of Entra ID, which the catalogue explains. A text here is treated as [`Holds::Words`].
    ErrorCode,
    /// Points in time. A text here is treated as [`Holds::Free`].
    Time,
}

impl Field {
    /// What the values of the field hold.
    pub fn holds(self) -> Holds {
        match self {
            Field::UserId => Holds::UserId,
            Field::User | Field::DisplayName | Field::SignInIdentifier => Holds::User,
            Field::DeviceId | Field::DeviceName => Holds::Device,
            Field::Ip | Field::ResourceIp | Field::GlobalSecureAccessIp => Holds::Address,
            Field::AppOwnerTenantId
            | Field::ResourceOwnerTenantId
            | Field::ResourceTenantId
            | Field::HomeTenantId
            | Field::HomeTenantName
            | Field::TenantId
            | Field::TokenIssuerName => Holds::Tenant,
            Field::RequestId
            | Field::CorrelationId
            | Field::SessionId
            | Field::UniqueTokenId
            | Field::ServicePrincipalId => Holds::Id,
            Field::Code => Holds::ErrorCode,
            Field::AppId | Field::ResourceId => Holds::PublicId,
            Field::MfaDetail | Field::Steps | Field::StepsDigest | Field::StepDetail => Holds::Free,
            _ => Holds::Words,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::Kind;

    #[test]
    fn no_field_of_addresses_names_or_ids_is_words() {
        for field in Field::ALL {
            let is_name = matches!(field.kind(), Kind::Address | Kind::Id | Kind::UniqueId | Kind::Name);
            assert!(!is_name || field.holds() != Holds::Words, "{}", field.name());
        }
    }
}
