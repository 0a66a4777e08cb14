//! Where the database is.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::{Reach, StoreError, tunnel};

/// The address of a database: a SQLite file, or a PostgreSQL server.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A SQLite file. It is created when it is missing; its folder is not.
    Sqlite(PathBuf),
    /// A PostgreSQL address, `postgres://user:password@host/name`.
    Postgres(String),
}

impl DatabaseUrl {
    /// The address without a password, for a log.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Sqlite(path) => path.display().to_string(),
            Self::Postgres(url) => without_credentials(url),
        }
    }

    /// Who can read what is said to it on its way.
    ///
    /// # Errors
    /// [`StoreError::BadUrl`] where the address asks for something that can't be kept.
    pub fn reach(&self) -> Result<Reach, StoreError> {
        match self {
            Self::Sqlite(_) => Ok(Reach::Here),
            Self::Postgres(url) => tunnel::reach(url),
        }
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.shown())
    }
}

impl From<&Path> for DatabaseUrl {
    fn from(path: &Path) -> Self {
        Self::Sqlite(path.to_owned())
    }
}

impl FromStr for DatabaseUrl {
    type Err = StoreError;

    /// Reads `postgres://…`, `postgresql://…`, `sqlite:FILE`, `sqlite://FILE` or a plain path.
    ///
    /// # Errors
    /// [`StoreError::BadUrl`] for any other scheme, an empty path, or a database in memory, which a second connection
    /// could not see; and a PostgreSQL address that asks for what can't be kept.
    fn from_str(text: &str) -> Result<Self, StoreError> {
        let text = text.trim();
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            tunnel::reach(text)?;
            return Ok(Self::Postgres(text.to_owned()));
        }
        if let Some(path) = text.strip_prefix("sqlite:") {
            return sqlite(path.strip_prefix("//").unwrap_or(path));
        }
        match text.split_once("://") {
            Some((scheme, _)) => Err(StoreError::BadUrl(format!(
                "“{scheme}” is no kind of database this program knows: use a file name, sqlite:FILE or postgres://…"
            ))),
            None => sqlite(text),
        }
    }
}

fn sqlite(path: &str) -> Result<DatabaseUrl, StoreError> {
    if path.is_empty() {
        return Err(StoreError::BadUrl("the address of the database is empty".to_owned()));
    }
    if path.starts_with(":memory:") || path.contains("mode=memory") {
        return Err(StoreError::BadUrl(
            "a database in memory would be lost, and each connection would see its own: name a file"
                .to_owned(),
        ));
    }
    Ok(DatabaseUrl::Sqlite(PathBuf::from(path)))
}

/// Leaves out everything between the scheme and the host, and all parameters, which may hold a password too.
fn without_credentials(url: &str) -> String {
    let plain = url.split(['?', '#']).next().unwrap_or_default();
    match (plain.split_once("://"), plain.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, place))) => format!("{scheme}://{place}"),
        _ => plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::DatabaseUrl;

    #[test]
    fn reads_files_and_postgres_and_refuses_the_rest_by_name() {
        for (text, shown) in [
            ("punctual.db", "punctual.db"),
            ("sqlite:punctual.db", "punctual.db"),
            ("sqlite:///var/lib/p.db", "/var/lib/p.db"),
            ("postgres://p:se@cret@db/p?password=x", "postgres://db/p"),
            ("postgresql://db/p", "postgresql://db/p"),
        ] {
            let url: DatabaseUrl = text.parse().unwrap();
            assert_eq!(url.shown(), shown);
            assert!(!format!("{url:?}").contains("cret"));
        }
        for (text, word) in [("mysql://x/y", "mysql"), ("", "empty"), ("sqlite::memory:", "memory")] {
            let refusal = text.parse::<DatabaseUrl>().unwrap_err().to_string();
            assert!(refusal.contains(word), "{text}: {refusal}");
        }
    }
}
