//! The tenant file: what its TOML says, or the line that cannot be right.

use entrasift_core::{DAY, Time};
use entrasift_rules::list;
use entrasift_rules::rule::Rule;
use entrasift_rules::tenant::{Accepted, BreakGlassProfile, Exceptions, PlannedTest, Rollout, Tenant};
use toml::de::DeTable;

use self::lines::Lines;
use self::moment::Moment;
use self::part::{Item, Part};

mod error;
mod lines;
mod moment;
mod part;
mod sections;
mod settings;

pub use self::error::TenantFileError;

/// A tenant file that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct TenantFile {
    /// What it says.
    pub tenant: Tenant,
    /// The file that lists the pilot's users, where it names one: relative to the tenant file, one user name a line (see [`users`]).
    pub pilot_users_file: Option<String>,
}

/// A planned test may be this far off where the file does not say.
const TOLERANCE_MINUTES: u32 = 30;

/// Reads a tenant file; its sections `[rules.ID]` may set what the built-in rules have.
///
/// # Errors
/// The first line that cannot be right: no TOML, an unknown key, a wrong type, an impossible value.
pub fn parse(text: &str) -> Result<TenantFile, TenantFileError> {
    parse_for(text, &list::all())
}

/// Reads a tenant file; its sections `[rules.ID]` may set what these rules have.
///
/// # Errors
/// As [`parse`].
pub fn parse_for(text: &str, rules: &[Rule]) -> Result<TenantFile, TenantFileError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document = DeTable::parse(text).map_err(|error| no_toml(text, &error))?;
    let lines = Lines::new(text);
    let file = Part::whole(&lines, document.get_ref())?;
    let mut tenant = file.section("tenant")?.map_or(Ok(Tenant::default()), |part| tenant(&part))?;
    let mut pilot_users_file = None;
    if let Some(part) = file.section("rollout")? {
        tenant.rollout = rollout(&part)?;
        (tenant.rollout.pilot_users, pilot_users_file) = pilot_users(&part)?;
    }
    if let Some(part) = file.section("exceptions")? {
        tenant.exceptions = exceptions(&part)?;
    }
    tenant.planned_tests = file.list("planned_tests")?.iter().map(planned_test).collect::<Result<_, _>>()?;
    tenant.accepted = file.list("accepted")?.iter().map(accepted).collect::<Result<_, _>>()?;
    if let Some(part) = file.section("networks")? {
        for item in part.items("trusted")? {
            let network =
                item.text.parse().or_else(|_| item.text.parse::<std::net::IpAddr>().map(Into::into));
            let network = network.map_err(|_| item.wrong("is no network; it is written 203.0.113.0/24"))?;
            tenant.trusted.push(network);
        }
        tenant.home_countries =
            part.items("home_countries")?.iter().map(country).collect::<Result<_, _>>()?;
    }
    tenant.settings = file.settings("rules", rules)?;
    Ok(TenantFile { tenant, pilot_users_file })
}

/// The user names of a list of users: one a line, lower case; empty lines and those that start with `#` say nothing.
pub fn users(text: &str) -> Vec<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(str::to_lowercase).collect()
}

fn no_toml(text: &str, error: &toml::de::Error) -> TenantFileError {
    let line = Lines::new(text).at(error.span().unwrap_or_default().start);
    let words = text.lines().nth(line - 1).unwrap_or_default().trim();
    let value = words.split_once('=').map_or("", |(_, value)| value.trim_start());
    let bare = value.starts_with(char::is_alphabetic);
    let hint = if bare { "; a text stands in quotes" } else { "" };
    TenantFileError { line, what: format!("{} in `{words}`{hint}", error.message().trim()) }
}

fn tenant(part: &Part<'_>) -> Result<Tenant, TenantFileError> {
    let profile = match part.text("break_glass_profile")? {
        None => BreakGlassProfile::Auto,
        Some(item) => match item.text.as_str() {
            "auto" => BreakGlassProfile::Auto,
            "classic" => BreakGlassProfile::Classic,
            "modern" => BreakGlassProfile::Modern,
            _ => return Err(item.wrong("is no profile; the profiles are auto, classic and modern")),
        },
    };
    Ok(Tenant {
        name: part.words("name")?,
        home_tenant_id: part.words("home_tenant_id")?.map(|id| id.to_lowercase()),
        timezone: part.words("timezone")?,
        break_glass: part.items("break_glass")?.into_iter().map(|item| item.text).collect(),
        break_glass_profile: profile,
        admins: lower(part.items("admins")?),
        ..Tenant::default()
    })
}

