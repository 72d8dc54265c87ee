//! Scenes: the planted elements of the story, one file for each theme; each plays its part of one day.

mod campaign;
mod emergency;
mod enforcement;
mod guests;
mod intruders;
mod machines;
mod oddities;
mod old_clients;
mod phishing;
mod pilot;
mod travel;

use crate::stage::Stage;

/// Plays everything that is planted on the stage's day.
pub(crate) fn play(stage: &mut Stage<'_>) {
    machines::sync(stage);
    emergency::play(stage);
    guests::play(stage);
    if stage.world.quiet {
        return;
    }
    machines::play(stage);
    old_clients::play(stage);
    campaign::play(stage);
    pilot::play(stage);
    enforcement::play(stage);
    intruders::play(stage);
    phishing::play(stage);
    travel::play(stage);
    oddities::play(stage);
}
