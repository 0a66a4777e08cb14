//! A receiver that keeps what it is given, for the tests of both sides of SMTP.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use punctual::domain::Envelope;
use punctual::mail::{Receiver, ReceiverSettings, Refusal, Security, SmtpSettings};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Mails with their envelopes, in the order in which they came.
type Taken = Arc<Mutex<Vec<(Envelope, Vec<u8>)>>>;

/// How mail is handed to a server on this machine.
pub fn without_tls(port: u16) -> SmtpSettings {
    SmtpSettings {
        host: "localhost".to_owned(),
        port,
        security: Security::None,
        credentials: None,
        ca_file: None,
        connections: 2,
    }
}

/// A running receiver and what it took.
pub struct Sink {
    pub address: SocketAddr,
    pub taken: Taken,
    stop: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl Sink {
    /// One that takes everything.
    pub async fn start() -> Self {
        Self::start_with(ReceiverSettings::new("sink.example"), |_| Ok(())).await
    }

    /// One that takes what `judge` lets through.
    pub async fn start_with<J>(settings: ReceiverSettings, judge: J) -> Self
    where
        J: Fn(&Envelope) -> Result<(), Refusal> + Clone + Send + Sync + 'static,
    {
        let receiver = Receiver::bind("127.0.0.1:0".parse().unwrap(), settings).await.unwrap();
        let address = receiver.local_addr().unwrap();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let (stop, stopped) = watch::channel(false);
        let kept = Arc::clone(&taken);
        let handler = move |envelope: Envelope, mail: Vec<u8>| {
            let outcome = judge(&envelope);
            if outcome.is_ok() {
                kept.lock().unwrap().push((envelope, mail));
            }
            async move { outcome }
        };
        let running = tokio::spawn(receiver.run(handler, stopped));
        Self { address, taken, stop, running }
    }

    /// Stops it, and waits until the mails under way have come to their end.
    pub async fn stop(self) {
        self.stop.send(true).unwrap();
        self.running.await.unwrap();
    }

    /// How many mails were taken.
    pub fn count(&self) -> usize {
        self.taken.lock().unwrap().len()
    }

    /// The mails that were taken, without their envelopes.
    pub fn mails(&self) -> Vec<String> {
        let taken = self.taken.lock().unwrap();
        taken.iter().map(|(_, mail)| String::from_utf8(mail.clone()).unwrap()).collect()
    }
}
