//! Two writers at once on PostgreSQL, where they don't wait for each other by themselves.

use std::future::Future;
use std::sync::mpsc;
use std::sync::mpsc::TryRecvError;

use diesel::sql_types::BigInt;
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use punctual::service::ServiceError;
use punctual::store::{Connection, Database, StoreError};

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    value: i64,
}

/// Writes in a transaction that stays open until `other`, which begins after the writing, either has ended or waits for
/// it. Answers what each gave.
pub async fn overlapping<T: Send + 'static, O>(
    database: &Database,
    write: impl FnOnce(&mut Connection) -> Result<T, ServiceError> + Send + 'static,
    other: impl Future<Output = O>,
) -> (T, O) {
    let (written, is_written) = mpsc::channel();
    let (ended, has_ended) = mpsc::channel::<()>();
    let database = database.clone();
    let first = move |c: &mut Connection| {
        let value = write(c)?;
        written.send(()).map_err(|_| StoreError::Database("nobody listens".to_owned()))?;
        while has_ended.try_recv() == Err(TryRecvError::Empty) && !somebody_waits(c) {}
        Ok::<T, ServiceError>(value)
    };
    let second = async {
        tokio::task::block_in_place(|| is_written.recv().unwrap());
        let value = other.await;
        drop(ended);
        value
    };
    let (first, second) = tokio::join!(tokio::spawn(async move { database.write(first).await }), second);
    (first.unwrap().unwrap(), second)
}

/// Whether somebody waits for something that this transaction holds.
fn somebody_waits(c: &mut Connection) -> bool {
    let waiting = "SELECT count(*) AS value FROM pg_locks WHERE NOT granted \
                   AND pg_backend_pid() = ANY(pg_blocking_pids(pid))";
    let rows: Vec<Count> = sql_query(waiting).load(c).unwrap();
    rows[0].value > 0
}
