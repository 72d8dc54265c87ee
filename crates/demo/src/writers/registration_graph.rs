//! Registration page: `userRegistrationDetails` of the Graph API, which knows ids and admins.

use std::io::{self, Write};

use super::graph::{GraphShape, write_objects};
use super::json::Json;
use crate::account::{Factor, Role};
use crate::registration::Registration;

/// Writes one page with a line for each account.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn write_registration_graph(out: &mut impl Write, report: &[Registration<'_>]) -> io::Result<u64> {
    let context =
        "https://graph.microsoft.com/v1.0/$metadata#reports/authenticationMethods/userRegistrationDetails";
    write_objects::<Registration<'_>>(out, GraphShape::Page, context, report, |json, line| object(json, line))
}

fn object(json: &mut Json, line: &Registration<'_>) {
    let account = line.account;
    let preferred = match account.factor {
        _ if !line.registered => "none",
        Factor::Push => "push",
        Factor::Code => "oath",
        Factor::Text => "sms",
        Factor::Call => "voiceMobile",
    };
    json.object(|json| {
        json.key("id").guid(account.id);
        json.key("isAdmin").boolean(matches!(account.role, Role::Admin | Role::BreakGlass));
        json.key("isMfaCapable").boolean(line.capable);
        json.key("isMfaRegistered").boolean(line.registered);
        json.key("isPasswordlessCapable").boolean(line.passwordless);
        json.key("isSsprCapable").boolean(line.reset_capable);
        json.key("isSsprEnabled").boolean(account.role.is_employee());
        json.key("isSsprRegistered").boolean(line.reset_capable);
        json.key("isSystemPreferredAuthenticationMethodEnabled").boolean(true);
        let (second, fraction) = line.updated;
        let whole = second.to_string();
        json.key("lastUpdatedDateTime").string(&format!("{}.{fraction:07}Z", whole.trim_end_matches('Z')));
        json.key("methodsRegistered")
            .array(|json| line.methods.iter().for_each(|method| json.string(method)));
        json.key("userDisplayName").string(&account.display_name);
        json.key("userPreferredMethodForSecondaryAuthentication").string(preferred);
        json.key("userPrincipalName").string(&account.report_upn);
        json.key("userType").string(account.user_type());
    });
}
