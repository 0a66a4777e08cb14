//! Roll call: shows that this process lives while it has something in hand, and buries those that show it no more.
//!
//! A node that dies, or hangs, is given up after three looks at the same beat, eight seconds at most after its last
//! one. The roll has a connection of its own: a node whose others are all busy with long reads lives.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::MissedTickBehavior;

use crate::app::App;
use crate::domain::NodeId;
use crate::service::ServiceError;
use crate::store;

/// How often a node shows that it lives, and looks at the others.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// At how many looks in a row a beat may stand still before its node is given up.
const PATIENCE: u32 = 3;

/// Calls the roll until it is dropped.
pub(super) async fn run(app: App) {
    let mut looks = tokio::time::interval(LOOK_EVERY);
    // A process that was frozen itself must not count the time it slept as the silence of others.
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut roll_call = RollCall::default();
    loop {
        looks.tick().await;
        if let Err(error) = roll_call.look(&app).await {
            tracing::debug!(%error, "the roll could not be called");
        }
    }
}

/// Takes this process off the roll, at its end.
pub(super) async fn leave(app: &App) {
    let Some(id) = app.node.id() else { return };
    app.node.forget(id);
    if let Err(error) = app.db.reserved().write(move |c| store::node::leave(c, id)).await {
        tracing::debug!(%error, "the others will find out that this process has ended");
    }
}

/// What was seen of the other nodes.
#[derive(Debug, Default)]
pub struct RollCall {
    seen: HashMap<NodeId, Seen>,
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    beat: i64,
    /// At how many looks in a row after the first it was the same.
    unchanged: u32,
}

impl RollCall {
    /// Shows that this process lives, looks at the others once, and answers how many were buried.
    ///
    /// # Errors
    /// [`ServiceError`] where the database fails; that look does not count.
    pub async fn look(&mut self, app: &App) -> Result<usize, ServiceError> {
        show(app).await?;
        let mut roll = app.db.reserved().read(|c| Ok::<_, ServiceError>(store::node::roll(c)?)).await?;
        let own = app.node.id();
        roll.retain(|(id, _)| Some(*id) != own);
        let mut buried = 0;
        for (id, beat) in self.silent(&roll) {
            if app
                .db
                .reserved()
                .write(move |c| Ok::<_, ServiceError>(store::node::bury(c, id, beat)?))
                .await?
            {
                tracing::warn!(node = %id, "another process fell silent: what it had in hand is taken over");
                buried += 1;
            }
        }
        Ok(buried)
    }

    /// The nodes that have shown no life for too long.
    fn silent(&mut self, roll: &[(NodeId, i64)]) -> Vec<(NodeId, i64)> {
        let known = std::mem::take(&mut self.seen);
        for (id, beat) in roll {
            let unchanged = match known.get(id) {
                Some(seen) if seen.beat == *beat => seen.unchanged + 1,
                _ => 0,
            };
            self.seen.insert(*id, Seen { beat: *beat, unchanged });
        }
        let given_up = |id: &NodeId| self.seen.get(id).is_some_and(|seen| seen.unchanged >= PATIENCE);
        roll.iter().copied().filter(|(id, _)| given_up(id)).collect()
    }
}

async fn show(app: &App) -> Result<(), ServiceError> {
    let Some(id) = app.node.id() else { return Ok(()) };
    if !app.node.has_something_in_hand() {
        leave(app).await;
        return Ok(());
    }
    if !app.db.reserved().write(move |c| Ok::<_, ServiceError>(store::node::beat(c, id)?)).await? {
        tracing::warn!("this process was given up by another while it stood still; it begins anew");
        app.node.forget(id);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::RollCall;
    use crate::domain::NodeId;

    #[test]
    fn only_a_beat_that_stands_still_at_three_looks_more_is_given_up() {
        let [dead, slow, new] = [1, 2, 3].map(|number| NodeId(Uuid::from_u128(number)));
        let mut roll_call = RollCall::default();
        let mut look = |roll: &[(NodeId, i64)]| -> Vec<NodeId> {
            roll_call.silent(roll).into_iter().map(|(id, _)| id).collect()
        };
        for _ in 0..3 {
            assert_eq!(look(&[(dead, 7), (slow, 1)]), []);
        }
        assert_eq!(look(&[(dead, 7), (slow, 2), (new, 0)]), [dead]);
        for _ in 0..2 {
            assert_eq!(look(&[(slow, 2), (new, 0)]), [], "a new beat begins a new count");
        }
    }
}
