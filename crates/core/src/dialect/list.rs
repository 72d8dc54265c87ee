//! The list of dialects.

use crate::dialect::azure_monitor::AZURE_MONITOR;
use crate::dialect::defender::DEFENDER;
use crate::dialect::definition::Dialect;
use crate::dialect::graph::GRAPH;
use crate::dialect::log_analytics::LOG_ANALYTICS;
use crate::dialect::portal;
use crate::dialect::powershell::POWERSHELL;

/// The dialects of sign-in logs, in the order in which they are tried. Those of other contents stand with their content.
pub static DIALECTS: &[&Dialect] = &[
    &AZURE_MONITOR,
    &LOG_ANALYTICS,
    &DEFENDER,
    &GRAPH,
    &POWERSHELL,
    &portal::APPLICATION,
    &portal::MANAGED_IDENTITY,
    &portal::INTERACTIVE,
    &portal::NON_INTERACTIVE,
    &portal::USER,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_those_of_the_dialect() {
        let check = |name: &str, rows, expect: Option<u64>| {
            let dialect = DIALECTS.iter().find(|dialect| dialect.name == name).expect(name);
            assert_eq!(dialect.limit_at(rows), expect, "{name} {rows}")
        };
        check("portal-interactive", 100_000, Some(100_000));
        check("portal-noninteractive", 250_000, Some(250_000));
        check("graph", 5_000, Some(5_000));
        check("log-analytics", 30_000, Some(30_000));
        check("log-analytics", 100_000, None);
        check("defender", 10_000, Some(10_000));
        check("azure-monitor", 100_000, None);
        check("portal-interactive", 99_999, None);
    }
}
