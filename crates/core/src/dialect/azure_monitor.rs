//! Azure Monitor: what diagnostic settings write to storage (one record a line) or to an Event Hub (`{"records": […]}`). Each record is a
//! sign-in of Graph in an envelope.

use std::sync::LazyLock;

use crate::dialect::definition::{Dialect, Names};
use crate::dialect::graph;
use crate::dialect::head::Likeness;
use crate::dialect::path_name::{Convert, PathName, fallback, path};
use crate::field::Field;
use crate::text::layout::Layout;

/// Azure Monitor. Blobs and event hubs have no row limit.
pub static AZURE_MONITOR: Dialect = Dialect {
    record_keys: &["properties", "category"],
    category_key: Some("category"),
    ..Dialect::new(
        "azure-monitor",
        &[Layout::Json],
        |head| Likeness::certain_if(head.has("category") && head.has("properties")),
        Names::Paths(names),
    )
};

/// The envelope, and the sign-in inside it.
fn names() -> &'static [PathName] {
    static NAMES: LazyLock<Vec<PathName>> = LazyLock::new(|| {
        let inner = |name: &PathName| {
            let path = Box::leak(format!("properties.{}", name.path).into_boxed_str());
            PathName { path, ..*name }
        };
        graph::NAMES.iter().map(inner).chain(ENVELOPE.iter().copied()).collect()
    });
    &NAMES
}

/// The envelope. What stands under `properties` is read by [`graph::NAMES`].
const ENVELOPE: &[PathName] = &[
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
