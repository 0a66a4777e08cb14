//! What each kind of notice fills in, for the page that edits its template and for the check of it.

use crate::domain::NoticeKind;

/// What a variable holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// Something to write. Where it is not always there, its description says so.
    Text,
    /// Something to ask for.
    YesNo,
    /// Something with parts.
    Group(&'static [Variable]),
    /// Several of these.
    List(&'static Shape),
}

/// A variable of a template.
#[derive(Debug, Clone, Copy)]
pub(super) struct Variable {
    pub(super) name: &'static str,
    about: &'static str,
    pub(super) shape: Shape,
}

/// A variable as an editor of templates reads about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableLine {
    /// As it is written: `ticket.number`.
    pub name: String,
    /// What it is.
    pub about: String,
}

const fn text(name: &'static str, about: &'static str) -> Variable {
    Variable { name, about, shape: Shape::Text }
}

const fn yes_no(name: &'static str, about: &'static str) -> Variable {
    Variable { name, about, shape: Shape::YesNo }
}

const fn promise(name: &'static str) -> Variable {
    Variable { name, about: "", shape: Shape::Group(&PROMISE) }
}

const fn promises(name: &'static str, about: &'static str) -> Variable {
    Variable { name, about, shape: Shape::List(&Shape::Group(&PROMISE)) }
}

const NAME: Variable = text("name", "the reader’s name");
const PROVIDER: Variable = text("provider", "your company, as the agreement calls it");
const LINK: Variable = text("link", "the address of the page that the mail is about");
const SEVERITY: Variable = text("severity", "the severity, as the agreement calls it");
const AUTHOR: Variable = text("author", "who wrote");
const WRITTEN: Variable = text("text", "what they wrote");

const TICKET: Variable = Variable { name: "ticket", about: "", shape: Shape::Group(&TICKET_PARTS) };
const TICKET_PARTS: [Variable; 2] =
    [text("number", "the ticket’s number"), text("subject", "the ticket’s subject")];

const PROMISE: [Variable; 6] = [
    text("what", "“First answer”, “Progress report” or “Solution”; missing where there is no promise"),
    text("target", "“within 1 hour”; may be missing"),
    text("starts", "when its time starts to count, if that is later; else missing"),
    text("due", "by when, in the reader’s time zone; may be missing"),
    text("due_short", "the same, short enough for a subject; may be missing"),
    text("explanation", "how that comes about; may be missing"),
];

/// What a loop tells about itself.
pub(super) const LOOP: [Variable; 3] =
    [text("index", "which time it is"), yes_no("first", "the first time"), yes_no("last", "the last time")];

/// What a kind of notice fills in.
pub(super) fn variables(kind: NoticeKind) -> Vec<Variable> {
    let mut all = vec![NAME, PROVIDER, LINK];
    if !matches!(kind, NoticeKind::AccountLink | NoticeKind::AccountChanged | NoticeKind::Alarm) {
        all.push(TICKET);
    }
    all.extend_from_slice(own_variables(kind));
    all
}

fn own_variables(kind: NoticeKind) -> &'static [Variable] {
    match kind {
        NoticeKind::Acknowledgement => &ACKNOWLEDGEMENT,
        NoticeKind::Reply => &REPLY,
        NoticeKind::Breach => &BREACH,
        NoticeKind::Resolution => &RESOLUTION,
        NoticeKind::FilesRefused => &FILES_REFUSED,
        NoticeKind::AccountLink => &ACCOUNT_LINK,
        NoticeKind::AccountChanged => &ACCOUNT_CHANGED,
        NoticeKind::NewTicket => &NEW_TICKET,
        NoticeKind::CustomerWrote => &CUSTOMER_WROTE,
        NoticeKind::ColleagueWrote => &COLLEAGUE_WROTE,
        NoticeKind::Warning => &WARNING,
        NoticeKind::Page => &PAGE,
        NoticeKind::Alarm => &ALARM,
    }
}

