//! Composition: the verbs with which the story puts a sign-in together.

use crate::account::{Account, Credential, Factor};
use crate::app::{self, App};
use crate::device::Device;
use crate::dice::Dice;
use crate::guid::Guid;
use crate::moment::Moment;
use crate::outcome::outcome;
use crate::place::Place;
use crate::policy::{ConditionalAccess, PolicyResult};
use crate::scene::Scene;
use crate::signin::{Provider, Requirement, Risk, SignIn, Step};
use crate::world::World;

/// The client app of desktop and phone applications.
pub(crate) const NATIVE: &str = "Mobile Apps and Desktop clients";

impl<'w> SignIn<'w> {
    /// A successful interactive sign-in to the start page, in a browser, from the account's site of the day.
    pub(crate) fn draft(
        world: &'w World,
        account: &'w Account,
        time: Moment,
        scene: Scene,
        dice: &mut Dice,
    ) -> Self {
        SignIn {
            time,
            id: dice.guid(),
            correlation_id: dice.guid(),
            session_id: None,
            token_id: Guid((u128::from(dice.roll()) << 64) | u128::from(dice.roll())),
            account,
            id_as_username: None,
            app: &app::OFFICE_HOME,
            resource: &app::OFFICE_PORTAL,
            resource_tenant_id: world.tenant.id,
            cross_tenant: "none",
            place: world.site(account, time.date()),
            resource_ip: None,
            device: &account.computer,
            browser: &account.computer.browser,
            client_app: "Browser",
            user_agent: &account.computer.user_agent,
            interactive: true,
            code: 0,
            mfa_result: "",
            mfa_method: "",
            mfa_detail: "",
            requirement: Requirement::Single,
            provider: Provider::None,
            conditional_access: ConditionalAccess::NotApplied,
            policies: [PolicyResult::NotApplied; _],
            steps: Vec::new(),
            protocol: "none",
            transfer: "none",
            incoming_token: "none",
            token_protection: ("none", None),
            risk: Risk::None,
            latency_ms: 60 + dice.below(700) as u32,
            scene,
        }
    }

    pub(crate) fn to(mut self, app: &'w App, resource: &'w App) -> Self {
        (self.app, self.resource) = (app, resource);
        self
    }

    pub(crate) fn from(mut self, place: &'w Place) -> Self {
        self.place = place;
        self
    }

    /// In the browser of a device.
    pub(crate) fn on(mut self, device: &'w Device) -> Self {
        (self.device, self.browser, self.user_agent) = (device, &device.browser, &device.user_agent);
        self
    }

    /// Through a client app with its own user agent.
    pub(crate) fn through(mut self, client_app: &'static str, user_agent: &'w str) -> Self {
        (self.client_app, self.user_agent) = (client_app, user_agent);
        self
    }

    /// In the same flow and session as another row, so many seconds later.
    pub(crate) fn after(mut self, other: &SignIn<'w>, seconds: i64) -> Self {
        self.time = other.time.plus(seconds);
        (self.correlation_id, self.session_id) = (other.correlation_id, other.session_id);
        (self.place, self.device, self.browser) = (other.place, other.device, other.browser);
        (self.client_app, self.user_agent) = (other.client_app, other.user_agent);
        (self.app, self.resource) = (other.app, other.resource);
        self
    }

    pub(crate) fn session(mut self, id: Guid) -> Self {
        self.session_id = Some(id);
        self
    }

    pub(crate) fn background(mut self, token: &'static str) -> Self {
        (self.interactive, self.incoming_token) = (false, token);
        self
    }

    /// Ends with an error code; the texts follow from it.
    pub(crate) fn fails(mut self, code: u32) -> Self {
        self.code = code;
        self.mfa_result = outcome(code).prose;
        self
    }

    fn step(&mut self, method: &'static str, detail: &'static str, succeeded: bool, result: &'static str) {
        let time = self.time.plus(self.steps.len() as i64 * 9);
        self.steps.push(Step { time, method, detail, succeeded, result });
    }

    /// A right password.
    pub(crate) fn password(mut self) -> Self {
        self.step("Password", "Password in the cloud", true, "Correct password");
        self
    }

    /// A wrong password, with a step that says so.
    pub(crate) fn wrong_password(mut self) -> Self {
        self.step("Password", "Password in the cloud", false, "Incorrect password");
        self.fails(50126)
    }

    /// A right password, then a second step that ends in an interrupt or a failure.
    pub(crate) fn challenged(self, code: u32, result: &'static str) -> Self {
        let method = self.account.factor.method();
        let mut row = self.password().fails(code);
        row.requirement = Requirement::Multi;
        row.step(method, "", false, result);
        row
    }

    /// A right password, then the page on which a method must be registered.
    pub(crate) fn must_register(self, code: u32) -> Self {
        let mut row = self.password().fails(code);
        row.requirement = Requirement::Multi;
        row
    }

    /// The account's own fresh way of more than one factor.
    pub(crate) fn multifactor(self) -> Self {
        match self.account.credential {
            Credential::Hello if !self.device.os.starts_with("Windows") => self.second_step(),
            Credential::Hello => self.strong("Windows Hello for Business"),
            Credential::Key if self.account.number.is_multiple_of(2) => self.strong("FIDO2 security key"),
            Credential::Key => self.strong("Passkey (device-bound)"),
            Credential::Certificate => self.strong("X.509 Certificate"),
            Credential::PhoneSignIn => self.strong("Passwordless Microsoft Authenticator"),
            Credential::Password => self.second_step(),
        }
    }

    fn second_step(self) -> Self {
        let factor = self.account.factor;
        let mut row = self.password();
        let fresh = if row.id.0.is_multiple_of(3) {
            "MFA successfully completed"
        } else {
            "MFA completed in Azure AD"
        };
        row.step(factor.method(), "", true, fresh);
        (row.requirement, row.mfa_result, row.mfa_method) = (Requirement::Multi, fresh, factor.method());
        if matches!(factor, Factor::Text | Factor::Call) {
            row.mfa_detail = &row.account.masked_number;
        }
        row
    }

    /// A first step that is strong by itself.
    pub(crate) fn strong(mut self, method: &'static str) -> Self {
        let result = "MFA requirement satisfied by strong authentication";
        self.step(method, "", true, result);
        (self.requirement, self.mfa_result) = (Requirement::Multi, result);
        self
    }

    /// An MFA claim in the token satisfied it.
    pub(crate) fn prior(mut self) -> Self {
        let result = "MFA requirement satisfied by claim in the token";
        self.step("Previously satisfied", "", true, result);
        self.mfa_result = result;
        // In the background the requirement often reads single factor although the claim is there.
        if self.interactive || !self.id.0.is_multiple_of(3) {
            self.requirement = Requirement::Multi;
        }
        self
    }

    /// Only the first factor is in the token.
    pub(crate) fn first_factor_claim(mut self) -> Self {
        self.step(
            "Previously satisfied",
            "",
            true,
            "First factor requirement satisfied by claim in the token",
        );
        self
    }

    /// A setting skipped the second factor.
    pub(crate) fn skipped(self, result: &'static str) -> Self {
        let mut row = self.password();
        row.step("Previously satisfied", "", true, result);
        (row.requirement, row.mfa_result) = (Requirement::Multi, result);
        row
    }

    /// A guest's home tenant did the second factor.
    pub(crate) fn external(mut self) -> Self {
        let result = "MFA requirement satisfied by claim provided by external provider";
        (self.requirement, self.mfa_result) = (Requirement::Multi, result);
        self
    }
}
