//! Notices that nobody was sent: one for each shape that a kind comes in, to try a template with.

use chrono::{DateTime, TimeDelta};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::domain::{
    AboutTicket, AccountChange, ColleagueWord, EmailAddress, LinkId, LinkPurpose, Notice, NoticeBody,
    NoticeKind, PromiseLine, Recipient, Resolver, TicketId, TicketNumber,
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
    let alone = |bodies: Vec<NoticeBody>| bodies.into_iter().map(|body| (body, None)).collect();
    match kind {
        NoticeKind::Acknowledgement => acknowledgements(now),
        NoticeKind::Reply => alone(replies(now)),
        NoticeKind::Breach => alone(breaches(now)),
        NoticeKind::Resolution => alone(resolutions()),
        NoticeKind::FilesRefused => alone(refused_files()),
        NoticeKind::AccountLink => alone(account_links(now)),
        NoticeKind::AccountChanged => alone(account_changes()),
        NoticeKind::NewTicket => alone(new_tickets(now)),
        NoticeKind::CustomerWrote => {
            alone(vec![NoticeBody::CustomerWrote { author: author(), text: text() }])
        }
        NoticeKind::ColleagueWrote => alone(words_of_colleagues()),
        NoticeKind::Warning => alone(warnings(now)),
        NoticeKind::Page => alone(pages(now)),
        NoticeKind::Alarm => {
            alone(vec![NoticeBody::Alarm { title: "The disk is nearly full".to_owned(), text: text() }])
        }
    }
}

fn text() -> String {
    "We have found it:\n\n- the disk was full\n- it is not any more\n\nPlease try again.".to_owned()
}

fn author() -> String {
    "Alex Moreau".to_owned()
}

fn severity() -> String {
    "High".to_owned()
}

fn acknowledgements(now: Instant) -> Vec<(NoticeBody, Option<String>)> {
    let acknowledgement = |promises: Vec<PromiseLine>, is_outside_agreement| NoticeBody::Acknowledgement {
        severity: severity(),
        is_held_over: promises.iter().any(|one| one.starts_at.is_some()),
        promises,
        is_outside_agreement,
    };
    let respond = promise(ClockKind::Respond, now);
    let held_over = PromiseLine { starts_at: Some(now + TimeDelta::hours(1)), ..respond.clone() };
    let all = vec![respond, promise(ClockKind::Update, now), promise(ClockKind::Resolve, now)];
    vec![
        (acknowledgement(all, false), None),
        (acknowledgement(vec![held_over], false), Some("question@customer.example".to_owned())),
        (acknowledgement(vec![bare(now)], false), None),
        (acknowledgement(Vec::new(), false), None),
        (acknowledgement(Vec::new(), true), None),
    ]
}

fn replies(now: Instant) -> Vec<NoticeBody> {
    let reply = |next_update| NoticeBody::Reply { author: author(), text: text(), next_update };
    vec![reply(Some(now + TimeDelta::hours(4))), reply(None)]
}

fn breaches(now: Instant) -> Vec<NoticeBody> {
    let breach = |missed, next| NoticeBody::Breach { severity: severity(), missed, next };
    let [respond, update, resolve] =
        [ClockKind::Respond, ClockKind::Update, ClockKind::Resolve].map(|clock| promise(clock, now));
    vec![breach(vec![respond, resolve], Some(update)), breach(vec![bare(now)], None)]
}

fn resolutions() -> Vec<NoticeBody> {
    let resolution = |resolver, rate_path| NoticeBody::Resolution { author: author(), resolver, rate_path };
    let rate_path = || Some("/rate#example".to_owned());
    vec![
        resolution(Resolver::Agent, rate_path()),
        resolution(Resolver::Agent, None),
        resolution(Resolver::Customer, rate_path()),
    ]
}

fn refused_files() -> Vec<NoticeBody> {
    let refused = |files: &[&str]| NoticeBody::FilesRefused {
        files: files.iter().map(|file| (*file).to_owned()).collect(),
        limit: "20 MB".to_owned(),
    };
    vec![refused(&["video.mp4 (48 MB)", "dump.zip (31 MB)"]), refused(&["video.mp4 (48 MB)"])]
}

fn account_links(now: Instant) -> Vec<NoticeBody> {
    [
        (LinkPurpose::Invitation, Some(author())),
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

fn account_changes() -> Vec<NoticeBody> {
    [AccountChange::Password, AccountChange::SecondStepOn, AccountChange::SecondStepOff]
        .map(|change| NoticeBody::AccountChanged { change })
        .into()
}

fn new_tickets(now: Instant) -> Vec<NoticeBody> {
    [Some(promise(ClockKind::Respond, now)), Some(bare(now)), None]
        .map(|promise| NoticeBody::NewTicket {
            severity: severity(),
            author: author(),
            text: text(),
            promise,
        })
        .into()
}

fn words_of_colleagues() -> Vec<NoticeBody> {
    [
        (ColleagueWord::Mentioned, String::new()),
        (ColleagueWord::Noted, String::new()),
        (ColleagueWord::Replied, text()),
    ]
    .map(|(word, text)| NoticeBody::ColleagueWrote { author: author(), word, text })
    .into()
}

fn warnings(now: Instant) -> Vec<NoticeBody> {
    [promise(ClockKind::Respond, now), bare(now)]
        .map(|promise| NoticeBody::Warning { promise, severity: severity() })
        .into()
}

fn pages(now: Instant) -> Vec<NoticeBody> {
    [(0, Some(promise(ClockKind::Respond, now))), (1, Some(bare(now))), (2, None)]
        .map(|(step, promise)| NoticeBody::Page {
            severity: severity(),
            why: "It arrived out of hours".to_owned(),
            step,
            promise,
            take_path: "/take#example".to_owned(),
        })
        .into()
}

/// A promise of which nothing is said that may be missing.
fn bare(now: Instant) -> PromiseLine {
    let full = promise(ClockKind::Respond, now);
    PromiseLine { target: String::new(), explanation: String::new(), ..full }
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