const ACKNOWLEDGEMENT: [Variable; 5] = [
    SEVERITY,
    promise("answer"),
    promises("others", "what else is promised"),
    yes_no("is_outside_agreement", "the agreement does not cover such a report"),
    yes_no("is_answer", "this answers a mail, whose subject it keeps"),
];

const REPLY: [Variable; 3] =
    [AUTHOR, WRITTEN, text("next_update", "by when the reader hears from you again; may be missing")];

const BREACH: [Variable; 3] =
    [SEVERITY, promises("missed", "the promises that were broken"), promise("next")];

const RESOLUTION: [Variable; 4] = [
    AUTHOR,
    yes_no("is_by_customer", "the customer said that it is solved"),
    text("content_link", "where the reader says that they are content; missing for who reads along"),
    text("discontent_link", "where they say that they are not; missing like that"),
];

const FILES_REFUSED: [Variable; 2] = [
    Variable { name: "files", about: "the files, each with its size", shape: Shape::List(&Shape::Text) },
    text("limit", "the largest file that is kept"),
];

const ACCOUNT_LINK: [Variable; 5] = [
    yes_no("is_invitation", "an account was opened for the reader"),
    yes_no("is_password_reset", "the reader asked for a new password"),
    yes_no("is_sign_in", "the reader asked to sign in without a password"),
    text("expires", "until when the link is good"),
    text("from", "who invites; may be missing"),
];

const ACCOUNT_CHANGED: [Variable; 3] = [
    yes_no("is_password", "the password was changed"),
    yes_no("is_second_step_on", "a second step was set up"),
    yes_no("is_second_step_off", "the second step was taken away"),
];

const NEW_TICKET: [Variable; 4] = [SEVERITY, AUTHOR, WRITTEN, promise("promise")];

const CUSTOMER_WROTE: [Variable; 2] = [AUTHOR, WRITTEN];

const COLLEAGUE_WROTE: [Variable; 5] = [
    AUTHOR,
    yes_no("is_mention", "the reader is mentioned in an internal note"),
    yes_no("is_note", "it is an internal note in a ticket that the reader follows"),
    yes_no("is_reply", "it is a public reply in such a ticket"),
    text("text", "what was replied; missing for a note"),
];

const WARNING: [Variable; 2] = [SEVERITY, promise("promise")];

const PAGE: [Variable; 5] = [
    SEVERITY,
    text("why", "why the reader is called"),
    yes_no("is_first_call", "nobody was called before"),
    promise("promise"),
    text("take_link", "the page on which the reader takes the ticket"),
];

const ALARM: [Variable; 2] =
    [text("title", "what is wrong, in one line"), text("text", "what was seen, and what to do")];

/// What a kind of notice fills in, as an editor reads about it: each part by its own line.
#[must_use]
pub fn variable_lines(kind: NoticeKind) -> Vec<VariableLine> {
    let mut lines = Vec::new();
    for variable in variables(kind) {
        describe(&variable, "", &mut lines);
    }
    lines
}

fn describe(variable: &Variable, before: &str, lines: &mut Vec<VariableLine>) {
    let name = format!("{before}{}", variable.name);
    let (about, parts): (String, &[Variable]) = match variable.shape {
        Shape::Group(parts) => (String::new(), parts),
        Shape::List(Shape::Group(parts)) => {
            let parts: Vec<&str> = parts.iter().map(|part| part.name).collect();
            (format!("{}; a list, each with {}", variable.about, parts.join(", ")), &[])
        }
        Shape::List(_) => (format!("{}; a list", variable.about), &[]),
        Shape::YesNo => (format!("yes or no: {}", variable.about), &[]),
        Shape::Text => (variable.about.to_owned(), &[]),
    };
    if !about.is_empty() {
        lines.push(VariableLine { name: name.clone(), about });
    }
    parts.iter().for_each(|part| describe(part, &format!("{name}."), lines));
}
