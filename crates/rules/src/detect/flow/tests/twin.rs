//! Random small logs, judged a second time by plain loops over the rows (from `docs/definitions.md`).

use super::{ALWAYS, Row, watched};

/// A small generator: the same seed gives the same log.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn pick<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len() as u64) as usize]
    }
}

fn random_rows(seed: u64) -> Vec<Row> {
    let mut dice = Dice(seed);
    let count = 2 + dice.below(14);
    let ids = ["", "", "a1b2c3d4-0000-4000-8000-000000000001", "a1b2c3d4-0000-4000-8000-000000000002"];
    let row = |_| {
        let (ip, country) = dice.pick(&[
            ("", ""),
            ("203.0.113.1", "DE"),
            ("203.0.113.2", "DE"),
            ("192.0.2.1", "BY"),
            ("192.0.2.2", ""),
        ]);
        Row {
            minute: dice.below(12) as i64 * 10,
            user: dice.pick(&["ana", "ana", "bo"]),
            code: dice.pick(&[0, 0, 0, 50074, 50074, 50076, 50079, 53003, 50089, 999_999, 50126]),
            app: dice.pick(&["mail", "drive", ""]),
            device: dice.pick(&["", "", "d1d1d1d1-0000-4000-8000-000000000001"]),
            agent: dice.pick(&["edge", "phone", ""]),
            ip,
            country,
            correlation: dice.pick(&ids),
            session: dice.pick(&ids),
            client: dice.pick(&["Browser", "Browser", "Browser", "Browser", "IMAP4"]),
            result: "",
            single_factor: dice.below(4) == 0,
            in_background: dice.below(3) == 0,
        }
    };
    (0..count).map(row).collect()
}

fn is_impact(row: &Row) -> bool {
    matches!(row.code, 50074 | 50076 | 50079 | 53003 | 999_999)
}

fn is_legacy(row: &Row) -> bool {
    row.client == "IMAP4"
}

/// A success with MFA: legacy ones and single-factor ones are not, but a token of a session that began with MFA is.
fn is_protected(row: &Row, rows: &[Row]) -> bool {
    if row.code != 0 || is_legacy(row) {
        return false;
    }
    if !row.single_factor || !row.in_background || row.session.is_empty() {
        return !row.single_factor;
    }
    let is_root = |one: &&Row| {
        one.code == 0
            && !one.in_background
            && (one.user, one.session) == (row.user, row.session)
            && one.minute <= row.minute
    };
    let roots: Vec<&Row> = rows.iter().filter(is_root).collect();
    let latest = roots.iter().map(|root| root.minute).max();
    let mut latest = roots.iter().filter(|root| Some(root.minute) == latest);
    // Of several roots at one time a legacy one counts, which is no MFA; then one with MFA.
    !latest.clone().any(|root| is_legacy(root)) && latest.any(|root| !root.single_factor)
}

fn together(a: &Row, b: &Row) -> bool {
    let same = |a: &str, b: &str| !a.is_empty() && a == b;
    a.user == b.user
        && is_legacy(a) == is_legacy(b)
        && (same(a.correlation, b.correlation)
            || same(a.session, b.session)
            || same(a.app, b.app) && (a.minute - b.minute).abs() <= 30)
}

fn verdict(flow: &[&Row], rows: &[Row]) -> &'static str {
    let made: Vec<&&Row> = flow.iter().filter(|row| is_impact(row)).collect();
    let last = made.iter().map(|row| row.minute).max().expect("a flow has a row");
    let legacy = is_legacy(flow[0]);
    let of_user: Vec<&Row> = rows.iter().filter(|row| row.user == flow[0].user && row.code == 0).collect();
    let later: Vec<&&Row> =
        of_user.iter().filter(|row| is_protected(row, rows) && row.minute > last).collect();
    let background = |row: &&&Row| row.in_background && matches!(row.code, 50074 | 50076 | 50079);
    if !legacy && made.iter().all(background) && later.iter().any(|row| !row.in_background) {
        return "waiting";
    }
    let shares =
        |of: fn(&Row) -> &str, row: &Row| flow.iter().any(|one| !of(one).is_empty() && of(one) == of(row));
    let same_place = |row: &Row| {
        let same = |one: &&Row| {
            !one.agent.is_empty() && !one.ip.is_empty() && one.agent == row.agent && one.ip == row.ip
        };
        flow.iter().any(same)
    };
    if !legacy && later.iter().any(|row| shares(|row| row.device, row) || same_place(row)) {
        return "recovered";
    }
    let known = of_user.iter().any(|row| shares(|row| row.ip, row) || shares(|row| row.country, row));
    if flow.iter().any(|row| !row.ip.is_empty()) && !known && !later.is_empty() {
        return "hostile";
    }
    if !legacy && later.iter().any(|row| shares(|row| row.app, row)) {
        return "recovered";
    }
    "stopped"
}

fn expected(rows: &[Row]) -> Vec<String> {
    let kept: Vec<&Row> = rows.iter().filter(|row| is_impact(row) || row.code == 50089).collect();
    let mut left: Vec<&Row> = kept.clone();
    let mut flows = Vec::new();
    while let Some(first) = left.pop() {
        let mut flow = vec![first];
        while let Some(place) = left.iter().position(|row| flow.iter().any(|one| together(one, row))) {
            flow.push(left.remove(place));
        }
        if flow.iter().any(|row| is_impact(row)) {
            flows.push(format!("{} {} {}", first.user, verdict(&flow, rows), flow.len()));
        }
    }
    flows.sort_unstable();
    flows
}

fn judged(rows: &[Row], chunk_bytes: u64) -> Vec<String> {
    let (flows, watched) = watched(rows, chunk_bytes);
    let flows = flows.judge(ALWAYS);
    let words = flows.iter().map(|flow| {
        format!("{} {} {}", flow.person.key(&watched.dictionaries), flow.judgement.name(), flow.rows.len())
    });
    let mut words: Vec<_> = words.collect();
    words.sort_unstable();
    words
}

#[test]
fn random_logs_are_judged_the_same_twice() {
    let mut seen = [0; 4];
    for seed in 0..1500 {
        let mut rows = random_rows(seed);
        let expected = expected(&rows);
        for (count, word) in seen.iter_mut().zip(["recovered", "waiting", "hostile", "stopped"]) {
            *count += expected.iter().filter(|line| line.contains(word)).count();
        }
        assert_eq!(judged(&rows, 1 << 19), expected, "seed {seed}: {rows:#?}");
        rows.reverse();
        assert_eq!(judged(&rows, 64), expected, "seed {seed}, backwards in small chunks");
    }
    assert!(seen.iter().all(|count| *count > 50), "every judgement is met: {seen:?}");
}
