//! How the installation is, as this process sees it: what waits in the database, and whether database, disk, mail
//! server and clock do what they should.

use std::path::Path;
use std::time::{Duration, Instant as Stopwatch};

use tokio::sync::Mutex;
use tokio::time::timeout;

use super::App;
use super::question::Question;
use crate::clock::Clock;
use crate::domain::{Check, Condition, VitalSigns, worst};
use crate::sla::Instant;
use crate::store::{self, StoreError};

/// Who asks again within this time gets the same answer: anybody may ask, and asking costs a write.
const FRESH: Duration = Duration::from_secs(5);

/// A database that takes longer for one row fails.
pub(super) const DATABASE_PATIENCE: Duration = Duration::from_secs(5);

/// A mail server that takes longer to greet fails.
const MAIL_SERVER_PATIENCE: Duration = Duration::from_secs(15);

/// How long an answer waits for what other servers say.
const A_MOMENT: Duration = Duration::from_secs(2);

/// Longer than any of them may take.
const TO_THE_END: Duration = Duration::from_secs(30);

/// Free space on the database's disk below which things fail, in bytes.
const LEAST_SPACE: u64 = 64 * 1024 * 1024;

/// Free space below which somebody should look, in bytes.
const LITTLE_SPACE: u64 = 1024 * 1024 * 1024;

/// The name of the check whether our mail is taken.
const MAIL_SERVER: &str = "mail server";

/// The row that is written to see whether writing works.
const PROBE: &str = "health_probe";

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// When.
    pub at: Instant,
    /// One line for each thing.
    pub checks: Vec<Check>,
    /// What waits in the database; none while it cannot be read.
    pub signs: Option<VitalSigns>,
}

impl Health {
    /// Whether the mail server takes mail.
    #[must_use]
    pub fn mail_server(&self) -> Option<Condition> {
        self.checks.iter().find(|check| check.name == MAIL_SERVER).map(|check| check.condition)
    }

    /// Whether nothing fails.
    #[must_use]
    pub fn is_well(&self) -> bool {
        worst(&self.checks) < Condition::Failing
    }
}

/// What was found about that without which no request can be served.
#[derive(Clone)]
struct Ground {
    at: Instant,
    checks: Vec<Check>,
    signs: Option<VitalSigns>,
}

/// The last answer, and when it was there. Whoever asks while it is being made anew waits for it.
type Last<T> = Mutex<Option<(Stopwatch, Instant, T)>>;

/// What was found last.
#[derive(Default)]
pub(super) struct Found {
    ground: Last<Ground>,
    health: Last<Health>,
    mail_server: Question,
    pub(super) scanner: Question,
}

impl App {
    /// Whether requests can be served: the database answers and takes writes. Looks at most once in five seconds, and
    /// at nothing else.
    pub async fn is_ready(&self) -> bool {
        worst(&self.ground().await.checks) < Condition::Failing
    }

    /// Looks at everything, at most once in five seconds. A server beside us that does not answer at once holds up
    /// nobody: what it said within the last minute counts, else that it has not answered yet.
    pub async fn health(&self) -> Health {
        self.lately(&self.found.health, self.look(A_MOMENT)).await
    }

    /// Looks at everything, and waits for each answer.
    pub async fn whole_health(&self) -> Health {
        self.look(TO_THE_END).await
    }

    async fn ground(&self) -> Ground {
        self.lately(&self.found.ground, self.look_at_ground()).await
    }

    /// What was found lately, else what is found now.
    async fn lately<T: Clone>(&self, last: &Last<T>, look: impl Future<Output = T>) -> T {
        let mut last = last.lock().await;
        let now = self.clock.now();
        if let Some((looked, at, found)) = &*last
            && looked.elapsed() < FRESH
            && now >= *at
            && (now - *at).to_std().is_ok_and(|age| age < FRESH)
        {
            return found.clone();
        }
        let found = look.await;
        *last = Some((Stopwatch::now(), self.clock.now(), found.clone()));
        found
    }

    async fn look_at_ground(&self) -> Ground {
        let now = self.clock.now();
        let (signs, server_disk) = tokio::join!(self.vital_signs(now), self.server_disk());
        let (database, signs) = match signs {
            Ok(signs) => (Check::well("database", "It answers and takes writes."), Some(signs)),
            Err(error) => {
                let remedy = "See that it runs, that its disk has space, and that `database_url` is right. What arrives by mail waits at its server meanwhile.";
                (Check::failing("database", format!("It cannot be used: {error}"), remedy), None)
            }
        };
        let mut checks = vec![database];
        checks.extend(self.disk());
        checks.extend(server_disk);
        Ground { at: now, checks, signs }
    }

