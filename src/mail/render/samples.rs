//! Notices that nobody was sent: one for each shape that a kind comes in, to try a template with.

use chrono::{DateTime, TimeDelta};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::domain::{
    AboutTicket, AccountChange, ColleagueWord, EmailAddress, LinkId, LinkPurpose, Notice, NoticeBody,
    NoticeKind, PromiseLine, Recipient, TicketId, TicketNumber,
};
use crate::sla::{ClockKind, Instant};

/// Notices of a kind as they look to a reader in this zone, who reads them at `now`: with everything that may be in
/// them, and without what may be missing. The fullest comes first.
#[must_use]
pub fn samples(kind: NoticeKind, zone: Tz, now: Instant) -> Vec<Notice> {
    let now = DateTime::from_timestamp(now.timestamp() - now.timestamp().rem_euclid(60), 0).unwrap_or(now);
    let Ok(email) = EmailAddress::parse("robin@customer.example") else { return Vec::new() };
    let to = Recipient { email, name: "Robin Park".to_owned(), time_zone: zone, organization_id: None };
    let notice = |(body, in_reply_to): (NoticeBody, Option<String>)| Notice {
        to: to.clone(),
        ticket: Some(AboutTicket {
            id: TicketId(Uuid::nil()),
            number: TicketNumber(1042),
            subject: "The export stops halfway".to_owned(),
        }),
        provider: "Example Software".to_owned(),
        path: "/portal/tickets/1042".to_owned(),
        references: in_reply_to.iter().cloned().collect(),
        in_reply_to,
        body,
    };
    let about_ticket =
        !matches!(kind, NoticeKind::AccountLink | NoticeKind::AccountChanged | NoticeKind::Alarm);
    let all = bodies(kind, now).into_iter().map(notice);
    all.map(|notice| Notice { ticket: notice.ticket.filter(|_| about_ticket), ..notice }).collect()
}

fn bodies(kind: NoticeKind, now: Instant) -> Vec<(NoticeBody, Option<String>)> {
    let text =
        || "We have found it:\n\n- the disk was full\n- it is not any more\n\nPlease try again.".to_owned();
    let (author, severity) = (|| "Alex Moreau".to_owned(), || "High".to_owned());
    let full = promise(ClockKind::Respond, now);
    let bare = PromiseLine { target: String::new(), explanation: String::new(), ..full.clone() };
    let update = promise(ClockKind::Update, now);
    let alone = |bodies: Vec<NoticeBody>| bodies.into_iter().map(|body| (body, None)).collect();
    match kind {
        NoticeKind::Acknowledgement => acknowledgements(now),
        NoticeKind::Reply => alone(
            [Some(now + TimeDelta::hours(4)), None]
                .map(|next_update| NoticeBody::Reply { author: author(), text: text(), next_update })
                .into(),
        ),
        NoticeKind::Breach => {
            let breach = |missed, next| NoticeBody::Breach { severity: severity(), missed, next };
            let resolve = promise(ClockKind::Resolve, now);
            alone(vec![breach(vec![full, resolve], Some(update)), breach(vec![bare], None)])
        }
        NoticeKind::Resolution => alone(
            [Some("/rate#example".to_owned()), None]
                .map(|rate_path| NoticeBody::Resolution { author: author(), rate_path })
                .into(),
        ),
        NoticeKind::FilesRefused => alone(
            [vec!["video.mp4 (48 MB)", "dump.zip (31 MB)"], vec!["video.mp4 (48 MB)"]]
                .map(|files| NoticeBody::FilesRefused {
                    files: files.into_iter().map(str::to_owned).collect(),
                    limit: "20 MB".to_owned(),
                })
                .into(),
        ),
        NoticeKind::AccountLink => alone(account_links(&author(), now)),
        NoticeKind::AccountChanged => alone(
            [AccountChange::Password, AccountChange::SecondStepOn, AccountChange::SecondStepOff]
                .map(|change| NoticeBody::AccountChanged { change })
                .into(),
        ),
        NoticeKind::NewTicket => alone(
            [Some(full), Some(bare), None]
                .map(|promise| NoticeBody::NewTicket {
                    severity: severity(),
                    author: author(),
                    text: text(),
                    promise,
                })
                .into(),
        ),
        NoticeKind::CustomerWrote => {
            alone(vec![NoticeBody::CustomerWrote { author: author(), text: text() }])
        }
        NoticeKind::ColleagueWrote => alone(
            [ColleagueWord::Mentioned, ColleagueWord::Noted, ColleagueWord::Replied]
                .map(|word| NoticeBody::ColleagueWrote {
                    author: author(),
                    word,
                    text: if word == ColleagueWord::Replied { text() } else { String::new() },
                })
                .into(),
        ),
        NoticeKind::Warning => {
            alone([full, bare].map(|promise| NoticeBody::Warning { promise, severity: severity() }).into())
        }
        NoticeKind::Page => alone(
            [(0, Some(full)), (1, Some(bare)), (2, None)]
                .map(|(step, promise)| NoticeBody::Page {
                    severity: severity(),
                    why: "It arrived out of hours".to_owned(),
                    step,
                    promise,
                    take_path: "/take#example".to_owned(),
                })
                .into(),
        ),
        NoticeKind::Alarm => {
            alone(vec![NoticeBody::Alarm { title: "The disk is nearly full".to_owned(), text: text() }])
        }
    }
}

fn acknowledgements(now: Instant) -> Vec<(NoticeBody, Option<String>)> {
    let acknowledgement = |promises: Vec<PromiseLine>, is_outside_agreement| NoticeBody::Acknowledgement {
        severity: "High".to_owned(),
        is_held_over: promises.iter().any(|one| one.starts_at.is_some()),
        promises,
        is_outside_agreement,
    };
    let respond = promise(ClockKind::Respond, now);
    let held_over = PromiseLine { starts_at: Some(now + TimeDelta::hours(1)), ..respond.clone() };
    let untold = PromiseLine { target: String::new(), explanation: String::new(), ..respond.clone() };
    let all = vec![respond, promise(ClockKind::Update, now), promise(ClockKind::Resolve, now)];
    vec![
        (acknowledgement(all, false), None),
        (acknowledgement(vec![held_over], false), Some("question@customer.example".to_owned())),
        (acknowledgement(vec![untold], false), None),
        (acknowledgement(Vec::new(), false), None),
        (acknowledgement(Vec::new(), true), None),
    ]
}

fn account_links(inviter: &str, now: Instant) -> Vec<NoticeBody> {
    [
        (LinkPurpose::Invitation, Some(inviter.to_owned())),
        (LinkPurpose::Invitation, None),
        (LinkPurpose::PasswordReset, None),
        (LinkPurpose::SignIn, None),
    ]
    .map(|(purpose, from)| NoticeBody::AccountLink {
        purpose,
        link_id: LinkId(Uuid::nil()),
        expires_at: now + TimeDelta::days(7),
        from,
    })
    .into()
}

/// Each clock is due at an instant of its own, so that a template can't pass with that of another.
fn promise(clock: ClockKind, now: Instant) -> PromiseLine {
    let (hours, target) = match clock {
        ClockKind::Respond => (2, "2h"),
        ClockKind::Update => (4, "4h"),
        ClockKind::Resolve => (24, "1d"),
    };
    PromiseLine {
        clock,
        starts_at: None,
        due_at: Some(now + TimeDelta::hours(hours)),
        target: target.to_owned(),
        explanation: "The clock started at once.".to_owned(),
    }
}
