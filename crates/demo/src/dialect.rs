//! Dialect: every shape that sign-ins can be written in, in one list.

use std::borrow::Borrow;
use std::io::{self, Write};

use crate::signin::SignIn;
use crate::world::World;
use crate::writers::azure_monitor::{AzureMonitorOptions, write_azure_monitor};
use crate::writers::graph::{GraphShape, write_graph};
use crate::writers::graph_v1::write_graph_v1;
use crate::writers::log_analytics::{LogAnalyticsOptions, Table, write_log_analytics};
use crate::writers::portal::{PortalOptions, write_portal};

/// One shape of export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// The portal's CSV.
    Portal,
    /// The portal's JSON: an array of Graph beta objects.
    GraphArray,
    /// A page of the Graph beta API.
    GraphPage,
    /// Graph beta objects, one a line.
    GraphLines,
    /// A page of the Graph v1.0 API: interactive sign-ins, nothing about MFA.
    GraphV1,
    /// Azure Monitor records, one a line.
    AzureMonitor,
    /// Azure Monitor records in one object.
    AzureMonitorRecords,
    /// Log Analytics CSV of 2026, a table for each kind.
    LogAnalytics,
    /// Log Analytics CSV of 2021, interactive only, nested values over many lines.
    LogAnalytics2021,
    /// Log Analytics CSV of 2021, a union of both tables.
    LogAnalyticsUnion,
}

/// What the writers can be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DialectOptions {
    /// For the portal's CSV; its style holds for the Log Analytics CSV, too.
    pub portal: PortalOptions,
    /// Publish one sign-in in seventeen twice, where a shape knows publishing.
    pub repeated: bool,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Dialect; 10] = [
        Dialect::Portal,
        Dialect::GraphArray,
        Dialect::GraphPage,
        Dialect::GraphLines,
        Dialect::GraphV1,
        Dialect::AzureMonitor,
        Dialect::AzureMonitorRecords,
        Dialect::LogAnalytics,
        Dialect::LogAnalytics2021,
        Dialect::LogAnalyticsUnion,
    ];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Dialect::Portal => "portal",
            Dialect::GraphArray => "graph-array",
            Dialect::GraphPage => "graph-page",
            Dialect::GraphLines => "graph-lines",
            Dialect::GraphV1 => "graph-v1",
            Dialect::AzureMonitor => "azure-monitor",
            Dialect::AzureMonitorRecords => "azure-monitor-records",
            Dialect::LogAnalytics => "log-analytics",
            Dialect::LogAnalytics2021 => "log-analytics-2021",
            Dialect::LogAnalyticsUnion => "log-analytics-union",
        }
    }

    /// The dialect of that name.
    pub fn named(name: &str) -> Option<Dialect> {
        Dialect::ALL.into_iter().find(|dialect| dialect.name() == name)
    }

    /// The extension of its files.
    pub const fn extension(self) -> &'static str {
        match self {
            Dialect::Portal
            | Dialect::LogAnalytics
            | Dialect::LogAnalytics2021
            | Dialect::LogAnalyticsUnion => "csv",
            Dialect::GraphLines => "ndjson",
            _ => "json",
        }
    }

    /// Whether it can hold sign-ins of that kind.
    pub const fn holds(self, interactive: bool) -> bool {
        interactive || !matches!(self, Dialect::GraphV1 | Dialect::LogAnalytics2021)
    }

    /// Writes sign-ins of one kind; returns how many rows or records that made.
    ///
    /// # Errors
    /// When `out` does not take the bytes.
    pub fn write<'s>(
        self,
        out: &mut impl Write,
        world: &World,
        options: DialectOptions,
        interactive: bool,
        signins: impl IntoIterator<Item = impl Borrow<SignIn<'s>>>,
    ) -> io::Result<u64> {
        let (style, repeated) = (options.portal.style, options.repeated);
        let table = |table| LogAnalyticsOptions { table, style, repeated };
        let records = |wrapped| AzureMonitorOptions { wrapped, repeated };
        match self {
            Dialect::Portal => write_portal(out, options.portal, signins),
            Dialect::GraphArray => write_graph(out, GraphShape::Array, world, signins),
            Dialect::GraphPage => write_graph(out, GraphShape::Page, world, signins),
            Dialect::GraphLines => write_graph(out, GraphShape::Lines, world, signins),
            Dialect::GraphV1 => write_graph_v1(out, GraphShape::Page, world, signins),
            Dialect::AzureMonitor => write_azure_monitor(out, records(false), world, signins),
            Dialect::AzureMonitorRecords => write_azure_monitor(out, records(true), world, signins),
            Dialect::LogAnalytics if interactive => {
                write_log_analytics(out, table(Table::SignIn2026), world, signins)
            }
            Dialect::LogAnalytics => {
                write_log_analytics(out, table(Table::NonInteractive2026), world, signins)
            }
            Dialect::LogAnalytics2021 => write_log_analytics(out, table(Table::SignIn2021), world, signins),
            Dialect::LogAnalyticsUnion => write_log_analytics(out, table(Table::Union2021), world, signins),
        }
    }
}
