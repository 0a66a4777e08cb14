//! A fresh, migrated database for one test, of either kind.

use diesel::connection::SimpleConnection;
use diesel::{Connection as _, SqliteConnection};
use punctual::store::{Connection, Database, DatabaseUrl, FileKey, Options, StoreError};
use tempfile::TempDir;

use super::postgres::PostgresDatabase;
use super::small_postgres::SmallPostgres;
use super::tls_postgres::TlsPostgres;

/// A database that is gone after the test.
pub struct TestDatabase {
    /// Open, and migrated unless it was asked for empty.
    pub database: Database,
    /// Its address, to open it once more.
    pub url: DatabaseUrl,
    /// The key of its file, where the program was built so that files are encrypted.
    pub file_key: Option<FileKey>,
    place: Place,
}

/// What has to live as long as the database.
enum Place {
    Folder { _folder: TempDir },
    Server(PostgresDatabase),
    Small(SmallPostgres),
    Tls(TlsPostgres),
}

impl TestDatabase {
    /// A SQLite file.
    pub fn sqlite() -> Self {
        let test = Self::empty_sqlite();
        test.database.migrate().unwrap();
        test
    }

    /// A database on the tests' PostgreSQL.
    pub fn postgres() -> Self {
        let server = PostgresDatabase::migrated();
        Self::open(server.url(), Place::Server(server))
    }

    /// A database on a server of its own, whose disk is small.
    pub fn small_postgres() -> Self {
        let server = SmallPostgres::start();
        let test = Self::open(server.url(), Place::Small(server));
        test.database.migrate().unwrap();
        test
    }

    /// A database on a server of its own, which is reached by TLS.
    pub fn postgres_by_tls() -> Self {
        let server = TlsPostgres::start();
        let test = Self::open(server.url(), Place::Tls(server));
        test.database.migrate().unwrap();
        test
    }

    /// A SQLite file without any table.
    pub fn empty_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite(folder.path().join("punctual.db"));
        Self::open(url, Place::Folder { _folder: folder })
    }

    /// A database without any table on the tests' PostgreSQL.
    pub fn empty_postgres() -> Self {
        let server = PostgresDatabase::empty();
        Self::open(server.url(), Place::Server(server))
    }

    fn open(url: DatabaseUrl, place: Place) -> Self {
        let file_key = FileKey::passing();
        let database = Database::open(&url, Options { file_key, ..Options::default() }).unwrap();
        Self { database, url, file_key, place }
    }

    /// Runs a job in a write transaction; it has to succeed.
    pub fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.database.write_now(job).unwrap()
    }

    /// Runs a job that reads; it has to succeed.
    pub fn read<T>(&self, job: impl FnOnce(&mut Connection) -> Result<T, StoreError>) -> T {
        self.database.read_now(job).unwrap()
    }

    /// Changes rows behind the program's back.
    pub fn sql(&self, statement: &str) {
        match (&self.place, &self.url) {
            (Place::Server(server), _) => server.sql(statement),
            (_, DatabaseUrl::Sqlite(path)) => {
                let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
                if let Some(key) = self.file_key {
                    connection.batch_execute(&key.pragma()).unwrap();
                }
                // The program under test may be writing: its turn is waited for.
                connection.batch_execute(&format!("PRAGMA busy_timeout = 60000; {statement}")).unwrap();
            }
            (_, DatabaseUrl::Postgres(_)) => panic!("nobody else speaks with this PostgreSQL"),
        }
    }

    /// The PostgreSQL database behind it.
    pub fn server(&self) -> &PostgresDatabase {
        match &self.place {
            Place::Server(server) => server,
            _ => panic!("this is not on the tests' PostgreSQL"),
        }
    }

    /// The server that is reached by TLS.
    pub fn tls_server(&self) -> &TlsPostgres {
        match &self.place {
            Place::Tls(server) => server,
            _ => panic!("this is not reached by TLS"),
        }
    }

    /// Where the small disk of its server can be seen.
    pub fn small_disk(&self) -> std::path::PathBuf {
        match &self.place {
            Place::Small(server) => server.disk(),
            _ => panic!("its disk is not small"),
        }
    }

    /// Opens the database once more, as another process would.
    pub fn open_again(&self) -> Database {
        Database::open(&self.url, Options { file_key: self.file_key, ..Options::default() }).unwrap()
    }
}

/// Runs a statement by hand, as somebody with a database client does.
pub fn execute(database: &Database, sql: &str) -> Result<(), StoreError> {
    let sql = sql.to_owned();
    database.write_now(move |c| Ok(diesel::connection::SimpleConnection::batch_execute(c, &sql)?))
}

/// Makes two tests of each function that takes a `&TestDatabase`: one on SQLite, one on PostgreSQL.
macro_rules! on_both_databases {
    ($($(#[$attribute:meta])* $name:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[test]
                $(#[$attribute])*
                fn $name() {
                    super::$name(&crate::support::test_database::TestDatabase::sqlite());
                }
            )+
        }

        mod postgres {
            $(
                #[test]
                $(#[$attribute])*
                fn $name() {
                    super::$name(&crate::support::test_database::TestDatabase::postgres());
                }
            )+
        }
    };
}

pub(crate) use on_both_databases;
