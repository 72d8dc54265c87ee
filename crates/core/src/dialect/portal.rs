//! The CSV that the Entra admin center downloads for user sign-ins (44 to 57 columns, 2023 to 2025).

use super::{CellPart, Name, name};
use crate::field::Field;

/// The columns by name, with the names that scripts and older portals use for them.
pub const NAMES: &[Name] = &[
    name("date (utc)", Field::Time),
    name("date", Field::Time),
    name("request id", Field::RequestId),
    name("correlation id", Field::CorrelationId),
    name("session id", Field::SessionId),
    name("unique token identifier", Field::UniqueTokenId),
    name("user id", Field::UserId),
    name("username", Field::User),
    name("user", Field::DisplayName),
    name("user type", Field::UserType),
    name("sign-in identifier", Field::SignInIdentifier),
    name("application", Field::App),
    name("application id", Field::AppId),
    name("resource", Field::Resource),
    name("resource id", Field::ResourceId),
    name("app owner tenant id", Field::AppOwnerTenantId),
    name("resource owner tenant id", Field::ResourceOwnerTenantId),
    name("resource tenant id", Field::ResourceTenantId),
    name("home tenant id", Field::HomeTenantId),
    name("home tenant name", Field::HomeTenantName),
    name("cross tenant access type", Field::CrossTenant),
    name("client app", Field::ClientApp),
    name("user agent", Field::UserAgent),
    name("authentication protocol", Field::Protocol),
    name("original transfer method", Field::TransferMethod),
    name("incoming token type", Field::IncomingToken),
    name("token", Field::IncomingToken),
    name("client credential type", Field::ClientCredential),
    name("ip address", Field::Ip),
    name("ip address (seen by resource)", Field::ResourceIp),
    Name { header: "location", field: Field::City, part: CellPart::City },
    Name { header: "location", field: Field::State, part: CellPart::State },
    Name { header: "location", field: Field::Country, part: CellPart::Country },
    name("autonomous system number", Field::Asn),
    name("status", Field::Status),
    name("sign-in error code", Field::Code),
    name("failure reason", Field::Reason),
    name("device id", Field::DeviceId),
    name("operating system", Field::Os),
    name("browser", Field::Browser),
    name("compliant", Field::Compliant),
    name("managed", Field::Managed),
    name("join type", Field::TrustType),
    name("authentication requirement", Field::Requirement),
    name("multifactor authentication result", Field::MfaResult),
    name("mfa result", Field::MfaResult),
    name("multifactor authentication auth method", Field::MfaMethod),
    name("mfa auth method", Field::MfaMethod),
    name("multifactor authentication auth detail", Field::MfaDetail),
    name("mfa auth detail", Field::MfaDetail),
    name("conditional access", Field::CaStatus),
    name("token issuer type", Field::TokenIssuerType),
    name("token issuer name", Field::TokenIssuerName),
    name("token protection - sign in session", Field::TokenProtection),
    name("token protection - sign in session statuscode", Field::TokenProtectionCode),
    name("through global secure access", Field::GlobalSecureAccess),
    name("global secure access ip address", Field::GlobalSecureAccessIp),
    name("flagged for review", Field::Flagged),
    name("latency", Field::Latency),
    name("service principal id", Field::ServicePrincipalId),
    name("service principal name", Field::ServicePrincipalName),
];

