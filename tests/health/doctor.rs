//! Each fault that `punctual doctor` looks for, brought about for real: it is named, with what to do about it.

use std::path::Path;
use std::process::Command;

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use tempfile::TempDir;

use crate::support::faketime::show_another_time;
use crate::support::name_server::name_server;
use crate::support::test_database::TestDatabase;

/// A contract file; what is missing follows.
const AGREEMENT: &str = "schema = 1\nkey = 'old'\nname = 'Old'\n[[severity]]\ncode = 'S'\ncovers = 'always'\nrespond = '1h'\n\
    [calendar]\ntime_zone = 'UTC'\noffice_hours = { mon = ['09:00-17:00'] }\n";

/// A folder with a migrated SQLite database and an agreement in force.
fn installation(calendar: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("old.toml"), format!("{AGREEMENT}{calendar}")).unwrap();
    std::fs::write(folder.path().join("punctual.toml"), "").unwrap();
    for arguments in [&["migrate"][..], &["contract", "add", "old.toml"]] {
        let done = punctual(folder.path(), arguments).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    folder
}

fn punctual(folder: &Path, arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_punctual"));
    program
        .args(arguments)
        .current_dir(folder)
        .env_remove("DATABASE_URL")
        .env("PUNCTUAL_CONFIG", "punctual.toml");
    program
}

