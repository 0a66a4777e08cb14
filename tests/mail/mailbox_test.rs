//! The test of a mailbox in the administration, with a real Dovecot.

use crate::support::app::{TestApp, Who};
use crate::support::dovecot::dovecot;

/// A mailbox of the configuration: name, user, password, folder, port.
fn mailbox(name: &str, user: &str, password: &str, folder: &str, port: u16) -> String {
    format!(
        "[[mailbox]]\nname = '{name}'\nhost = 'localhost'\nport = {port}\nsecurity = 'none'\nuser = '{user}'\n\
         password = '{password}'\nfolder = '{folder}'\n"
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_test_of_a_mailbox_says_what_is_wrong() {
    let port = dovecot().imap_port;
    dovecot().deliver("tested", "Subject: Still new\r\n\r\nText\r\n");
    let settings = [
        mailbox("good", "tested", "secret", "INBOX", port),
        mailbox("wrong password", "tested", "guessed", "INBOX", port),
        mailbox("wrong folder", "tested", "secret", "Elsewhere", port),
        mailbox("nobody there", "tested", "secret", "INBOX", 1),
    ];
    let test = TestApp::sqlite().restart_with(&settings.concat());
    let admin = test.api(Who::Admin);
    let listed = admin.open("/admin/mailboxes").await.expect(200).text();
    assert!(listed.contains("wrong folder") && !listed.contains("guessed"), "no password is shown");
    for (name, words, remedy) in [
        ("good", "localhost lets us in, and INBOX can be read.", ""),
        ("wrong password", "refused to sign us in", "Correct `user` and `password`"),
        ("wrong folder", "refused “SELECT”", "See that `folder`"),
        ("nobody there", "no connection to the mail server", "See that `host`, `port` and `security`"),
    ] {
        let shown = admin.submit("/admin/mailboxes/test", &[("mailbox", name)]).await.expect(200).text();
        assert!(shown.contains(words) && shown.contains(remedy), "{name}: {shown}");
    }
    admin.submit("/admin/mailboxes/test", &[("mailbox", "none of ours")]).await.expect(404);
    let mut connection = {
        let mailbox = test.app.config.mailboxes.iter().find(|one| one.name == "good").unwrap();
        punctual::mail::ImapConnection::open(&mailbox.imap, None).await.unwrap()
    };
    assert!(connection.next().await.unwrap().is_some(), "the mail is as new as before");
}
