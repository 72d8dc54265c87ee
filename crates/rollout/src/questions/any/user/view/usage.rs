//! What a person met and used: codes, devices and places, as rows.

use entrasift_core::Field;
use entrasift_core::field::catalogue;

use super::super::story::UserStory;
use crate::answer::{Column, Holds, Show, Table, Value};

/// Codes other than 0, most rows first.
pub fn failures(UserStory { seen, life, .. }: &UserStory) -> Table {
    let mut rows: Vec<(u64, String)> =
        life.codes.iter().map(|(code, times)| (times, seen.text(Field::Code, code).to_owned())).collect();
    rows.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
    let rows = rows.into_iter().map(|(times, text)| {
        let number = text.trim().parse::<i64>().ok();
        let entry = number.and_then(catalogue::error_code);
        vec![
            number.map_or_else(|| text.into(), Value::Code),
            times.into(),
            entry.map(|entry| entry.meaning).into(),
            entry.map(|entry| entry.likely_cause).into(),
            entry.map(|entry| entry.helpdesk_action).into(),
        ]
    });
    let columns = [
        ("code", "Code", Holds::ErrorCode),
        ("count", "Sign-ins", Holds::Number),
        ("meaning", "Meaning", Holds::Words),
        ("cause", "Likely cause", Holds::Words),
        ("action", "What to do", Holds::Words),
    ];
    Table::shown(&columns, rows.collect::<Vec<_>>())
}

pub fn devices(UserStory { seen, life, .. }: &UserStory) -> Table {
    let mut rows: Vec<Vec<Value>> = Vec::new();
    let mut devices: Vec<_> = life
        .devices
        .iter()
        .map(|([id, os, browser, trust], used)| {
            let text = |field, symbol: &u32| seen.text(field, *symbol).to_owned();
            let device = [
                text(Field::Os, os),
                text(Field::Browser, browser),
                text(Field::DeviceId, id),
                text(Field::TrustType, trust),
            ];
            (device, used)
        })
        .collect();
    devices.sort_by(|a, b| (b.1.count, &a.0).cmp(&(a.1.count, &b.0)));
    for ([os, browser, id, trust], used) in devices {
        let registered = !id.is_empty();
        rows.push(vec![
            os.into(),
            browser.into(),
            id.into(),
            trust.into(),
            registered.into(),
            used.count.into(),
            used.success.into(),
            used.span.first().into(),
            used.span.last().into(),
        ]);
    }
    let columns = vec![
        Column::new("os", "System", Show::Always, Holds::Words),
        Column::new("browser", "Browser", Show::Always, Holds::Words),
        Column::new("device_id", "Device ID", Show::Full, Holds::Device),
        Column::new("trust", "Joined", Show::Wide, Holds::Words),
        Column::new("registered", "Registered", Show::Always, Holds::Number),
        Column::new("count", "Sign-ins", Show::Always, Holds::Number),
        Column::new("success", "Succeeded", Show::Full, Holds::Number),
        Column::new("first", "First", Show::Full, Holds::Time),
        Column::new("last", "Last", Show::Always, Holds::Time),
    ];
    Table::new(columns, rows)
}

pub fn places(UserStory { seen, life, .. }: &UserStory) -> Table {
    let mut places: Vec<_> = life
        .places
        .iter()
        .map(|([ip, city, country], used)| {
            let place = [
                seen.text(Field::Ip, *ip),
                seen.text(Field::City, *city),
                seen.text(Field::Country, *country),
            ];
            (place, used)
        })
        .collect();
    places.sort_by(|a, b| (b.1.count, a.0).cmp(&(a.1.count, b.0)));
    let rows = places.into_iter().map(|([ip, city, country], used)| {
        let location: Vec<&str> = [city, country].into_iter().filter(|part| !part.is_empty()).collect();
        vec![
            ip.into(),
            location.join(", ").into(),
            seen.request.tenant.trusts(ip).into(),
            used.count.into(),
            used.success.into(),
            used.span.first().into(),
            used.span.last().into(),
        ]
    });
    let columns = vec![
        Column::new("ip", "Address", Show::Always, Holds::Address),
        Column::new("location", "Location", Show::Always, Holds::Words),
        Column::new("trusted", "Trusted", Show::Wide, Holds::Number),
        Column::new("count", "Sign-ins", Show::Always, Holds::Number),
        Column::new("success", "Succeeded", Show::Always, Holds::Number),
        Column::new("first", "First", Show::Full, Holds::Time),
        Column::new("last", "Last", Show::Always, Holds::Time),
    ];
    Table { columns, rows: rows.collect(), ..Table::default() }
}
