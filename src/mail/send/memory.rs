//! Keeps mail in memory: what a test or a demonstration looks at instead of a mailbox.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{OutgoingMail, SendError};

/// Mails kept; older ones are forgotten.
const CAPACITY: usize = 1000;

/// A mailer that sends nothing away. Clones share what was sent.
#[derive(Debug, Clone, Default)]
pub struct MemoryMailer {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    sent: VecDeque<OutgoingMail>,
    failures: VecDeque<SendError>,
}

impl MemoryMailer {
    /// What was sent, oldest first; at most the last thousand.
    #[must_use]
    pub fn sent(&self) -> Vec<OutgoingMail> {
        self.lock().sent.iter().cloned().collect()
    }

    /// Takes what was sent, oldest first.
    #[must_use]
    pub fn take(&self) -> Vec<OutgoingMail> {
        self.lock().sent.drain(..).collect()
    }

    /// Lets the next mail fail with this; several are used up in their order.
    pub fn fail_next(&self, error: SendError) {
        self.lock().failures.push_back(error);
    }

    /// Lets no mail fail any more.
    pub fn fail_no_more(&self) {
        self.lock().failures.clear();
    }

    pub(super) fn send(&self, mail: &OutgoingMail) -> Result<(), SendError> {
        let mut state = self.lock();
        if let Some(error) = state.failures.pop_front() {
            return Err(error);
        }
        if state.sent.len() >= CAPACITY {
            state.sent.pop_front();
        }
        state.sent.push_back(mail.clone());
        Ok(())
    }

    /// The failure that the next mail would meet.
    pub(super) fn probe(&self) -> Result<(), SendError> {
        self.lock().failures.front().cloned().map_or(Ok(()), Err)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