/// The doctor has to say each of these lines, and to fail if one of them does.
#[track_caller]
fn check(doctor: &mut Command, lines: &[&str]) {
    let output = doctor.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    for line in lines {
        assert!(
            told.contains(line),
            "“{line}” is missing in\n{told}{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let fails = lines.iter().any(|line| line.starts_with("FAIL"));
    assert!(!fails || output.status.code() == Some(1), "{told}");
}

fn doctor(folder: &Path, settings: &str) -> Command {
    std::fs::write(folder.join("punctual.toml"), settings).unwrap();
    punctual(folder, &["doctor", "--no-dns"])
}

#[test]
fn records_that_are_missing_and_records_that_are_there() {
    let folder = installation("");
    let ask = |resolver: std::net::SocketAddr| {
        let settings =
            format!("[mail]\nfrom = 'support@provider.example'\n[trust]\nresolver = '{resolver}'\n");
        std::fs::write(folder.path().join("punctual.toml"), settings).unwrap();
        punctual(folder.path(), &["doctor"])
    };
    let nothing: [(&str, &str); 0] = [];
    check(
        &mut ask(name_server(nothing)),
        &[
            "FAIL  dns mx: provider.example has no MX record",
            "Publish an MX record",
            "look  dns spf: There is no record with v=spf1",
            "Publish a TXT record for provider.example such as \"v=spf1 mx -all\"",
            "look  dns dmarc: There is no record with v=DMARC1",
            "Publish a TXT record for _dmarc.provider.example such as \"v=DMARC1; p=quarantine\"",
        ],
    );
    let published =
        [("provider.example", "v=spf1 mx -all"), ("_dmarc.provider.example", "v=DMARC1; p=reject")];
    check(
        &mut ask(name_server(published)),
        &["ok    dns spf: v=spf1 mx -all", "ok    dns dmarc: v=DMARC1; p=reject"],
    );
}

#[test]
fn a_database_that_is_not_there() {
    let folder = installation("");
    let nobody = format!(
        "database_url = 'postgres://nobody@{}/none'",
        folder.path().display().to_string().replace('/', "%2F")
    );
    check(
        &mut doctor(folder.path(), &nobody),
        &["FAIL  database: ", "cannot connect to PostgreSQL", "See that `database_url` is right"],
    );
}

#[test]
fn a_database_of_another_version() {
    let folder = installation("");
    let sql = |text: &str| {
        let path = folder.path().join("punctual.db");
        SqliteConnection::establish(path.to_str().unwrap()).unwrap().batch_execute(text).unwrap();
    };
    sql("INSERT INTO __diesel_schema_migrations (version) VALUES ('9999')");
    let newest = punctual::store::Database::newest_migration();
    let remedy = format!("`punctual migrate --back-to {newest}`");
    check(&mut doctor(folder.path(), ""), &["FAIL  database: A later version", "to step 9999", &remedy]);
    sql("DELETE FROM __diesel_schema_migrations WHERE version = '9999'");
    assert!(punctual(folder.path(), &["migrate", "--back-to", "0411"]).status().unwrap().success());
    check(
        &mut doctor(folder.path(), ""),
        &["FAIL  database: It is older than the program", "`punctual migrate`"],
    );
}

#[test]
fn passwords_that_were_stolen_elsewhere() {
    let folder = installation("");
    check(
        &mut doctor(folder.path(), ""),
        &[
            "ok    passwords: The commonest stolen ones can’t be chosen.",
            "name it as `auth.breached_passwords`",
        ],
    );
    std::fs::write(folder.path().join("stolen.txt"), format!("{}:3\n", "0".repeat(40))).unwrap();
    check(
        &mut doctor(folder.path(), "auth.breached_passwords = 'stolen.txt'"),
        &["ok    passwords: Those on the list of stolen ones can’t be chosen."],
    );
}

#[test]
fn files_that_nobody_checks_and_a_scanner_that_does_not_answer() {
    let folder = installation("");
    check(
        &mut doctor(folder.path(), ""),
        &["ok    malware scanner: None is configured", "name its socket as `attachments.scanner`"],
    );
    check(
        &mut doctor(folder.path(), "attachments.scanner = 'unix:/nowhere/clamd.ctl'"),
        &[
            "FAIL  malware scanner: Files are not given out, 0 files and mails wait: the scanner cannot be reached: \
             unix:/nowhere/clamd.ctl",
            "See that clamd runs, and that `attachments.scanner` says where it listens.",
        ],
    );
}

#[test]
fn a_clock_that_is_behind_or_not_that_of_the_database_server() {
    let folder = installation("");
    check(&mut doctor(folder.path(), ""), &["ok    clock: It shows "]);
    check(
        show_another_time(&mut doctor(folder.path(), "")).env("FAKETIME", "-1d"),
        &["FAIL  clock: It shows ", "it is behind now, or was ahead then", "see that NTP keeps it right"],
    );
    let test = TestDatabase::postgres();
    let punctual::store::DatabaseUrl::Postgres(url) = &test.url else { panic!("this is PostgreSQL") };
    check(
        doctor(folder.path(), "").env("DATABASE_URL", url),
        &[
            "ok    clock: ",
            "as the database server’s does",
            "ok    language of the database: Its messages are in English.",
        ],
    );
    check(
        show_another_time(doctor(folder.path(), "").env("DATABASE_URL", url)).env("FAKETIME", "+1d"),
        &["FAIL  clock: It is 86", " s ahead of the clock of the database server"],
    );
}

#[test]
fn a_disk_that_is_nearly_full() {
    const SMALL: &str =
        r#"mount -t tmpfs -o size=60m tmpfs "$1" && cp punctual.db "$1" && cd "$1" && shift && exec "$@""#;
    let (folder, disk) = (installation(""), tempfile::tempdir().unwrap());
    let inner = doctor(folder.path(), "");
    let is_root = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").unwrap()) == 0;
    let mut own = Command::new("unshare");
    own.arg(if is_root { "-m" } else { "-Urm" }).args(["sh", "-c", SMALL, "sh"]).arg(disk.path());
    own.arg(inner.get_program()).args(inner.get_args()).current_dir(folder.path());
    own.env_remove("DATABASE_URL").env("PUNCTUAL_CONFIG", folder.path().join("punctual.toml"));
    check(&mut own, &["FAIL  disk: ", " MiB are free where the database lies", "Make space"]);
}

#[test]
fn a_certificate_that_has_ended() {
    let folder = installation("");
    let key = rcgen::KeyPair::generate().unwrap();
    let mut wanted = rcgen::CertificateParams::new(["localhost".to_owned()]).unwrap();
    wanted.not_before = rcgen::date_time_ymd(2019, 1, 1);
    wanted.not_after = rcgen::date_time_ymd(2020, 1, 1);
    let ended = wanted.self_signed(&key).unwrap();
    std::fs::write(folder.path().join("key.pem"), key.serialize_pem()).unwrap();
    std::fs::write(folder.path().join("certificate.pem"), ended.pem()).unwrap();
    let files = "certificate = 'certificate.pem'\nkey = 'key.pem'\n";
    check(
        &mut doctor(
            folder.path(),
            &format!("public_url = 'https://localhost'\n[http]\n{files}[receiver]\n{files}"),
        ),
        &[
            "FAIL  http.certificate: It ended at 2020-01-01",
            "Renew the certificate in certificate.pem (http.certificate).",
            "FAIL  receiver.certificate: It ended at 2020-01-01",
        ],
    );
}

#[test]
fn an_agreement_whose_calendar_has_run_out() {
    let folder = installation("holidays = ['2019-12-25', '2020-12-25']\n");
    check(
        &mut doctor(folder.path(), ""),
        &[
            "FAIL  agreement old: Its calendar names no holiday after 2020-12-25.",
            "Add a version of the agreement that names the holidays of the years to come",
        ],
    );
    let none = tempfile::tempdir().unwrap();
    assert!(
        punctual(none.path(), &["migrate"]).env("PUNCTUAL_CONFIG", "/dev/null").status().unwrap().success()
    );
    check(
        &mut doctor(none.path(), ""),
        &["FAIL  agreements: None is in force", "Add one with `punctual contract add FILE`"],
    );
}
