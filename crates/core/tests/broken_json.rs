//! A record of JSON that is broken costs itself only, wherever it is broken, whether anybody asks for that part of it or not.

use std::sync::Arc;

use entrasift_core::{
    Batch, Fault, Field, LogType, Memory, Options, RowRef, Scanner, SignIns, Visit, recognise,
};

/// A sound record, with parts that nobody asks for.
fn record(number: usize) -> String {
    format!(
        r#"{{"id":"request-{number}","createdDateTime":"2026-11-03T09:00:00Z","appId":"a","riskEventTypes_v2":["x","y"],"userAgent":"a \"b\" c","unknown":{{"list":[{{"key":"Is CAE Token","value":"False"}},{{"id":"{{"}}]}},"status":{{"errorCode":0,"failureReason":"Other."}},"appliedConditionalAccessPolicies":[{{"id":"p","result":"success","enforcedGrantControls":["Mfa"]}}],"isInteractive":true}}"#
    )
}

/// What is done to one record, and how.
type Damage = (&'static str, fn(&str) -> String);

const DAMAGES: &[Damage] = &[
    ("cut within a string nobody asks for", |text| cut_after(text, "Is CAE")),
    ("cut within a string", |text| cut_after(text, "Oth")),
    ("cut within a key", |text| cut_after(text, "\"appliedCond")),
    ("cut after a value", |text| cut_after(text, "\"errorCode\":0")),
    ("its last brace is missing", |text| text[..text.len() - 1].to_owned()),
    ("a list nobody asks for is not closed", |text| text.replace("\"y\"],", "\"y\",")),
    ("brackets are crossed in a part nobody asks for", |text| text.replace("\"{\"}]}", "\"{\"]}}")),
    ("a brace too many", |text| text.replace("\"appId\":\"a\",", "\"appId\":\"a\"},")),
    ("a quote too many", |text| text.replace("\"x\"", "\"x\"\"")),
    ("a colon is missing", |text| text.replace("\"appId\":", "\"appId\" ")),
    ("a comma is missing", |text| text.replace("\"appId\":\"a\",", "\"appId\":\"a\" ")),
    ("two values", |text| text.replace("true", "true true")),
    ("a line break in a string", |text| text.replace("Is CAE", "Is\nCAE")),
];

fn cut_after(text: &str, words: &str) -> String {
    text[..text.find(words).expect("the words are there") + words.len()].to_owned()
}

#[derive(Default)]
struct Ids(Vec<(RowRef, String)>);

impl Visit for Ids {
    fn visit(&mut self, batch: &mut Batch) {
        let ids = batch.rows().map(|row| (row.row_ref(), row.cell_text(Field::RequestId)));
        self.0.extend(ids);
    }
}

/// The ids of the sign-ins; offset and fault of the malformed records.
type Found = (Vec<String>, Vec<(u64, Fault)>);

fn found(text: &str, chunk_bytes: u64) -> Found {
    let inputs =
        [recognise(Arc::new(Memory::new("x.json", text.as_bytes())), LogType::ByName).expect("Graph")];
    let options = Options { threads: 1, chunk_bytes, ..Options::default() };
    let scan = Scanner::new(&inputs, &options, Arc::default()).show_copies(Ids::default).expect("memory");
    assert!(scan.ledgers[0].reconciles());
    let mut ids: Vec<_> = scan.seen.into_iter().flat_map(|(part, _)| part.0).collect();
    ids.sort();
    let problems = scan.problems.iter().map(|problem| (problem.offset, problem.fault)).collect();
    (ids.into_iter().map(|(_, id)| id).collect(), problems)
}

#[track_caller]
fn check(name: &str, harm: fn(&str) -> String, between: &str, before: &str, after: &str) {
    let mut text = before.to_owned();
    let (mut ids, mut harms) = (Vec::new(), Vec::new());
    for number in 0..30 {
        if number > 0 {
            text += between;
        }
        if number % 7 == 3 {
            let harmed = harm(&record(number));
            assert_ne!(harmed, record(number), "{name}: nothing was harmed");
            let start = text.len() as u64;
            text += &harmed;
            harms.push(start..text.len() as u64);
        } else {
            ids.push(format!("request-{number}"));
            text += &record(number);
        }
    }
    text += after;
    for chunk_bytes in [100, 1_500, 1 << 19] {
        let (seen, problems) = found(&text, chunk_bytes);
        assert_eq!(seen, ids, "{name}, chunks of {chunk_bytes}: {text}");
        // A brace too many leaves pieces behind it, which are no sign-ins.
        for harm in &harms {
            let here: Vec<Fault> =
                problems.iter().filter(|(place, _)| harm.contains(place)).map(|(_, fault)| *fault).collect();
            assert!(
                !here.is_empty() && (here == [Fault::BadJson] || name.contains("too many")),
                "{name}: {here:?}"
            );
        }
        assert!(problems.iter().all(|(place, _)| harms.iter().any(|harm| harm.contains(place))), "{name}");
    }
    let input = recognise(Arc::new(Memory::new("x.json", text.as_bytes())), LogType::ByName).expect("Graph");
    let by_iterator = SignIns::new(input).filter_map(|entry| entry.expect("memory").ok());
    assert_eq!(by_iterator.map(|one| one.request_id).collect::<Vec<_>>(), ids, "{name}");
}

#[test]
fn a_broken_record_costs_itself_only() {
    for (name, harm) in DAMAGES {
        check(name, *harm, "\n", "", "\n");
        check(name, *harm, "\r\n", "", "");
        check(name, *harm, ",\n", "[", "]");
        check(name, *harm, ",\n", "{\"@odata.context\":\"x\",\"value\":[", "]}");
    }
}

/// Rows and problems are all that stands in a file: also what is no object.
#[test]
fn what_is_no_object_is_malformed() {
    let [a, b, c] = [1, 2, 3].map(record);
    for (text, strays) in [
        (format!("[null, {a}, 42, {b}, [], \"text\", {c}, true]"), 4),
        (format!("{{\"value\":[{a},null,{b}],\"@odata.nextLink\":\"x\"}}\n{{\"value\":[{c}]}}"), 1),
        (format!("{a}\nthe shipper was restarted\n{b}\n-\n{c}\n"), 2),
        (format!("{a}\n{b}\n\n{c}\nnul"), 1),
    ] {
        for chunk_bytes in [100, 700, 1 << 19] {
            let (ids, problems) = found(&text, chunk_bytes);
            assert_eq!(ids.len(), 3, "chunks of {chunk_bytes}: {text}");
            assert_eq!(problems.len(), strays, "chunks of {chunk_bytes}: {text}");
            let place = |(offset, _): &(u64, Fault)| text.as_bytes()[*offset as usize];
            assert!(problems.iter().all(|problem| !b"{,[ \n".contains(&place(problem))), "{problems:?}");
        }
    }
}

#[test]
fn what_nobody_asks_for_decides_alike_whoever_asks() {
    // Whether a record is sound does not hang on which fields are read of it: nobody reads any here.
    let sound = record(1);
    let harmed = sound.replace("\"{\"}]}", "\"{\"]}}");
    let text = format!("{sound}\n{harmed}\n{}\n", record(2));
    struct Nobody;
    impl Visit for Nobody {
        fn visit(&mut self, _: &mut Batch) {}
    }
    let inputs =
        [recognise(Arc::new(Memory::new("x.json", text.as_bytes())), LogType::ByName).expect("Graph")];
    let options = Options { threads: 1, ..Options::default() };
    let scan = Scanner::new(&inputs, &options, Arc::default()).show_copies(|| Nobody).expect("memory");
    assert_eq!((scan.ledgers[0].signins, scan.ledgers[0].malformed), (2, 1));
}
