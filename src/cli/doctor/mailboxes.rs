//! Whether each mailbox can be opened as it is configured. Nothing in it is touched.

use crate::config::Mailbox;
use crate::domain::Check;
use crate::mail::ImapConnection;

/// Signs in to each and opens its folder.
pub(super) async fn check(mailboxes: &[Mailbox]) -> Vec<Check> {
    let mut checks = Vec::new();
    for mailbox in mailboxes {
        let name = format!("mailbox {}", mailbox.name);
        let imap = &mailbox.imap;
        checks.push(match ImapConnection::open(imap, None).await {
            Ok(connection) => {
                connection.close().await;
                Check::well(name, format!("{} lets us in, and {} can be read.", imap.host, imap.folder))
            }
            Err(error) => Check::failing(
                name,
                format!("{} port {}: {error}", imap.host, imap.port),
                "Check host, port, security, user, password and folder of this [[mailbox]].",
            ),
        });
    }
    checks
}
