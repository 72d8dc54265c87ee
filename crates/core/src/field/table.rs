//! The table of fields: what a sign-in can say, declared once.

/// How the values of a field are compared and stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A point in time, nanoseconds since 1970 in UTC.
    Time,
    /// Repeating text, kept in a dictionary as it stands.
    Text,
    /// Repeating text whose case does not matter (user names, host names): kept in lower case.
    Name,
    /// A word of a small vocabulary. Tests ignore case, spaces and hyphens.
    Word,
    /// An id that repeats (a user, an application): kept in lower case. An id of zeros counts as absent.
    Id,
    /// An id that is new in every row or session, so that it never enters a dictionary.
    UniqueId,
    /// An IP address, kept in its canonical spelling.
    Address,
    /// A whole number, kept as text.
    Integer,
    /// True, false or absent.
    Flag,
    /// A list in JSON.
    List,
}

macro_rules! fields {
    ($($variant:ident $name:literal $kind:ident $sentence:literal;)*) => {
        /// What a sign-in (or one step of one) can say.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Field { $(#[doc = $sentence] $variant),* }

        impl Field {
            /// Every field, in the order of the table.
            pub const ALL: &'static [Field] = &[$(Field::$variant),*];
            /// How many fields there are.
            pub const COUNT: usize = Field::ALL.len();

            /// The name under which rules, tables and queries know the field.
            pub fn name(self) -> &'static str {
                match self { $(Field::$variant => $name),* }
            }

            /// How its values are compared and stored.
            pub fn kind(self) -> Kind {
                match self { $(Field::$variant => Kind::$kind),* }
            }

            /// What it is, in one sentence.
            pub fn sentence(self) -> &'static str {
                match self { $(Field::$variant => $sentence),* }
            }
        }
    };
}

fields! {
    Time "time" Time "When the sign-in was made, UTC.";
    Published "published" Time "When the record was published (TimeGenerated); decides between copies.";
    RequestId "request_id" UniqueId "The id of the sign-in.";
    CorrelationId "correlation_id" UniqueId "One client flow, shared by many rows; set by the client.";
    SessionId "session_id" UniqueId "The session that the sign-in belongs to.";
    UniqueTokenId "unique_token_id" UniqueId "The id of the token that was issued.";
    UserId "user_id" Id "Object id of the user.";
    User "user" Name "User principal name.";
    DisplayName "display_name" Text "Display name of the user.";
    UserType "user_type" Word "member or guest.";
    SignInIdentifier "sign_in_identifier" Name "What the user typed as the name.";
    App "app" Text "Display name of the application.";
    AppId "app_id" Id "Id of the application.";
    Resource "resource" Text "Display name of the resource that was asked for.";
    ResourceId "resource_id" Id "Id of the resource.";
    AppOwnerTenantId "app_owner_tenant" Id "Tenant that owns the application.";
    ResourceOwnerTenantId "resource_owner_tenant" Id "Tenant that owns the resource.";
    ResourceTenantId "resource_tenant" Id "Tenant in which the resource was used.";
    HomeTenantId "home_tenant" Id "Tenant where the user is at home.";
    HomeTenantName "home_tenant_name" Text "Name of the home tenant.";
    TenantId "tenant" Id "Tenant that wrote the log.";
    CrossTenant "cross_tenant" Word "Kind of cross-tenant access.";
    ClientApp "client_app" Word "Client application or protocol (clientAppUsed).";
    UserAgent "user_agent" Text "User agent.";
    Protocol "protocol" Word "Authentication protocol.";
    TransferMethod "transfer_method" Word "Original transfer method.";
    IncomingToken "incoming_token" Word "Type of the incoming token.";
    ClientCredential "client_credential" Word "Type of the client credential.";
    Ip "ip" Address "Address that the sign-in came from.";
    ResourceIp "resource_ip" Address "Address as the resource saw it.";
    City "city" Text "City of the address.";
    State "state" Text "State of the address.";
    Country "country" Text "Country code of the address.";
    Asn "asn" Integer "Autonomous system number of the address.";
    Status "status" Word "The file's own word for the status.";
    Code "code" Integer "Error code; 0 is success.";
    Reason "reason" Text "Failure reason.";
    DeviceId "device_id" Id "Id of the device.";
    DeviceName "device_name" Text "Display name of the device.";
    Os "os" Text "Operating system.";
    Browser "browser" Text "Browser.";
    Compliant "compliant" Flag "The device is compliant.";
    Managed "managed" Flag "The device is managed.";
    TrustType "trust_type" Word "How the device is joined.";
    Requirement "requirement" Word "Authentication requirement: the stage reached, no verdict on MFA.";
    MfaResult "mfa_result" Text "MFA result text, mixed with unrelated prose.";
    MfaMethod "mfa_method" Text "MFA method of the row (mfaDetail.authMethod).";
    MfaDetail "mfa_detail" UniqueId "MFA detail of the row, such as a masked number.";
    Steps "steps" List "Authentication steps.";
    StepsDigest "steps_digest" Text "Method, success and result of each authentication step, without times.";
    RequirementPolicies "requirement_policies" List "Where the requirement came from.";
    CaStatus "ca_status" Word "Conditional Access status of the row.";
    Policies "policies" List "Conditional Access policies and their results.";
    EventType "event_type" Word "interactiveUser, nonInteractiveUser, servicePrincipal or managedIdentity.";
    ServicePrincipalId "service_principal_id" Id "Object id of the service principal.";
    ServicePrincipalName "service_principal" Text "Name of the service principal.";
    TokenIssuerType "token_issuer_type" Word "Who issued the token.";
    TokenIssuerName "token_issuer" Text "Name of the token issuer.";
    TokenProtection "token_protection" Word "Token protection status of the session.";
    TokenProtectionCode "token_protection_code" Integer "Token protection status code.";
    GlobalSecureAccess "global_secure_access" Flag "The sign-in came through Global Secure Access.";
    GlobalSecureAccessIp "global_secure_access_ip" Address "Address inside Global Secure Access.";
    Flagged "flagged" Flag "The user flagged the failure for review.";
    RiskState "risk_state" Word "Risk state of the user.";
    RiskLevel "risk_level" Word "Aggregated risk level.";
    Latency "latency_ms" Integer "Processing time, milliseconds.";
    StepMethod "step_method" Text "Method of one authentication step.";
    StepDetail "step_detail" Text "Detail of one authentication step.";
    StepSucceeded "step_succeeded" Flag "One authentication step succeeded.";
    StepResult "step_result" Text "Result text of one authentication step.";
    StepRequirement "step_requirement" Text "Requirement label of one authentication step; never decides.";
    StepTime "step_time" Time "Time of one authentication step.";
}

impl Field {
    /// The field with this name.
    pub fn named(name: &str) -> Option<Field> {
        Field::ALL.iter().copied().find(|field| field.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_found() {
        for field in Field::ALL {
            assert_eq!(Field::named(field.name()), Some(*field));
            assert!(field.sentence().ends_with('.'), "{}", field.name());
        }
        const { assert!(Field::COUNT <= 128) };
    }
}
