//! What a template is given: everything already written in words, in the reader's zone.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use minijinja::value::Value;

use super::passage::{Marked, Role, as_laid_out, one_line};
use super::written::{target_in_words, written, written_short};
use crate::domain::{
    AccountChange, ColleagueWord, LinkPurpose, Notice, NoticeBody, PromiseLine, Resolver,
    without_reply_prefixes,
};
use crate::sla::{ClockKind, Instant};

type Values = BTreeMap<&'static str, Value>;

/// The values of a notice, one for each variable of its kind.
pub(super) fn of_notice(notice: &Notice, public_url: &str) -> Value {
    let link = |path: &str| addressed(Role::Link, public_url, path);
    let ticket = notice.ticket.as_ref();
    let number = ticket.map(|ticket| ticket.number.to_string()).unwrap_or_default();
    let subject = ticket.map(|ticket| without_reply_prefixes(&ticket.subject)).unwrap_or_default();
    let ticket = Values::from([("number", Value::from(number)), ("subject", line(subject))]);
    let mut values = Values::from([
        ("name", line(&notice.to.name)),
        ("provider", line(&notice.provider)),
        ("link", link(&notice.path)),
        ("ticket", Value::from(ticket)),
    ]);
    values.extend(of_body(notice, public_url, &link));
    Value::from(values)
}

fn of_body(notice: &Notice, public_url: &str, link: &impl Fn(&str) -> Value) -> Values {
    let zone = notice.to.time_zone;
    match &notice.body {
        NoticeBody::Acknowledgement { severity, promises, is_outside_agreement, is_held_over: _ } => {
            let (answer, others) = answer_and_others(promises, zone);
            Values::from([
                ("severity", line(severity)),
                ("answer", answer),
                ("others", others),
                ("is_outside_agreement", Value::from(*is_outside_agreement)),
                ("is_answer", Value::from(notice.in_reply_to.is_some())),
            ])
        }
        NoticeBody::Reply { author, text, next_update } => Values::from([
            ("author", line(author)),
            ("text", quoted(text)),
            ("next_update", maybe(*next_update, |at| instant(at, zone))),
        ]),
        NoticeBody::Breach { severity, missed, next } => Values::from([
            ("severity", line(severity)),
            ("missed", missed.iter().map(|one| promise(Some(one), zone)).collect()),
            ("next", promise(next.as_ref(), zone)),
        ]),
        NoticeBody::Resolution { author, resolver, rate_path } => {
            resolution(author, *resolver, rate_path.as_deref(), link)
        }
        NoticeBody::FilesRefused { files, limit } => {
            Values::from([("files", files.iter().map(|file| line(file)).collect()), ("limit", line(limit))])
        }
        NoticeBody::AccountLink { purpose, expires_at, from, .. } => {
            account_link(*purpose, *expires_at, from.as_deref(), zone)
        }
        NoticeBody::AccountChanged { change } => account_changed(*change),
        NoticeBody::NewTicket { severity, author, text, promise: due } => Values::from([
            ("severity", line(severity)),
            ("author", line(author)),
            ("text", quoted(text)),
            ("promise", promise(due.as_ref(), zone)),
        ]),
        NoticeBody::CustomerWrote { author, text } => {
            Values::from([("author", line(author)), ("text", quoted(text))])
        }
        NoticeBody::ColleagueWrote { author, word, text } => colleague_wrote(author, *word, text),
        NoticeBody::Warning { promise: due, severity } => {
            Values::from([("severity", line(severity)), ("promise", promise(Some(due), zone))])
        }
        NoticeBody::Page { severity, why, step, promise: due, take_path } => Values::from([
            ("severity", line(severity)),
            ("why", line(why)),
            ("is_first_call", Value::from(*step == 0)),
            ("promise", promise(due.as_ref(), zone)),
            ("take_link", addressed(Role::Action, public_url, take_path)),
        ]),
        NoticeBody::Alarm { title, text } => Values::from([("title", line(title)), ("text", quoted(text))]),
    }
}

