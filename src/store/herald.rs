//! Tells other processes on the same PostgreSQL of commits, and hears of theirs.
//!
//! One session both notifies and listens. Notices are sent after the commit and many commits share one, since a
//! notice inside each transaction would make PostgreSQL commit them one after another.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::{PgConnection, RunQueryDsl, define_sql_function, select};

use super::changes::Signal;
use super::{StoreError, postgres};

/// How often the session looks for notices; only a look at its socket.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// Commits that follow each other this closely are told together.
const GATHER: Duration = Duration::from_millis(10);
/// How long to wait before the next try after the session was lost.
const RECONNECT_AFTER: Duration = Duration::from_secs(1);

define_sql_function! {
    /// The number of the session, which marks its own notices.
    fn pg_backend_pid() -> Integer;
}

/// The thread that keeps the session; it ends with the last sender.
#[derive(Debug)]
pub(super) struct Herald {
    commits: Mutex<Option<Sender<()>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Herald {
    pub(super) fn start(url: String, signal: Signal) -> Result<Self, StoreError> {
        let (commits, receiver) = channel();
        let thread = std::thread::Builder::new()
            .name("punctual-herald".to_owned())
            .spawn(move || keep_session(&url, &receiver, &signal))
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { commits: Mutex::new(Some(commits)), thread: Mutex::new(Some(thread)) })
    }

    /// Has other processes told of a commit.
    pub(super) fn tell(&self) {
        if let Ok(Some(commits)) = self.commits.lock().as_deref() {
            let _ = commits.send(());
        }
    }

    /// Sends what is left to tell, and ends the session.
    pub(super) fn stop(&self) {
        drop(self.commits.lock().ok().and_then(|mut commits| commits.take()));
        if let Some(thread) = self.thread.lock().ok().and_then(|mut thread| thread.take()) {
            let _ = thread.join();
        }
    }
}

fn keep_session(url: &str, commits: &Receiver<()>, signal: &Signal) {
    loop {
        if let Ok(mut session) = listen(url) {
            // Notices may have been missed while there was no session.
            signal.raise();
            if pass_on(&mut session, commits, signal).is_ok() {
                return;
            }
        }
        match commits.recv_timeout(RECONNECT_AFTER) {
            Err(RecvTimeoutError::Disconnected) => return,
            Ok(()) | Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

fn listen(url: &str) -> Result<(PgConnection, i32), StoreError> {
    let mut session = postgres::establish(url)?;
    let own = select(pg_backend_pid()).get_result(&mut session)?;
    session.batch_execute("LISTEN punctual_changed")?;
    Ok((session, own))
}

/// Passes notices both ways until nobody is left to send any; an error means that the session is lost.
fn pass_on(
    (session, own): &mut (PgConnection, i32),
    commits: &Receiver<()>,
    signal: &Signal,
) -> Result<(), StoreError> {
    // Commits before the session stood are told first.
    session.batch_execute("NOTIFY punctual_changed")?;
    loop {
        match commits.recv_timeout(LOOK_EVERY) {
            Ok(()) => {
                std::thread::sleep(GATHER);
                while commits.try_recv().is_ok() {}
                session.batch_execute("NOTIFY punctual_changed")?;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
        let mut heard = false;
        for notice in session.notifications_iter() {
            heard |= notice?.process_id != *own;
        }
        if heard {
            signal.raise();
        }
    }
}
