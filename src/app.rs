//! The application: what everything above the database is given.

mod backup_health;
mod health;
mod mailbox_test;
mod malware;
mod metrics;
mod pulse;
mod question;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;

pub use health::Health;
pub use metrics::Metrics;
pub use pulse::Pulse;

pub use crate::config::BreachedPasswords;

use crate::clock::Clock;
use crate::config::{Config, Pager, ReplyAddress};
use crate::domain::{
    AuditActor, AuditKey, Authentication, EmailAddress, Envelope, Notice, NoticeBody, OutboxEntry,
    ParsedMail, Scanning, Signer, TemplateWords,
};
use crate::mail::{
    self, Authenticator, Composed, Courier, Dkim, MailSettings, Mailer, OutgoingMail, Rendered, ReplyTo,
    SendError, Webhook,
};
use crate::node::Node;
use crate::scanner::Scanner;
use crate::service::{Context, Contracts, Identity};
use crate::sla::Instant;
use crate::store::{self, Connection, Database, StoreError};
use crate::vault::Keyring;

/// The database, the clock, the configuration, and what is made from them once. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub db: Database,
    /// The only clock.
    pub clock: Clock,
    /// This process among those that share the work.
    pub node: Node,
    /// What the operator set.
    pub config: Arc<Config>,
    /// Contracts, parsed once.
    pub contracts: Contracts,
    /// What the installation is.
    pub identity: Arc<Identity>,
    /// Sends mail.
    pub mailer: Mailer,
    /// Signs mail.
    pub dkim: Option<Dkim>,
    /// The pager gateway.
    pub pager: Option<Webhook>,
    /// Posts events to webhooks.
    pub courier: Courier,
    /// Looks for malware in files; none where they are given out unchecked.
    pub scanner: Option<Scanner>,
    /// Checks where mail to our listener comes from; none where no name server can be asked.
    pub authenticator: Option<Authenticator>,
    /// The key that signs sessions.
    pub token_key: Arc<[u8]>,
    /// Told when the process is about to end: answers that would go on for ever end themselves.
    pub closing: Arc<tokio::sync::watch::Sender<bool>>,
    /// What this process counts.
    pub metrics: Arc<Metrics>,
    /// What this process has seen of the world outside.
    pub pulse: Arc<Pulse>,
    found: Arc<health::Found>,
}

/// The setting under which the keys are kept.
const SECRETS: &str = "secrets";
/// The setting under which the key of the audit log is kept.
const AUDIT_KEY: &str = "audit_key";

/// Why an installation did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database.
    #[error("The database cannot be used: {0}")]
    Store(#[from] StoreError),
    /// The schema is older than the program.
    #[error("The database is not up to date: run `punctual migrate` first ({0} migrations are waiting).")]
    NotMigrated(usize),
    /// The pager gateway.
    #[error("pager.url: {0}")]
    Pager(String),
    /// What posts events to webhooks.
    #[error("webhooks: {0}")]
    Webhooks(String),
    /// The key that signs mail.
    #[error("dkim.key_file: {0}")]
    Dkim(String),
}

/// The keys of an installation, made at its first start and kept in its database.
#[derive(Deserialize)]
struct Secrets {
    signing_key: String,
    token_key: String,
}

