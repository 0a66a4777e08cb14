//! This process among those that share the work of one installation.
//!
//! It is on the roll of nodes only while it has something in hand, so an idle installation writes nothing. Buried while
//! it was frozen, it goes on under a new id: nothing that it held under the old one is its own any more.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::NodeId;
use crate::sla::Instant;
use crate::store::{self, Connection, StoreError};

/// This process; clones are the same one.
#[derive(Debug, Clone, Default)]
pub struct Node(Arc<State>);

#[derive(Debug, Default)]
struct State {
    id: Mutex<Option<NodeId>>,
    in_hand: AtomicUsize,
}

/// Something in hand; as long as it lives, the process stays on the roll.
#[derive(Debug)]
pub struct InHand(Arc<State>);

impl Node {
    /// Takes something in hand: before it is claimed, until what became of it is written down.
    #[must_use]
    pub fn take_in_hand(&self) -> InHand {
        self.0.in_hand.fetch_add(1, Ordering::SeqCst);
        InHand(Arc::clone(&self.0))
    }

    /// Whether anything is in hand.
    #[must_use]
    pub fn has_something_in_hand(&self) -> bool {
        self.0.in_hand.load(Ordering::SeqCst) > 0
    }

    /// The id on the roll, if it is there.
    #[must_use]
    pub fn id(&self) -> Option<NodeId> {
        *self.lock()
    }

    /// The id under which to claim in this write transaction: on the roll, and not to be buried before its end.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn present(&self, c: &mut Connection, now: Instant) -> Result<NodeId, StoreError> {
        if let Some(known) = self.id()
            && store::node::beat(c, known)?
        {
            return Ok(known);
        }
        let new = NodeId::new(now);
        store::node::enrol(c, new, now)?;
        *self.lock() = Some(new);
        Ok(new)
    }

    /// Gives up an id that is not on the roll any more.
    pub fn forget(&self, gone: NodeId) {
        self.lock().take_if(|id| *id == gone);
    }

    fn lock(&self) -> MutexGuard<'_, Option<NodeId>> {
        self.0.id.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for InHand {
    fn drop(&mut self) {
        self.0.in_hand.fetch_sub(1, Ordering::SeqCst);
    }
}
