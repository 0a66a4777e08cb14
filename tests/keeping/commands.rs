//! Backups as an operator makes, checks and restores them, on the command line.

use std::os::unix::fs::PermissionsExt;
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

/// A folder with an installation; gives the name of a backup of it.
fn installed(folder: &Path) -> String {
    std::fs::write(folder.join("keys"), told(folder, &["key", "new"])).unwrap();
    std::fs::write(folder.join("punctual.toml"), "[encryption]\nkey_file = 'keys'\n").unwrap();
    told(folder, &["migrate"]);
    told(folder, &["backup", "--to", "backups"]).lines().next().unwrap().to_owned()
}

/// In a shell whose files everybody may read.
#[test]
fn nobody_else_may_read_what_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("punctual.toml"), "").unwrap();
    let made = |arguments: &str| {
        let line = format!("umask 022; exec '{}' {arguments}", env!("CARGO_BIN_EXE_punctual"));
        let mut shell = Command::new("sh");
        shell.args(["-c", &line]).current_dir(folder).env_remove("DATABASE_URL");
        let output = shell.env("PUNCTUAL_CONFIG", "punctual.toml").output().unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    made("migrate");
    let backup = made("backup --plain --to backups");
    made(&format!("restore {} --into sqlite:restored.db", backup.lines().next().unwrap()));
    for name in ["punctual.db", "backups", "restored.db"] {
        let mode = folder.join(name).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name} has the mode {mode:o}");
    }
}

/// SQLite would replay what a process that was killed left over the restored file, at its first opening.
#[test]
fn nothing_is_restored_beside_what_a_killed_process_left() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let backup = installed(folder);
    std::fs::remove_file(folder.join("punctual.db")).unwrap();
    let restore = ["restore", &backup, "--into", "sqlite:punctual.db"];
    for left in ["punctual.db-wal", "punctual.db-shm", "punctual.db-journal"] {
        std::fs::write(folder.join(left), "its last changes").unwrap();
        let why = refused(folder, &restore);
        assert!(why.contains(left) && why.contains("move it away"), "{why}");
        assert!(!folder.join("punctual.db").exists(), "restored beside {left}");
        assert_eq!(std::fs::read_to_string(folder.join(left)).unwrap(), "its last changes");
        std::fs::remove_file(folder.join(left)).unwrap();
    }
    for part in ["", "-wal", "-shm", "-journal"] {
        std::fs::write(folder.join(format!("punctual.db.part{part}")), "of a restore that was killed")
            .unwrap();
    }
    told(folder, &restore);
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let parts: Vec<_> = names.filter(|name| name.to_string_lossy().contains(".part")).collect();
    assert!(parts.is_empty(), "{parts:?}");
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

/// Runs the commands for keys that a document shows, each once, in the folder.
fn run_as_shown(document: &str, folder: &Path) {
    let program = Path::new(env!("CARGO_BIN_EXE_punctual")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let commands: Vec<_> =
        document.lines().filter(|line| line.starts_with("(umask 077; punctual key")).collect();
    assert_eq!(commands.len(), 2, "one makes the first key, one a new key before it");
    for command in commands {
        let mut shell = Command::new("sh");
        let done = shell.args(["-c", command]).current_dir(folder).env("PATH", &path).status().unwrap();
        assert!(done.success(), "{command}");
    }
}

#[test]
fn the_commands_for_keys_put_a_new_one_first_and_rotate_says_which_one_that_is() {
    use std::os::unix::fs::PermissionsExt;

    let guide = told(Path::new("."), &["print", "guide"]);
    for document in [include_str!("../../README.md"), &guide] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        run_as_shown(document, folder);
        let keys = std::fs::read_to_string(folder.join("keys")).unwrap();
        assert_eq!(keys.lines().count(), 2, "{keys}");
        assert_eq!(std::fs::metadata(folder.join("keys")).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::write(folder.join("punctual.toml"), "encryption.key_file = 'keys'\n").unwrap();
        told(folder, &["migrate"]);
        let second = punctual::vault::Key::parse(keys.lines().next().unwrap()).unwrap().id();
        let rotated = told(folder, &["key", "rotate"]);
        assert!(rotated.contains(&format!("under the key {second}.")), "{rotated}");
        for words in ["the first line of encryption.key_file", "restart it, and repeat this"] {
            assert!(rotated.contains(words), "“{words}” is missing in\n{rotated}");
        }
    }
}
