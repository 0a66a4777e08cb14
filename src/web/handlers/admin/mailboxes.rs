//! `/admin/mailboxes`: the mailboxes that are read, and a test that says what is wrong with one.

use actix_web::HttpResponse;

use crate::domain::{Check, Condition};
use crate::mail::ImapSettings;
use crate::web::error::WebError;
use crate::web::input::Posted;
use crate::web::pages::admin::{FactLine, MailboxCard, MailboxesPage, Outcome};
use crate::web::pages::render;
use crate::web::view::{Area, Tone};
use crate::web::visit::Visit;

/// Shows the mailboxes.
///
/// # Errors
/// None but those of the page itself.
pub async fn show(visit: Visit) -> Result<HttpResponse, WebError> {
    page(&visit, None)
}

/// Opens a mailbox as it is configured, and shows what came of it. No mail in it is touched.
///
/// # Errors
/// [`WebError::NotFound`] for a name that no mailbox has.
pub async fn test(visit: Visit, posted: Posted) -> Result<HttpResponse, WebError> {
    let name = posted.text("mailbox");
    let check = visit.site.app.test_mailbox(&name).await.ok_or(WebError::NotFound)?;
    page(&visit, Some((&name, check)))
}

fn page(visit: &Visit, tested: Option<(&str, Check)>) -> Result<HttpResponse, WebError> {
    let mailboxes = &visit.site.app.config.mailboxes;
    let standing = visit.site.app.pulse.mailbox_checks(visit.now);
    let tested = |wanted: &str| tested.as_ref().filter(|(name, _)| *name == wanted).map(|(_, check)| check);
    render(&MailboxesPage {
        shell: visit.shell(Area::Inbox, "Mailboxes"),
        mailboxes: mailboxes
            .iter()
            .map(|mailbox| card(&mailbox.name, &mailbox.imap, &standing, tested(&mailbox.name)))
            .collect(),
    })
}

fn card(name: &str, imap: &ImapSettings, standing: &[Check], tested: Option<&Check>) -> MailboxCard {
    let last = standing.iter().find(|check| check.name == format!("mailbox {name}"));
    MailboxCard {
        name: name.to_owned(),
        facts: vec![
            FactLine::new("Server", format!("{} port {}", imap.host, imap.port)),
            FactLine::new("User", &imap.user),
            FactLine::new("Folder", &imap.folder),
            FactLine::new("Last seen", last.map_or("not read by this process yet", |check| &check.words)),
        ],
        outcome: tested.map(outcome),
    }
}

fn outcome(check: &Check) -> Outcome {
    let is_well = check.condition == Condition::Well;
    Outcome {
        tone: if is_well { Tone::Ok } else { Tone::Late },
        words: check.words.clone(),
        remedy: check.remedy.clone(),
    }
}
