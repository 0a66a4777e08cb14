//! Mails that others test their libraries with: all become tickets. They are read from where their packages lie.

use std::path::{Path, PathBuf};
use std::process::Command;

use punctual::domain::InboundState;
use punctual::store::inbound::InboundFilter;
use punctual::{service, store, worker};

use crate::support::app::TestApp;

/// The samples of Python's own email tests.
fn python() -> Vec<PathBuf> {
    let place = "import os, test.test_email as t; print(os.path.join(os.path.dirname(t.__file__), 'data'))";
    let told = Command::new("python3").args(["-c", place]).output().expect("python3 is installed");
    assert!(told.status.success(), "Python’s own tests are missing: install libpython3-testsuite");
    files(Path::new(String::from_utf8(told.stdout).unwrap().trim()))
}

/// The samples of a library, in the folder in which cargo keeps its package.
fn package(name: &str, folders: &[&str]) -> Vec<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo"))).unwrap();
    let registries = std::fs::read_dir(home.join("registry/src")).expect("cargo keeps packages here");
    let roots = registries.map(|entry| entry.unwrap().path().join(name));
    let root = roots.filter(|path| path.is_dir()).last().unwrap_or_else(|| panic!("no package {name}"));
    folders.iter().flat_map(|folder| files(&root.join(folder))).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut found: Vec<PathBuf> = Vec::new();
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(files(&path));
        } else if path
            .extension()
            .is_some_and(|ending| ["txt", "eml", "msg"].iter().any(|mail| ending == *mail))
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The version of a package that this build uses.
fn locked(name: &str) -> String {
    let lock = include_str!("../../Cargo.lock");
    let entry =
        lock.split("[[package]]").find(|entry| entry.contains(&format!("\nname = \"{name}\"\n"))).unwrap();
    let version = entry.lines().find_map(|line| line.strip_prefix("version = \"")).unwrap();
    format!("{name}-{}", version.trim_end_matches('"'))
}

async fn all_become_tickets(samples: Vec<PathBuf>, at_least: usize) {
    assert!(samples.len() >= at_least, "only {} samples", samples.len());
    let test = TestApp::sqlite();
    for sample in &samples {
        let (context, raw) = (test.app.context(), std::fs::read(sample).unwrap());
        if raw.is_empty() {
            continue;
        }
        let store = move |c: &mut _| service::store_mail(c, &context, "sample", &raw, context.now);
        let kept = test.app.db.write(store).await.unwrap();
        worker::inbound::run_once(&test.app, test.now()).await.unwrap();
        let mail = test.read(|c| store::inbound::find(c, kept.id)).unwrap();
        let became = (mail.state, mail.ticket_id.is_some());
        assert_eq!(became, (InboundState::Processed, true), "{}: {:?}", sample.display(), mail.error);
    }
    let waiting = InboundFilter { state: Some(InboundState::Received), ..InboundFilter::default() };
    assert!(test.read(|c| store::inbound::list(c, &waiting, None, 1)).is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_samples_of_python_become_tickets() {
    all_become_tickets(python(), 40).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_samples_of_the_parser_become_tickets() {
    all_become_tickets(package(&locked("mail-parser"), &["resources/eml"]), 100).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_samples_of_the_verifier_become_tickets() {
    let folders = ["resources/dkim", "resources/arc", "resources/arf"];
    all_become_tickets(package(&locked("mail-auth"), &folders), 5).await;
}
