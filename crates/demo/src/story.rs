//! Story: the rollout day by day, as sign-ins in time order.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use crate::dice::Dice;
use crate::moment::Date;
use crate::part::Part;
use crate::rollout::{DEFAULT_DAYS, DEFAULT_START};
use crate::routine::Visit;
use crate::scenes;
use crate::signin::SignIn;
use crate::stage::Stage;
use crate::world::World;

/// What to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryOptions {
    /// The seed of all chance.
    pub seed: u64,
    /// Day 1.
    pub start: Date,
    /// How many days.
    pub days: u32,
    /// How many accounts (the cast of some ninety is always there).
    pub people: usize,
    /// Exactly how many sign-ins; `None` = 130 a day for 240 people.
    pub rows: Option<u64>,
    /// Leave non-interactive sign-ins out (they are not counted in `rows` either).
    pub only_interactive: bool,
    /// A fully protected tenant in which nothing bad happens.
    pub quiet: bool,
}

impl Default for StoryOptions {
    fn default() -> Self {
        StoryOptions {
            seed: 20_261_104,
            start: DEFAULT_START,
            days: DEFAULT_DAYS,
            people: 240,
            rows: None,
            only_interactive: false,
            quiet: false,
        }
    }
}

/// The whole story. Every day is a function of the options alone, so that days can be told in any order.
#[derive(Debug)]
pub struct Story {
    options: StoryOptions,
    world: World,
    regulars: Vec<u32>,
}

impl Story {
    /// Prepares the world; tells nothing yet.
    pub fn new(options: StoryOptions) -> Story {
        let world = World::new(options.seed, options.start, options.people, options.quiet);
        let mut regulars: Vec<u32> = world
            .accounts
            .iter()
            .filter(|account| {
                account.role.is_employee() && !matches!(account.part, Part::OnLeave | Part::Leaver)
            })
            .map(|account| account.number as u32)
            .collect();
        let mut dice = Dice::new(options.seed, &[8]);
        for last in (1..regulars.len()).rev() {
            regulars.swap(last, dice.below(last as u64 + 1) as usize);
        }
        Story { options, world, regulars }
    }

    /// The tenant that it is about.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// What was asked for.
    pub fn options(&self) -> &StoryOptions {
        &self.options
    }

    /// How many sign-ins there will be.
    pub fn rows(&self) -> u64 {
        let natural = u64::from(self.options.days) * 130 * self.options.people as u64 / 240;
        self.options.rows.unwrap_or(natural)
    }

    /// All sign-ins, oldest first.
    pub fn signins(&self) -> impl Iterator<Item = SignIn<'_>> {
        (0..self.options.days).flat_map(|day| self.day(day))
    }

    /// All sign-ins, newest first as the portal has them; holds one day in memory.
    pub fn newest_first(&self) -> impl Iterator<Item = SignIn<'_>> {
        (0..self.options.days).rev().flat_map(|day| {
            let mut rows: Vec<SignIn<'_>> = self.day(day).collect();
            rows.reverse();
            rows
        })
    }

    /// The sign-ins of one day, the first being 0, oldest first.
    pub fn day(&self, day: u32) -> Day<'_> {
        let date = self.options.start.plus(i64::from(day));
        let quota = self.share(day + 1) - self.share(day);
        let tempo = (self.rows() / (130 * u64::from(self.options.days).max(1))).clamp(1, 60);
        let mut stage = Stage::new(&self.world, date, tempo);
        scenes::play(&mut stage);
        let mut planted = stage.rows;
        planted.retain(|row| row.time.date() == date && (row.interactive || !self.options.only_interactive));
        planted.sort_by_key(|row| row.time);
        planted.truncate(quota as usize);
        let visits = self.plan(day, date, quota - planted.len() as u64);
        let mut told = Day { world: &self.world, visits, pending: BinaryHeap::new(), entered: 0 };
        planted.into_iter().for_each(|row| told.enter(row));
        told
    }

    /// Rows up to the beginning of a day: a day of the weekend weighs four tenths of a working day.
    fn share(&self, day: u32) -> u64 {
        let weight = |days: u32| -> u64 {
            (0..days).map(|d| if self.options.start.plus(i64::from(d)).is_weekend() { 4 } else { 10 }).sum()
        };
        let whole = weight(self.options.days).max(1);
        (u128::from(self.rows()) * u128::from(weight(day)) / u128::from(whole)) as u64
    }

    /// Plans visits until the day's quota is met, the last one first for popping.
    fn plan(&self, day: u32, date: Date, mut quota: u64) -> Vec<Visit> {
        let mut dice = Dice::new(self.options.seed, &[9, date.0 as u64]);
        let stride = 47 * u64::from(day);
        let (mut visits, mut turn) = (Vec::new(), stride);
        while quota > 0 {
            let number = self.regulars[(turn % self.regulars.len() as u64) as usize];
            turn += 1;
            let account = &self.world.accounts[number as usize];
            let visit = Visit::plan(&self.world, account, date, self.options.only_interactive, &mut dice);
            if account.is_away(visit.time) {
                continue;
            }
            let visit = if visit.rows() > quota { visit.shortened() } else { visit };
            quota -= visit.rows();
            visits.push(visit);
        }
        visits.sort_by_key(|visit| Reverse(visit.time));
        visits
    }
}

/// The sign-ins of one day in time order.
#[derive(Debug)]
pub struct Day<'s> {
    world: &'s World,
    visits: Vec<Visit>,
    pending: BinaryHeap<Pending<'s>>,
    entered: u64,
}

/// How long before its main row a visit may have others.
const PRELUDE_SECONDS: i64 = 120;

impl<'s> Day<'s> {
    fn enter(&mut self, row: SignIn<'s>) {
        self.entered += 1;
        self.pending.push(Pending { row: Box::new(row), order: self.entered });
    }

    /// Plays the visits that may have rows before the earliest pending one.
    fn play_due(&mut self) {
        while let Some(visit) = self.visits.last() {
            let due = match self.pending.peek() {
                None => true,
                Some(first) => visit.time.plus(-PRELUDE_SECONDS) <= first.row.time,
            };
            if !due {
                return;
            }
            let visit = *visit;
            self.visits.pop();
            let mut rows = Vec::with_capacity(5);
            visit.play(self.world, &mut |row| rows.push(row));
            rows.into_iter().for_each(|row| self.enter(row));
        }
    }
}

impl<'s> Iterator for Day<'s> {
    type Item = SignIn<'s>;

    fn next(&mut self) -> Option<SignIn<'s>> {
        self.play_due();
        self.pending.pop().map(|pending| *pending.row)
    }
}

/// A row that waits for its turn: the earliest first, then the one entered first.
#[derive(Debug)]
struct Pending<'s> {
    row: Box<SignIn<'s>>,
    order: u64,
}

impl Pending<'_> {
    fn key(&self) -> Reverse<(crate::moment::Moment, u64)> {
        Reverse((self.row.time, self.order))
    }
}

impl PartialEq for Pending<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Pending<'_> {}

impl PartialOrd for Pending<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Pending<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}
