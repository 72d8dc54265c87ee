//! The course of a campaign: where it stands on the line to its target, and when it will be there.

use entrasift_core::{DAY, Time};

use super::registrations::{Registrations, SnapshotDay};
use crate::questions::register::campaign::{CampaignStanding, days_to, pace};

impl Registrations {
    /// The day of the campaign that "now" is; `None` where nobody says when it began.
    pub fn today(&self) -> Option<i64> {
        self.campaign.day(self.as_of?)
    }

    /// What is to be done now; `None` where that cannot be told.
    pub fn standing(&self) -> Option<CampaignStanding> {
        let rate = self.rate()?;
        match self.today() {
            Some(day) => Some(self.campaign.standing(day, rate)),
            None => self.campaign.is_reached(rate).then_some(CampaignStanding::Complete),
        }
    }

    /// Day and rate of the snapshot that the target line is drawn from: the last one up to day 1, else the first.
    pub fn baseline(&self) -> Option<(i64, f64)> {
        let days = self.days.iter().filter_map(|one| Some((self.campaign.day(one.date?)?, one.rate()?)));
        let days: Vec<(i64, f64)> = days.collect();
        let (day, rate) = *days.iter().rev().find(|(day, _)| *day <= 1).or(days.first())?;
        Some((day.max(1), rate))
    }

    /// The share that the target line wants today.
    pub fn required_today(&self) -> Option<f64> {
        self.today().zip(self.baseline()).map(|(day, first)| self.campaign.required(first, day))
    }

    /// How much the rate rises a day, over the last week.
    pub fn pace(&self) -> Option<f64> {
        let rates: Vec<_> = self.days.iter().filter_map(|one| Some((one.date?, one.rate()?))).collect();
        pace(&rates)
    }

    /// The day on which the target is reached at the pace of the last week.
    pub fn projected(&self) -> Option<Time> {
        let rate = self.rate().filter(|rate| !self.campaign.is_reached(*rate))?;
        let days = days_to(self.campaign.target, rate, self.pace()?)?;
        Some(Time(self.now().date?.0.saturating_add(days.saturating_mul(DAY))))
    }

    /// The rate on the last day at the pace of the last week.
    pub fn projected_rate(&self) -> Option<f64> {
        let (left, pace, rate) = (self.days_left()?, self.pace()?, self.rate()?);
        Some((rate + pace * (left - 1).max(0) as f64).clamp(0.0, 1.0))
    }

    /// The first snapshot of those that have reached the target without a break until now.
    pub fn reached(&self) -> Option<Time> {
        let reached = |one: &&SnapshotDay| one.rate().is_some_and(|rate| self.campaign.is_reached(rate));
        self.days.iter().rev().take_while(reached).last()?.date
    }

    /// How many days of the campaign are left, today included.
    pub fn days_left(&self) -> Option<i64> {
        self.today().map(|day| (self.campaign.days - day.max(1) + 1).max(0))
    }

    /// How many people are missing for the target.
    pub fn missing(&self) -> usize {
        self.campaign.wanted(self.now().eligible).saturating_sub(self.now().capable)
    }

    /// How many people must register on each day that is left.
    pub fn missing_per_day(&self) -> Option<u64> {
        let left = self.days_left().filter(|left| *left > 0)?;
        Some((self.missing() as u64).div_ceil(left as u64))
    }

    /// How many of those who count could use MFA before the campaign asked anybody: known where a report is of day 1 or before.
    pub fn carried_over(&self) -> Option<usize> {
        let before = |one: &&SnapshotDay| {
            one.date.and_then(|date| self.campaign.day(date)).is_some_and(|day| day <= 1)
        };
        self.days.iter().rev().find(before).map(|one| one.capable)
    }
}
