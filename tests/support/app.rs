//! The whole installation as one test sees it: the real server on a port of its own, a fresh database, a clock in the
//! test's hand, and a mailer that keeps what it is given.
//!
//! There are the four shipped agreements, a customer on each with one contact, two agents who take turns on call, a
//! manager and an administrator.

use std::net::TcpListener;
use std::sync::OnceLock;
use std::thread::JoinHandle;

use punctual::app::App;
use punctual::clock::Clock;
use punctual::config::Config;
use punctual::demo;
use punctual::domain::{EmailAddress, InboundMail, Person, SessionRecord};
use punctual::mail::{Mailer, MemoryMailer, OutgoingMail, SendError};
use punctual::service::{self, account};
use punctual::sla::Instant;
use punctual::store::{self, Database, StoreError};
use punctual::web::auth::{Keys, Password};
use punctual::worker;

use super::caller::Caller;
use super::received_mail::ReceivedMail;
use super::test_database::TestDatabase;
use super::tls_postgres::TlsPostgres;
use super::world;

/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery staple";

/// The address to which customers write.
const SUPPORT: &str = "support@provider.example";

/// When every test begins: a Monday at ten, London time.
pub const BEGINNING: &str = "2026-11-23T10:00:00Z";

/// What holds unless a test says otherwise.
const NO_SECOND_STEP: &str = "[auth]\ntotp_required = ['none']";

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// Nobody in particular.
    Anonymous,
    /// The contact of the customer on the agreement with this key.
    Customer(&'static str),
    /// An agent, on call in the week of the beginning.
    Agent,
    /// Another agent, on call the week after.
    Backup,
    /// The manager.
    Manager,
    /// The administrator.
    Admin,
}

impl Who {
    /// The address of the account; none for nobody.
    pub fn email(self) -> Option<String> {
        Some(match self {
            Self::Anonymous => return None,
            Self::Customer(key) => format!("contact@{key}.example"),
            Self::Agent => "agent@provider.example".to_owned(),
            Self::Backup => "backup@provider.example".to_owned(),
            Self::Manager => "manager@provider.example".to_owned(),
            Self::Admin => "admin@provider.example".to_owned(),
        })
    }
}

/// A running installation.
pub struct TestApp {
    /// What the server runs on.
    pub app: App,
    /// `http://127.0.0.1:port`.
    pub address: String,
    mailbox: MemoryMailer,
    client: reqwest::Client,
    server: Option<Server>,
    database: Option<TestDatabase>,
}

struct Server {
    handle: actix_web::dev::ServerHandle,
    thread: JoinHandle<()>,
}

impl TestApp {
    /// On SQLite.
    pub fn sqlite() -> Self {
        Self::on(TestDatabase::sqlite())
    }

    /// On PostgreSQL.
    pub fn postgres() -> Self {
        Self::on(TestDatabase::postgres())
    }

    /// On PostgreSQL, reached by TLS.
    pub fn postgres_by_tls() -> Self {
        Self::on(TestDatabase::postgres_by_tls())
    }

    /// The server that is reached by TLS.
    pub fn tls_server(&self) -> &TlsPostgres {
        self.database.as_ref().unwrap().tls_server()
    }

    /// Another installation, to which customers write at this address; on SQLite.
    pub fn answering_at(support: &str) -> Self {
        Self::on_at(TestDatabase::sqlite(), support)
    }

    fn on(database: TestDatabase) -> Self {
        Self::on_at(database, SUPPORT)
    }

    fn on_at(database: TestDatabase, support: &str) -> Self {
        let clock = Clock::manual(BEGINNING.parse().unwrap());
        let test = Self::start(database, clock, MemoryMailer::default(), support, "");
        world::add(&test.app);
        test
    }

    /// The demonstration, on SQLite, on a Wednesday at noon: weeks of tickets of several customers.
    pub fn demonstration() -> Self {
        let now: Instant = "2026-11-25T12:00:00Z".parse().unwrap();
        let (clock, mailbox) = (Clock::manual(now), MemoryMailer::default());
        let test = Self::start(TestDatabase::sqlite(), clock, mailbox, &demo::support_address(), "");
        demo::fill(&test.app, now, password_hash()).unwrap();
        test
    }