fn rollout(part: &Part<'_>) -> Result<Rollout, TenantFileError> {
    let usual = Rollout::default();
    let start = part.time("start")?.map(Moment::begin);
    let two_days_later = start.map(|start| Time(start.0.saturating_add(2 * DAY)));
    Ok(Rollout {
        start,
        registration_start: part.time("registration_start")?.map(Moment::begin).or(two_days_later),
        enforced_at: part.time("enforced_at")?.map(Moment::begin),
        policy: part.words("policy")?.unwrap_or_default(),
        pilot_policy: part.words("pilot_policy")?.unwrap_or_default(),
        pilot_users: Vec::new(),
        registration_days: part.count("registration_days", 1)?.unwrap_or(usual.registration_days),
        target_rate: part.share("target_rate")?.unwrap_or(usual.target_rate),
        remind_below: part.share("remind_below")?.unwrap_or(usual.remind_below),
        contact_from_day: part.count("contact_from_day", 1)?.unwrap_or(usual.contact_from_day),
        max_gap_hours: part.count("max_gap_hours", 1)?.unwrap_or(usual.max_gap_hours),
    })
}

/// The pilot's users, or the file that lists them.
fn pilot_users(part: &Part<'_>) -> Result<(Vec<String>, Option<String>), TenantFileError> {
    const KEY: &str = "pilot_users";
    if !part.is_text(KEY) {
        return Ok((
            lower(part.items_or(KEY, "a list of user names, or the name of a file with one a line")?),
            None,
        ));
    }
    match part.text(KEY)? {
        Some(item) if item.text.is_empty() => Err(item.wrong("is no file name")),
        file => Ok((Vec::new(), file.map(|item| item.text))),
    }
}

fn exceptions(part: &Part<'_>) -> Result<Exceptions, TenantFileError> {
    Ok(Exceptions {
        service_accounts: part.globs("service_accounts")?,
        shared_mailboxes: part.globs("shared_mailboxes")?,
        rooms: part.globs("rooms")?,
        excluded: part.globs("excluded")?,
        guests: part.flag("guests")?.unwrap_or_default(),
    })
}

fn planned_test(part: &Part<'_>) -> Result<PlannedTest, TenantFileError> {
    let account = part.words("account")?.ok_or_else(|| part.lacks("account"))?;
    let at = part.time("at")?.ok_or_else(|| part.lacks("at"))?;
    let tolerance_minutes = part.count("tolerance_minutes", 0)?.unwrap_or(TOLERANCE_MINUTES);
    Ok(PlannedTest { account: account.to_lowercase(), at: at.begin(), tolerance_minutes })
}

fn accepted(part: &Part<'_>) -> Result<Accepted, TenantFileError> {
    let accepted = Accepted {
        user: part.words("user")?.unwrap_or_default().to_lowercase(),
        rule: part.words("rule")?.unwrap_or_default(),
        owner: part.words("owner")?.unwrap_or_default(),
        reason: part.words("reason")?.unwrap_or_default(),
        until: part.time("until")?.map(Moment::end),
    };
    let everything = accepted.user.is_empty() && accepted.rule.is_empty();
    if everything { Err(part.lacks("user` or `rule")) } else { Ok(accepted) }
}

fn country(item: &Item<'_>) -> Result<String, TenantFileError> {
    let code = item.text.to_ascii_uppercase();
    match code.as_str() {
        "UK" => Err(item.wrong("is no country code; the United Kingdom is GB")),
        _ if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) => Ok(code),
        _ => Err(item.wrong("is no country code; it has two letters, such as DE")),
    }
}

fn lower(items: Vec<Item<'_>>) -> Vec<String> {
    items.into_iter().map(|item| item.text.to_lowercase()).collect()
}

#[cfg(test)]
mod tests;
