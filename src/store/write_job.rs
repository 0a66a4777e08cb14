//! A write that waits in the writer's queue, and who waits for its answer.

use super::{Connection, StoreError, transaction};

/// A job in the writer's queue.
pub(super) trait WriteJob: Send {
    /// Runs the job in a savepoint and keeps its outcome.
    ///
    /// # Errors
    /// Only where the whole transaction is lost; the job's own failure is its outcome.
    fn run(&mut self, connection: &mut Connection) -> Result<(), StoreError>;

    /// Tells who waits: the outcome once committed, or that nothing was kept.
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

/// A job with its outcome and the way back.
pub(super) struct QueuedJob<T, E, F, R> {
    job: Option<F>,
    outcome: Option<Result<T, E>>,
    reply: R,
}

impl<T, E, F, R> QueuedJob<T, E, F, R> {
    pub(super) fn new(job: F, reply: R) -> Self {
        Self { job: Some(job), outcome: None, reply }
    }
}

impl<T, E, F, R> WriteJob for QueuedJob<T, E, F, R>
where
    F: FnOnce(&mut Connection) -> Result<T, E> + Send,
    R: FnOnce(Result<T, E>) + Send,
    E: From<StoreError> + Send,
    T: Send,
{
    fn run(&mut self, connection: &mut Connection) -> Result<(), StoreError> {
        let Some(job) = self.job.take() else { return Ok(()) };
        let (outcome, standing) = transaction::isolated(connection, job);
        self.outcome = Some(outcome);
        standing
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        let Self { outcome, reply, .. } = *self;
        reply(match (committed, outcome) {
            // A job that failed wrote nothing, whatever became of the others: its own reason says more.
            (_, Some(Err(own))) => Err(own),
            (Ok(()), Some(Ok(value))) => Ok(value),
            (Ok(()), None) => Err(StoreError::Unavailable("the job did not run".to_owned()).into()),
            (Err(error), _) => Err(error.into()),
        });
    }
}
