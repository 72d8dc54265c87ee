//! Stage: where one day's sign-ins are put together.

use crate::account::Account;
use crate::dice::Dice;
use crate::judgement::judge;
use crate::moment::{Date, Moment};
use crate::part::Part;
use crate::rollout::Rollout;
use crate::scene::Scene;
use crate::signin::SignIn;
use crate::world::World;

/// One day of the story, with the dice of the element that is being played.
pub(crate) struct Stage<'w> {
    pub world: &'w World,
    pub date: Date,
    /// How much denser than the default story things happen, at least 1.
    pub tempo: u64,
    pub dice: Dice,
    pub rows: Vec<SignIn<'w>>,
    thrown: Vec<Scene>,
}

impl<'w> Stage<'w> {
    pub(crate) fn new(world: &'w World, date: Date, tempo: u64) -> Self {
        Stage {
            world,
            date,
            tempo,
            dice: Dice::new(world.seed, &[5, date.0 as u64]),
            rows: Vec::new(),
            thrown: Vec::new(),
        }
    }

    /// The dice of one element on this day, so that elements do not disturb one another. An element that plays twice a day gets
    /// other dice the second time: no two sign-ins share an id.
    pub(crate) fn throw_for(&mut self, scene: Scene) {
        let before = self.thrown.iter().filter(|known| **known == scene).count() as u64;
        self.thrown.push(scene);
        let parts = [6, self.date.0 as u64, scene as u64, before];
        self.dice = Dice::new(self.world.seed, &parts[..if before == 0 { 3 } else { 4 }]);
    }

    /// Day of the rollout, the first being 1.
    pub(crate) fn day(&self) -> i64 {
        self.date.0 - self.world.rollout.start.0 + 1
    }

    pub(crate) fn rollout(&self) -> &'w Rollout {
        &self.world.rollout
    }

    /// A time of this day, some seconds past the minute.
    pub(crate) fn at(&mut self, hour: i64, minute: i64) -> Moment {
        let second = self.dice.between(0, 59);
        self.date.at(hour, minute, second)
    }

    /// A time of this day between two hours.
    pub(crate) fn between(&mut self, from_hour: i64, to_hour: i64) -> Moment {
        Moment(self.dice.between(self.date.at(from_hour, 0, 0).0, self.date.at(to_hour, 0, 0).0 - 1))
    }

    pub(crate) fn draft(&mut self, account: &'w Account, time: Moment, scene: Scene) -> SignIn<'w> {
        SignIn::draft(self.world, account, time, scene, &mut self.dice)
    }

    /// The first account with a part.
    pub(crate) fn player(&self, part: Part) -> Option<&'w Account> {
        self.world.cast(part).next()
    }

    /// Lets the policies judge the row, and takes it into the log.
    pub(crate) fn enter(&mut self, mut row: SignIn<'w>) {
        judge(self.world, &mut row);
        self.rows.push(row);
    }
}
