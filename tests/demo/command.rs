//! The command as a newcomer runs it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{AsyncTransport, Tokio1Executor};
use punctual::domain::{PersonId, Viewer};
use punctual::store::ticket::TicketFilter;
use punctual::store::{self, Database, DatabaseUrl, Options, StoreError};
use uuid::Uuid;

fn punctual(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_punctual"));
    command.args(arguments).env_remove("DATABASE_URL").stdin(Stdio::null());
    command
}

#[test]
fn a_folder_that_is_not_empty_is_refused_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("letter.txt"), "precious").unwrap();
    let output = punctual(&["demo", "--no-serve", "--dir"]).arg(folder.path()).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(told.contains("not empty") && told.contains("--dir"), "{told}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing was written into it");
}

#[tokio::test]
async fn it_serves_pages_takes_mail_and_stops_when_told() {
    // Another test of this process may have chosen it already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    let mut demo = Demo::start(folder.path());
    let page = reqwest::get(format!("{}/signin", demo.pages)).await.unwrap();
    assert!(page.status().is_success());

    let database = open(folder.path());
    let before = count(&database).await;
    demo.send_mail().await;
    let mut changes = database.changes();
    let arrived = async {
        while count(&database).await == before {
            changes.next().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), arrived).await.expect("the mail becomes a ticket");

    assert!(demo.stop().success());
}

/// A running demonstration; it ends with the test.
struct Demo {
    process: Child,
    pages: String,
    mail_port: u16,
}

impl Demo {
    fn start(folder: &Path) -> Self {
        let mut process = punctual(&["demo", "--listen", "127.0.0.1:0", "--smtp", "127.0.0.1:0", "--dir"])
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(process.stdout.take().unwrap());
        let mut told = Vec::new();
        for line in out.lines().map(Result::unwrap) {
            let is_last = line.starts_with("Ctrl-C");
            told.push(line);
            if is_last {
                break;
            }
        }
        let word = |before: &str| {
            let line = told.iter().find(|line| line.contains(before)).unwrap_or_else(|| panic!("{told:#?}"));
            line.split(before).nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
        };
        assert_eq!(word("Password  "), "brisk-harbour-clock");
        assert!(["customer", "agent", "manager", "admin"].iter().all(|role| !word(role).is_empty()));
        let mail_port = word("smtp://127.0.0.1:").parse().unwrap();
        Self { process, pages: word("Pages     "), mail_port }
    }

    async fn send_mail(&self) {
        let mail = lettre::Message::builder()
            .from("Beth Marlow <beth@marlowcandle.example>".parse().unwrap())
            .to("support@helpdesk.example".parse().unwrap())
            .subject("A mail from another terminal")
            .body("Can you see this?".to_owned())
            .unwrap();
        let transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1");
        transport.port(self.mail_port).build().send(mail).await.unwrap();
    }

    fn stop(&mut self) -> std::process::ExitStatus {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.process.wait().unwrap()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn open(folder: &Path) -> Database {
    Database::open(&DatabaseUrl::from(folder.join("punctual.db").as_path()), Options::default()).unwrap()
}

async fn count(database: &Database) -> i64 {
    let staff = Viewer::Staff(PersonId(Uuid::nil()));
    let counted = database.read(move |c| store::ticket::count(c, staff, &TicketFilter::default())).await;
    counted.unwrap_or_else(|error: StoreError| panic!("{error}"))
}
