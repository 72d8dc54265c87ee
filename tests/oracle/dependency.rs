//! Legacy dependencies: who uses which legacy client from which device, and what it means.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::Options;
use super::class::PROTECTED;
use super::log::{Log, put_texts};
use super::moment::{self, DAY, Moment};
use super::network::is_within;
use super::signin::SignIn;

/// Legacy client apps of the SigmaHQ rule, in the table's spelling.
const SIGMA: [&str; 7] = [
    "Authenticated SMTP",
    "Exchange ActiveSync",
    "Exchange Web Services",
    "IMAP4",
    "MAPI Over HTTP",
    "Other clients",
    "POP3",
];

/// The device of a sign-in: id, else system and browser, else user agent, else unknown.
fn device(signin: &SignIn) -> String {
    let id = signin.cell("device id");
    if !id.is_empty() {
        return id.to_string();
    }
    let known: Vec<&str> = [signin.cell("operating system"), signin.cell("browser")]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    if !known.is_empty() {
        return known.join("; ");
    }
    let agent = signin.cell("user agent").split('/').next().unwrap_or("").trim();
    if agent.is_empty() { "unknown".to_string() } else { agent.to_string() }
}

/// What the whole log says about each address.
#[derive(Default)]
struct Addresses {
    /// Users whose legacy or ROPC sign-ins failed from there.
    failed: HashMap<String, HashSet<String>>,
    /// Of these, users whose password was not accepted.
    refused: HashMap<String, HashSet<String>>,
    /// Addresses with a success of anyone.
    succeeded: HashSet<String>,
}

impl Addresses {
    fn of(log: &Log) -> Self {
        let mut addresses = Self::default();
        for (at, signin) in log.signins.iter().enumerate() {
            let address = signin.cell("ip address").to_string();
            if address.is_empty() {
                continue;
            }
            if signin.status == "success" {
                addresses.succeeded.insert(address.clone());
            }
            if signin.status == "failure" && log.legacy_client(at).is_some() && !signin.user_key().is_empty()
            {
                let code = log.catalogue.code(signin.code);
                if !code.is_some_and(|code| code.credential_accepted) {
                    addresses.refused.entry(address.clone()).or_default().insert(signin.user_key());
                }
                addresses.failed.entry(address).or_default().insert(signin.user_key());
            }
        }
        addresses
    }

    /// The users whose legacy or ROPC sign-ins failed from an address.
    fn failed_users(&self, address: &str) -> impl Iterator<Item = &String> {
        self.failed.get(address).into_iter().flatten()
    }
}

/// One dependency: the rows of one user, client and device.
struct Entry<'a> {
    log: &'a Log,
    options: &'a Options,
    user: &'a str,
    client: &'a str,
    device: &'a str,
    rows: &'a [usize],
}

