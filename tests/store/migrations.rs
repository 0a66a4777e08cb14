//! Bringing a database up to date, and back.

use std::collections::BTreeSet;

use crate::support::test_database::TestDatabase;

#[test]
fn both_databases_have_the_same_steps() {
    let steps = |database: &str| -> BTreeSet<String> {
        let folder = format!("{}/migrations/{database}", env!("CARGO_MANIFEST_DIR"));
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
        for entry in entries {
            assert!(entry.path().join("up.sql").exists(), "{entry:?} has no way up");
            assert!(entry.path().join("down.sql").exists(), "{entry:?} has no way down");
        }
        let folder = format!("{}/migrations/{database}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    assert_eq!(steps("sqlite"), steps("postgres"));
}

fn up_down_and_up_again(test: TestDatabase) {
    let pending = test.database.pending_migrations().unwrap();
    assert!(pending.len() > 20, "{pending:?}");
    assert_eq!(test.database.migrate().unwrap(), pending);
    assert_eq!(test.database.migrate().unwrap(), Vec::<String>::new());
    assert_eq!(test.database.pending_migrations().unwrap(), Vec::<String>::new());
    let undone = test.database.revert_all_migrations().unwrap();
    assert_eq!(undone, pending.iter().rev().cloned().collect::<Vec<_>>());
    assert_eq!(test.database.migrate().unwrap(), pending);
}

#[test]
fn sqlite_goes_up_down_and_up_again() {
    up_down_and_up_again(TestDatabase::empty_sqlite());
}

#[test]
fn postgres_goes_up_down_and_up_again() {
    up_down_and_up_again(TestDatabase::empty_postgres());
}

/// Each step runs once, in one of the processes; the others find it done. Each looks first, as those do that don't migrate.
fn eight_at_once(test: TestDatabase) {
    let migrate = || {
        let database = test.open_again();
        database.pending_migrations().unwrap();
        database.migrate().unwrap()
    };
    let done: Vec<String> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..8).map(|_| scope.spawn(migrate)).collect();
        runs.into_iter().flat_map(|run| run.join().unwrap()).collect()
    });
    assert!(done.len() > 20, "{done:?}");
    assert_eq!(BTreeSet::from_iter(&done).len(), done.len(), "a step ran twice: {done:?}");
    assert_eq!(test.database.pending_migrations().unwrap(), Vec::<String>::new());
}

#[test]
fn eight_processes_may_migrate_sqlite_at_once() {
    eight_at_once(TestDatabase::empty_sqlite());
}

#[test]
fn eight_processes_may_migrate_postgres_at_once() {
    eight_at_once(TestDatabase::empty_postgres());
}

fn there_is_no_way_to_where_nobody_was(test: TestDatabase) {
    let back_to = |step| test.database.revert_migrations_after(step).unwrap_err().to_string();
    assert!(back_to("412").contains("four digits"), "{}", back_to("412"));
    assert!(back_to("0411").contains("has not run here"), "{}", back_to("0411"));
    test.database.migrate().unwrap();
    assert_eq!(test.database.later_migrations().unwrap(), Vec::<String>::new());
    let newest = punctual::store::Database::newest_migration();
    assert_eq!(test.database.revert_migrations_after(&newest).unwrap(), Vec::<String>::new());
}

#[test]
fn sqlite_goes_back_only_to_where_it_was() {
    there_is_no_way_to_where_nobody_was(TestDatabase::empty_sqlite());
}

#[test]
fn postgres_goes_back_only_to_where_it_was() {
    there_is_no_way_to_where_nobody_was(TestDatabase::empty_postgres());
}
