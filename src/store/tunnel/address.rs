//! The address of a PostgreSQL server, read as libpq reads it, as far as the way there is concerned.

use std::net::IpAddr;

use super::demand::Demand;
use super::vigilance::USUAL;
use crate::store::StoreError;

/// Where PostgreSQL listens unless it is said.
const PORT: u16 = 5432;
/// What is for the way there alone, and so not handed on to libpq, which goes by the tunnel.
const OF_THE_WAY: [&str; 7] =
    ["host", "hostaddr", "port", "sslmode", "sslcompression", "channel_binding", "sslnegotiation"];

/// An address, taken apart.
pub(super) struct Address {
    credentials: String,
    database: String,
    /// Names and values, percent-encoded as they were written.
    parameters: Vec<(String, String)>,
    /// Where the server is; several are tried in turn.
    pub hosts: Vec<Host>,
}

/// One place where the server may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Host {
    /// The name, which its certificate has to hold; a folder or nothing for a Unix socket.
    pub name: String,
    /// What to connect to instead of asking name servers.
    pub address: Option<IpAddr>,
    /// The port.
    pub port: u16,
}

impl Host {
    /// Whether it is a socket of this machine's file system.
    pub fn is_unix_socket(&self) -> bool {
        self.address.is_none() && (self.name.is_empty() || self.name.starts_with(['/', '@']))
    }

    /// Whether what is said to it does not leave this machine.
    pub fn is_here(&self) -> bool {
        let address = self.address.or_else(|| self.name.parse().ok());
        self.is_unix_socket() || address.map_or(self.name == "localhost", |address| address.is_loopback())
    }
}

impl std::fmt::Display for Host {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}", self.name, self.port)
    }
}

impl Address {
    /// Reads `postgres://USER:PASSWORD@HOST:PORT,HOST:PORT/DATABASE?PARAMETERS`.
    pub fn read(url: &str) -> Result<Self, StoreError> {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = place.split_once('/').unwrap_or((place, ""));
        let (credentials, hosts) = authority.split_once('@').unwrap_or(("", authority));
        let parameters = query.split('&').filter(|part| !part.is_empty()).map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (name.to_owned(), value.to_owned())
        });
        let mut address = Self {
            credentials: credentials.to_owned(),
            database: database.to_owned(),
            parameters: parameters.collect(),
            hosts: vec![],
        };
        address.hosts = address.places(hosts)?;
        Ok(address)
    }

    /// What is asked about TLS; none where the server is reached without.
    pub fn demand(&self) -> Result<Option<Demand>, StoreError> {
        let demand = Demand::read(&|name| self.parameter(name))?;
        let (Some(_), Some(socket)) = (&demand, self.hosts.iter().find(|host| host.is_unix_socket())) else {
            return Ok(demand);
        };
        let place = if socket.name.is_empty() { "names no host" } else { "names a Unix socket" };
        Err(StoreError::BadUrl(format!(
            "the address of the database asks for TLS by sslmode, but {place}: name the host, or leave sslmode out"
        )))
    }

    /// Seconds after which a host that does not answer is given up; none if nothing is said.
    pub fn patience(&self) -> Option<u64> {
        self.parameter("connect_timeout")?.parse().ok().filter(|seconds| *seconds > 0)
    }

    /// The address as it was written, for libpq to go by itself: a server that does not answer, or vanished without a
    /// word, is given up within seconds, unless the address says otherwise.
    pub fn watched(&self, url: &str) -> String {
        let mut url = url.to_owned();
        for (name, usual) in [("connect_timeout", 10)].into_iter().chain(USUAL) {
            if self.parameter(name).is_some() {
                continue;
            }
            if !url.ends_with(['?', '&']) {
                url.push(if url.contains('?') { '&' } else { '?' });
            }
            url.push_str(&format!("{name}={usual}"));
        }
        url
    }

    /// The same database for libpq, on a socket in this folder.
    pub fn through(&self, folder: &str) -> String {
        let is_of_the_way = |name: &str| OF_THE_WAY.contains(&name) || Demand::NAMES.contains(&name);
        let kept = self.parameters.iter().filter(|(name, _)| !is_of_the_way(name));
        let kept: String = kept.map(|(name, value)| format!("&{name}={value}")).collect();
        let (credentials, database, host) = (&self.credentials, &self.database, encoded(folder));
        format!("postgres://{credentials}@/{database}?host={host}&port={PORT}&sslmode=disable{kept}")
    }

    fn parameter(&self, name: &str) -> Option<String> {
        let (_, value) = self.parameters.iter().rev().find(|(given, _)| given == name)?;
        Some(decoded(value))
    }

    /// The hosts as they stand before the name of the database, or as parameters, which win.
    fn places(&self, written: &str) -> Result<Vec<Host>, StoreError> {
        let (mut names, mut ports) = (Vec::new(), Vec::new());
        for one in written.split(',') {
            let (name, port) = name_and_port(one);
            names.push(decoded(name));
            ports.push(port.to_owned());
        }
        let list = |name: &str| {
            let listed = self.parameter(name)?;
            Some(listed.split(',').map(str::to_owned).collect::<Vec<_>>())
        };
        let names = list("host").unwrap_or(names);
        let ports = list("port").unwrap_or(ports);
        let addresses = list("hostaddr").unwrap_or_default();
        let count = names.len().max(addresses.len());
        (0..count)
            .map(|at| {
                let port = ports.get(at).or(ports.first()).map(String::as_str).unwrap_or_default();
                let address = addresses.get(at).filter(|text| !text.is_empty());
                let name = names.get(at).filter(|name| !name.is_empty()).or(address);
                Ok(Host {
                    name: name.cloned().unwrap_or_default(),
                    address: address
                        .map(|text| text.parse().map_err(|_| bad("hostaddr", text)))
                        .transpose()?,
                    port: if port.is_empty() { PORT } else { port.parse().map_err(|_| bad("port", port))? },
                })
            })
            .collect()
    }
}

