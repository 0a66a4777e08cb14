//! Our own listener for mail: `[receiver]`.

use std::net::SocketAddr;
use std::time::Duration;

use super::raw::Raw;
use crate::mail::{Destination, Protocol, ReceiverSettings, Recipients};
use crate::service::LARGEST_MAIL;

/// Our own listener for mail, for a mail server in front.
#[derive(Debug, Clone)]
pub struct Receiver {
    /// Where it listens.
    pub listen: SocketAddr,
    /// What it takes, and what it puts up with.
    pub settings: ReceiverSettings,
}

impl Raw {
    /// The listener, if anything is said about one. `from` is the address that takes mail unless others are named.
    pub(super) fn receiver(&mut self, from: Option<&str>) -> Option<Receiver> {
        if !self.has("receiver") {
            return None;
        }
        let listen = self.parsed::<SocketAddr>(
            "receiver.listen",
            "127.0.0.1:2525",
            "an address and port such as 127.0.0.1:2525",
        );
        let domain = from.and_then(|from| from.rsplit_once('@')).map_or("localhost", |(_, domain)| domain);
        let host_name = self.checked("receiver.host_name", domain, is_host_name);
        let protocol = self.receiver_protocol();
        let recipients = self.receiver_recipients(from);
        let certificate = self.certificate("receiver");
        let usual = ReceiverSettings::new(host_name.as_deref().unwrap_or_default());
        let max_size = self.number("receiver.max_size", usual.max_size, LARGEST_MAIL);
        let max_connections = self.number("receiver.max_connections", usual.max_connections, 10_000);
        let max_recipients = self.number("receiver.max_recipients", usual.max_recipients, 10_000);
        let max_faults = self.number("receiver.max_faults", usual.max_faults, 10_000);
        let idle_seconds = self.number("receiver.idle_seconds", 300, 3600);
        let settings = ReceiverSettings {
            host_name: host_name?,
            protocol: protocol?,
            recipients: recipients?,
            certificate: certificate?,
            max_size: max_size?,
            max_connections: max_connections?,
            max_recipients: max_recipients?,
            max_faults: max_faults?,
            silence: Duration::from_secs(u64::try_from(idle_seconds?).ok()?),
            ..usual
        };
        Some(Receiver { listen: listen?, settings })
    }

    fn receiver_protocol(&mut self) -> Option<Protocol> {
        match self.checked("receiver.protocol", "smtp", is_protocol)?.as_str() {
            "lmtp" => Some(Protocol::Lmtp),
            _ => Some(Protocol::Smtp),
        }
    }

    fn receiver_recipients(&mut self, from: Option<&str>) -> Option<Recipients> {
        let named = self.listed("receiver.recipients", |text| {
            Destination::parse(text)
                .ok_or_else(|| "an address, or a domain for every address in it".to_owned())
        })?;
        let ours = || from.and_then(Destination::parse).into_iter().collect();
        Some(Recipients::These(if named.is_empty() { ours() } else { named }))
    }
}

fn is_protocol(text: &str) -> Result<(), String> {
    if ["smtp", "lmtp"].contains(&text) { Ok(()) } else { Err("write smtp or lmtp".to_owned()) }
}

fn is_host_name(text: &str) -> Result<(), String> {
    let is_plain = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-[]:".contains(c));
    if is_plain { Ok(()) } else { Err("write a host name such as mail.example.com".to_owned()) }
}
