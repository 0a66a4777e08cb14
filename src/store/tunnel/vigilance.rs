//! How soon a server that vanished without a word (its power fails, a firewall forgets) is given up, in libpq's words.
//! The system alone would wait for a quarter of an hour.

use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
use tokio::net::TcpSocket;

use crate::store::StoreError;

/// What holds unless the address says otherwise: milliseconds, seconds, seconds, and a count. Zero leaves it to the
/// system.
pub(super) const USUAL: [(&str, u32); 4] = [
    ("tcp_user_timeout", 10_000),
    ("keepalives_idle", 10),
    ("keepalives_interval", 5),
    ("keepalives_count", 3),
];

/// How a connection of our own is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Vigilance {
    is_on: bool,
    /// As [`USUAL`].
    numbers: [u32; 4],
}

impl Vigilance {
    pub fn read(parameter: &dyn Fn(&str) -> Option<String>) -> Result<Self, StoreError> {
        let mut numbers = [0; 4];
        for (number, (name, usual)) in numbers.iter_mut().zip(USUAL) {
            *number = match parameter(name) {
                None => usual,
                Some(text) => text.parse().map_err(|_| {
                    StoreError::BadUrl(format!("the address of the database: {name}={text} is no number"))
                })?,
            };
        }
        Ok(Self { is_on: parameter("keepalives").as_deref() != Some("0"), numbers })
    }

    /// Has the system watch a connection.
    pub fn apply(&self, socket: &TcpSocket) -> std::io::Result<()> {
        let (socket, [user_timeout, idle, interval, count]) = (SockRef::from(socket), self.numbers);
        #[cfg(target_os = "linux")]
        if user_timeout > 0 {
            socket.set_tcp_user_timeout(Some(Duration::from_millis(user_timeout.into())))?;
        }
        if !self.is_on {
            return Ok(());
        }
        let seconds = |number: u32| Duration::from_secs(number.into());
        let mut watch = TcpKeepalive::new();
        if idle > 0 {
            watch = watch.with_time(seconds(idle));
        }
        if interval > 0 {
            watch = watch.with_interval(seconds(interval));
        }
        if count > 0 {
            watch = watch.with_retries(count);
        }
        socket.set_tcp_keepalive(&watch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the system does about a connection: user timeout, idle time, interval, count; none where it is not watched.
    fn watched(query: &str) -> Option<(Option<Duration>, Duration, Duration, u32)> {
        let find = |name: &str| {
            query.split('&').find_map(|part| Some(part.strip_prefix(name)?.strip_prefix('=')?.to_owned()))
        };
        let socket = TcpSocket::new_v4().unwrap();
        Vigilance::read(&find).unwrap().apply(&socket).unwrap();
        let socket = SockRef::from(&socket);
        socket.keepalive().unwrap().then(|| {
            (
                socket.tcp_user_timeout().unwrap(),
                socket.tcp_keepalive_time().unwrap(),
                socket.tcp_keepalive_interval().unwrap(),
                socket.tcp_keepalive_retries().unwrap(),
            )
        })
    }

    #[tokio::test]
    async fn a_server_that_vanished_is_given_up_within_seconds_or_as_the_address_says() {
        let seconds = Duration::from_secs;
        assert_eq!(watched(""), Some((Some(seconds(10)), seconds(10), seconds(5), 3)));
        assert_eq!(
            watched("tcp_user_timeout=9000&keepalives_idle=7&keepalives_interval=2&keepalives_count=4"),
            Some((Some(seconds(9)), seconds(7), seconds(2), 4))
        );
        assert_eq!(watched("keepalives=0"), None);
    }
}
