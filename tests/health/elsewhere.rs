//! Commands in a folder that is none of an installation, and into a pipe that nobody reads.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

fn punctual(folder: &Path, arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_punctual"));
    program.args(arguments).current_dir(folder).env_remove("DATABASE_URL").env_remove("PUNCTUAL_CONFIG");
    program.stdin(Stdio::null());
    program
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).unwrap().next().is_none()
}

#[test]
fn no_command_makes_a_database_where_there_is_none_but_says_where_it_looked() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    let file = folder.join("punctual.db");
    for arguments in [
        &["doctor", "--no-dns"][..],
        &["user", "add", "--email", "you@example.com", "--name", "You"],
        &["organization", "add", "--name", "Acme", "--contract", "dms"],
        &["audit", "verify"],
        &["backup", "--to", ".", "--plain"],
        &["key", "rotate"],
        &["worker"],
        &["ingest"],
    ] {
        let done = punctual(&folder, arguments).output().unwrap();
        let told = [done.stdout, done.stderr].concat();
        let told = String::from_utf8_lossy(&told);
        assert!(!done.status.success(), "{arguments:?}: {told}");
        for words in
            [&*file.display().to_string(), "-c FILE", "DATABASE_URL", "in the folder of the installation"]
        {
            assert!(told.contains(words), "{arguments:?}: “{words}” is missing in\n{told}");
        }
        assert!(is_empty(&folder), "{arguments:?} left something behind");
    }
}

#[test]
fn migrate_and_serve_say_which_database_they_make() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    let file = folder.join("punctual.db").display().to_string();
    let told = |command: &mut Command| String::from_utf8(command.output().unwrap().stderr).unwrap();
    assert!(told(&mut punctual(&folder, &["migrate"])).contains(&file));
    assert!(!told(&mut punctual(&folder, &["migrate"])).contains(&file), "it is made once");

    let served = "served.db";
    let file = folder.join(served).display().to_string();
    let mut serving = punctual(&folder, &["serve", "--no-worker"]);
    serving.env("DATABASE_URL", format!("sqlite:{served}")).env("PUNCTUAL_HTTP__LISTEN", "127.0.0.1:0");
    let mut serving = serving.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(serving.stderr.take().unwrap()).lines().map(Result::unwrap);
    let is_told = log.by_ref().take_while(|line| !line.contains("serving")).any(|line| line.contains(&file));
    serving.kill().unwrap();
    serving.wait().unwrap();
    assert!(is_told, "the log names {file}");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, code) in [
        (&["doctor", "--no-dns"][..], 1),
        (&["migrate"], 0),
        (&["doctor", "--no-dns"], 1),
        (&["print", "guide"], 0),
        (&["key", "new"], 0),
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let done = punctual(folder.path(), arguments).stdout(writer).output().unwrap();
        let told = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(code), "{arguments:?}: {told}");
        assert!(!told.contains("panicked"), "{arguments:?}: {told}");
    }
}
