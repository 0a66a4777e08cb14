//! From an address to a TLS connection with the server, or a reason in words why there is none.

use std::net::SocketAddr;
use std::sync::Arc;

use rustls::pki_types::ServerName;
use rustls::{CertificateError, Error as TlsError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream, lookup_host};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::address::Host;
use super::demand::{Demand, Issuers};
use super::trust::client_config;
use super::vigilance::Vigilance;

/// What a client of PostgreSQL sends to ask for TLS: the length of the message, and the code of the request.
const ASKS_FOR_TLS: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// Connects to a server, and encrypts the connection.
///
/// # Errors
/// In words: what is wrong and what to do about it.
pub(super) async fn dial(host: &Host, demand: &Demand) -> Result<TlsStream<TcpStream>, String> {
    let config = client_config(demand)?;
    let name = ServerName::try_from(host.name.clone())
        .map_err(|_| format!("“{}” is no name that a certificate could hold", host.name))?;
    let mut wire =
        reach(host, &demand.vigilance).await.map_err(|error| format!("{host} cannot be reached: {error}"))?;
    ask_for_tls(&mut wire, host).await?;
    let encrypted = TlsConnector::from(Arc::new(config)).connect(name, wire).await;
    encrypted.map_err(|error| why_not(&error, host, demand))
}

/// The first of its addresses that answers.
async fn reach(host: &Host, vigilance: &Vigilance) -> std::io::Result<TcpStream> {
    let found: Vec<SocketAddr> = match host.address {
        Some(address) => vec![(address, host.port).into()],
        None => lookup_host((host.name.as_str(), host.port)).await?.collect(),
    };
    let mut outcome = Err(std::io::Error::other("its name has no address"));
    for address in found {
        outcome = connect(address, vigilance).await;
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

async fn connect(address: SocketAddr, vigilance: &Vigilance) -> std::io::Result<TcpStream> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    vigilance.apply(&socket)?;
    let wire = socket.connect(address).await?;
    // As libpq does: what is said leaves at once.
    wire.set_nodelay(true)?;
    Ok(wire)
}

async fn ask_for_tls(wire: &mut TcpStream, host: &Host) -> Result<(), String> {
    let asked = async {
        wire.write_all(&ASKS_FOR_TLS).await?;
        // Nothing is read beyond this byte before the handshake: what a stranger put behind it would pass as said
        // within TLS.
        wire.read_u8().await
    };
    match asked.await {
        Ok(b'S') => Ok(()),
        Ok(b'N') => Err(format!(
            "{host} offers no TLS, and the address of the database asks for it: set ssl = on there, with ssl_cert_file and ssl_key_file"
        )),
        Ok(_) => Err(format!("what answers at {host} is no PostgreSQL server, or one that knows no TLS")),
        Err(error) => Err(format!("{host} hung up when it was asked for TLS: {error}")),
    }
}

fn why_not(error: &std::io::Error, host: &Host, demand: &Demand) -> String {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<TlsError>());
    let Some(TlsError::InvalidCertificate(fault)) = inner else {
        return format!("{host} and this program could not agree on TLS: {error}");
    };
    let file = match &demand.issuers {
        Issuers::Public => "the public issuers".to_owned(),
        Issuers::File(path) => format!("those in {}", path.display()),
    };
    let why = match fault {
        CertificateError::UnknownIssuer | CertificateError::BadSignature | CertificateError::Other(_) => {
            format!(
                "neither it nor its issuer is among {file}: name a file with the issuer’s certificate, or the server’s own, as sslrootcert"
            )
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => format!(
            "it is not for “{}”: write the name it is for (its subjectAltName) in the address, or have one made for this name",
            host.name
        ),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "it has expired: renew it there, and see that the clock here is right".to_owned()
        }
        other => other.to_string(),
    };
    format!("the certificate of {host} is not believed: {why}")
}
