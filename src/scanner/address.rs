//! Where the scanner listens.

use std::fmt::{Display, Formatter};
use std::path::PathBuf;
use std::str::FromStr;

/// The address of a clamd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScannerAddress {
    /// A Unix socket.
    Unix(PathBuf),
    /// A host and a port.
    Tcp(String),
}

impl FromStr for ScannerAddress {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text.split_once(':') {
            Some(("unix", path)) if path.starts_with('/') => Ok(Self::Unix(path.into())),
            Some(("tcp", place)) => match place.rsplit_once(':') {
                Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => {
                    Ok(Self::Tcp(place.to_owned()))
                }
                _ => Err(()),
            },
            _ => Err(()),
        }
    }
}

impl Display for ScannerAddress {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unix(path) => write!(formatter, "unix:{}", path.display()),
            Self::Tcp(place) => write!(formatter, "tcp:{place}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ScannerAddress;

    #[test]
    fn sockets_and_ports_are_read_and_nothing_else() {
        for (text, is_address) in [
            ("unix:/run/clamav/clamd.ctl", true),
            ("tcp:127.0.0.1:3310", true),
            ("tcp:[::1]:3310", true),
            ("unix:clamd.ctl", false),
            ("tcp:scanner", false),
            ("tcp::3310", false),
            ("/run/clamav/clamd.ctl", false),
            ("", false),
        ] {
            let read = text.parse::<ScannerAddress>();
            assert_eq!(read.is_ok(), is_address, "{text}");
            assert!(read.is_err() || read.unwrap().to_string() == text);
        }
    }
}
