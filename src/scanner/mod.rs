//! Asks clamd whether bytes are malware.
//!
//! The conversation is short enough to be held here: `zINSTREAM`, then the bytes in chunks that begin with their length
//! (four bytes, the highest first), then a length of zero; clamd answers in one line. Where there are more bytes than
//! it takes (its `StreamMaxLength`) it says so in the middle and hangs up, so that what is sent may break while an
//! answer waits to be read; a library that gives up at the broken pipe would try such a file for ever.

mod address;

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::timeout;

pub use address::ScannerAddress;

use crate::domain::ScanVerdict;

/// How long it may take to connect, and to answer a ping.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the check of one file may take. Clamd gives up by itself after two minutes (`MaxScanTime`).
const LONGEST_CHECK: Duration = Duration::from_secs(180);
/// How many bytes are sent together.
const CHUNK: usize = 64 * 1024;
/// No answer is longer.
const LONGEST_ANSWER: u64 = 4096;
/// How the names begin under which clamd reports, where it was told to (`AlertExceedsMax`), what was too much for it.
const OVER_A_LIMIT: &str = "Heuristics.Limits.Exceeded";

/// Why there is no verdict.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScanFault {
    /// Nobody listens: nothing else can be checked either.
    #[error("the scanner cannot be reached: {0}")]
    Unreachable(String),
    /// This check failed.
    #[error("the scanner could not check it: {0}")]
    Failed(String),
}

/// A clamd.
#[derive(Debug, Clone)]
pub struct Scanner {
    address: ScannerAddress,
}

/// What clamd is spoken to over.
trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

impl Scanner {
    /// The one that listens there; nothing is connected yet.
    #[must_use]
    pub fn new(address: ScannerAddress) -> Self {
        Self { address }
    }

    /// Whether it answers.
    ///
    /// # Errors
    /// [`ScanFault`].
    pub async fn ping(&self) -> Result<(), ScanFault> {
        let mut wire = self.connect().await?;
        let asked = async {
            wire.write_all(b"zPING\0").await?;
            hear(&mut wire).await
        };
        match timeout(PATIENCE, asked).await {
            Ok(Ok(answer)) if answer == "PONG" => Ok(()),
            Ok(Ok(answer)) => Err(ScanFault::Failed(format!("it answers “{answer}” to a ping"))),
            Ok(Err(error)) => Err(ScanFault::Unreachable(error.to_string())),
            Err(_) => Err(ScanFault::Unreachable("it does not answer in time".to_owned())),
        }
    }

    /// Has bytes checked.
    ///
    /// # Errors
    /// [`ScanFault`].
    pub async fn check(&self, bytes: &[u8]) -> Result<ScanVerdict, ScanFault> {
        let mut wire = self.connect().await?;
        let asked = async {
            let sent = send(&mut wire, bytes).await;
            match hear(&mut wire).await {
                Ok(answer) if !answer.is_empty() => read(&answer),
                heard => {
                    let error = sent.err().or(heard.err());
                    Err(ScanFault::Failed(error.map_or("it hung up".to_owned(), |error| error.to_string())))
                }
            }
        };
        let outcome = timeout(LONGEST_CHECK, asked).await;
        outcome.unwrap_or_else(|_| Err(ScanFault::Failed("it took too long".to_owned())))
    }

    async fn connect(&self) -> Result<Box<dyn Wire>, ScanFault> {
        let connecting = async {
            Ok::<Box<dyn Wire>, std::io::Error>(match &self.address {
                ScannerAddress::Unix(path) => Box::new(UnixStream::connect(path).await?),
                ScannerAddress::Tcp(place) => Box::new(TcpStream::connect(place).await?),
            })
        };
        let unreachable = |why: &str| ScanFault::Unreachable(format!("{}: {why}", self.address));
        match timeout(PATIENCE, connecting).await {
            Ok(connected) => connected.map_err(|error| unreachable(&error.to_string())),
            Err(_) => Err(unreachable("it does not answer in time")),
        }
    }
}

async fn send(wire: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> std::io::Result<()> {
    wire.write_all(b"zINSTREAM\0").await?;
    for chunk in bytes.chunks(CHUNK) {
        wire.write_u32(u32::try_from(chunk.len()).unwrap_or(u32::MAX)).await?;
        wire.write_all(chunk).await?;
    }
    wire.write_u32(0).await?;
    wire.flush().await
}

/// One line, which ends with a zero or with the connection.
async fn hear(wire: &mut (impl AsyncRead + Unpin)) -> std::io::Result<String> {
    let mut answer = Vec::new();
    let mut wire = wire.take(LONGEST_ANSWER);
    while !answer.ends_with(b"\0") {
        match wire.read_buf(&mut answer).await {
            Ok(0) => break,
            Ok(_) => {}
            // What it said before it hung up counts.
            Err(_) if !answer.is_empty() => break,
            Err(error) => return Err(error),
        }
    }
    Ok(String::from_utf8_lossy(&answer).trim_end_matches('\0').trim().to_owned())
}

fn read(answer: &str) -> Result<ScanVerdict, ScanFault> {
    let said = answer.strip_prefix("stream: ").unwrap_or(answer);
    if said == "OK" {
        return Ok(ScanVerdict::Clean);
    }
    if said.starts_with("INSTREAM size limit exceeded") {
        return Ok(ScanVerdict::TooLarge);
    }
    match said.strip_suffix(" FOUND") {
        Some(name) if name.starts_with(OVER_A_LIMIT) => Ok(ScanVerdict::TooLarge),
        Some(name) => Ok(ScanVerdict::Infected(name.to_owned())),
        None => Err(ScanFault::Failed(format!("it says “{said}”"))),
    }
}

#[cfg(test)]
mod tests {
    use super::{ScanFault, ScanVerdict, read};

    #[test]
    fn answers_are_understood_and_errors_are_no_verdict() {
        for (answer, verdict) in [
            ("stream: OK", ScanVerdict::Clean),
            ("stream: Eicar-Test-Signature FOUND", ScanVerdict::Infected("Eicar-Test-Signature".to_owned())),
            ("INSTREAM size limit exceeded. ERROR", ScanVerdict::TooLarge),
            ("stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND", ScanVerdict::TooLarge),
        ] {
            assert_eq!(read(answer), Ok(verdict), "{answer}");
        }
        for answer in ["stream: Can't allocate memory ERROR", "UNKNOWN COMMAND", ""] {
            assert!(matches!(read(answer), Err(ScanFault::Failed(_))), "{answer}");
        }
    }
}
