//! Outcome: what an error code says in the words of an export.

/// The word in the Status column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// A token was issued.
    Success,
    /// The sign-in ended.
    Failure,
    /// The person had to do something first.
    Interrupted,
}

impl Word {
    /// As the portal writes it.
    pub const fn text(self) -> &'static str {
        match self {
            Word::Success => "Success",
            Word::Failure => "Failure",
            Word::Interrupted => "Interrupted",
        }
    }
}

/// One error code with its texts.
#[derive(Debug)]
pub struct Outcome {
    /// The error code.
    pub code: u32,
    /// The word of the Status column.
    pub word: Word,
    /// The failure reason.
    pub reason: &'static str,
    /// The prose that stands in `status.additionalDetails` (the portal's MFA result) where nothing better does.
    pub prose: &'static str,
}

const CREDENTIALS: &str = "The user didn't enter the right credentials.\u{a0}It's expected to see some number of these errors in your logs due to users making mistakes.";
const PROMPT: &str = "The user didn't complete the MFA prompt. They may have decided not to authenticate, timed out while doing other work, or has an issue with their authentication setup.";
const EXPIRY: &str = "Expected - auth codes, refresh tokens, and sessions expire over time or are revoked by the user or an admin. The app will request a new login from the user.";

macro_rules! outcomes {
    ($($code:literal $word:ident $reason:literal $prose:expr;)*) => {
        /// Every code that occurs in the story, ascending.
        pub static OUTCOMES: &[Outcome] =
            &[$(Outcome { code: $code, word: Word::$word, reason: $reason, prose: $prose }),*];
    };
}

outcomes! {
    0 Success "Other." "";
    50034 Failure "The user account does not exist in the tenant directory." "";
    50053 Failure "The account is locked, you've tried to sign in too many times with an incorrect user ID or password." "";
    50055 Interrupted "The password is expired." "";
    50057 Failure "The user account is disabled." "";
    50058 Interrupted "A silent sign-in request was sent but no user is signed in." "";
    50072 Interrupted "Due to a configuration change made by your administrator, the user must enroll in multifactor authentication to access the resource." "";
    50074 Interrupted "Strong authentication is required and the user did not pass the MFA challenge." "";
    50076 Interrupted "Due to a configuration change made by the admin such as a Conditional Access policy, or because of a move to a new location, the user must use multifactor authentication to access the resource." "";
    50079 Failure "The user is required to use multifactor authentication and must register security information." "";
    50089 Failure "Authentication failed due to flow token expired." EXPIRY;
    50125 Interrupted "Sign-in was interrupted due to a password reset or password registration entry." "";
    50126 Failure "Error validating credentials due to invalid username or password." CREDENTIALS;
    50140 Interrupted "This error occurred due to 'Keep me signed in' interrupt when the user was signing-in." "";
    50158 Interrupted "External security challenge was not satisfied." "";
    50173 Failure "The provided grant has expired due to it being revoked, a fresh auth token is needed." EXPIRY;
    50199 Interrupted "For security reasons, user confirmation is required for this request." "";
    50203 Interrupted "User has not registered the Authenticator app and was shown the registration prompt." "";
    53000 Failure "Device is not in required device state: compliant." "";
    53003 Failure "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance." "";
    65001 Interrupted "The user or administrator has not consented to use the application." "";
    70043 Failure "The refresh token has expired or is invalid due to sign-in frequency checks by Conditional Access." EXPIRY;
    90025 Failure "Request processing has exceeded gateway allowance." "";
    500121 Failure "Authentication failed during strong authentication request." PROMPT;
    530084 Failure "Access has been blocked by a Conditional Access token protection policy." "";
    700082 Failure "The refresh token has expired due to inactivity." EXPIRY;
}

/// The outcome of a code.
///
/// # Panics
/// For a code that the story does not know.
pub fn outcome(code: u32) -> &'static Outcome {
    match OUTCOMES.binary_search_by_key(&code, |outcome| outcome.code) {
        Ok(index) => &OUTCOMES[index],
        Err(_) => panic!("the story has no outcome for code {code}"),
    }
}

#[cfg(test)]
mod tests {
    use super::OUTCOMES;

    #[test]
    fn codes_ascend() {
        assert!(OUTCOMES.windows(2).all(|pair| pair[0].code < pair[1].code));
    }
}