fn answer_and_others(promises: &[PromiseLine], zone: Tz) -> (Value, Value) {
    let (answers, others): (Vec<_>, Vec<_>) =
        promises.iter().partition(|one| one.clock == ClockKind::Respond);
    let others = others.into_iter().filter(|one| one.due_at.is_some());
    (promise(answers.first().copied(), zone), others.map(|one| promise(Some(one), zone)).collect())
}

fn resolution(
    author: &str,
    resolver: Resolver,
    rate_path: Option<&str>,
    link: &impl Fn(&str) -> Value,
) -> Values {
    let verdict = |word: &str| maybe(rate_path, |path| link(&format!("{path}&verdict={word}")));
    Values::from([
        ("author", line(author)),
        ("is_by_customer", Value::from(resolver == Resolver::Customer)),
        ("content_link", verdict("good")),
        ("discontent_link", verdict("bad")),
    ])
}

fn colleague_wrote(author: &str, word: ColleagueWord, text: &str) -> Values {
    Values::from([
        ("author", line(author)),
        ("is_mention", Value::from(word == ColleagueWord::Mentioned)),
        ("is_note", Value::from(word == ColleagueWord::Noted)),
        ("is_reply", Value::from(word == ColleagueWord::Replied)),
        ("text", maybe(Some(text).filter(|text| !text.is_empty()), quoted)),
    ])
}

fn account_link(purpose: LinkPurpose, expires_at: Instant, from: Option<&str>, zone: Tz) -> Values {
    Values::from([
        ("is_invitation", Value::from(purpose == LinkPurpose::Invitation)),
        ("is_password_reset", Value::from(purpose == LinkPurpose::PasswordReset)),
        ("is_sign_in", Value::from(purpose == LinkPurpose::SignIn)),
        ("expires", instant(expires_at, zone)),
        ("from", maybe(from, line)),
    ])
}

fn account_changed(change: AccountChange) -> Values {
    Values::from([
        ("is_password", Value::from(change == AccountChange::Password)),
        ("is_second_step_on", Value::from(change == AccountChange::SecondStepOn)),
        ("is_second_step_off", Value::from(change == AccountChange::SecondStepOff)),
    ])
}

/// A promise in words. Where there is none, each of its parts is missing.
fn promise(promise: Option<&PromiseLine>, zone: Tz) -> Value {
    let target = promise.map(|one| target_in_words(&one.target)).filter(|text| !text.is_empty());
    let explanation = promise.map(|one| one_line(&one.explanation)).filter(|text| !text.is_empty());
    let due = promise.and_then(|one| one.due_at);
    Value::from(Values::from([
        ("what", maybe(promise, |one| Value::from(clock_in_words(one.clock)))),
        ("target", maybe(target, Value::from)),
        ("starts", maybe(promise.and_then(|one| one.starts_at), |at| instant(at, zone))),
        ("due", maybe(due, |at| instant(at, zone))),
        ("due_short", maybe(due, |at| Value::from(written_short(at, zone)))),
        ("explanation", maybe(explanation, Value::from)),
    ]))
}

fn clock_in_words(clock: ClockKind) -> &'static str {
    match clock {
        ClockKind::Respond => "First answer",
        ClockKind::Update => "Progress report",
        ClockKind::Resolve => "Solution",
    }
}

fn line(text: &str) -> Value {
    Value::from(one_line(text))
}

fn quoted(text: &str) -> Value {
    Marked::value(Role::Quote, as_laid_out(text))
}

fn instant(at: Instant, zone: Tz) -> Value {
    Marked::value(Role::Strong, written(at, zone))
}

fn addressed(role: Role, public_url: &str, path: &str) -> Value {
    Marked::value(role, one_line(&format!("{}{path}", public_url.trim_end_matches('/'))))
}

fn maybe<T>(value: Option<T>, shown: impl FnOnce(T) -> Value) -> Value {
    value.map_or_else(|| Value::from(()), shown)
}
