//! A person's data and the API's tokens at the command line.

use std::process::Output;

use punctual::domain::AuditActor;
use punctual::store;

use super::{everything, report_with_file};
use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::process::command;

on_both_apps!(
    a_person_is_given_out_and_erased_at_the_command_line,
    a_token_is_made_listed_and_revoked_at_the_command_line,
);

/// Runs the program with these arguments.
fn run(test: &TestApp, arguments: &str) -> Output {
    command(arguments, &test.url(), &[]).output().unwrap()
}

/// What it prints when it does as it is told.
#[track_caller]
fn printed(test: &TestApp, arguments: &str) -> String {
    let output = run(test, arguments);
    assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What it says when it refuses.
#[track_caller]
fn refused(test: &TestApp, arguments: &str) -> String {
    let output = run(test, arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments}");
    String::from_utf8(output.stderr).unwrap()
}

/// The last entries of the audit log: what was done, and that it was done here.
fn last_acts(test: &TestApp, count: usize) -> Vec<String> {
    let log = test.read(|c| store::audit::after(c, 0, 1000));
    let last = &log[log.len() - count..];
    assert!(last.iter().all(|one| one.entry.actor == AuditActor::CommandLine), "{last:?}");
    last.iter().map(|one| one.entry.action.word()).collect()
}

async fn a_person_is_given_out_and_erased_at_the_command_line(test: TestApp) {
    report_with_file(&test, "My cat's name is Mimi.", b"a picture of Mimi").await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ann.tar.gz");
    let export = format!("person export contact@dms.example --to {}", file.display());
    printed(&test, &export);
    assert!(std::fs::metadata(&file).unwrap().len() > 100);
    assert!(refused(&test, &export).contains("ann.tar.gz"), "a file that is there is not overwritten");

    assert!(refused(&test, "person erase nobody@dms.example --yes").contains("person"));
    let asked = refused(&test, "person erase contact@dms.example");
    assert!(asked.contains("1 tickets, 2 messages, 1 files") && asked.contains("--yes"), "{asked}");
    assert!(everything(&test).contains("Mimi"), "asking erases nothing");
    let working = refused(&test, "person erase agent@provider.example --yes");
    assert!(working.contains("Disable this person first"), "{working}");
    let done = printed(&test, "person erase contact@dms.example --yes");
    assert!(done.starts_with("Erased: contact@dms.example"), "{done}");
    let left = everything(&test);
    assert!(!left.contains("Mimi") && !left.contains("contact@dms.example"), "it is still there");
    assert_eq!(last_acts(&test, 2), ["person_exported", "person_erased"]);
}

async fn a_token_is_made_listed_and_revoked_at_the_command_line(test: TestApp) {
    let add = "api-token add --person agent@provider.example --name Robot";
    assert!(refused(&test, "api-token add --person nobody@provider.example --name Robot").contains("person"));
    let past = refused(&test, &format!("{add} --until 2020-01-01T00:00:00Z"));
    assert!(past.contains("still to come"), "{past}");
    let wrong = run(&test, &format!("{add} --scope all"));
    assert_eq!(wrong.status.code(), Some(2), "a scope that there is not");
    let secret = printed(&test, &format!("{add} --scope write --until 2036-01-01T00:00:00Z"));
    let bearer = format!("Bearer {}", secret.trim());
    let program = || test.api(Who::Anonymous).with("authorization", &bearer);
    assert_eq!(program().get("/api/v1/me").await.expect(200).json()["email"], "agent@provider.example");

    let list = printed(&test, "api-token list");
    assert!(
        list.contains("write  good until 2036-01-01 00:00:00 UTC  agent@provider.example  Robot"),
        "{list}"
    );
    assert!(!list.contains(secret.trim()), "the secret is shown once");
    let id = list.split_whitespace().next().unwrap();
    printed(&test, &format!("api-token revoke {id}"));
    program().get("/api/v1/me").await.expect(401);
    assert!(printed(&test, "api-token list").contains("revoked "));
    assert!(refused(&test, "api-token revoke 018f0000-0000-7000-8000-000000000000").contains("token"));
    assert_eq!(last_acts(&test, 2), ["api_token_added", "api_token_revoked"]);
}
