//! The disk is full in the middle of an upload: the sender is told, nothing is half kept, and everything goes on when
//! there is space again.
//!
//! The database lies on a small file system in memory that only its process sees, and that goes away with it.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use diesel::prelude::*;
use diesel::sql_types::Text;
use punctual::store::breach::BreachFilter;
use punctual::store::{self, Database, DatabaseUrl, Options, StoreError};
use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::clients::{Clients, Login};
use super::health::Watched;
use super::installation::{SEVERITY, found_with, message_ids, until};
use crate::mail::sink::Sink;
use crate::support::process::{command, sends_to};
use crate::support::test_database::TestDatabase;

pub(super) const MEGABYTE: usize = 1024 * 1024;
/// How many tickets run out of time while nothing can be written.
const TICKETS: usize = 5;
/// Copies a database (`$1`) to a file system of the process's own (at `$2`), and becomes the program that follows.
const OWN_DISK: &str =
    r#"mount -t tmpfs -o size=200m tmpfs "$2" && cp "$1"* "$2" && cd "$2" && shift 2 && exec "$@""#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_takes_nothing_half_and_everything_later() {
    let (test, sink, disk) = (TestDatabase::sqlite(), Sink::start().await, tempfile::tempdir().unwrap());
    let (app, people) = found_with(&test, &format!("{SEVERITY}'5s'\n"), 1);
    let ann = Login::begin(&app, &people[0].email);
    app.db.close();
    let process = Watched::prepare(sends_to(sink.address), |settings| {
        on_a_disk_of_its_own(&test, disk.path(), settings)
    });
    let process = process.await;
    let clients = Clients::new(vec![process.address.clone()]);
    let place = PathBuf::from(format!("/proc/{}/root{}", process.process.id(), disk.path().display()));
    process.until_ready_is(200).await;
    upload(&process, &ann, "Before", MEGABYTE, 201).await;
    for number in 0..TICKETS {
        let report = json!({ "subject": format!("Fault {number}"), "text": "It does not start." });
        let sent =
            clients.send(reqwest::Method::POST, "/api/v1/tickets", |r| ann.sign(r).json(&report)).await;
        sent.expect(201);
    }

    fill(&place.join("filler"), 4 * MEGABYTE);
    process.until_failing("disk").await;
    process.until_ready_is(503).await;
    let refused = upload(&process, &ann, "In the middle", 18 * MEGABYTE, 507).await;
    let detail = refused["detail"].as_str().unwrap();
    assert!(detail.contains("disk is full") && detail.contains("try again later"), "{detail}");
    assert_eq!(tickets(&clients, &ann).await, TICKETS + 1, "nothing of it is there; all else can be read");
    fill(&place.join("the rest"), 0);
    upload(&process, &ann, "With nothing left", 8 * MEGABYTE, 507).await;

    std::fs::remove_file(place.join("filler")).unwrap();
    std::fs::remove_file(place.join("the rest")).unwrap();
    process.until_ready_is(200).await;
    upload(&process, &ann, "Afterwards", 18 * MEGABYTE, 201).await;
    assert_eq!(tickets(&clients, &ann).await, TICKETS + 2);
    process.until_well("clocks").await;
    judge(&process, &place, &sink).await;
    drop(process);
    sink.stop().await;
    println!("a full disk: 18 MB refused with 507, nothing half kept, {TICKETS} misses told once afterwards");
}

/// Every ticket was missed and is told of once, and the file is whole. It is looked at in a copy, since SQLite takes
/// the path into the other process for one of ours.
async fn judge(process: &Watched, place: &Path, sink: &Sink) {
    let notices = TICKETS + 2;
    // Acknowledgements and breach notices.
    until("each is told", || message_ids(sink).len() >= 2 * notices).await;
    let copy = tempfile::tempdir().unwrap();
    // As it would be found after a power cut: nothing moves while the files are copied.
    process.process.freeze();
    for name in ["punctual.db", "punctual.db-wal"] {
        std::fs::copy(place.join(name), copy.path().join(name)).unwrap();
    }
    let url = DatabaseUrl::Sqlite(copy.path().join("punctual.db"));
    let database = Database::open(&url, Options::default()).unwrap();
    let misses = database.read_now(|c| store::breach::list(c, &BreachFilter::default(), None, 99)).unwrap();
    assert_eq!(misses.len(), notices, "each miss is recorded");
    let mut ids = message_ids(sink);
    assert_eq!(ids.len(), 2 * notices, "each once");
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 2 * notices);
    let check = |c: &mut store::Connection| -> Result<Vec<Line>, StoreError> {
        Ok(diesel::sql_query("PRAGMA integrity_check").load(c)?)
    };
    let lines = database.read_now(check).unwrap();
    assert_eq!(lines.iter().map(|line| line.integrity_check.as_str()).collect::<Vec<_>>(), ["ok"]);
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

/// The program on a copy of a database, on a file system of its own; without root, in a user's name space of its own.
fn on_a_disk_of_its_own(test: &TestDatabase, disk: &Path, settings: &[(&str, String)]) -> Command {
    let DatabaseUrl::Sqlite(origin) = &test.url else { panic!("this is for SQLite") };
    let program = command("serve", &DatabaseUrl::Sqlite(disk.join("punctual.db")), settings);
    let is_root = std::fs::metadata("/proc/self").unwrap();
    let is_root = std::os::unix::fs::MetadataExt::uid(&is_root) == 0;
    let mut own = Command::new("unshare");
    own.arg(if is_root { "-m" } else { "-Urm" }).args(["sh", "-c", OWN_DISK, "sh"]).arg(origin).arg(disk);
    own.arg(program.get_program()).args(program.get_args());
    own.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    own
}

/// Writes a file until only this many bytes are left on its disk.
pub(super) fn fill(path: &Path, left: usize) {
    let mut file = File::create(path).unwrap();
    let space = rustix::fs::fstatvfs(&file).unwrap();
    let free = usize::try_from(space.f_bavail * space.f_frsize).unwrap();
    for _ in 0..free.saturating_sub(left) / 4096 {
        if file.write_all(&[1; 4096]).is_err() {
            return;
        }
    }
}

/// Reports a ticket with a file of this size, once; gives the answer, which has to have this status.
pub(super) async fn upload(process: &Watched, ann: &Login, subject: &str, size: usize, status: u16) -> Value {
    let (found, answer) = try_upload(process, ann, subject, size).await;
    assert_eq!(found, status, "{subject}: {answer}");
    answer
}

/// The same, whatever the answer.
pub(super) async fn try_upload(process: &Watched, ann: &Login, subject: &str, size: usize) -> (u16, Value) {
    let part = Part::bytes(noise(size)).file_name("log.bin");
    let form =
        Form::new().text("subject", subject.to_owned()).text("text", "See the log.").part("files", part);
    let request = reqwest::Client::new().post(format!("{}/api/v1/tickets", process.address));
    let answer = ann.sign(request).multipart(form).send().await.unwrap();
    let found = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    (found, serde_json::from_str(&text).unwrap_or_else(|_| panic!("{subject}: {found} {text}")))
}

/// Bytes that cannot be written any shorter.
fn noise(size: usize) -> Vec<u8> {
    let mut bytes = vec![0; size];
    StdRng::seed_from_u64(7).fill_bytes(&mut bytes);
    bytes
}

/// How many tickets somebody sees.
pub(super) async fn tickets(clients: &Clients, ann: &Login) -> usize {
    clients.get(ann, "/api/v1/tickets").await.expect(200).json()["items"].as_array().unwrap().len()
}
