//! The connection to PostgreSQL, as its address asks for it.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::thread::JoinHandle;

use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What a client of PostgreSQL sends to ask for TLS: the length of the message, and the code of the request.
const ASKS_FOR_TLS: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// A server that takes one connection: gives what is said to it within TLS, and nothing where no TLS came about.
fn server(folder: &Path, certificate: &str) -> (u16, JoinHandle<Option<Vec<u8>>>) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(folder.join(certificate), made.cert.pem()).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config = ServerConfig::builder().with_no_client_auth();
    let config = Arc::new(config.with_single_cert(vec![made.cert.der().clone()], key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = std::thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let mut asked = [0; 8];
        connection.read_exact(&mut asked).unwrap();
        assert_eq!(asked, ASKS_FOR_TLS);
        connection.write_all(b"S").unwrap();
        let mut within = StreamOwned::new(ServerConnection::new(config).unwrap(), connection);
        let mut length = [0; 4];
        within.read_exact(&mut length).ok()?;
        let mut said = vec![0; usize::try_from(u32::from_be_bytes(length)).unwrap() - 4];
        within.read_exact(&mut said).ok()?;
        Some(said)
    });
    (port, heard)
}

fn migrate(folder: &Path, port: u16) -> Output {
    let address = format!(
        "postgres://ann@localhost:{port}/tickets?sslmode=verify-full&sslrootcert=trusted.pem&gssencmode=disable"
    );
    let mut command = Command::new(env!("CARGO_BIN_EXE_punctual"));
    command.arg("migrate").current_dir(folder).env("DATABASE_URL", address).output().unwrap()
}

#[test]
fn the_connection_to_postgresql_is_encrypted_and_its_server_is_who_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let (port, heard) = server(folder.path(), "trusted.pem");
    migrate(folder.path(), port);
    let said = heard.join().unwrap().expect("TLS comes about");
    assert!(said.windows(8).any(|word| word == b"tickets\0"), "{}", String::from_utf8_lossy(&said));

    let (port, heard) = server(folder.path(), "another.pem");
    let output = migrate(folder.path(), port);
    assert_eq!(heard.join().unwrap(), None, "nothing is said to a stranger");
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("certificate"), "{told}");
}
