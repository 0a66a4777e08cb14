//! `[encryption]`: the keys under which contents, secrets and backups are sealed, and those of the SQLite file.

use super::raw::Raw;
use crate::store::CAN_ENCRYPT_FILES;
use crate::vault::{Key, Keyring};

impl Raw {
    /// Reads the keys: those of `encryption.key_file`, one a line, then those of `encryption.keys`; the first is the
    /// newest.
    pub(super) fn keyring(&mut self) -> Keyring {
        let mut keys = Vec::new();
        if let Some(path) = self.optional("encryption.key_file") {
            match read(&path) {
                Ok(found) => keys.extend(found),
                Err(error) => drop(self.fault::<()>("encryption.key_file", &error)),
            }
        }
        self.is_empty_list("encryption.keys");
        if self.optional("encryption.keys").is_some() {
            self.fault::<()>("encryption.keys", "it takes a list of keys, the newest first");
        }
        // A key that is wrong is not repeated in the message: it may be right but for one letter.
        for index in 0.. {
            let path = format!("encryption.keys[{index}]");
            let Some(text) = self.optional(&path) else { break };
            match Key::parse(&text) {
                Ok(key) => keys.push(key),
                Err(error) => drop(self.fault::<()>(&path, &error.to_string())),
            }
        }
        Keyring::new(keys)
    }

    /// Reads the keys of the SQLite file, one a line, the newest first.
    pub(super) fn database_keys(&mut self, database_url: &str) -> Keyring {
        let Some(path) = self.optional(DATABASE_KEY_FILE) else { return Keyring::default() };
        let wrong = match read(&path) {
            Err(error) => error,
            Ok(_) if database_url.starts_with("postgres") => {
                "it is for SQLite: encrypt the volume of the PostgreSQL server instead".to_owned()
            }
            Ok(_) if !CAN_ENCRYPT_FILES => {
                "this program can't encrypt databases: build it with `cargo build --release --features encryption`"
                    .to_owned()
            }
            Ok(keys) => return Keyring::new(keys),
        };
        self.fault::<Keyring>(DATABASE_KEY_FILE, &wrong).unwrap_or_default()
    }
}

/// The setting that encrypts the database whole.
const DATABASE_KEY_FILE: &str = "encryption.database_key_file";

fn read(path: &str) -> Result<Vec<Key>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path} can't be read: {error}"))?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let keys: Vec<_> = lines.map(Key::parse).collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    match keys.is_empty() {
        true => Err(format!("there is no key in {path}: `punctual key new` prints one")),
        false => Ok(keys),
    }
}
