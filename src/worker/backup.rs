//! The daily backup: one node removes those that are too old, makes it, and reads it back.

use std::time::Duration;

use chrono::TimeDelta;

use crate::app::App;
use crate::backup::{self, BackupError, Made};
use crate::config::Backup;
use crate::domain::Role;
use crate::service::{self, Alarm, ServiceError};
use crate::sla::Instant;
use crate::store;

/// How long after a node's last sign of life another takes its backup over.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// How often a node that makes one gives a sign of life.
const SIGN_OF_LIFE: Duration = Duration::from_secs(60);
/// Where the last backup is older than this, a clock that jumped ahead would take all of them: none is removed before there
/// is one by that clock.
const LONGEST_GAP: TimeDelta = TimeDelta::days(3);
/// How long after a failure the next try begins.
const RETRY_AFTER: TimeDelta = TimeDelta::minutes(15);

/// Makes the backup that is due, if no other node has made it or is making it. Gives what was made.
///
/// # Errors
/// [`ServiceError`] where the database fails. A backup that fails is recorded, told to administrators, and tried again.
pub async fn run_once(app: &App, now: Instant) -> Result<Option<Made>, ServiceError> {
    let Some(settings) = app.config.backup.clone() else { return Ok(None) };
    let due = settings.last_due(app.config.time_zone, now);
    if next_attempt(app, due, now).await?.is_none_or(|at| at > now) {
        return Ok(None);
    }
    let claimed = app.db.write(move |c| store::backup_run::claim(c, due, now, now + LEASE)).await?;
    let Some(attempt) = claimed else { return Ok(None) };
    let made = in_background(app, settings, now);
    match accompanied(made, SIGN_OF_LIFE, || extend(app, due, attempt)).await {
        Ok(made) => {
            let (file, bytes) =
                (made.file.display().to_string(), i64::try_from(made.bytes).unwrap_or(i64::MAX));
            tracing::info!(file, bytes, rows = made.summary.rows(), audit_head = %made.header.audit_head,
                "made a backup and read it back");
            let ended = app.clock.now();
            if !app.db.write(move |c| store::backup_run::succeed(c, due, ended, &file, bytes)).await? {
                tracing::warn!(%due, "another node has made this backup too");
            }
            Ok(Some(made))
        }
        Err(error) => record_failure(app, due, attempt, &error).await.map(|()| None),
    }
}

/// When the next backup is to be made or tried again; none where none are configured.
///
/// # Errors
/// [`ServiceError`] where the database fails.
pub async fn next(app: &App, now: Instant) -> Result<Option<Instant>, ServiceError> {
    let Some(settings) = &app.config.backup else { return Ok(None) };
    let zone = app.config.time_zone;
    let due = settings.last_due(zone, now);
    Ok(Some(match next_attempt(app, due, now).await? {
        Some(again) => again,
        None => settings.next_due(zone, now),
    }))
}

async fn next_attempt(app: &App, due: Instant, now: Instant) -> Result<Option<Instant>, ServiceError> {
    Ok(app.db.read(move |c| store::backup_run::next_attempt(c, due, now)).await?)
}

async fn in_background(app: &App, settings: Backup, now: Instant) -> Result<Made, BackupError> {
    let (db, keys) = (app.db.clone(), app.keys());
    let last = app.db.read(store::backup_run::last_done).await?;
    let is_clock_believed = last.is_none_or(|run| now - run.started_at <= LONGEST_GAP);
    let job = move || {
        if is_clock_believed {
            remove_old(&settings, now);
        } else {
            tracing::warn!(%now, "no old backup is removed this time: the last one is days old, so the clock may be wrong");
        }
        backup::make(&db, &keys, settings.cover, &settings.directory, now)
    };
    let stopped = |_| BackupError::Damaged("making it was interrupted".to_owned());
    tokio::task::spawn_blocking(job).await.map_err(stopped)?
}

/// Does a piece of work, and something else beside it every so often.
async fn accompanied<T, B: Future>(
    work: impl Future<Output = T>,
    every: Duration,
    beside: impl Fn() -> B,
) -> T {
    let mut work = std::pin::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return done,
            () = tokio::time::sleep(every) => drop(beside().await),
        }
    }
}

/// A node that has lost its turn, because it gave no sign of life for long, goes on: what it makes is as good.
async fn extend(app: &App, due: Instant, attempt: i32) {
    let until = app.clock.now() + LEASE;
    match app.db.write(move |c| store::backup_run::extend(c, (due, attempt), until)).await {
        Ok(true) => {}
        Ok(false) => tracing::warn!(%due, "another node has begun to make this backup too"),
        Err(error) => tracing::warn!(%error, "could not say that the backup is still being made"),
    }
}

/// First of all, so that a disk that is full of old ones has room for the new one. A failure of this alone does not keep
/// the new one from being made.
fn remove_old(settings: &Backup, now: Instant) {
    match backup::prune(&settings.directory, settings.keep_days, now) {
        Ok(removed) => {
            for file in removed {
                tracing::info!(file = %file.display(), "removed a backup that was older than backup.keep_days, or unfinished");
            }
        }
        Err(error) => tracing::error!(%error, "old backups could not be removed"),
    }
}

async fn record_failure(
    app: &App,
    due: Instant,
    attempt: i32,
    error: &BackupError,
) -> Result<(), ServiceError> {
    tracing::error!(%error, "the daily backup failed; trying again later");
    let (context, error) = (app.context(), error.to_string());
    let alarm = Alarm {
        cause: format!("backup:{}", due.timestamp()),
        concerns: Role::Admin,
        title: "The daily backup failed".to_owned(),
        text: format!(
            "The backup that was due at {} was not made: {error}.\n\nIt is tried again every quarter of an hour. \
             Until it succeeds, what was written since the last good backup is lost if the disk is.",
            due.format("%Y-%m-%d %H:%M UTC"),
        ),
        path: "/admin".to_owned(),
    };
    app.db
        .write(move |c| -> Result<(), ServiceError> {
            let now = context.now;
            if store::backup_run::fail(c, (due, attempt), now, now + RETRY_AFTER, &error)? {
                service::raise_alarm(c, &context, &alarm)?;
            }
            Ok(())
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::{Duration, accompanied};

    #[tokio::test]
    async fn signs_of_life_are_given_for_as_long_as_the_work_lasts() {
        let signs = tokio::sync::Semaphore::new(0);
        let work = async {
            let _three = signs.acquire_many(3).await.unwrap();
            "made"
        };
        let sign = || {
            signs.add_permits(1);
            std::future::ready(())
        };
        assert_eq!(accompanied(work, Duration::ZERO, sign).await, "made");
    }
}
