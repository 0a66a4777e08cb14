//! Whether the machine's clock is right, as far as the database can tell.

use chrono::TimeDelta;

use crate::app::App;
use crate::domain::Check;
use crate::sla::Instant;
use crate::store::{self, StoreError};

pub(super) const NAME: &str = "clock";

const REMEDY: &str =
    "Set the clock, and see that NTP keeps it right (`timedatectl`): promises are counted by it.";

/// How far two clocks that are right may lie apart.
const TOLERANCE: TimeDelta = TimeDelta::seconds(2);

/// One line. A process that has just begun has not seen its clock go: this takes the place of what a running one says.
///
/// The clock is read right beside the database's: reaching the database may take longer than right clocks lie apart.
pub(super) async fn check(app: &App) -> Check {
    let clock = app.clock.clone();
    let read = move |c: &mut store::Connection| -> Result<_, StoreError> {
        let latest = store::clock_check::latest_written(c)?;
        let server = store::clock_check::of_server(c)?;
        Ok((clock.now(), server, latest))
    };
    match app.db.read(read).await {
        Ok((now, server, latest)) => judge(now, server, latest),
        Err(error) => Check::warning(NAME, format!("It could not be compared: {error}"), REMEDY),
    }
}

fn judge(now: Instant, server: Option<Instant>, latest: Option<Instant>) -> Check {
    if let Some(latest) = latest.filter(|latest| *latest - now > TOLERANCE) {
        let words = format!(
            "It shows {}, but something was written at {}: it is behind now, or was ahead then.",
            shown(now),
            shown(latest)
        );
        return Check::failing(NAME, words, REMEDY);
    }
    match server.map(|server| now - server) {
        Some(apart) if apart.abs() > TOLERANCE => {
            let words = format!(
                "It is {} s {} the clock of the database server.",
                apart.abs().num_seconds(),
                if apart > TimeDelta::zero() { "ahead of" } else { "behind" }
            );
            Check::failing(NAME, words, REMEDY)
        }
        Some(_) => Check::well(NAME, format!("It shows {}, as the database server’s does.", shown(now))),
        None => Check::well(NAME, format!("It shows {}, and nothing was written later.", shown(now))),
    }
}

fn shown(at: Instant) -> String {
    at.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Condition;

    #[test]
    fn a_clock_is_judged_by_what_the_database_knows() {
        let now: Instant = "2026-11-23T10:00:00Z".parse().unwrap();
        let at = |seconds: Option<i64>| seconds.map(|seconds| now + TimeDelta::seconds(seconds));
        for (server, latest, condition) in [
            (None, None, Condition::Well),
            (Some(1), Some(-9), Condition::Well),
            (Some(3600), None, Condition::Failing),
            (Some(-3600), Some(-3600), Condition::Failing),
            (None, Some(60), Condition::Failing),
        ] {
            assert_eq!(judge(now, at(server), at(latest)).condition, condition, "{server:?} {latest:?}");
        }
    }
}
