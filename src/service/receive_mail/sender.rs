//! Who a mail is from, as far as it can be believed.

use super::Reading;
use crate::domain::{
    EmailAddress, Handling, Organization, Person, PersonId, Proof, Remark, Role, ticket_of_reply_address,
};
use crate::service::{Context, ServiceError};
use crate::store::{self, Connection};

/// Whose word a mail is.
pub(super) enum Sender {
    /// A person of the provider, proven.
    Agent(Person),
    /// A contact of a customer, or somebody new.
    Contact(Person),
    /// Somebody who says to be another: their mail is shown under a name that nobody has, and never answered.
    StandIn(Person),
    /// Nobody who is heard, and why.
    HeldBack(String),
}

/// Finds the sender. Somebody nobody knew becomes a contact.
pub(super) fn find(c: &mut Connection, reading: &mut Reading<'_>) -> Result<Sender, ServiceError> {
    let cx = reading.cx;
    let address = match &reading.mail.from {
        Some(address) => address.clone(),
        None => nobody("unknown-sender")?,
    };
    let is_reply_address = ticket_of_reply_address(&cx.identity.signer, &address).is_some();
    if is_reply_address || cx.identity.own_addresses.contains(&address) {
        return Ok(Sender::HeldBack("It comes from one of our own addresses: a mail loop.".to_owned()));
    }
    let known = store::person::find_by_email(c, &address)?;
    let proof = reading.judgement.authentication.proof;
    match (known, proof) {
        (Some(person), proof) if person.role.is_staff() => Ok(staff(person, proof)),
        (_, Proof::Refuted) => stand_in(c, reading, &address),
        (Some(person), _) => Ok(Sender::Contact(person)),
        (None, _) => add_sender(c, cx, address, reading.mail.from_name.as_deref()).map(Sender::Contact),
    }
}

/// Whose word a mail is that a manager vouches for: whoever it says it is from. One from an address of ours, or from
/// nobody, is shown under an address that nobody has.
pub(super) fn vouched_for(c: &mut Connection, reading: &Reading<'_>) -> Result<Person, ServiceError> {
    let identity = &reading.cx.identity;
    let is_ours = |address: &EmailAddress| {
        identity.own_addresses.contains(address)
            || ticket_of_reply_address(&identity.signer, address).is_some()
    };
    let address = match reading.mail.from.clone().filter(|address| !is_ours(address)) {
        Some(address) => address,
        None => nobody("unknown-sender")?,
    };
    match store::person::find_by_email(c, &address)? {
        Some(person) => Ok(person),
        None => add_sender(c, reading.cx, address, reading.mail.from_name.as_deref()),
    }
}

fn staff(person: Person, proof: Proof) -> Sender {
    let why = match (proof, person.is_active) {
        (Proof::Proven, true) => return Sender::Agent(person),
        (Proof::Proven, false) => "It comes from a person of the provider who may not sign in any more.",
        (Proof::Refuted, _) => {
            "It says it comes from a person of the provider, but their domain says it did not send it."
        }
        (Proof::Unknown, _) => {
            "It says it comes from a person of the provider, and nothing proves that. Answer in the desk."
        }
    };
    Sender::HeldBack(why.to_owned())
}

fn stand_in(
    c: &mut Connection,
    reading: &mut Reading<'_>,
    claimed: &EmailAddress,
) -> Result<Sender, ServiceError> {
    let remark = Remark::NotTheSender { claimed: claimed.to_string() };
    if reading.cx.identity.mail_policy.forged == Handling::HoldBack {
        return Ok(Sender::HeldBack(remark.in_words()));
    }
    reading.remark(remark);
    let address = nobody(&format!("{}={}", claimed.local(), claimed.domain()))?;
    match store::person::find_by_email(c, &address)? {
        Some(person) => Ok(Sender::StandIn(person)),
        None => {
            let name = format!("{claimed} (not proven)");
            add_sender(c, reading.cx, address, Some(&name)).map(Sender::StandIn)
        }
    }
}

/// An address that nobody has: no mail is ever sent to it (RFC 2606 section 2).
fn nobody(local: &str) -> Result<EmailAddress, ServiceError> {
    EmailAddress::parse(&format!("{local}@punctual.invalid"))
        .or_else(|_| EmailAddress::parse("unknown-sender@punctual.invalid"))
        .map_err(|error| ServiceError::invalid("from", error.to_string()))
}

/// A sender nobody knew becomes a contact: of the customer whose domain it is, else of none.
pub(in crate::service) fn add_sender(
    c: &mut Connection,
    cx: &Context,
    address: EmailAddress,
    name: Option<&str>,
) -> Result<Person, ServiceError> {
    let contact = contact(c, cx, address, name)?;
    match store::person::insert_if_new(c, &contact)? {
        true => Ok(contact),
        false => named_meanwhile(c, &contact.email),
    }
}

/// The contact whom another transaction added in this very moment.
///
/// # Errors
/// [`ServiceError::Conflict`] where it was one of the provider.
pub(in crate::service) fn named_meanwhile(
    c: &mut Connection,
    address: &EmailAddress,
) -> Result<Person, ServiceError> {
    let found = store::person::find_by_email(c, address)?.filter(|person| !person.role.is_staff());
    found.ok_or_else(|| {
        ServiceError::Conflict(format!("{address} was given to somebody else just now: try again."))
    })
}

/// A contact of the customer whose domain the address has, else of none; not stored yet.
pub(in crate::service) fn contact(
    c: &mut Connection,
    cx: &Context,
    address: EmailAddress,
    name: Option<&str>,
) -> Result<Person, ServiceError> {
    let organization = store::organization::find_by_domain(c, address.domain())?;
    let name = name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or_else(|| address.local());
    Ok(Person {
        id: PersonId::new(cx.now),
        name: name.chars().filter(|c| !c.is_control()).take(200).collect(),
        email: address,
        role: Role::Customer,
        organization_id: organization.as_ref().map(|organization: &Organization| organization.id),
        team_id: None,
        time_zone: organization.map_or(cx.identity.time_zone, |organization| organization.time_zone),
        receives_breach_notices: false,
        is_active: true,
        created_at: cx.now,
    })
}
