//! `[encryption]`: the keys under which contents, secrets and backups are sealed.

use super::raw::Raw;
use crate::vault::{Key, Keyring};

impl Raw {
    /// Reads the keys: those of `encryption.key_file`, one a line, then those of `encryption.keys`; the first is the newest.
    pub(super) fn keyring(&mut self) -> Keyring {
        let mut keys = Vec::new();
        if let Some(path) = self.optional("encryption.key_file") {
            match read(&path) {
                Ok(found) => keys.extend(found),
                Err(error) => drop(self.fault::<()>("encryption.key_file", &error)),
            }
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
}

fn read(path: &str) -> Result<Vec<Key>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path} can't be read: {error}"))?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let keys: Vec<_> = lines.map(Key::parse).collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    match keys.is_empty() {
        true => Err(format!("there is no key in {path}: `punctual key new` prints one")),
        false => Ok(keys),
    }
}
