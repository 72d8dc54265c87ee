//! Any text as a tenant file: never a panic, and an objection names a line that is there.

#![no_main]

use entrasift_core::Time;
use entrasift_rollout::tenant::tenant_file::{parse, users};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    assert!(users(text).iter().all(|user| !user.is_empty() && user.trim() == user));
    match parse(text) {
        Ok(file) => {
            let tenant = file.tenant;
            for (index, account) in tenant.break_glass.iter().enumerate() {
                assert!(tenant.break_glass_index(account).is_some_and(|found| found <= index));
            }
            for test in &tenant.planned_tests {
                assert!(tenant.planned(&test.account, test.at));
                tenant.planned(&test.account, Time::MIN);
            }
            tenant.trusts("203.0.113.7");
        }
        Err(error) => {
            let lines = text.lines().count();
            assert!((1..=lines.max(1) + 1).contains(&error.line), "{error} of {lines}");
            assert!(!error.what.is_empty());
        }
    }
});
