//! The words of a plan: tasks, messages to users, and the warning about security defaults.

use entrasift_core::Time;
use entrasift_rules::tenant::Tenant;

use super::calendar::{Calendar, later, weekday};

/// Where users register (named by the guide that the rollout follows).
pub const REGISTER_AT: &str = "https://aka.ms/mysecurityinfo";

/// One thing to do.
pub struct Task {
    /// The day.
    pub day: Time,
    /// The step: 1 to 5.
    pub step: usize,
    /// What is done.
    pub what: String,
    /// The command that answers the question of that day; may be empty.
    pub command: &'static str,
}

/// The titles of the five steps.
pub const STEPS: [&str; 5] = ["1 Prepare", "2 Register", "3 Pilot", "4 Enforce", "5 Validate"];

/// Everything to do, in order.
pub fn tasks(calendar: &Calendar, tenant: &Tenant) -> Vec<Task> {
    let rollout = &tenant.rollout;
    let named =
        |name: &str, else_: &str| if name.is_empty() { else_.to_owned() } else { format!("\"{name}\"") };
    let all = named(&rollout.policy, "the policy for all users");
    let pilot = named(&rollout.pilot_policy, "the pilot policy");
    let percent = |share: f64| format!("{} %", (share * 1000.0).round() / 10.0);
    let (target, remind) = (percent(rollout.target_rate), percent(rollout.remind_below));
    let (first, last) = calendar.register;
    let (begin, next, middle) =
        (calendar.start, later(calendar.start, 1), later(calendar.pilot.0, 1).min(calendar.pilot.1));
    let days: Vec<(Time, usize, String, &'static str)> = vec![
        (begin, 1, "Set up or check two break-glass accounts: names that do not advertise them, Global Administrator, long passwords on paper in two places".to_owned(), "break-glass"),
        (begin, 1, "Download the sign-in logs of 30 days, interactive and non-interactive; list what still uses legacy authentication".to_owned(), "legacy"),
        (next, 1, "Decide on accounts that need special handling: shared mailboxes, rooms, service accounts, people without a smartphone; order security keys".to_owned(), "exceptions"),
        (next, 1, "Agree on this plan, the message and the helpdesk sheet with the manager and the helpdesk".to_owned(), "plan"),
        (first, 2, format!("Send the message to everyone and start the campaign. Entra's own campaign prompts nobody who has no method yet, so the message must name {REGISTER_AT}"), ""),
        (first, 2, "From now on download the registration report every day: no single report shows progress".to_owned(), "registration"),
        (calendar.remind, 2, format!("If the rate is below {remind}, send the reminder to those who are missing, not to everyone"), "registration"),
        (calendar.contact, 2, "Contact those who are missing one by one, administrators first: they need help or have an obstacle".to_owned(), "registration"),
        (last, 2, format!("Last day of the campaign: {target} are registered. The date of enforcement stands; who is late registers when asked to"), "registration"),
        (calendar.pilot.0, 3, format!("Switch security defaults off and, in the same hour, {pilot} on: the IT team, all cloud apps, require MFA, break-glass accounts excluded"), ""),
        (calendar.pilot.0, 3, "In the same hour switch on a policy that blocks legacy authentication, and one that requires MFA of administrators".to_owned(), ""),
        (calendar.pilot.0, 3, format!("Create {all} in report-only mode: its results show who would be prompted and who blocked"), ""),
        (middle, 3, "Pilot users sign in from a desktop, a phone and a device that is not managed: MFA is asked everywhere".to_owned(), "pilot"),
        (middle, 3, "Sign in to a break-glass account from a private window. If the policy prompts it, stop: enforcement would lock everyone out".to_owned(), "break-glass"),
        (calendar.pilot.1, 3, "Collect what misbehaved, decide whether to go on, and tell the helpdesk how many calls to expect, and when".to_owned(), "impact"),
        (calendar.enforce, 4, format!("Switch {all} on for all users, break-glass accounts excluded; note the time"), ""),
        (calendar.enforce, 4, "For 48 hours watch who is stopped and does not get through; the helpdesk works with the sheet".to_owned(), "enforcement"),
        (calendar.validate.0, 5, "Sign in to each break-glass account, as a planned test that stands in the tenant file".to_owned(), "break-glass"),
        (calendar.validate.1, 5, "Download the logs of the first 72 hours, interactive and non-interactive, and a new registration report; check every criterion".to_owned(), "validate"),
        (calendar.validate.1, 5, "Report to the manager: the criteria, what is excepted, who answers for it and until when".to_owned(), "report"),
    ];
    days.into_iter().map(|(day, step, what, command)| Task { day, step, what, command }).collect()
}

/// The warning that the guide leaves out.
pub fn security_defaults(calendar: &Calendar) -> String {
    let (from, to) = (calendar.number(calendar.pilot.0), calendar.number(calendar.enforce));
    format!(
        "Security defaults and Conditional Access exclude each other: the defaults must go off before a policy can go on. So on days {from} to {to} \
         ({} to {}) nobody outside the pilot is asked for MFA by the defaults, and they no longer block legacy authentication.\n\n\
         - Keep it short: off and the first policies on in the same hour; do not let the pilot drag on.\n\
         - Close the worst at once: block legacy authentication, and require MFA of administrators, from the first hour.\n\
         - Watch it each day: `entrasift gaps` (who got in with a password alone) and `entrasift legacy` (who used an old protocol).",
        calendar.pilot.0.day_words(),
        calendar.enforce.day_words()
    )
}

/// The message to everyone.
pub fn message(calendar: &Calendar, tenant: &Tenant) -> String {
    let where_ = tenant.name.as_ref().map_or_else(|| "here".to_owned(), |name| format!("at {name}"));
    format!(
        "### Subject: a second step when you sign in, from {}\n\n\
         Hello,\n\n\
         a password alone no longer protects an account: it can be guessed, or stolen by a false sign-in page. From {}, {}, everyone {where_} \
         confirms a sign-in with a second step, most often by a notification on the phone.\n\n\
         Please set it up between {} and {}. It takes a few minutes:\n\n\
         - Install the Microsoft Authenticator app on your phone.\n\
         - On your computer open {REGISTER_AT} and sign in.\n\
         - Choose to add a sign-in method, then the Authenticator app, and follow what the page says.\n\n\
         You will not be asked each time, only now and then and on new devices. Approve only what you have just started yourself; if a request \
         comes out of nowhere, decline it and tell us.\n\n\
         You have no smartphone, or something does not work? There is another way for everyone. Contact the helpdesk: [phone, e-mail, room]. \
         Nobody from IT will ever ask for your password or for a code.\n\n\
         Thank you,\n\n\
         [name]",
        calendar.enforce.day_words(),
        weekday(calendar.enforce),
        calendar.enforce.day_words(),
        calendar.register.0.day_words(),
        calendar.register.1.day_words()
    )
}

/// The reminder to those who are missing.
pub fn reminder(calendar: &Calendar) -> String {
    format!(
        "### Subject: your second step for signing in is still missing\n\n\
         Hello,\n\n\
         most of your colleagues have set up the second step for signing in; for your account it is still missing. Please do it by {}, {}:\n\n\
         - Open {REGISTER_AT} on your computer, add the Microsoft Authenticator app, and follow what the page says.\n\n\
         From {} on you cannot work until it is done, and the helpdesk will have the most calls on that day. If something is in the way (no \
         smartphone, a new phone, no time), answer this message: we find a way that suits you.\n\n\
         [name], helpdesk [phone, e-mail, room]",
        weekday(calendar.register.1),
        calendar.register.1.day_words(),
        calendar.enforce.day_words()
    )
}
