//! The one writer of a SQLite file: jobs share a commit, so that many writes cost one wait for the disk.
//!
//! Up to [`GROUP`] waiting jobs run in one transaction, each in a savepoint of its own, so that one that fails or
//! panics undoes only itself. They are answered after the commit: what was answered is on the disk.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::changes::Signal;
use super::write_job::{QueuedJob, WriteJob};
use super::{Connection, StoreError, dialect, sqlite, transaction};

/// How many jobs share a commit at most.
const GROUP: usize = 64;
/// How often an idle writer looks whether another process has written to the file.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The queue to the writer's thread.
pub(super) struct Writer {
    queue: Mutex<Option<Sender<Box<dyn WriteJob>>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(super) fn start(connection: Connection, signal: Signal) -> Result<Self, StoreError> {
        let (queue, jobs) = channel();
        let thread = std::thread::Builder::new()
            .name("punctual-writer".to_owned())
            .spawn(move || WriterThread { connection, jobs, signal, seen: 0 }.run())
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { queue: Mutex::new(Some(queue)), thread: Mutex::new(Some(thread)) })
    }

    /// Queues a job; `reply` is called once, with the job's answer after the commit, or with an error.
    pub(super) fn submit<T, E, F, R>(&self, job: F, reply: R)
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        R: FnOnce(Result<T, E>) + Send + 'static,
        E: From<StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let queued: Box<dyn WriteJob> = Box::new(QueuedJob::new(job, reply));
        let refused = match self.queue.lock().as_deref() {
            Ok(Some(queue)) => queue.send(queued).err().map(|error| error.0),
            _ => Some(queued),
        };
        if let Some(job) = refused {
            job.answer(Err(StoreError::Unavailable("the writer has stopped".to_owned())));
        }
    }

    /// Finishes what is queued, and ends the thread.
    pub(super) fn stop(&self) {
        drop(self.queue.lock().ok().and_then(|mut queue| queue.take()));
        if let Some(thread) = self.thread.lock().ok().and_then(|mut thread| thread.take()) {
            let _ = thread.join();
        }
    }
}

struct WriterThread {
    connection: Connection,
    jobs: Receiver<Box<dyn WriteJob>>,
    signal: Signal,
    /// The file's version as last seen; it changes only with commits of other processes.
    seen: i64,
}

impl WriterThread {
    fn run(mut self) {
        self.look_for_others();
        loop {
            match self.jobs.recv_timeout(LOOK_EVERY) {
                Ok(first) => self.run_group(first),
                Err(RecvTimeoutError::Timeout) => self.look_for_others(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn look_for_others(&mut self) {
        let Ok(version) = dialect::data_version(&mut self.connection) else { return };
        if version != self.seen && self.seen != 0 {
            self.signal.raise();
        }
        self.seen = version;
    }

    fn run_group(&mut self, first: Box<dyn WriteJob>) {
        let mut group = vec![first];
        let result = self.run_in_transaction(&mut group);
        if result.is_ok() {
            self.signal.raise();
        }
        for job in group {
            job.answer(result.clone());
        }
    }

    /// Runs the group, taking in what arrives meanwhile; afterwards all of it is kept, or nothing.
    fn run_in_transaction(&mut self, group: &mut Vec<Box<dyn WriteJob>>) -> Result<(), StoreError> {
        transaction::begin(&mut self.connection, sqlite::BEGIN_WRITE)?;
        let mut next = 0;
        while let Some(job) = group.get_mut(next) {
            if let Err(error) = job.run(&mut self.connection) {
                // SQLite ended the whole transaction, as it does when the disk is full.
                let _ = transaction::rollback_to(&mut self.connection, 0);
                return Err(StoreError::Unavailable(error.to_string()));
            }
            next += 1;
            if next == group.len() && next < GROUP {
                group.extend(self.jobs.try_recv().ok());
            }
        }
        transaction::commit(&mut self.connection)
    }
}