impl App {
    /// Opens an installation whose database is up to date.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn open(config: Config, clock: Clock, db: Database, mailer: Mailer) -> Result<Self, StartError> {
        let waiting = db.pending_migrations()?;
        if !waiting.is_empty() {
            return Err(StartError::NotMigrated(waiting.len()));
        }
        let (secrets, audit_key) = {
            let keys = config.keys.clone();
            db.write_now(move |c| Ok::<_, StoreError>((secrets(c, &keys)?, audit_key(c, &keys)?)))?
        };
        let decode = |text: &str| BASE64.decode(text).map_err(|_| damaged_secrets());
        let identity = Identity {
            mail_domain: config.mail.from.domain().to_owned(),
            provider: config.mail.from_name.clone(),
            signer: Signer::new(decode(&secrets.signing_key)?),
            keys: config.keys.clone(),
            audit_key: AuditKey::new(decode(&audit_key)?),
            pages_by_webhook: config.pager.is_some(),
            time_zone: config.time_zone,
            own_addresses: vec![config.mail.from.clone()],
            largest_file: config.largest_file,
            scanning: if config.scanner.is_some() { Scanning::On } else { Scanning::Off },
            mail_policy: config.trust.policy,
        };
        Ok(Self {
            db,
            clock,
            node: Node::default(),
            token_key: decode(&secrets.token_key)?.into(),
            mailer,
            dkim: config.dkim.as_ref().map(Dkim::open).transpose().map_err(StartError::Dkim)?,
            pager: pager(&config)?,
            courier: courier(&config)?,
            scanner: config.scanner.clone().map(Scanner::new),
            closing: Arc::default(),
            authenticator: authenticator(&config),
            contracts: Contracts::default(),
            identity: Arc::new(identity),
            metrics: Arc::default(),
            pulse: Arc::default(),
            found: Arc::default(),
            config: Arc::new(config),
        })
    }

    /// What a verb needs, with the clock read once.
    #[must_use]
    pub fn context(&self) -> Context {
        self.context_at(self.clock.now())
    }

    /// What a verb needs, for an instant that was read already.
    #[must_use]
    pub fn context_at(&self, now: Instant) -> Context {
        Context {
            now,
            contracts: self.contracts.clone(),
            identity: Arc::clone(&self.identity),
            actor: AuditActor::System,
            pace: self.config.writing_pace,
        }
    }

    /// The keys of encryption at rest.
    #[must_use]
    pub fn keys(&self) -> Keyring {
        self.identity.keys.clone()
    }

    /// A notice as its reader sees it, with the words of the installation or of the reader's customer where they have
    /// some.
    ///
    /// # Errors
    /// Why the template failed, in words.
    pub fn render(&self, notice: &Notice, own: Option<&TemplateWords>) -> Result<Rendered, String> {
        mail::render(notice, own, &self.config.public_url).map_err(|error| error.to_string())
    }

    /// Whether notices leave by mail; else they wait in the outbox.
    #[must_use]
    pub fn sends_mail(&self) -> bool {
        !matches!(self.mailer, Mailer::Unconfigured)
    }

    /// What can be read of a mail as it came. Never fails; what can't be read is named in it.
    #[must_use]
    pub fn read_mail(&self, raw: &[u8]) -> ParsedMail {
        mail::parse(raw)
    }

    /// What can be known of a mail's origin: what our own mail server wrote into it, where the way in has one, else what
    /// checks of our own find about mail to our listener.
    pub async fn authenticate(
        &self,
        source: &str,
        raw: &[u8],
        envelope: Option<&Envelope>,
        from: Option<&EmailAddress>,
    ) -> Authentication {
        if let Some(server) = self.config.trust.results.get(source) {
            return mail::read_results(raw, server, from);
        }
        match (&self.authenticator, envelope) {
            (Some(authenticator), Some(envelope)) => authenticator.check(raw, envelope, from).await,
            _ => Authentication::default(),
        }
    }

    /// Makes a notice into a mail.
    ///
    /// # Errors
    /// [`SendError::Permanent`] for one that can't be made into a mail: it is refused for good.
    pub fn compose(&self, entry: &OutboxEntry, own: Option<&TemplateWords>) -> Result<Composed, SendError> {
        let settings = MailSettings {
            from: self.config.mail.from.clone(),
            from_name: self.config.mail.from_name.clone(),
            public_url: self.config.public_url.clone(),
            reply_to: match self.config.trust.reply_address {
                ReplyAddress::Signed => ReplyTo::Signed(self.identity.signer.clone()),
                ReplyAddress::Plain => ReplyTo::Sender,
            },
        };
        mail::compose(&self.with_token(entry), own, &settings)
            .map_err(|error| SendError::Permanent(error.to_string()))
    }

    /// Gives a mail to the next server, unless it turns out not to be ours at the last moment.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn send_mail(
        &self,
        mail: OutgoingMail,
        is_ours: impl Future<Output = bool> + Send,
    ) -> Result<(), SendError> {
        self.mailer.send_if(&self.signed(mail).await?, is_ours).await
    }

    /// The mail with the signature of our domain, where there is a key.
    async fn signed(&self, mut mail: OutgoingMail) -> Result<OutgoingMail, SendError> {
        let Some(dkim) = self.dkim.clone() else { return Ok(mail) };
        let unsigned = std::mem::take(&mut mail.bytes);
        let signing = tokio::task::spawn_blocking(move || dkim.sign(&unsigned));
        let signed = signing.await.map_err(|error| SendError::Temporary(error.to_string()))?;
        mail.bytes = signed.map_err(|why| SendError::Temporary(format!("it cannot be signed: {why}")))?;
        Ok(mail)
    }

    /// The token of a link is only in the mail itself: whoever looks at the outbox can't use it.
    fn with_token(&self, entry: &OutboxEntry) -> OutboxEntry {
        let mut entry = entry.clone();
        if let NoticeBody::AccountLink { link_id, .. } = entry.notice.body {
            entry.notice.path = link_id.path(&self.identity.signer);
        }
        entry
    }

    /// Gives a page to the pager gateway.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn call_pager(&self, entry: &OutboxEntry) -> Result<(), SendError> {
        match &self.pager {
            Some(pager) => pager.post(entry, self.clock.now()).await,
            None => Err(SendError::Temporary("no pager gateway is configured".to_owned())),
        }
    }
}

/// Without a name server nothing is proven by us; mail is taken all the same.
fn authenticator(config: &Config) -> Option<Authenticator> {
    Authenticator::new(config.trust.resolver?, config.trust.sealers.clone())
        .inspect_err(|error| tracing::warn!(%error, "no name server: the origin of mail cannot be checked"))
        .ok()
}

fn pager(config: &Config) -> Result<Option<Webhook>, StartError> {
    let open = |pager: &Pager| Webhook::new(&pager.url, &pager.secret, &config.public_url);
    config.pager.as_ref().map(open).transpose().map_err(StartError::Pager)
}

fn courier(config: &Config) -> Result<Courier, StartError> {
    let own = config.webhook_networks.clone();
    Courier::new(move |address| own.iter().any(|network| network.contains(address)))
        .map_err(StartError::Webhooks)
}

/// The keys of this installation; the first start makes them.
fn secrets(c: &mut Connection, keys: &Keyring) -> Result<Secrets, StoreError> {
    let made = serde_json::json!({ "signing_key": new_key(), "token_key": new_key() });
    let kept = store::secret::get_or_make(c, keys, SECRETS, &made)?;
    serde_json::from_value(kept).map_err(|_| damaged_secrets())
}

/// The key of the audit log; the first start that has such a log makes it.
fn audit_key(c: &mut Connection, keys: &Keyring) -> Result<String, StoreError> {
    let kept = store::secret::get_or_make(c, keys, AUDIT_KEY, &new_key().into())?;
    kept.as_str().map(str::to_owned).ok_or_else(damaged_secrets)
}

fn new_key() -> String {
    BASE64.encode(rand::random::<[u8; 32]>())
}

fn damaged_secrets() -> StoreError {
    StoreError::Corrupt { table: "setting", id: SECRETS.to_owned() }
}
