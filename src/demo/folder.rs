//! The folder in which a demonstration lives: its configuration and its database.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// A folder of a demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder(PathBuf);

/// Why a folder can't be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is something in it already.
    #[error(
        "{0} is not empty, and a demonstration begins with an empty folder: name another one with --dir, or leave it out. \
         To look at a demonstration that is already in it, run `punctual serve -c {0}/punctual.toml`."
    )]
    NotEmpty(String),
    /// Its path is no text, so that it can't be written into a configuration.
    #[error("{0} can't be used: its path is not valid UTF-8")]
    OddPath(String),
    /// The system refuses.
    #[error("{0} can't be used: {1}")]
    Refused(String, io::Error),
}

impl Folder {
    /// An empty folder; it is made where it doesn't exist.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn prepare(path: &Path) -> Result<Self, FolderError> {
        let refused = |error| FolderError::Refused(path.display().to_string(), error);
        std::fs::create_dir_all(path).map_err(refused)?;
        let path = path.canonicalize().map_err(refused)?;
        if std::fs::read_dir(&path).map_err(refused)?.next().is_some() {
            return Err(FolderError::NotEmpty(path.display().to_string()));
        }
        Ok(Self(path))
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Its configuration file.
    #[must_use]
    pub fn config_file(&self) -> PathBuf {
        self.0.join("punctual.toml")
    }

    /// Writes the configuration, so that other commands work on the demonstration too.
    ///
    /// # Errors
    /// [`FolderError`] where it can't be written.
    pub fn write_config(&self, listen: SocketAddr) -> Result<(), FolderError> {
        let shown = || self.0.display().to_string();
        let database = self.0.join("punctual.db");
        let database = database.to_str().ok_or_else(|| FolderError::OddPath(shown()))?;
        let table = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).into()));
            toml::Value::Table(pairs.collect())
        };
        let mut config = toml::Table::new();
        config.insert("database_url".to_owned(), format!("sqlite:{database}").into());
        config.insert("public_url".to_owned(), format!("http://{listen}").into());
        config.insert("time_zone".to_owned(), "Europe/London".into());
        config.insert("http".to_owned(), table(&[("listen", &listen.to_string())]));
        config.insert(
            "mail".to_owned(),
            table(&[("from", &super::support_address()), ("from_name", "Helpdesk")]),
        );
        // Everybody's password is printed, so a second step would guard nothing here.
        let mut auth = toml::Table::new();
        auth.insert("totp_required".to_owned(), toml::Value::Array(vec!["none".into()]));
        config.insert("auth".to_owned(), toml::Value::Table(auth));
        let text = format!(
            "# A demonstration of Punctual: throw the folder away when you have seen it.\n\n{config}"
        );
        std::fs::write(self.config_file(), text).map_err(|error| FolderError::Refused(shown(), error))
    }
}
