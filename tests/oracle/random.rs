//! Random small logs: nasty, but of the portal's structure. One seed, one scene.

use std::collections::HashSet;
use std::path::PathBuf;

use super::Options;
use super::clock::Clock;
use super::invention::{self, Cells, METHODS, OURS, Person, RESULTS};
use super::moment::{self, DAY, Moment, SECOND};
use super::vintage::{Flaw, HEADERS, Style};

/// The first second of every log: 2026-11-02T00:00:00Z.
const START: i128 = 1_793_577_600;

/// How long the logs are, in days.
const LENGTH: usize = 20;

/// A small generator of random numbers (SplitMix64).
pub struct Random(u64);

impl Random {
    /// Begins with a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5eed)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.number() % end as u64) as usize
    }

    /// True in so many of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several texts.
    pub fn pick(&mut self, texts: &[&'static str]) -> &'static str {
        texts[self.below(texts.len())]
    }

    /// One of several texts, by their weights.
    pub fn weighted(&mut self, texts: &[(&'static str, usize)]) -> String {
        let mut rest = self.below(texts.iter().map(|(_, weight)| weight).sum());
        for (text, weight) in texts {
            if rest < *weight {
                return text.to_string();
            }
            rest -= weight;
        }
        unreachable!("the weights were summed")
    }

    /// A request id.
    pub fn guid(&mut self) -> String {
        let (a, b) = (self.number(), self.number());
        format!(
            "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
            a >> 32,
            a >> 16 & 0xffff,
            a & 0xfff,
            b >> 48 & 0xfff,
            b & 0xffff_ffff_ffff
        )
    }

    /// Puts a list in any order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// Files and options to run a command on.
pub struct Scene {
    /// Names and bytes.
    pub files: Vec<(PathBuf, Vec<u8>)>,
    /// The options; the folder is still open.
    pub options: Options,
    /// Whether all times are written so that each of them can be read alone.
    pub plain_times: bool,
}

/// One file of the scene while it is written.
struct Sheet {
    name: &'static str,
    interactive: bool,
    clock: Clock,
    rows: Vec<(Moment, Cells)>,
}

/// The scene of a seed.
pub fn scene(seed: u64) -> Scene {
    let mut random = Random::new(seed);
    let people = invention::people();
    let options = options(&people, &mut random);
    let by_id = options.break_glass.iter().any(|entry| *entry == people[0].id);
    let mut sheets = sheets(&mut random);
    let plain_times = sheets.iter().all(|sheet| sheet.clock == Clock::Iso);
    let mut taken = HashSet::new();
    let mut time = |random: &mut Random| loop {
        let second = random.below(LENGTH * 86_400);
        if taken.insert(second) {
            return (START + second as i128) * SECOND;
        }
    };
    let mut requests = Vec::new();
    for _ in 0..5 + random.below(120) {
        let person = match random.below(100) {
            0..=7 => &people[0],
            8..=11 => &people[8 + random.below(2)],
            _ => &people[1 + random.below(7)],
        };
        let mut cells = invention::signin(person, &mut random);
        disguise(person, by_id, &mut random, &mut cells);
        let home = random.below(sheets.len());
        let at = time(&mut random);
        if random.chance(20) && !cells["request id"].is_empty() {
            for _ in 0..1 + random.below(2) {
                copy(&mut sheets, home, &cells, at, time(&mut random), &mut random);
            }
        }
        requests.push(cells["request id"].clone());
        sheets[home].rows.push((at, cells));
    }
    let mut files = Vec::new();
    for sheet in sheets {
        if sheet.rows.is_empty() {
            continue;
        }
        let name = PathBuf::from(sheet.name);
        let bytes = write(sheet, &mut random);
        files.push((name, bytes));
    }
    if random.chance(60)
        && let Some(bytes) = companion(&requests, &mut random)
    {
        files.push((PathBuf::from("InteractiveSignIns_AuthDetails_2026-11-02.csv"), bytes));
    }
    if random.chance(60) {
        files.push((
            PathBuf::from("exportUserRegistrationDetails_2026-11-1.csv"),
            report(&people, &mut random),
        ));
    }
    Scene { files, options, plain_times }
}

/// The options of a scene.
fn options(people: &[Person], random: &mut Random) -> Options {
    let mut options = Options::default();
    if random.chance(80) {
        let entry = if random.chance(50) { &people[0].id } else { &people[0].name };
        options.break_glass.push(if random.chance(20) { entry.to_uppercase() } else { entry.clone() });
        options.break_glass.push("svc-emergency-bravo@northwind.example".to_string());
    }
    let day = |day: i128| moment::text(START * SECOND + day * DAY);
    if random.chance(25) {
        options.from = Some(day(2)[..10].to_string());
    }
    if random.chance(25) {
        options.to = Some(day(16));
    }
    if random.chance(25) {
        options.as_of = Some(day(24));
    }
    if random.chance(25) {
        options.trusted.push("203.0.113.0/24".to_string());
    }
    if random.chance(30) {
        options.home_tenant = Some(OURS.to_string());
    }
    if options.trusted.is_empty() {
        options.admins.extend(people.iter().skip(1).step_by(3).map(|person| person.name.to_uppercase()));
    }
    options
}

/// One to four empty files.
fn sheets(random: &mut Random) -> Vec<Sheet> {
    let clocks =
        [Clock::Space, Clock::Slashes, Clock::HalfDays, Clock::DayFirst, Clock::Dots, Clock::Iso, Clock::Iso];
    let names = [
        ("InteractiveSignIns_2026-11-02.csv", true),
        ("InteractiveSignIns_2026-11-09.csv", true),
        ("NonInteractiveSignIns_2026-11-02.csv", false),
        ("SignIns_2026-11-02.csv", true),
    ];
    let iso = random.chance(60);
    let mut sheets = Vec::new();
    for (name, interactive) in names {
        if sheets.is_empty() || random.chance(55) {
            let clock = if iso { Clock::Iso } else { clocks[random.below(clocks.len())] };
            sheets.push(Sheet { name, interactive, clock, rows: Vec::new() });
        }
    }
    sheets
}

/// Makes the user of a row hard to recognise now and then.
fn disguise(person: &Person, by_id: bool, random: &mut Random, cells: &mut Cells) {
    let mut put = |name: &str, value: &str| drop(cells.insert(name.to_string(), value.to_string()));
    match random.below(50) {
        0..=1 if !person.emergency => put("user id", ""),
        2 if !person.emergency => put("user id", "00000000-0000-0000-0000-000000000000"),
        3 if !person.emergency || by_id => put("username", &person.id),
        4 if person.emergency && by_id => {
            put("username", &person.id);
            put("user id", "");
        }
        5 if !person.emergency => {
            // Nobody: only where no answer asks for the user.
            put("user id", "");
            put("username", "00000000-0000-0000-0000-000000000000");
            put("sign-in error code", "50126");
            put("client app", "Browser");
            put("authentication protocol", "none");
            put("user agent", "");
        }
        6..=8 => put("request id", ""),
        _ => {}
    }
}

/// Adds another copy of a row, somewhere in the same log, that differs in some cells.
fn copy(
    sheets: &mut [Sheet],
    home: usize,
    cells: &Cells,
    at: Moment,
    other_time: Moment,
    random: &mut Random,
) {
    let all_iso = sheets.iter().all(|sheet| sheet.clock == Clock::Iso);
    let kind = (sheets[home].interactive, sheets[home].name.starts_with("SignIns"));
    let places: Vec<usize> = (0..sheets.len())
        .filter(|&at| (sheets[at].interactive, sheets[at].name.starts_with("SignIns")) == kind)
        .collect();
    let mut copy = cells.clone();
    let request = &cells["request id"];
    copy.insert(
        "request id".to_string(),
        [request.to_uppercase(), format!(" {request} ")][random.below(2)].clone(),
    );
    let names = [
        "original transfer method",
        "authentication protocol",
        "multifactor authentication result",
        "multifactor authentication auth method",
        "authentication requirement",
        "conditional access",
        "location",
        "ip address",
        "session id",
        "device id",
        "failure reason",
        "status",
    ];
    let nobody = cells["username"].starts_with("0000") || cells["client app"].is_empty();
    for name in names {
        let keeps = nobody && name == "authentication protocol";
        if keeps || random.chance(70) {
            continue;
        }
        let value = match (name, random.below(3)) {
            ("status", _) if cells["sign-in error code"].is_empty() => continue,
            (_, 0) => "",
            ("original transfer method", _) => "deviceCodeFlow",
            ("authentication protocol", _) => "none",
            ("multifactor authentication result", _) => random.pick(&RESULTS),
            ("multifactor authentication auth method", _) => random.pick(&METHODS),
            ("authentication requirement", _) => "Multifactor authentication",
            ("conditional access", _) => "Not Applied",
            ("location", _) => "Graz, Styria, AT",
            _ => continue,
        };
        copy.insert(name.to_string(), value.to_string());
    }
    let time = if all_iso && random.chance(30) { other_time } else { at };
    sheets[places[random.below(places.len())]].rows.push((time, copy));
}

/// Writes a file, with flaws.
fn write(mut sheet: Sheet, random: &mut Random) -> Vec<u8> {
    random.shuffle(&mut sheet.rows);
    let tells = sheet.rows.iter().any(|(time, _)| moment::text(*time)[8..10] > *"12");
    let clock = if tells { sheet.clock } else { Clock::Iso };
    let flaws = [
        Flaw::MissingCell,
        Flaw::ExtraCell,
        Flaw::QuoteInside,
        Flaw::QuoteBefore,
        Flaw::Unclosed,
        Flaw::Nul,
        Flaw::BadBytes,
    ];
    let flawed = random.chance(50);
    let mut rows = Vec::new();
    for (time, mut cells) in sheet.rows {
        cells.insert("date (utc)".to_string(), clock.text(time));
        if flawed && random.chance(8) {
            let mut bad = cells.clone();
            bad.insert("request id".to_string(), random.guid());
            let mut flaw = Flaw::None;
            match random.below(10) {
                0 => {
                    let dates = ["", "yesterday", "2026-02-30T10:00:00Z", "2026-11-09T25:00:00Z"];
                    bad.insert("date (utc)".to_string(), random.pick(&dates).to_string());
                }
                1 => {
                    bad.insert("status".to_string(), String::new());
                    bad.insert("sign-in error code".to_string(), String::new());
                }
                _ => flaw = flaws[random.below(flaws.len())],
            }
            rows.push((bad, flaw));
        }
        rows.push((cells, Flaw::None));
    }
    if flawed && random.chance(30) {
        let last = rows.last().expect("a row").0.clone();
        rows.push((last, Flaw::CutOff));
    }
    // A date that tells the order must not be lost to a flaw before it.
    if !matches!(clock, Clock::Iso | Clock::Space) {
        rows.retain(|(_, flaw)| !matches!(flaw, Flaw::Unclosed | Flaw::QuoteInside | Flaw::QuoteBefore));
    }
    let header = HEADERS[random.below(HEADERS.len())];
    Style::any(random).file(header, &rows, random)
}

/// An AuthDetails companion for some of the requests.
fn companion(requests: &[String], random: &mut Random) -> Option<Vec<u8>> {
    let header = "Request ID,Date,Authentication method,Authentication method detail,Succeeded,Result detail,Requirement";
    let mut rows = Vec::new();
    for request in requests {
        if !random.chance(40) {
            continue;
        }
        for _ in 0..1 + random.below(3) {
            let result = if random.chance(60) { "" } else { random.pick(&RESULTS) };
            let mut cells = Cells::new();
            let mut put = |name: &str, value: String| drop(cells.insert(name.to_string(), value));
            put("request id", request.to_uppercase());
            put("date", "2026-11-09T10:00:00Z".to_string());
            put("authentication method", random.pick(&METHODS).to_string());
            put("succeeded", random.weighted(&[("true", 75), ("false", 20), ("TRUE", 5)]));
            put("result detail", result.to_string());
            rows.push((cells, if random.chance(2) { Flaw::MissingCell } else { Flaw::None }));
        }
    }
    if rows.is_empty() {
        return None;
    }
    Some(Style::any(random).file(header, &rows, random))
}

/// A registration report.
fn report(people: &[Person], random: &mut Random) -> Vec<u8> {
    let header = "userPrincipalName,userDisplayName,isMfaCapable,isPasswordlessCapable,isSsprCapable,\
                  defaultMfaMethod,methodsRegistered,lastUpdatedDateTime";
    let mut rows = Vec::new();
    for person in people {
        if random.chance(25) {
            continue;
        }
        let methods =
            ["[]", "[\"microsoftAuthenticatorPush\",\"softwareOneTimePasscode\"]", "[\"passKeySynced\"]"];
        let mut cells = Cells::new();
        let mut put = |name: &str, value: &str| drop(cells.insert(name.to_string(), value.to_string()));
        put("userprincipalname", &person.name);
        put("userdisplayname", person.label);
        put("ismfacapable", random.pick(&["True", "False"]));
        put("defaultmfamethod", "none");
        put("methodsregistered", random.pick(&methods));
        put("lastupdateddatetime", "2026-11-01T18:49:13.142503Z");
        rows.push((cells, Flaw::None));
    }
    Style { delimiter: b',', ..Style::any(random) }.file(header, &rows, random)
}
