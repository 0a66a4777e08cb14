//! Backups as an operator makes, checks and restores them, on the command line.

use std::path::Path;
use std::process::{Command, Output};

fn punctual(folder: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_punctual"));
    program.args(arguments).current_dir(folder).env_remove("DATABASE_URL");
    program.env("PUNCTUAL_CONFIG", "punctual.toml").output().unwrap()
}

/// What it prints; it has to succeed.
#[track_caller]
fn told(folder: &Path, arguments: &[&str]) -> String {
    let output = punctual(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What it says as it refuses.
#[track_caller]
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = punctual(folder, arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_backup_is_made_checked_and_restored_and_never_over_anything() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("punctual.toml"), "").unwrap();
    std::fs::create_dir(folder.join("backups")).unwrap();
    told(folder, &["migrate"]);
    std::fs::write(folder.join("dms.toml"), told(folder, &["contract", "template", "dms"])).unwrap();
    told(folder, &["contract", "add", "dms.toml"]);
    assert!(
        refused(folder, &["backup", "--to", "backups"]).contains("punctual key new"),
        "it would be readable"
    );
    assert!(refused(folder, &["backup"]).contains("--to DIRECTORY"));

    std::fs::write(folder.join("keys"), told(folder, &["key", "new"])).unwrap();
    std::fs::write(folder.join("punctual.toml"), "[encryption]\nkey_file = 'keys'\n").unwrap();
    let made = told(folder, &["backup", "--to", "backups"]);
    assert!(made.contains("read back and found equal") && made.contains("The audit log ended at"), "{made}");
    let file = made.lines().next().unwrap();
    let bytes = std::fs::read(folder.join(file)).unwrap();
    assert!(!bytes.windows(3).any(|word| word == b"dms"), "it is noise without the key");
    let whole = told(folder, &["backup", "verify", file]);
    assert!(whole.contains("The backup is whole") && whole.contains("Recovery point: "), "{whole}");

    let restored = told(folder, &["restore", file, "--into", "sqlite:new.db"]);
    for words in [
        "Restored into ",
        "Recovery point: ",
        ", 0 hours 0 minutes ago. What came later is not in it.",
        "Recovery time: ",
    ] {
        assert!(restored.contains(words), "“{words}” is missing in\n{restored}");
    }
    for taken in ["sqlite:new.db", "sqlite:punctual.db"] {
        let before = std::fs::read(folder.join(&taken[7..])).unwrap();
        assert!(
            refused(folder, &["restore", file, "--into", taken]).contains("is not overwritten"),
            "{taken}"
        );
        assert_eq!(std::fs::read(folder.join(&taken[7..])).unwrap(), before, "{taken} is as it was");
    }
    std::fs::write(folder.join("keys"), told(folder, &["key", "new"])).unwrap();
    assert!(
        refused(folder, &["backup", "verify", file]).contains("not configured"),
        "another key opens nothing"
    );
}
