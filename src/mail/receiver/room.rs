//! The memory that mails on their way in may take together, however many connections there are.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// What is taken at once, in bytes.
const UNIT: usize = 64 * 1024;

/// The room for all mails of a receiver.
#[derive(Debug, Clone)]
pub(super) struct Room(Arc<Semaphore>);

/// The part of the room that one mail takes; it is free again once this is dropped.
#[derive(Debug)]
pub(super) struct Share {
    room: Room,
    held: Option<OwnedSemaphorePermit>,
}

impl Room {
    /// Room for so many bytes.
    pub(super) fn new(bytes: usize) -> Self {
        Self(Arc::new(Semaphore::new(bytes.div_ceil(UNIT).min(Semaphore::MAX_PERMITS))))
    }

    /// A share of nothing yet.
    pub(super) fn share(&self) -> Share {
        Share { room: self.clone(), held: None }
    }
}

impl Share {
    /// Makes the share at least so large; false if there is no room.
    pub(super) fn grow(&mut self, bytes: usize) -> bool {
        let held = self.held.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let wanted = bytes.div_ceil(UNIT).saturating_sub(held);
        let Ok(wanted) = u32::try_from(wanted) else { return false };
        if wanted == 0 {
            return true;
        }
        let Ok(more) = Arc::clone(&self.room.0).try_acquire_many_owned(wanted) else { return false };
        match &mut self.held {
            Some(held) => held.merge(more),
            None => self.held = Some(more),
        }
        true
    }

    /// Gives everything back.
    pub(super) fn release(&mut self) {
        self.held = None;
    }
}

#[cfg(test)]
mod tests {
    use super::{Room, UNIT};

    #[test]
    fn what_one_mail_takes_another_has_to_do_without_until_it_is_free_again() {
        let room = Room::new(3 * UNIT);
        let (mut one, mut other) = (room.share(), room.share());
        assert!(one.grow(1) && one.grow(2 * UNIT));
        assert!(other.grow(UNIT));
        assert!(!other.grow(UNIT + 1));
        assert!(!one.grow(usize::MAX));
        drop(one);
        assert!(other.grow(3 * UNIT));
        other.release();
        assert!(room.share().grow(3 * UNIT));
    }
}