impl Entry<'_> {
    fn signins(&self) -> impl Iterator<Item = &SignIn> + Clone {
        self.rows.iter().map(|&at| &self.log.signins[at])
    }

    fn successes(&self) -> impl Iterator<Item = &SignIn> + Clone {
        self.signins().filter(|signin| signin.status == "success")
    }

    fn addresses(&self) -> BTreeSet<&str> {
        self.signins().map(|signin| signin.cell("ip address")).filter(|address| !address.is_empty()).collect()
    }

    fn is_trusted(&self, address: &str) -> bool {
        self.options.trusted.iter().any(|network| is_within(address, network))
    }

    fn credential_accepted(&self) -> usize {
        let accepted = |signin: &&SignIn| {
            self.log.catalogue.code(signin.code).is_some_and(|code| code.credential_accepted)
        };
        self.signins().filter(accepted).count()
    }

    fn last_success(&self) -> Option<Moment> {
        self.successes().map(|signin| signin.time).max()
    }

    fn days(&self) -> usize {
        self.signins().map(|signin| signin.time.div_euclid(DAY)).collect::<HashSet<_>>().len()
    }

    fn verdict(&self, all: &Addresses) -> &'static str {
        if self.successes().next().is_some() {
            return "dependency";
        }
        if self.credential_accepted() > 0 {
            return "blocked";
        }
        if self.is_attack(all) { "attack" } else { "stale" }
    }

    fn is_attack(&self, all: &Addresses) -> bool {
        let addresses = self.addresses();
        if addresses.iter().any(|address| self.is_trusted(address)) {
            return false;
        }
        if self.signins().any(|signin| signin.code == Some(50034)) {
            return true;
        }
        if addresses.is_empty() {
            return false;
        }
        if addresses.iter().all(|address| all.failed_users(address).count() >= 5) {
            return true;
        }
        let tries = |address: &str| self.signins().filter(|s| s.cell("ip address") == address).count();
        addresses.iter().all(|address| !all.succeeded.contains(*address) && tries(address) <= 2)
    }

    fn is_suspect(&self, all: &Addresses) -> bool {
        for address in self.addresses() {
            let others = all.refused.get(address).into_iter().flatten().any(|user| user != self.user);
            if others && !self.is_trusted(address) {
                return true;
            }
        }
        let mut countries = HashSet::new();
        let mut networks = HashSet::new();
        for (signin, class) in self.log.signins.iter().zip(&self.log.classes) {
            let protected = class.is_some_and(|verdict| PROTECTED.contains(&verdict.class));
            if protected && signin.user_key() == self.user {
                countries.insert(signin.country());
                networks.insert(signin.network());
            }
        }
        countries.remove("");
        networks.remove("");
        let foreign = |signin: &SignIn| {
            let (country, network) = (signin.country(), signin.network());
            !country.is_empty() && !countries.is_empty() && !countries.contains(&country)
                || !network.is_empty() && !networks.is_empty() && !networks.contains(&network)
        };
        self.successes().any(foreign)
    }

    fn json(&self, all: &Addresses) -> Map<String, Value> {
        let time = |moment: Option<Moment>| json!(moment.map(moment::text));
        let text = |column: &'static str| self.signins().map(move |s| s.cell(column).to_string());
        let named = |name: &'static str, id: &'static str| {
            self.signins().map(move |s| {
                if s.cell(name).is_empty() { s.cell(id).to_string() } else { s.cell(name).to_string() }
            })
        };
        let mut entry = Map::new();
        let mut put = |name: &str, value: Value| entry.insert(name.to_string(), value);
        put("user", json!(self.log.shown(self.user)));
        put("user_id", json!(self.signins().next().expect("a row").user_id()));
        put("client_app", json!(self.client));
        put("device", json!(self.device));
        put("count", json!(self.rows.len()));
        for status in ["success", "failure", "interrupted"] {
            put(status, json!(self.log.count(self.rows, status)));
        }
        put("first", time(self.signins().map(|signin| signin.time).min()));
        put("last", time(self.signins().map(|signin| signin.time).max()));
        put("last_success", time(self.last_success()));
        put("days", json!(self.days()));
        put("verdict", json!(self.verdict(all)));
        put("suspect", json!(self.is_suspect(all)));
        // A success without any code: whether it counts as code 0 is left open.
        if self.successes().all(|signin| signin.code.is_some()) {
            put("credential_accepted", json!(self.credential_accepted()));
        }
        // Labels: only where all rows agree.
        let labels = [
            ("device_id", "device id"),
            ("os", "operating system"),
            ("browser", "browser"),
            ("user_agent", "user agent"),
        ];
        for (name, column) in labels {
            let values: HashSet<String> = text(column).collect();
            if values.len() == 1 {
                put(name, json!(values.into_iter().next()));
            }
        }
        put_texts(&mut entry, "apps", named("application", "application id"));
        put_texts(&mut entry, "resources", named("resource", "resource id"));
        put_texts(&mut entry, "ips", text("ip address"));
        put_texts(&mut entry, "countries", self.signins().map(SignIn::country));
        self.log.evidence(self.rows, &mut entry);
        entry
    }
}

