//! Device: what a person signs in from.

use crate::dice::Dice;
use crate::guid::Guid;

/// How a device is tied to the directory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Join {
    /// Not known to the directory.
    #[default]
    None,
    /// Registered by its user.
    Registered,
    /// Joined to the cloud directory.
    Joined,
    /// Joined to both directories.
    Hybrid,
}

/// A computer, a phone, or a machine that only has an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// Directory id of a known device.
    pub id: Option<Guid>,
    /// Its name, which only the JSON shapes carry.
    pub name: String,
    /// Operating system as logged.
    pub os: &'static str,
    /// Browser as logged.
    pub browser: String,
    /// What its browser sends.
    pub user_agent: String,
    /// Complies with the device rules; `None` where the export says nothing.
    pub compliant: Option<bool>,
    /// Managed by the company.
    pub managed: Option<bool>,
    /// How it is tied to the directory.
    pub join: Join,
}

/// Operating system, browser and user agent; `{v}` stands for the version.
type Make = (&'static str, &'static str, &'static str, [u32; 2]);

const COMPUTERS: [Make; 5] = [
    (
        "Windows11",
        "Edge {v}.0.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.0.0 Safari/537.36 Edg/{v}.0.0.0",
        [136, 143],
    ),
    (
        "Windows10",
        "Chrome {v}.0.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.0.0 Safari/537.36",
        [130, 143],
    ),
    (
        "Windows11",
        "Chrome {v}.0.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.0.0 Safari/537.36",
        [138, 143],
    ),
    (
        "Windows10",
        "Firefox {v}.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:{v}.0) Gecko/20100101 Firefox/{v}.0",
        [135, 145],
    ),
    (
        "MacOs",
        "Safari {v}.1",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{v}.1 Safari/605.1.15",
        [16, 18],
    ),
];

const PHONES: [Make; 3] = [
    (
        "Ios 18.1",
        "Mobile Safari",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E{v} PKeyAuth/1.0",
        [140, 148],
    ),
    (
        "Android 15",
        "Chrome Mobile {v}.0.0",
        "Mozilla/5.0 (Linux; Android 15; SM-A556B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.0.0 Mobile Safari/537.36 PKeyAuth/1.0",
        [134, 142],
    ),
    (
        "Android 14",
        "Chrome Mobile {v}.0.0",
        "Mozilla/5.0 (Linux; Android 14; Pixel 7a) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.0.0 Mobile Safari/537.36 PKeyAuth/1.0",
        [128, 142],
    ),
];

/// The company computer of one person.
pub fn computer(person: usize, dice: &mut Dice) -> Device {
    let make = &COMPUTERS[[0, 0, 0, 0, 1, 2, 2, 3, 4][dice.below(9) as usize]];
    let join = match (make.0, dice.below(10)) {
        ("MacOs", _) => Join::Registered,
        (_, 0..=5) => Join::Joined,
        (_, _) => Join::Hybrid,
    };
    let name = format!("NW-{}{person:04}", if make.0 == "MacOs" { "MB" } else { "LT" });
    known_as(made(make, dice), Some(dice.guid()), name, join, dice.chance(94))
}

/// The phone of one person: some are registered, some are private and unknown.
pub fn phone(person: usize, dice: &mut Dice) -> Device {
    let make = dice.pick(&PHONES);
    let id = dice.chance(60).then(|| dice.guid());
    let join = if id.is_some() { Join::Registered } else { Join::None };
    let name = if id.is_some() { format!("NW-PH{person:04}") } else { String::new() };
    known_as(made(make, dice), id, name, join, false)
}

/// A private computer that nobody manages.
pub fn private_computer(dice: &mut Dice) -> Device {
    let make = dice.pick(&COMPUTERS);
    known_as(made(make, dice), None, String::new(), Join::None, false)
}

/// A machine known by its operating system, browser and user agent only.
pub fn bare(os: &'static str, browser: &str, user_agent: &str) -> Device {
    Device { os, browser: browser.into(), user_agent: user_agent.into(), ..Device::default() }
}

fn made(make: &Make, dice: &mut Dice) -> Device {
    let &(os, browser, user_agent, [oldest, newest]) = make;
    let version = dice.between(oldest.into(), newest.into()).to_string();
    bare(os, &browser.replace("{v}", &version), &user_agent.replace("{v}", &version))
}

fn known_as(device: Device, id: Option<Guid>, name: String, join: Join, compliant: bool) -> Device {
    let managed = matches!(join, Join::Joined | Join::Hybrid);
    Device { id, name, join, managed: Some(managed), compliant: Some(compliant && managed), ..device }
}
