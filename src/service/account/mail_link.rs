//! Mailing a person a link that is good once.

use chrono::TimeDelta;

use crate::domain::{Link, LinkId, LinkPurpose, NoticeBody, Person};
use crate::service::notice_apart::send_apart;
use crate::service::{Context, ServiceError};
use crate::store::{self, Connection};

/// A link that is to be mailed.
pub(super) struct NewLink<'a> {
    /// What it is good for.
    pub purpose: LinkPurpose,
    /// For how long.
    pub good_for: TimeDelta,
    /// Whom the mail names as its sender.
    pub from: Option<&'a Person>,
    /// The hash of the browser's secret that asked for it, where it is for this browser.
    pub asked_by: Option<String>,
}

/// Mails a link, and takes the earlier ones for the same purpose back. Nothing in the mail is of anybody's choice but
/// ours: the names in it are those of people who are known.
pub(super) fn mail_link(
    c: &mut Connection,
    cx: &Context,
    to: &Person,
    new: NewLink<'_>,
) -> Result<Link, ServiceError> {
    let NewLink { purpose, good_for, from, asked_by } = new;
    store::link::use_up_all(c, to.id, purpose, cx.now)?;
    let link = Link {
        id: LinkId::new(cx.now),
        person_id: to.id,
        purpose,
        created_at: cx.now,
        expires_at: cx.now + good_for,
        used_at: None,
        asked_by,
    };
    store::link::insert(c, &link)?;
    let body = NoticeBody::AccountLink {
        purpose,
        link_id: link.id,
        expires_at: link.expires_at,
        from: from.map(|person| person.name.clone()),
    };
    send_apart(c, cx, format!("link:{}", link.id), to, "/link".to_owned(), body)?;
    Ok(link)
}