    fn start(database: TestDatabase, clock: Clock, mailbox: MemoryMailer, support: &str, more: &str) -> Self {
        Self::serve(database.database.clone(), Some(database), clock, mailbox, support, more)
    }

    fn serve(
        db: Database,
        database: Option<TestDatabase>,
        clock: Clock,
        mailbox: MemoryMailer,
        support: &str,
        more: &str,
    ) -> Self {
        // A second installation of the same implementation fails, and changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        // The provider’s people sign in without a second step, unless a test is about it.
        let auth = if more.contains("[auth]") { "" } else { NO_SECOND_STEP };
        let settings = format!("public_url = '{address}'\n[mail]\nfrom = '{support}'\n{auth}\n{more}");
        let config = Config::parse(&settings, std::iter::empty()).unwrap();
        let mailer = Mailer::Memory(mailbox.clone());
        let app = App::open(config, clock, db, mailer).unwrap();
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let server = Some(Server::start(app.clone(), listener));
        Self { app, address, mailbox, client, server, database }
    }

    /// The same installation after its process ended and began anew: same database, clock and mailbox.
    pub fn restart(self) -> Self {
        self.restart_with("")
    }

    /// The same, with these settings (TOML sections) beside the usual ones.
    pub fn restart_with(mut self, settings: &str) -> Self {
        self.stop();
        let mut database = self.database.take().unwrap();
        database.database = database.open_again();
        Self::start(database, self.app.clock.clone(), self.mailbox.clone(), SUPPORT, settings)
    }

    /// Gives a mail to the installation, as a pipe from a mail server does, lets it be read, and answers what became
    /// of it.
    pub async fn receive(&self, raw: &str) -> InboundMail {
        let (context, raw) = (self.app.context(), raw.replace('\n', "\r\n").into_bytes());
        let store = move |c: &mut _| service::store_mail(c, &context, "ingest", &raw, context.now);
        let kept = self.app.db.write(store).await.unwrap();
        self.tick().await;
        self.read(move |c| store::inbound::find(c, kept.id)).unwrap()
    }

    /// Another process on the same database, with the same clock and mailbox.
    pub fn another_node(&self) -> Self {
        self.another_node_with("")
    }

    /// The same with these settings too.
    pub fn another_node_with(&self, more: &str) -> Self {
        Self::serve(self.app.db.clone(), None, self.app.clock.clone(), self.mailbox.clone(), SUPPORT, more)
    }

    /// Another process with connections of its own to the database: it hears of what is committed as another machine
    /// does.
    pub fn distant_node(&self) -> Self {
        let database = self.database.as_ref().unwrap().open_again();
        Self::serve(database, None, self.app.clock.clone(), self.mailbox.clone(), SUPPORT, "")
    }

    fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            drop(server.handle.stop(false));
            server.thread.join().unwrap();
        }
    }

    /// Changes rows behind the program's back.
    pub fn sql(&self, statement: &str) {
        self.database.as_ref().unwrap().sql(statement);
    }

    /// What the clock shows.
    pub fn now(&self) -> Instant {
        self.app.clock.now()
    }

    /// Lets it be this instant (`2026-11-23T10:00:00Z`), and the worker do what is due by then.
    pub async fn at(&self, instant: &str) {
        self.app.clock.set(instant.parse().unwrap());
        self.tick().await;
    }

    /// Lets the worker do what is due by now: clocks, received mail, and notices, until nothing is left.
    pub async fn tick(&self) {
        let now = self.now();
        worker::replies::run_once(&self.app, now).await.unwrap();
        worker::holidays::run_once(&self.app, now).await.unwrap();
        worker::timers::run_once(&self.app, now).await.unwrap();
        worker::inbound::run_once(&self.app, now).await.unwrap();
        worker::malware::run_once(&self.app, now).await.unwrap();
        worker::outbox::run_once(&self.app, now).await.unwrap();
        worker::webhooks::run_once(&self.app, now).await.unwrap();
    }

    /// Somebody's requests.
    pub fn api(&self, who: Who) -> Caller<'_> {
        Caller::new(&self.client, &self.address, who.email().map(|_| self.person(who)), self)
    }

    /// The requests of anybody in the database.
    pub fn api_of(&self, person: Option<Person>) -> Caller<'_> {
        Caller::new(&self.client, &self.address, person, self)
    }

    /// The cookie of a session of somebody that begins now: `name=value`.
    pub fn session_cookie(&self, person: &Person) -> String {
        self.api_of(Some(person.clone())).cookie().unwrap()
    }

    /// The same as they left the house.
    pub fn outgoing(&self) -> Vec<OutgoingMail> {
        self.mailbox.take()
    }

    /// The mails that were sent since the last call, oldest first.
    pub fn mails(&self) -> Vec<ReceivedMail> {
        self.mailbox.take().iter().map(ReceivedMail::read).collect()
    }

    /// Lets so many mails fail with this.
    pub fn refuse_mails(&self, error: SendError, count: usize) {
        (0..count).for_each(|_| self.mailbox.fail_next(error.clone()));
    }

    /// Lets mails through again.
    pub fn accept_mails(&self) {
        self.mailbox.fail_no_more();
    }

    /// Looks into the database.
    pub fn read<T>(&self, job: impl FnOnce(&mut store::Connection) -> Result<T, StoreError>) -> T {
        self.database().read_now(job).unwrap()
    }

    /// Lets the database refuse mail (by hiding the table of its bytes), or take it again.
    pub fn refuse_mail(&self, is_refused: bool) {
        let rename = if is_refused { "blob RENAME TO hidden_blob" } else { "hidden_blob RENAME TO blob" };
        let renaming = format!("ALTER TABLE {rename}");
        let rename = move |c: &mut store::Connection| -> Result<usize, StoreError> {
            Ok(diesel::RunQueryDsl::execute(diesel::sql_query(renaming), c)?)
        };
        self.database().write_now(rename).unwrap();
    }

    /// The address of the database.
    pub fn url(&self) -> store::DatabaseUrl {
        self.database.as_ref().unwrap().url.clone()
    }

    /// The key of the database's file.
    #[cfg(feature = "encryption")]
    pub fn database_key(&self) -> Option<store::FileKey> {
        self.database.as_ref().unwrap().file_key
    }

    /// The database.
    pub fn database(&self) -> &Database {
        &self.app.db
    }

    /// Somebody as the database has them.
    pub fn person(&self, who: Who) -> Person {
        let email = EmailAddress::parse(&who.email().expect("nobody in particular has no account")).unwrap();
        self.read(move |c| store::person::find_by_email(c, &email)).unwrap()
    }

    /// A session of somebody that holds now: the last one, or a new one where it has ended.
    pub fn session(&self, person: &Person) -> SessionRecord {
        let (id, now) = (person.id, self.now());
        let live = self.read(move |c| {
            let generation = store::person::token_generation(c, id)?;
            let sessions = store::session::of_person(c, id)?;
            Ok(sessions.into_iter().find(|one| one.browser == "A test" && one.is_live(generation, now)))
        });
        if let Some(live) = live {
            return live;
        }
        let (context, person) = (self.app.context(), person.clone());
        let caller = account::Caller { browser: "A test".to_owned(), address: None };
        let begin = move |c: &mut store::Connection| account::begin_session(c, &context, &person, caller);
        self.database().write_now(begin).unwrap()
    }

    /// The keys of sessions and forms.
    pub fn keys(&self) -> Keys {
        Keys::derive(&self.app.token_key)
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Server {
    /// A thread with the server's own event loop.
    fn start(app: App, listener: TcpListener) -> Self {
        let (sender, receiver) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = punctual::web::server(app, listener).unwrap();
                sender.send(server.handle()).unwrap();
                server.await.unwrap();
            });
        });
        Self { handle: receiver.recv().unwrap(), thread }
    }
}

/// The hash of [`PASSWORD`], made once: hashing is slow on purpose.
pub fn password_hash() -> String {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| Password::choose(PASSWORD).unwrap().hash().unwrap()).clone()
}

/// Makes two tests of each asynchronous function that takes a `TestApp`: one on SQLite, one on PostgreSQL.
macro_rules! on_both_apps {
    ($($(#[$attribute:meta])* $name:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                $(#[$attribute])*
                async fn $name() {
                    super::$name(crate::support::app::TestApp::sqlite()).await;
                }
            )+
        }

        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                $(#[$attribute])*
                async fn $name() {
                    super::$name(crate::support::app::TestApp::postgres()).await;
                }
            )+
        }
    };
}

pub(crate) use on_both_apps;
