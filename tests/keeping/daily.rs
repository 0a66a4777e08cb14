//! The daily backup: made once by whichever node, kept thirty days, and loud when it fails.

use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use punctual::backup::taken_at;
use punctual::service::{BackupState, backup_state};
use punctual::store::backup_run;
use punctual::vault::Key;
use punctual::worker;

use crate::support::app::{TestApp, on_both_apps};

on_both_apps!(
    a_backup_is_made_each_day_and_removed_on_the_thirty_first,
    a_backup_that_fails_is_told_and_tried_again,
    a_backup_counts_whichever_node_made_it,
    a_clock_that_jumps_ahead_takes_no_backups,
    one_of_several_a_day_is_soon_missed,
    a_backup_that_reads_back_wrong_leaves_nothing_but_old_ones_go,
    what_a_killed_process_left_is_removed_after_a_day,
);

fn state(test: &TestApp) -> BackupState {
    let config = &test.app.config;
    let wanted = config.backup.as_ref().unwrap().wanted(config.time_zone, test.now());
    test.database().read_now(|c| backup_state(c, wanted)).unwrap()
}

fn settings(folder: &Path) -> String {
    let key = super::keys(&[&Key::generate()]);
    format!("[backup]\ndirectory = '{}'\nat = '02:00'\n{key}", folder.display())
}

fn days(folder: &Path) -> Vec<String> {
    let mut days: Vec<_> =
        files(folder).iter().map(|file| taken_at(file).unwrap().format("%m-%d").to_string()).collect();
    days.sort();
    days
}

/// The backups in a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|file| taken_at(file).is_some()).collect()
}

fn is_sealed(file: &Path) -> bool {
    std::fs::read(file).unwrap().starts_with(b"PSEALED1")
}

async fn a_backup_is_made_each_day_and_removed_on_the_thirty_first(test: TestApp) {
    let folder = tempfile::tempdir().unwrap();
    let test = test.restart_with(&settings(folder.path()));
    std::fs::write(folder.path().join("other.txt"), "not ours").unwrap();
    assert!(matches!(state(&test), BackupState::Late { last_done: None, .. }));
    let first: punctual::sla::Instant = "2026-11-24T02:00:00Z".parse().unwrap();
    for day in 0..33 {
        test.app.clock.set(first + TimeDelta::days(day));
        let (one, two) = tokio::join!(
            worker::backup::run_once(&test.app, test.now()),
            worker::backup::run_once(&test.app, test.now())
        );
        let made = [one.unwrap(), two.unwrap()].into_iter().flatten().count();
        assert_eq!(made, 1, "on day {day}");
        assert!(
            files(folder.path()).iter().all(|file| is_sealed(file)),
            "everybody can read one of day {day}"
        );
        let next = worker::backup::next(&test.app, test.now()).await.unwrap();
        assert_eq!(next, Some(test.now() + TimeDelta::days(1)));
        assert!(matches!(state(&test), BackupState::Fine(_)));
    }
    let kept = days(folder.path());
    assert_eq!((kept.len(), kept.contains(&"11-25".to_owned())), (31, false), "{kept:?}");
    assert!(folder.path().join("other.txt").exists());
    test.app.clock.advance(TimeDelta::hours(27));
    assert!(matches!(state(&test), BackupState::Late { last_done: Some(_), .. }));
}

async fn a_backup_that_fails_is_told_and_tried_again(test: TestApp) {
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("backups");
    std::fs::write(&blocked, "a file where the folder should be").unwrap();
    let test = test.restart_with(&settings(&blocked));
    assert_eq!(worker::backup::run_once(&test.app, test.now()).await.unwrap(), None);
    let BackupState::Late { error: Some(error), .. } = state(&test) else { panic!("not told") };
    assert!(error.contains("backups"), "{error}");
    test.tick().await;
    let told = test.mails();
    assert!(told.iter().any(|mail| mail.to.contains("admin@provider.example")), "{told:?}");
    let again = worker::backup::next(&test.app, test.now()).await.unwrap().unwrap();
    assert_eq!(again, test.now() + TimeDelta::minutes(15));
    std::fs::remove_file(&blocked).unwrap();
    assert_eq!(worker::backup::run_once(&test.app, test.now()).await.unwrap(), None);
    test.app.clock.set(again);
    assert!(worker::backup::run_once(&test.app, again).await.unwrap().is_some());
    assert!(matches!(state(&test), BackupState::Fine(run) if run.attempt == 2));
}

/// One node hangs and another takes over, then the first is done after all.
async fn a_backup_counts_whichever_node_made_it(test: TestApp) {
    let folder = tempfile::tempdir().unwrap();
    let test = test.restart_with(&settings(folder.path()));
    let (due, minutes) = (test.now(), TimeDelta::minutes);
    let claim = |after: i64| {
        let now = due + minutes(after);
        test.database().write_now(move |c| backup_run::claim(c, due, now, now + minutes(5))).unwrap()
    };
    let extend = |attempt: i32, after: i64| {
        let until = due + minutes(after);
        test.database().write_now(move |c| backup_run::extend(c, (due, attempt), until)).unwrap()
    };
    assert_eq!(claim(0), Some(1));
    assert!(extend(1, 9));
    assert_eq!(claim(6), None, "it lives");
    assert_eq!(claim(9), Some(2), "it gave no sign of life");
    assert!(!extend(1, 30), "it is no more its turn");
    assert!(extend(2, 30));
    let (db, now) = (test.database(), due + minutes(12));
    assert!(db.write_now(move |c| backup_run::succeed(c, due, now, "the first one's", 1)).unwrap());
    assert!(!db.write_now(move |c| backup_run::succeed(c, due, now, "the second one's", 2)).unwrap());
    assert!(!db.write_now(move |c| backup_run::fail(c, (due, 2), now, now, "a full disk")).unwrap());
    assert!(!extend(2, 90));
    assert_eq!(claim(60), None);
    assert!(matches!(state(&test), BackupState::Fine(run) if run.file.as_deref() == Some("the first one's")));
}

