//! Hearing of commits: a worker sleeps until something changed.

use std::sync::Arc;

use tokio::sync::watch;

/// Counts commits, and wakes who listens.
#[derive(Debug, Clone)]
pub(super) struct Signal(Arc<watch::Sender<u64>>);

impl Signal {
    pub(super) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }

    /// Says that something was committed, here or in another process.
    pub(super) fn raise(&self) {
        self.0.send_modify(|count| *count = count.wrapping_add(1));
    }

    pub(super) fn listen(&self) -> Changes {
        Changes(self.0.subscribe())
    }
}

/// The commits since the last look; none is missed between two looks.
#[derive(Debug, Clone)]
pub struct Changes(watch::Receiver<u64>);

impl Changes {
    /// Waits for a commit after the last one that was seen; answers at once if there was one already.
    ///
    /// Never answers once the database is closed.
    pub async fn next(&mut self) {
        if self.0.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
