//! A Dovecot of the tests' own: one for each test process, from one throw-away configuration file, on free ports of the
//! loopback interface. A guardian process stops it and removes its folder when this process ends, however it ends.
//!
//! Every user name exists, with the password `secret`; a test takes one of its own.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use punctual::mail::{AfterTaking, Credential, ImapSettings, Security};

use super::guardian::guard;

static DOVECOT: OnceLock<Dovecot> = OnceLock::new();

/// Waits for the end of its input, which is the end of the tests, and then stops the server that it started.
const GUARDIAN: &str = r#"
    "$1" -F -c "$2/dovecot.conf" >"$2/out" 2>&1 &
    server=$!
    cat >/dev/null
    kill -TERM "$server"
    wait "$server"
    rm -rf "$2"
"#;

/// A running Dovecot.
pub struct Dovecot {
    /// Where IMAP is spoken in clear text, with STARTTLS on offer.
    pub imap_port: u16,
    /// Where IMAP is spoken over TLS, with the name `localhost`.
    pub imaps_port: u16,
    lmtp_port: u16,
    folder: PathBuf,
    /// Its input stays open as long as this process lives.
    _guardian: Child,
}

/// The Dovecot of this test process.
pub fn dovecot() -> &'static Dovecot {
    DOVECOT.get_or_init(Dovecot::start)
}

impl Dovecot {
    /// The certificate that it shows, as a file of certificates to trust.
    pub fn certificate(&self) -> PathBuf {
        self.folder.join("certificate.pem")
    }

    /// How a user's mailbox is read, in clear text.
    pub fn mailbox(&self, user: &str) -> ImapSettings {
        ImapSettings {
            host: "localhost".to_owned(),
            port: self.imap_port,
            security: Security::None,
            ca_file: None,
            user: user.to_owned(),
            credential: Credential::Password("secret".to_owned()),
            folder: "INBOX".to_owned(),
            poll: Duration::from_secs(1),
            after: AfterTaking::MarkSeen,
            silence: ImapSettings::USUAL_SILENCE,
            largest: ImapSettings::USUAL_LARGEST,
        }
    }

    /// Delivers a mail to a user, as a mail server would.
    pub fn deliver(&self, user: &str, mail: &str) {
        let stream = TcpStream::connect(("127.0.0.1", self.lmtp_port)).unwrap();
        let mut answers = BufReader::new(stream.try_clone().unwrap());
        let mut ask = |line: &str, expected: &str| {
            (&stream).write_all(line.as_bytes()).unwrap();
            loop {
                let mut answer = String::new();
                answers.read_line(&mut answer).unwrap();
                assert!(answer.starts_with(expected), "{line:?} was answered with {answer:?}");
                if answer.as_bytes().get(3) == Some(&b' ') {
                    return;
                }
            }
        };
        ask("", "220");
        ask("LHLO tests\r\n", "250");
        ask("MAIL FROM:<ann@example.com>\r\n", "250");
        ask(&format!("RCPT TO:<{user}@help.example>\r\n"), "250");
        ask("DATA\r\n", "354");
        ask(&format!("{}\r\n.\r\n", mail.replace("\r\n.", "\r\n..")), "250");
    }

    fn start() -> Self {
        let program =
            ["/usr/sbin/dovecot", "/usr/local/sbin/dovecot"].iter().find(|path| Path::new(path).exists());
        let program = program.expect(
            "these tests need a Dovecot server: install Debian's packages `dovecot-imapd` and `dovecot-lmtpd`",
        );
        let folder = std::env::temp_dir().join(format!("punctual-test-dovecot-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("mail")).unwrap();
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
        std::fs::set_permissions(folder.join("mail"), std::fs::Permissions::from_mode(0o777)).unwrap();
        write_certificate(&folder);
        write_token_key(&folder);
        let [imap_port, imaps_port, lmtp_port] = free_ports();
        let configuration = configuration(&folder, [imap_port, imaps_port, lmtp_port]);
        std::fs::write(folder.join("dovecot.conf"), configuration).unwrap();
        let guardian = guard(GUARDIAN, &[Path::new(program), &folder]);
        let dovecot = Self { imap_port, imaps_port, lmtp_port, folder, _guardian: guardian };
        dovecot.wait_until_ready();
        dovecot
    }

    fn wait_until_ready(&self) {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(60) {
            let greets = |port| {
                let stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
                let mut greeting = String::new();
                BufReader::new(stream).read_line(&mut greeting).ok()?;
                (!greeting.is_empty()).then_some(())
            };
            if greets(self.imap_port).is_some() && greets(self.lmtp_port).is_some() {
                return;
            }
            std::thread::yield_now();
        }
        let read = |name| std::fs::read_to_string(self.folder.join(name)).unwrap_or_default();
        panic!("Dovecot did not start within a minute; it says:\n{}{}", read("out"), read("log"));
    }
}

fn free_ports() -> [u16; 3] {
    let listeners: Vec<TcpListener> = (0..3).map(|_| TcpListener::bind(("127.0.0.1", 0)).unwrap()).collect();
    [0, 1, 2].map(|n| listeners[n].local_addr().unwrap().port())
}

fn write_certificate(folder: &Path) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(folder.join("certificate.pem"), made.cert.pem()).unwrap();
    std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
}

/// Access tokens are JSON Web Tokens, signed with this key, for the user in `sub`.
pub const TOKEN_KEY: &[u8] = b"the key of the tests' own provider";

fn write_token_key(folder: &Path) {
    let keys = folder.join("keys/default/HS256");
    std::fs::create_dir_all(&keys).unwrap();
    let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, TOKEN_KEY);
    std::fs::write(keys.join("default"), encoded).unwrap();
    let settings = format!(
        "introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix={}/keys/\n\
         username_attribute = sub\nusername_format = %Ln\n",
        folder.display()
    );
    std::fs::write(folder.join("oauth2.conf"), settings).unwrap();
}

/// Users of the package's where we are root, else only ourselves.
fn configuration(folder: &Path, [imap, imaps, lmtp]: [u16; 3]) -> String {
    let folder = folder.display();
    let id = Command::new("id").arg("-un").output().unwrap();
    let name = String::from_utf8(id.stdout).unwrap().trim().to_owned();
    let (users, owner) = match name.as_str() {
        "root" => (String::new(), "mail".to_owned()),
        name => {
            let users = ["default_internal_user", "default_login_user", "default_internal_group"]
                .map(|setting| format!("{setting} = {name}\n"))
                .concat();
            (users, name.to_owned())
        }
    };
    format!(
        "{users}
protocols = imap lmtp
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_username_format = %Ln
auth_mechanisms = plain login xoauth2
first_valid_uid = 1
mail_location = maildir:~/mail
mail_max_userip_connections = 100
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner} home={folder}/mail/%n allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  mailbox Taken {{
    auto = create
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
"
    )
}