/// Header names of portals in other languages and the English name (source: public parsers and support threads).
const TRANSLATIONS: &[(&str, &str)] = &[
    ("fecha (utc)", "date (utc)"),
    ("usuario", "user"),
    ("nombre de usuario", "username"),
    ("nom d'utilisateur", "username"),
    ("id. de usuario", "user id"),
    ("tipo de usuario", "user type"),
    ("agent utilisateur", "user agent"),
    ("id. de correlación", "correlation id"),
    ("id de session", "session id"),
    ("dirección ip", "ip address"),
    ("adresse ip", "ip address"),
    ("ubicación", "location"),
    ("emplacement", "location"),
    ("estado", "status"),
    ("statut", "status"),
    ("code d'erreur de connexion", "sign-in error code"),
    ("サインインのエラー コード", "sign-in error code"),
    ("motivo del error", "failure reason"),
    ("aplicación", "application"),
    ("id d'application", "application id"),
    ("recurso", "resource"),
    ("ressource", "resource"),
    ("aplicación cliente", "client app"),
    ("application cliente", "client app"),
    ("explorador", "browser"),
    ("navigateur", "browser"),
    ("sistema operativo", "operating system"),
    ("système d'exploitation", "operating system"),
    ("id de l'appareil", "device id"),
    ("conforme", "compliant"),
    ("géré", "managed"),
    ("requisito de autenticación", "authentication requirement"),
    ("exigence d'authentification", "authentication requirement"),
    ("méthode d'authentification multifacteur", "multifactor authentication auth method"),
    ("protocolo de autenticación", "authentication protocol"),
    ("protocole d'authentification", "authentication protocol"),
    ("tipo de credencial de cliente", "client credential type"),
    ("número de sistema autónomo", "autonomous system number"),
    ("numéro de système autonome", "autonomous system number"),
    ("méthode de transfert d'origine", "original transfer method"),
    ("type d'accès client croisée", "cross tenant access type"),
];

/// Header keys with the names of other languages made English.
pub fn translated(keys: &[String]) -> Vec<String> {
    let english =
        |key: &String| TRANSLATIONS.iter().find(|(name, _)| name == key).map(|(_, english)| *english);
    keys.iter().map(|key| english(key).map_or_else(|| key.clone(), str::to_owned)).collect()
}

/// The header of 2025-12, the longest.
const LONGEST: &str = "Date (UTC),Request ID,User agent,Correlation ID,User ID,User,Username,User type,Cross tenant access type,Incoming token type,Authentication Protocol,Unique token identifier,Original transfer method,Client credential type,Token Protection - Sign In Session,Token Protection - Sign In Session StatusCode,Application,Application ID ,App owner tenant ID,Resource,Resource ID ,Resource tenant ID,Resource owner tenant ID,Home tenant ID,Home tenant name,IP address,Location,Status,Sign-in error code,Failure reason,Client app,Device ID,Browser,Operating System,Compliant,Managed,Join Type,Multifactor authentication result,Multifactor authentication auth method,Multifactor authentication auth detail,Authentication requirement,Sign-in identifier,Session ID,IP address (seen by resource),Through Global Secure Access,Global Secure Access IP address,Autonomous system  number,Flagged for review,Token issuer type,Incoming token type,Token issuer name,Latency,Conditional Access,Managed Identity type,Associated Resource Id,Federated Token Id,Federated Token Issuer";

/// The English header of the vintage with so many columns (each shorter one lacks what a later one added); `None` for other widths.
pub fn vintage(columns: usize) -> Option<Vec<String>> {
    let owners = ["App owner tenant ID", "Resource owner tenant ID"];
    let later = [
        "Token Protection - Sign In Session StatusCode",
        "Session ID",
        "Through Global Secure Access",
        "Global Secure Access IP address",
        "Federated Token Id",
        "Federated Token Issuer",
    ];
    let first = [
        "User agent",
        "Original transfer method",
        "Token Protection - Sign In Session",
        "Managed Identity type",
        "Associated Resource Id",
    ];
    let lacks: Vec<&str> = match columns {
        57 => Vec::new(),
        56 => owners[..1].to_vec(),
        55 => owners.to_vec(),
        49 => [&owners[..], &later].concat(),
        44 => [&owners[..], &later, &first].concat(),
        _ => return None,
    };
    Some(LONGEST.split(',').filter(|name| !lacks.contains(name)).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vintages_have_their_widths() {
        for width in [44, 49, 55, 56, 57] {
            assert_eq!(vintage(width).unwrap().len(), width);
        }
        let token = |width: usize| -> Vec<usize> {
            let header = vintage(width).unwrap();
            (0..width)
                .filter(|column| header[*column] == "Incoming token type")
                .map(|column| column + 1)
                .collect()
        };
        assert_eq!((token(57), token(55), token(44)), (vec![10, 50], vec![10, 48], vec![9, 41]));
        assert!(vintage(50).is_none());
    }
}