/// How many rows the published definitions of "legacy" would count.
fn definitions(log: &Log) -> Value {
    let mut counts = [0; 6];
    for (at, signin) in log.signins.iter().enumerate() {
        let app = log.catalogue.client_app(signin.cell("client app"));
        let not_modern = app.class != "modern";
        let success = signin.status == "success";
        let at_home = signin.id("home tenant id") == signin.id("resource tenant id");
        let counted = [
            not_modern && at_home,
            not_modern && success,
            app.class == "legacy" && success,
            SIGMA.contains(&app.name.as_str()),
            app.name == "Authenticated SMTP",
            log.legacy_client(at).is_some(),
        ];
        for (count, counted) in counts.iter_mut().zip(counted) {
            *count += usize::from(counted);
        }
    }
    let names = ["ms-workbook", "ca-gap-analyzer", "reprise99", "sigma", "mas-lethal-003", "entrasift"];
    names.iter().zip(counts).map(|(name, rows)| json!({ "name": name, "rows": rows })).collect()
}

/// Sign-ins whose client app is empty.
fn unclassified(log: &Log) -> Value {
    let mut rows = Vec::new();
    for (at, signin) in log.signins.iter().enumerate() {
        if signin.client_class(&log.catalogue) == "unclassified" && !log.break_glass[at] {
            rows.push(at);
        }
    }
    let mut answer = Map::new();
    answer.insert("signins".to_string(), json!(rows.len()));
    for status in ["success", "failure", "interrupted"] {
        answer.insert(status.to_string(), json!(log.count(&rows, status)));
    }
    answer.insert("users".to_string(), json!(log.users(&rows)));
    log.evidence(&rows, &mut answer);
    Value::Object(answer)
}

/// The answer of `legacy`.
pub fn answer(log: &Log, options: &Options) -> Value {
    let mut groups: BTreeMap<(String, String, String), Vec<usize>> = BTreeMap::new();
    for (at, signin) in log.signins.iter().enumerate() {
        if let (Some(client), false) = (log.legacy_client(at), log.break_glass[at]) {
            groups.entry((signin.user_key(), client, device(signin))).or_default().push(at);
        }
    }
    let all = Addresses::of(log);
    let mut by_verdict: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_client_app: BTreeMap<&str, usize> = BTreeMap::new();
    let mut sorted = Vec::new();
    for ((user, client, device), rows) in &groups {
        let entry = Entry { log, options, user, client, device, rows };
        let verdict = entry.verdict(&all);
        *by_verdict.entry(verdict).or_default() += 1;
        *by_client_app.entry(client).or_default() += 1;
        let names = (log.shown(user), client, device);
        let rank = ["dependency", "blocked", "stale", "attack"].iter().position(|name| *name == verdict);
        let key = if verdict == "dependency" {
            let week_ago = log.as_of.expect("a time") - 7 * DAY;
            let recent = entry.last_success().is_some_and(|last| last >= week_ago);
            (rank, !entry.is_suspect(&all), !recent, -(entry.days() as i64), -(rows.len() as i64), names)
        } else {
            (rank, false, false, 0, 0, names)
        };
        sorted.push((key, entry.json(&all)));
    }
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    let dependencies: Vec<Value> = sorted.into_iter().map(|(_, entry)| Value::Object(entry)).collect();
    let mut answer = log.head("legacy");
    answer.insert("dependencies".to_string(), json!(dependencies));
    answer.insert("by_verdict".to_string(), json!(by_verdict));
    answer.insert("by_client_app".to_string(), json!(by_client_app));
    answer.insert("unclassified".to_string(), unclassified(log));
    answer.insert("definitions".to_string(), definitions(log));
    Value::Object(answer)
}
