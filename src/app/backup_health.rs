//! Whether what is kept would survive: daily backups, and the key over them.

use super::App;
use super::health::{DATABASE_PATIENCE, within};
use crate::domain::Check;
use crate::service::{self, BackupState};
use crate::sla::Instant;

impl App {
    /// What is to be known of the backups and of encryption at rest.
    pub(super) async fn keeping(&self, now: Instant) -> Vec<Check> {
        vec![self.backups(now).await, self.encryption()]
    }

    async fn backups(&self, now: Instant) -> Check {
        const NAME: &str = "backups";
        let Some(settings) = &self.config.backup else {
            return Check::warning(
                NAME,
                "No daily backup is configured.",
                "Set `backup.directory` to a folder on another disk.",
            );
        };
        let wanted = settings.wanted(self.config.time_zone, now);
        let remedy = "See that `backup.directory` can be written and has space, and what the worker's log says; `punctual backup` makes one now.";
        match within(DATABASE_PATIENCE, self.db.read(move |c| service::backup_state(c, wanted))).await {
            Ok(BackupState::Fine(run)) => Check::well(
                NAME,
                format!(
                    "The last one was made at {} and read back.",
                    run.started_at.format("%Y-%m-%d %H:%M UTC")
                ),
            ),
            Ok(BackupState::Late { last_done: None, error: None }) => {
                Check::warning(NAME, "The first one is not made yet.", remedy)
            }
            Ok(BackupState::Late { error: Some(error), .. }) => {
                Check::failing(NAME, format!("The last one failed: {error}"), remedy)
            }
            Ok(BackupState::Late { .. }) => {
                Check::failing(NAME, "The one that was due last is not made.", remedy)
            }
            Err(error) => Check::failing(NAME, format!("They can't be looked at: {error}"), remedy),
        }
    }

    fn encryption(&self) -> Check {
        const NAME: &str = "encryption";
        match self.keys().newest() {
            Some(key) => {
                Check::well(NAME, format!("Files, mails and secrets are kept under the key {}.", key.id()))
            }
            None => Check::warning(
                NAME,
                "Files, mails and secrets are kept readable.",
                "Put a key from `punctual key new` as the first line into a file that nobody else can read, name it as `encryption.key_file`, restart every server and worker, and run `punctual key rotate`.",
            ),
        }
    }
}