fn bad(what: &str, text: &str) -> StoreError {
    StoreError::BadUrl(format!("the address of the database has “{text}” as its {what}, which is none"))
}

/// `NAME:PORT`, where the name may be an IPv6 address in brackets.
fn name_and_port(text: &str) -> (&str, &str) {
    if let Some((name, rest)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return (name, rest.strip_prefix(':').unwrap_or_default());
    }
    text.split_once(':').unwrap_or((text, ""))
}

/// Reads `%2F` as `/`. What is no such code stays as it stands.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        match after.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(b'%');
                rest = after;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

fn encoded(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[track_caller]
    fn hosts(url: &str) -> Vec<String> {
        Address::read(url).unwrap().hosts.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn hosts_are_read_from_wherever_they_may_stand() {
        for (url, expected) in [
            ("postgres://db.example/tickets", "db.example:5432"),
            ("postgres://ann:p%40ss@db.example:6000/tickets", "db.example:6000"),
            ("postgres://ann@[::1]:6000/tickets", "::1:6000"),
            ("postgresql://%2Frun%2Fpostgresql/tickets", "/run/postgresql:5432"),
            ("postgres:///tickets?host=a,b&port=1,2", "a:1 b:2"),
            ("postgres://a:1,b:2,c/tickets", "a:1 b:2 c:5432"),
            ("postgres:///tickets?hostaddr=10.0.0.7", "10.0.0.7:5432"),
        ] {
            assert_eq!(hosts(url).join(" "), expected, "{url}");
        }
        for url in ["postgres://db:none/x", "postgres://db/x?hostaddr=db"] {
            assert!(Address::read(url).is_err(), "{url}");
        }
    }

    #[test]
    fn only_what_stays_on_this_machine_is_here() {
        for (url, is_here) in [
            ("postgres:///x", true),
            ("postgres://%2Frun/x", true),
            ("postgres://localhost/x", true),
            ("postgres://127.0.0.9/x", true),
            ("postgres://[::1]/x", true),
            ("postgres://db/x", false),
            ("postgres://10.1.2.3/x", false),
            ("postgres://localhost/x?hostaddr=10.1.2.3", false),
        ] {
            assert_eq!(Address::read(url).unwrap().hosts[0].is_here(), is_here, "{url}");
        }
    }

    #[test]
    fn libpq_gives_up_a_server_that_vanished_unless_the_address_says_otherwise() {
        for (url, expected) in [
            (
                "postgres://ann@db/x",
                "postgres://ann@db/x?connect_timeout=10&tcp_user_timeout=10000&keepalives_idle=10&keepalives_interval=5&keepalives_count=3",
            ),
            (
                "postgres:///x?host=%2Frun&tcp_user_timeout=0&connect_timeout=2",
                "postgres:///x?host=%2Frun&tcp_user_timeout=0&connect_timeout=2&keepalives_idle=10&keepalives_interval=5&keepalives_count=3",
            ),
        ] {
            assert_eq!(Address::read(url).unwrap().watched(url), expected);
        }
    }

    #[test]
    fn libpq_is_given_everything_but_the_way() {
        let url = "postgres://ann:p%40ss@db.example:6000/tick%20ets?sslmode=verify-full&sslrootcert=/a&application_name=x";
        assert_eq!(
            Address::read(url).unwrap().through("/tmp/a b"),
            "postgres://ann:p%40ss@/tick%20ets?host=%2Ftmp%2Fa%20b&port=5432&sslmode=disable&application_name=x"
        );
    }
}
