//! A connection that fails when nothing has come for too long: of a half-open one the system may never tell.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// A wire whose reads fail after so long a silence. The silence begins with the read, and anew with each write.
#[derive(Debug)]
pub(super) struct Lively<W> {
    wire: W,
    longest_silence: Duration,
    silent_until: Pin<Box<Sleep>>,
    is_waiting: bool,
}

impl<W> Lively<W> {
    pub(super) fn new(wire: W, longest_silence: Duration) -> Self {
        Self { wire, longest_silence, silent_until: Box::pin(sleep(longest_silence)), is_waiting: false }
    }
}

impl<W: AsyncRead + Unpin> AsyncRead for Lively<W> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Poll::Ready(outcome) = Pin::new(&mut self.wire).poll_read(cx, buffer) {
            self.is_waiting = false;
            return Poll::Ready(outcome);
        }
        if !self.is_waiting {
            self.is_waiting = true;
            let until = Instant::now() + self.longest_silence;
            self.silent_until.as_mut().reset(until);
        }
        match self.silent_until.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<W: AsyncWrite + Unpin> AsyncWrite for Lively<W> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.is_waiting = false;
        Pin::new(&mut self.wire).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.wire).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.wire).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
    use tokio::time::{Instant, sleep};

    use super::Lively;

    const SILENCE: Duration = Duration::from_millis(50);

    #[tokio::test]
    async fn silence_ends_a_read_but_not_the_time_in_which_nobody_reads() {
        let (near, mut far) = duplex(64);
        let mut near = Lively::new(near, SILENCE);
        let mut byte = [0];
        for _ in 0..2 {
            far.write_all(b"a").await.unwrap();
            sleep(SILENCE * 2).await;
            near.read_exact(&mut byte).await.unwrap();
        }
        let begun = Instant::now();
        assert_eq!(near.read_exact(&mut byte).await.unwrap_err().kind(), ErrorKind::TimedOut);
        assert!(begun.elapsed() >= SILENCE, "it begins with the read");
        near.write_all(b"?").await.unwrap();
        let begun = Instant::now();
        assert_eq!(near.read_exact(&mut byte).await.unwrap_err().kind(), ErrorKind::TimedOut);
        assert!(begun.elapsed() >= SILENCE, "and anew with each write");
    }
}
