//! What becomes of a ticket once it is reported.

use std::collections::VecDeque;

use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

use super::beat::Beat;
use super::life::Life;
use crate::domain::Ticket;
use crate::sla::{ResponseMetBy, SeverityCode};

/// A customer comes back, and the agent explains.
const COME_BACK: [(&str, &str); 3] = [
    (
        "I spoke too soon: it was fine for an hour, and now it does it again, exactly as before.",
        "Thank you for coming straight back to us. The correction had not reached every server. It has now, and we have \
         checked each of them.",
    ),
    (
        "Sorry to reopen this. It works for me, but two colleagues still see the old behaviour.",
        "Not at all. Their sessions still held the old state; we have renewed them, so a fresh sign-in is enough.",
    ),
    (
        "It has come back this morning. Could you have another look, please?",
        "We have. A restart overnight had brought the old setting back; it is now changed where restarts read it from.",
    ),
];

const RAISED: [&str; 3] = [
    "More people are affected than the report said at first",
    "The way round does not work for everybody",
    "Holds up a deadline of the customer, agreed with the shift lead",
];

const LOWERED: [&str; 3] = [
    "A way round is in place and the customer is content with it",
    "Only one person is affected, as it turned out",
    "The main part works again, what is left is a nuisance",
];

/// Draws the beats after the arrival.
pub(super) fn draw(life: &Life<'_>, ticket: &Ticket, random: &mut StdRng) -> VecDeque<Beat> {
    let mut beats = VecDeque::new();
    if ticket.severity.code.as_str() != life.story.severity() || ticket.suggestion.is_some() {
        beats.push_back(Beat::Triage);
    }
    beats.push_back(Beat::Assign);
    if life.customer.contract.response_met_by() == ResponseMetBy::Acknowledgement && random.random_bool(0.35)
    {
        beats.push_back(Beat::Acknowledge);
    }
    beats.push_back(Beat::Answer);
    if random.random_bool(0.4) {
        beats.push_back(Beat::Note);
    }
    if let Some((_, answer)) = life.story.question().filter(|_| random.random_bool(0.8)) {
        beats.extend([Beat::Ask, Beat::Reply(answer.to_owned())]);
    }
    beats.extend(reclassified(life, random));
    beats.extend(life.story.updates().iter().map(|text| Beat::Update((*text).to_owned())));
    beats.push_back(Beat::Resolve);
    if life.story.is_fault() && random.random_bool(0.06) {
        let come_back = COME_BACK.choose(random);
        beats.extend(come_back.into_iter().flat_map(|(customer, agent)| {
            [Beat::Reply((*customer).to_owned()), Beat::Update((*agent).to_owned()), Beat::Resolve]
        }));
    }
    beats.push_back(Beat::Close);
    beats
}

/// One in eight faults turns out more or less severe than it was taken for.
fn reclassified(life: &Life<'_>, random: &mut StdRng) -> Option<Beat> {
    if !life.story.is_fault() || !random.random_bool(0.12) {
        return None;
    }
    let is_raised = random.random_bool(0.5);
    let to = neighbour(life, is_raised)?;
    let reason = if is_raised { RAISED.choose(random) } else { LOWERED.choose(random) };
    Some(Beat::Reclassify(to, reason?))
}

/// The severity next to the ticket's in its contract.
fn neighbour(life: &Life<'_>, is_raised: bool) -> Option<SeverityCode> {
    let contract = &life.customer.contract;
    let rank = contract.severity(life.story.severity())?.rank();
    let next = if is_raised { rank.checked_sub(1)? } else { rank + 1 };
    contract.severities().get(next).map(|severity| severity.code().clone())
}
