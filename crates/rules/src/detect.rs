//! Detectors: how a rule tells what no sum over rows can tell.

pub(crate) mod burst_detector;
pub(crate) mod exemptions;
pub mod flow;
pub(crate) mod journeys;
pub(crate) mod new_countries;
pub(crate) mod proxied_flows;
pub mod trail;