async fn one_of_several_a_day_is_soon_missed(test: TestApp) {
    let folder = tempfile::tempdir().unwrap();
    let times = settings(folder.path()).replace("'02:00'", "['02:00', '12:00', '18:00']");
    let test = test.restart_with(&times);
    worker::backup::run_once(&test.app, test.now()).await.unwrap().expect("that of 02:00 is made");
    for (hours, is_fine) in [(0, true), (2, true), (3, true), (4, false), (20, false)] {
        test.app
            .clock
            .set("2026-11-23T10:00:00Z".parse::<punctual::sla::Instant>().unwrap() + TimeDelta::hours(hours));
        assert_eq!(matches!(state(&test), BackupState::Fine(_)), is_fine, "after {hours} hours");
    }
    worker::backup::run_once(&test.app, test.now()).await.unwrap().expect("the last one is made up for");
    assert!(matches!(state(&test), BackupState::Fine(_)));
}

/// A machine that resumes with a date 40 days ahead, and is put right; then one that was off for as long.
async fn a_clock_that_jumps_ahead_takes_no_backups(test: TestApp) {
    let folder = tempfile::tempdir().unwrap();
    let test = test.restart_with(&settings(folder.path()));
    let first: punctual::sla::Instant = "2026-11-24T02:00:00Z".parse().unwrap();
    let backup_on = async |day: i64| {
        test.app.clock.set(first + TimeDelta::days(day));
        worker::backup::run_once(&test.app, test.now()).await.unwrap().expect("a backup is made");
        days(folder.path())
    };
    for day in 0..4 {
        backup_on(day).await;
    }
    assert_eq!(backup_on(43).await, ["01-06", "11-24", "11-25", "11-26", "11-27"]);
    assert_eq!(backup_on(4).await, ["01-06", "11-24", "11-25", "11-26", "11-27", "11-28"]);

    let kept = ["01-06", "01-13", "11-24", "11-25", "11-26", "11-27", "11-28"];
    assert_eq!(backup_on(50).await, kept, "the program was off for long");
    assert_eq!(backup_on(51).await, ["01-06", "01-13", "01-14"], "a day later they go");
}

/// A file in the database lost its bytes: no backup of it is whole.
async fn a_backup_that_reads_back_wrong_leaves_nothing_but_old_ones_go(test: TestApp) {
    let folder = tempfile::tempdir().unwrap();
    let test = test.restart_with(&settings(folder.path()));
    super::report_with_file(&test, "With a file.", b"bytes of the file").await;
    for name in ["punctual-20261020T020000Z.backup", "punctual-20261122T020000Z.backup"] {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    test.sql("UPDATE blob SET bytes = substr(bytes, 2)");
    assert_eq!(worker::backup::run_once(&test.app, test.now()).await.unwrap(), None);
    let BackupState::Late { error: Some(error), .. } = state(&test) else { panic!("not told") };
    assert!(error.contains("content "), "{error}");
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|one| one.unwrap().file_name()).collect();
    assert_eq!(left, ["punctual-20261122T020000Z.backup"], "the newest that was good stays");
}

async fn what_a_killed_process_left_is_removed_after_a_day(test: TestApp) {
    let folder = tempfile::tempdir().unwrap();
    let test = test.restart_with(&settings(folder.path()));
    let now = test.now();
    let leave = |name: &str, hours: i64| {
        let path = folder.path().join(name);
        match name.starts_with('.') {
            true => std::fs::create_dir(&path).unwrap(),
            false => std::fs::write(&path, "").unwrap(),
        }
        let at = std::time::SystemTime::from(now - TimeDelta::hours(hours));
        std::fs::File::open(&path).unwrap().set_modified(at).unwrap();
    };
    leave(".punctual-scratch-00", 25);
    leave("punctual-20261120T020000Z.backup.part", 25);
    leave(".punctual-scratch-01", 23);
    leave("punctual-20261121T020000Z.backup.part", 23);
    leave(".folder-of-others", 25);
    leave("file-of-others.part", 25);
    worker::backup::run_once(&test.app, now).await.unwrap().expect("a backup is made");
    let left =
        std::fs::read_dir(folder.path()).unwrap().map(|one| one.unwrap().file_name().into_string().unwrap());
    let mut left: Vec<_> = left.collect();
    left.sort();
    let kept = [
        ".folder-of-others",
        ".punctual-scratch-01",
        "file-of-others.part",
        "punctual-20261121T020000Z.backup.part",
        "punctual-20261123T100000Z.backup",
    ];
    assert_eq!(left, kept);
}
