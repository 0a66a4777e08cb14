//! What some reporters attach: a note of what they saw.

use chrono::TimeDelta;
use rand::Rng;
use rand::rngs::StdRng;

use super::life::Life;
use crate::domain::FileName;
use crate::service::NewAttachment;

/// The share of faults reported in the portal that come with a file.
const SHARE: f64 = 0.2;

/// A text file for some of the faults, none for everything else.
pub(super) fn of(life: &Life<'_>, random: &mut StdRng) -> Vec<NewAttachment> {
    if !life.story.is_fault() || !random.random_bool(SHARE) {
        return Vec::new();
    }
    let zone = life.contact.person.time_zone;
    let shown = |minutes| {
        (life.arrives_at - TimeDelta::minutes(minutes)).with_timezone(&zone).format("%d/%m/%Y %H:%M")
    };
    let text = format!(
        "{}\r\nNoted by {}\r\n\r\n{}  first seen\r\n{}  tried again, the same\r\n{}  other browser, the same\r\n",
        life.story.subject(),
        life.contact.person.name,
        shown(34),
        shown(21),
        shown(9),
    );
    vec![NewAttachment {
        file_name: FileName::clean("what-we-saw.txt"),
        content_type: "text/plain; charset=utf-8".to_owned(),
        bytes: text.into_bytes(),
        content_id: None,
    }]
}
