//! Transactions: what fails leaves nothing, and harms nobody else.

use punctual::store::{self, StoreError, setting};
use serde_json::json;

use crate::support::test_database::{TestDatabase, on_both_databases};

on_both_databases!(
    a_job_that_fails_leaves_nothing,
    a_job_that_panics_leaves_nothing_and_the_next_one_works,
    a_savepoint_undoes_only_itself,
    a_reader_cannot_write,
    a_reader_sees_one_state,
    a_commit_wakes_listeners_here_and_in_other_processes,
    writes_after_closing_are_refused,
);

#[derive(Debug, PartialEq)]
enum Failure {
    Own,
    Store(StoreError),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

fn value(test: &TestDatabase, key: &'static str) -> Option<serde_json::Value> {
    test.database.read_now(|c| setting::get(c, key)).unwrap()
}

fn a_job_that_fails_leaves_nothing(test: &TestDatabase) {
    let outcome: Result<(), Failure> = test.database.write_now(|c| {
        setting::put(c, "key", &json!(1))?;
        Err(Failure::Own)
    });
    assert_eq!(outcome, Err(Failure::Own));
    assert_eq!(value(test, "key"), None);
}

fn a_job_that_panics_leaves_nothing_and_the_next_one_works(test: &TestDatabase) {
    let outcome: Result<(), StoreError> = test.database.write_now(|c| {
        store::savepoint(c, |c| {
            setting::put(c, "key", &json!(1))?;
            panic!("on purpose, inside a savepoint")
        })
    });
    assert!(matches!(outcome, Err(StoreError::Database(_))), "{outcome:?}");
    let outcome: Result<(), StoreError> = test.database.write_now(|c| {
        setting::put(c, "key", &json!(1))?;
        panic!("on purpose")
    });
    assert!(matches!(outcome, Err(StoreError::Database(_))), "{outcome:?}");
    assert_eq!(value(test, "key"), None);
    test.database.write_now(|c| setting::put(c, "key", &json!(2))).unwrap();
    assert_eq!(value(test, "key"), Some(json!(2)));
}

fn a_savepoint_undoes_only_itself(test: &TestDatabase) {
    let outcome: Result<(), Failure> = test.database.write_now(|c| {
        setting::put(c, "before", &json!(1))?;
        let inner: Result<(), Failure> = store::savepoint(c, |c| {
            setting::put(c, "inside", &json!(1))?;
            // A statement that the database itself refuses, after which PostgreSQL refuses all others.
            let orphan = punctual::domain::InboundMailId::new(super::seed::noon());
            store::inbound::record_message_id(c, orphan, "a@b")?;
            Ok(())
        });
        assert_eq!(inner, Err(Failure::Store(StoreError::MissingReference)));
        setting::put(c, "after", &json!(1))?;
        Ok(())
    });
    assert_eq!(outcome, Ok(()));
    let kept: Vec<bool> = ["before", "inside", "after"].map(|key| value(test, key).is_some()).into();
    assert_eq!(kept, [true, false, true]);
}

fn a_reader_cannot_write(test: &TestDatabase) {
    let outcome = test.database.read_now(|c| setting::put(c, "key", &json!(1)));
    assert!(matches!(outcome, Err(StoreError::Database(_))), "{outcome:?}");
}

fn a_reader_sees_one_state(test: &TestDatabase) {
    let seen = test.database.read_now(|c| {
        let before = setting::get(c, "key")?;
        test.database.write_now(|c| setting::put(c, "key", &json!(1)))?;
        Ok::<_, StoreError>((before, setting::get(c, "key")?))
    });
    assert_eq!(seen, Ok((None, None)));
    assert_eq!(value(test, "key"), Some(json!(1)));
}

fn a_commit_wakes_listeners_here_and_in_other_processes(test: &TestDatabase) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let other = test.open_again();
    runtime.block_on(async {
        // The listening session of the other process may stand only now; it hears of what comes after.
        let mut far = other.changes();
        let mut near = test.database.changes();
        let heard = async {
            near.next().await;
            far.next().await;
        };
        let write = async {
            // What is written over itself is no commit to SQLite, and nobody is to hear of it.
            for count in 0.. {
                test.database.write(move |c| setting::put(c, "key", &json!(count))).await.unwrap();
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            () = heard => {}
            () = write => {}
            () = tokio::time::sleep(std::time::Duration::from_secs(60)) => panic!("nobody was woken"),
        }
    });
}

fn writes_after_closing_are_refused(test: &TestDatabase) {
    let other = test.open_again();
    other.write_now(|c| setting::put(c, "key", &json!(1))).unwrap();
    other.clone().close();
    let outcome = other.write_now(|c| setting::put(c, "key", &json!(2)));
    assert!(matches!(outcome, Err(StoreError::Unavailable(_))), "{outcome:?}");
    assert_eq!(value(test, "key"), Some(json!(1)));
}
