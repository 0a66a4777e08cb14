//! What of a mail is too large to be kept: the mail becomes a ticket all the same, and its sender is told.

use crate::domain::{
    Actor, FileName, InboundMail, MailJudgement, NoticeBody, ParsedMail, Proof, TicketId, size_in_words,
};
use crate::service::work::Work;
use crate::service::{Context, ServiceError, notices};
use crate::store::{self, Connection};

/// Such answers that one address gets within a day; more would make us somebody's loop.
const ANSWERS_A_DAY: i64 = 20;

/// Takes the files over the limit out of a mail, notes each among what could not be kept, and gives their names with
/// their sizes. The mail as it came still has them. Of a mail that was too large as a whole, only the header came.
pub(super) fn take_out(mail: &mut ParsedMail, limit: usize) -> Vec<String> {
    let parts = std::mem::take(&mut mail.parts);
    let (too_large, kept): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| part.bytes.len() > limit);
    mail.parts = kept;
    let named = too_large.iter().map(|part| {
        let size = i64::try_from(part.bytes.len()).unwrap_or(i64::MAX);
        format!("{} ({})", FileName::clean(&part.file_name).as_str(), size_in_words(size))
    });
    let mut named: Vec<String> = named.collect();
    mail.faults.extend(named.iter().map(|file| format!("The file {file} is too large and was not kept.")));
    if let Some(size) = mail.left_behind {
        let size = size_in_words(size);
        mail.faults.push(format!(
            "The mail is too large ({size}): only its header was taken. The mail itself still lies in the mailbox."
        ));
        named
            .push(format!("everything but the subject of your mail, which is too large as a whole ({size})"));
    }
    named
}

/// Tells the sender, once for each mail, what was not kept; never a robot, and nobody in whose name somebody else
/// wrote.
pub(super) fn tell(
    c: &mut Connection,
    cx: &Context,
    mail: (&InboundMail, &ParsedMail, &MailJudgement),
    ticket: TicketId,
    files: Vec<String>,
) -> Result<(), ServiceError> {
    let (inbound, parsed, judgement) = mail;
    if files.is_empty() || parsed.is_automatic || judgement.authentication.proof == Proof::Refuted {
        return Ok(());
    }
    let Some(from) = &parsed.from else { return Ok(()) };
    let Some(sender) = store::person::find_by_email(c, from)? else { return Ok(()) };
    let limit = size_in_words(i64::try_from(cx.identity.largest_file).unwrap_or(i64::MAX));
    let body = NoticeBody::FilesRefused { files, limit };
    let day_ago = cx.now - chrono::TimeDelta::days(1);
    if store::outbox::count_to(c, &sender.email, body.label(), day_ago)? >= ANSWERS_A_DAY {
        return Ok(());
    }
    let mut work = Work::load_as(c, cx, Actor::System, ticket)?;
    notices::send(&mut work, format!("files-refused:{}", inbound.id), &sender, body)?;
    work.finish()?;
    Ok(())
}
