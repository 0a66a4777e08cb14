//! The whole SQLite file encrypted. `tests/encryption/run` builds the program so; as it is built otherwise, a key for
//! the file is refused.

use std::path::Path;
use std::process::{Command, Output};

use punctual::vault::Key;

#[cfg(feature = "encryption")]
mod commands;
#[cfg(feature = "encryption")]
mod contents;
#[cfg(not(feature = "encryption"))]
mod without;

/// Runs the program on `punctual.db` of a folder, with these keys for it, the newest first.
fn punctual(folder: &Path, arguments: &str, keys: &[&Key]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_punctual"));
    command.args(arguments.split(' ')).current_dir(folder).env_remove("DATABASE_URL");
    if !keys.is_empty() {
        let lines: Vec<String> = keys.iter().map(|key| key.reveal()).collect();
        std::fs::write(folder.join("keys"), lines.join("\n")).unwrap();
        command.env("PUNCTUAL_ENCRYPTION__DATABASE_KEY_FILE", "keys");
    }
    command.output().unwrap()
}

/// Runs it, and fails unless it refuses with these words.
#[track_caller]
fn assert_refused(folder: &Path, arguments: &str, keys: &[&Key], words: &str) {
    let output = punctual(folder, arguments, keys);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && told.contains(words), "{arguments}: {told}");
}
