//! Questions to servers beside us, which may take their time: whoever wants the answer waits for a moment at most.

use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use tokio::sync::{Mutex, watch};
use tokio::time::timeout;

/// How long the last answer counts while the next one is awaited: every look of the worker asks again.
const COUNTS: Duration = Duration::from_secs(60);

/// Whether it is well, or in words why not.
type Answer = Result<(), String>;

/// One question, asked once at a time however many want to know.
#[derive(Debug, Default, Clone)]
pub(super) struct Question {
    said: Arc<watch::Sender<Option<(Stopwatch, Answer)>>>,
    asking: Arc<Mutex<()>>,
}

impl Question {
    /// Asks, unless that is under way, and waits so long for the answer; else gives the last one, if that was lately.
    pub async fn ask(
        &self,
        patience: Duration,
        asked: impl Future<Output = Answer> + Send + 'static,
    ) -> Option<Answer> {
        let mut answers = self.said.subscribe();
        if let Ok(turn) = Arc::clone(&self.asking).try_lock_owned() {
            let said = Arc::clone(&self.said);
            tokio::spawn(async move {
                let answer = asked.await;
                drop(turn);
                said.send_replace(Some((Stopwatch::now(), answer)));
            });
        }
        // Where time runs out, what was said before counts.
        let _ = timeout(patience, answers.changed()).await;
        let last = answers.borrow().clone();
        last.filter(|(at, _)| at.elapsed() < COUNTS).map(|(_, answer)| answer)
    }
}