    async fn look(&self, patience: Duration) -> Health {
        let now = self.clock.now();
        let (ground, mail_server, scanner, keeping) = tokio::join!(
            self.ground(),
            self.mail_server(patience),
            self.scanner_check(patience),
            self.keeping(now)
        );
        let Ground { at, mut checks, signs } = ground;
        // Looking may have taken its time, and a clock that is compared with an older reading seems to have been set.
        let now = self.clock.now();
        checks.extend(signs.iter().flat_map(|signs| signs.checks(at)));
        checks.push(mail_server);
        checks.extend(scanner);
        checks.extend(self.pulse.mailbox_checks(now));
        checks.extend(keeping);
        checks.extend(self.stolen_passwords());
        if matches!(self.clock, Clock::System) {
            checks.push(self.pulse.clock_check(now, Stopwatch::now(), self.clock.doubt()));
        }
        Health { at, checks, signs }
    }

    /// Reads what waits, and writes one row, as everything else would have to.
    async fn vital_signs(&self, now: Instant) -> Result<VitalSigns, String> {
        let looking = self.db.read(store::vital_signs::read);
        let signs = within(DATABASE_PATIENCE, looking).await?;
        let value = serde_json::json!(now.timestamp());
        let writing = self.db.write(move |c| store::setting::put(c, PROBE, &value));
        within(DATABASE_PATIENCE, writing).await?;
        Ok(signs)
    }

    async fn mail_server(&self, patience: Duration) -> Check {
        if !self.sends_mail() {
            return Check::warning(
                MAIL_SERVER,
                "None is configured: notices wait in the outbox.",
                "Set “smtp.host” and what belongs to it.",
            );
        }
        let remedy = "See that the mail server of “smtp.host” runs and takes our mail: “punctual doctor” says what it answers. Notices wait in the outbox meanwhile, the urgent ones first.";
        let mailer = self.mailer.clone();
        let asked = async move { within(MAIL_SERVER_PATIENCE, mailer.probe()).await };
        match self.found.mail_server.ask(patience, asked).await {
            Some(Ok(())) => Check::well(MAIL_SERVER, "It takes mail."),
            Some(Err(error)) => {
                Check::failing(MAIL_SERVER, format!("It does not take mail: {error}"), remedy)
            }
            None => Check::warning(MAIL_SERVER, "It was asked, and has not answered yet.", remedy),
        }
    }

    /// Whether a database server has space left. One that does not answer at all is told of as the database.
    async fn server_disk(&self) -> Option<Check> {
        if self.db.is_sqlite() {
            return None;
        }
        match timeout(DATABASE_PATIENCE, self.db.read(store::vital_signs::look_for_room)).await {
            Ok(Ok(())) => Some(Check::well("disk", "The database server has space to write.")),
            Ok(Err(StoreError::NoSpace)) => Some(Check::failing(
                "disk",
                "The disk of the database server is full.",
                "Make space where PostgreSQL keeps its data: until then little or nothing can be taken in.",
            )),
            _ => None,
        }
    }

    /// Whether the list of stolen passwords could not be read; nothing while all is well with it.
    fn stolen_passwords(&self) -> Option<Check> {
        let why = self.config.auth.breached_passwords.as_ref()?.trouble()?;
        Some(Check::failing(
            "stolen passwords",
            format!("A password was chosen that could not be compared with them: {why}"),
            "Fetch the list that “auth.breached_passwords” names anew, and start the program again.",
        ))
    }

    /// The space left where an embedded database lies.
    fn disk(&self) -> Option<Check> {
        let file = self.db.file()?;
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let space = rustix::fs::statvfs(folder).ok()?;
        let free = space.f_bavail.saturating_mul(space.f_frsize);
        let words = format!("{} MiB are free where the database lies.", free / (1024 * 1024));
        let remedy =
            "Make space, or move the database to a larger disk: without space nothing can be taken in.";
        Some(match free {
            0..LEAST_SPACE => Check::failing("disk", words, remedy),
            LEAST_SPACE..LITTLE_SPACE => Check::warning("disk", words, remedy),
            _ => Check::well("disk", words),
        })
    }
}

pub(super) async fn within<T, E: ToString>(
    patience: Duration,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, String> {
    match timeout(patience, work).await {
        Ok(outcome) => outcome.map_err(|error| error.to_string()),
        Err(_) => Err("it does not answer in time".to_owned()),
    }
}
