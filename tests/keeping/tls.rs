//! Pages over TLS, with a certificate that is renewed while they are served.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;

use punctual::app::App;
use punctual::config::Config;
use punctual::mail::Mailer;

use crate::support::app::{PASSWORD, TestApp};

/// Writes a certificate for `localhost` that it signed itself, and gives it.
fn write_certificate(folder: &Path) -> reqwest::Certificate {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    std::fs::write(folder.join("certificate.pem"), made.cert.pem()).unwrap();
    reqwest::Certificate::from_pem(made.cert.pem().as_bytes()).unwrap()
}

async fn get(port: u16, trusted: &reqwest::Certificate) -> Result<reqwest::Response, reqwest::Error> {
    let builder = reqwest::Client::builder().tls_built_in_root_certs(false);
    let client = builder.add_root_certificate(trusted.clone()).build().unwrap();
    client.get(format!("https://localhost:{port}/healthz")).send().await
}

/// The answer to the sign-in form of a customer.
async fn sign_in(port: u16, trusted: &reqwest::Certificate) -> reqwest::Response {
    let builder = reqwest::Client::builder().tls_built_in_root_certs(false);
    let builder = builder.redirect(reqwest::redirect::Policy::none());
    let client = builder.add_root_certificate(trusted.clone()).build().unwrap();
    let form = [("email", "contact@dms.example"), ("password", PASSWORD), ("next", "/")];
    client.post(format!("https://localhost:{port}/signin")).form(&form).send().await.unwrap()
}

/// The answer to a greeting of TLS 1.1, which offers nothing newer.
fn greet_with_tls_1_1(port: u16) -> Vec<u8> {
    let mut hello = vec![3, 2];
    hello.extend([7; 32]);
    // No session, two cipher suites of that time, no compression.
    hello.extend([0, 0, 4, 0xc0, 0x13, 0x00, 0x2f, 1, 0]);
    let length = u8::try_from(hello.len()).unwrap();
    let mut record = vec![22, 3, 1, 0, length + 4, 1, 0, 0, length];
    record.extend(hello);
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.write_all(&record).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_come_over_tls_1_2_at_least_and_a_renewed_certificate_needs_no_restart() {
    let folder = tempfile::tempdir().unwrap();
    let first = write_certificate(folder.path());
    let settings = format!(
        "public_url = 'https://localhost'\n[http]\ncertificate = '{0}/certificate.pem'\nkey = '{0}/key.pem'",
        folder.path().display()
    );
    let config = Config::parse(&settings, std::iter::empty()).unwrap();
    let test = TestApp::sqlite();
    let app = App::open(config, test.app.clock.clone(), test.app.db.clone(), Mailer::Unconfigured).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, receiver) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = punctual::web::server(app, listener).unwrap();
            sender.send(server.handle()).unwrap();
            server.await.unwrap();
        });
    });
    let handle = receiver.recv().unwrap();

    let answer = get(port, &first).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["strict-transport-security"], "max-age=31536000");
    let signed_in = sign_in(port, &first).await;
    let cookies: Vec<_> =
        signed_in.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    assert!(cookies.len() >= 2, "{cookies:?}");
    for cookie in cookies {
        for part in ["; Secure", "; HttpOnly", "; SameSite="] {
            assert!(cookie.contains(part), "{part} is missing in {cookie}");
        }
        // The mark of a known browser goes to the sign-in pages alone, so that it can't be bound to the host.
        let is_bound = cookie.starts_with("__Host-") && cookie.contains("; Path=/;");
        let is_mark = cookie.starts_with("__Secure-") && cookie.contains("; Path=/signin;");
        assert!((is_bound || is_mark) && !cookie.contains("Domain="), "{cookie}");
    }
    // A fatal alert (RFC 8446, section 6), and no greeting back.
    let alert = greet_with_tls_1_1(port);
    assert!(matches!(alert.as_slice(), [21, _, _, 0, 2, 2, _]), "{alert:?}");

    let second = write_certificate(folder.path());
    assert!(get(port, &first).await.is_err(), "the old certificate is still shown");
    assert_eq!(get(port, &second).await.unwrap().status(), 200);
    std::fs::write(folder.path().join("certificate.pem"), "damaged").unwrap();
    assert_eq!(get(port, &second).await.unwrap().status(), 200);
    drop(handle.stop(false));
    thread.join().unwrap();
}

#[test]
fn a_certificate_without_its_key_or_without_https_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    write_certificate(folder.path());
    let place = folder.path().display();
    for (settings, named) in [
        (format!("[http]\ncertificate = '{place}/certificate.pem'"), "http.key"),
        (format!("[http]\ncertificate = '{place}/certificate.pem'\nkey = '{place}/key.pem'"), "public_url"),
        (
            format!(
                "public_url = 'https://x'\n[http]\ncertificate = '{place}/key.pem'\nkey = '{place}/key.pem'"
            ),
            "http.certificate",
        ),
    ] {
        let error = Config::parse(&settings, std::iter::empty()).unwrap_err().to_string();
        assert!(error.contains(named), "{error}");
    }
}
