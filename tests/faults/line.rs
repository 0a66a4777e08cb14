//! The line to a mail server, which a test cuts, or on which it hides the server's last word.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What the line does with those who call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// It lets everything through.
    Open,
    /// It hangs up at once, as if nothing were there.
    Down,
    /// It lets a mail through, and hangs up before the answer to it: the sender never hears that it was taken.
    HidesLastWord,
}

/// A line in front of a server.
pub struct MailLine {
    pub address: SocketAddr,
    pub mood: watch::Sender<Mood>,
}

impl MailLine {
    pub async fn start(server: SocketAddr, mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, moods) = watch::channel(mood);
        tokio::spawn(async move {
            while let Ok((caller, _)) = listener.accept().await {
                let moods = moods.clone();
                tokio::spawn(async move { carry(caller, server, moods).await });
            }
        });
        Self { address, mood: sender }
    }
}

/// Carries a call until one side hangs up or the mood ends it.
async fn carry(mut caller: TcpStream, server: SocketAddr, mut moods: watch::Receiver<Mood>) -> Option<()> {
    if *moods.borrow_and_update() == Mood::Down {
        return None;
    }
    let mut server = TcpStream::connect(server).await.ok()?;
    let (mut said, mut answered) = ([0; 4096], [0; 4096]);
    let mut end = Vec::new();
    loop {
        tokio::select! {
            _ = moods.changed() => if *moods.borrow_and_update() == Mood::Down { return None },
            count = caller.read(&mut said) => {
                let words = &said[..count.ok().filter(|count| *count > 0)?];
                server.write_all(words).await.ok()?;
                end.extend_from_slice(&words[words.len().saturating_sub(5)..]);
                end.drain(..end.len().saturating_sub(5));
                if *moods.borrow() == Mood::HidesLastWord && end == b"\r\n.\r\n" {
                    // The server has it, and has said so.
                    let _ = server.read(&mut answered).await;
                    return None;
                }
            }
            count = server.read(&mut answered) => {
                let words = &answered[..count.ok().filter(|count| *count > 0)?];
                caller.write_all(words).await.ok()?;
            }
        }
    }
}
