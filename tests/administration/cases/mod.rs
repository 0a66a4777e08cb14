//! The forms, in an order in which each finds what it is about.

mod house;
mod mails;
mod programs;

use punctual::domain::AuditAction;

/// A form: what is sent to it, what follows.
pub struct Case {
    /// The route, as the table has it.
    pub route: &'static str,
    /// What the id in it is of.
    pub of: &'static str,
    /// What is right. Words in braces stand for ids.
    pub fields: Vec<(&'static str, &'static str)>,
    /// What is on the page that follows.
    pub shows: &'static str,
    /// The one entry that it makes in the audit log.
    pub act: AuditAction,
    /// What is wrong, where anything can be.
    pub wrong: Option<Refusal>,
}

/// What is refused.
pub struct Refusal {
    /// What is sent.
    pub fields: Vec<(&'static str, &'static str)>,
    /// The field at which it is told; none where it is told above the form.
    pub field: &'static str,
    /// How what is told begins.
    pub told: &'static str,
    /// What was typed and is still there.
    pub kept: &'static str,
}

type Fields = &'static [(&'static str, &'static str)];

fn form(
    route: &'static str,
    of: &'static str,
    fields: Fields,
    shows: &'static str,
    act: AuditAction,
) -> Case {
    Case { route, of, fields: fields.to_vec(), shows, act, wrong: None }
}

impl Case {
    fn wrong(self, fields: Fields, field: &'static str, told: &'static str, kept: &'static str) -> Self {
        Self { wrong: Some(Refusal { fields: fields.to_vec(), field, told, kept }), ..self }
    }
}

/// Forms that the tests of their own subject try: agreements, holidays, mail and its words.
pub const ELSEWHERE: [&str; 12] = [
    "/admin/contracts/new",
    "/admin/contracts/preview",
    "/admin/contracts/{key}/holidays",
    "/admin/contracts/{key}/holidays/preview",
    "/admin/contracts/{key}/holidays/{date}/withdraw",
    "/admin/inbox/{id}/discard",
    "/admin/inbox/{id}/release",
    "/admin/inbox/{id}/restore",
    "/admin/mailboxes/test",
    "/admin/templates",
    "/admin/templates/preview",
    "/admin/templates/reset",
];

/// Every case.
pub fn cases() -> Vec<Case> {
    let house = [house::people(), house::customers(), house::on_call()];
    let programs = [programs::tokens(), programs::webhooks()];
    house.into_iter().chain(programs).chain([mails::mails()]).flatten().collect()
}
