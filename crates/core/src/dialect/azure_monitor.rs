//! Azure Monitor: diagnostic settings to storage (one record a line) or Event Hub (`{"records": […]}`). A Graph sign-in in an envelope.

use std::sync::LazyLock;

use crate::field::Field;
use crate::text::transcode::{Convert, PathName, fallback, path};

/// The envelope, and the sign-in inside it.
pub fn names() -> Vec<PathName> {
    static INNER: LazyLock<Vec<PathName>> = LazyLock::new(|| {
        let inner = |name: &PathName| {
            let path = Box::leak(format!("properties.{}", name.path).into_boxed_str());
            PathName { path, ..*name }
        };
        super::graph::NAMES.iter().map(inner).collect()
    });
    INNER.iter().chain(ENVELOPE).copied().collect()
}

/// The envelope. What stands under `properties` is read by [`super::graph::NAMES`].
pub const ENVELOPE: &[PathName] = &[
    path("time", Field::Published),
    fallback("time", Field::Time, Convert::Text),
    path("tenantid", Field::TenantId),
    fallback("category", Field::EventType, Convert::Category),
    fallback("resulttype", Field::Code, Convert::Text),
    fallback("resultdescription", Field::Reason, Convert::Text),
    fallback("calleripaddress", Field::Ip, Convert::Text),
    fallback("correlationid", Field::CorrelationId, Convert::Text),
    fallback("identity", Field::DisplayName, Convert::Text),
    fallback("location", Field::Country, Convert::Text),
];
