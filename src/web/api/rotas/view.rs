//! A rota as programs see it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{PersonId, Rota, RotaId};
use crate::sla::Instant;
use crate::store::{self, Connection, StoreError};
use crate::web::api::names::NamedPerson;

/// A rota: its people take turns of a week each, in order, for ever.
#[derive(Debug, Serialize, ToSchema)]
pub struct RotaView {
    /// The id.
    pub id: RotaId,
    /// The name.
    pub name: String,
    /// The zone of the handover, an IANA name.
    pub time_zone: String,
    /// The weekday of the handover: `mon` to `sun`.
    pub handover_day: String,
    /// The wall-clock time of the handover: `09:00`.
    pub handover_time: String,
    /// The local date of a handover at which the first person’s turn began.
    pub first_turn: NaiveDate,
    /// The people, in the order of their turns.
    pub people: Vec<NamedPerson>,
    /// Who stands in.
    pub stand_ins: Vec<StandInView>,
    /// Who is on call at this moment.
    pub on_call: Option<NamedPerson>,
    /// Who is called next if that person does not answer.
    pub backup: Option<NamedPerson>,
}

/// Somebody stands in for a while.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandInView {
    /// Who.
    pub person: NamedPerson,
    /// From this instant.
    pub from: DateTime<Utc>,
    /// Until before this instant.
    pub until: DateTime<Utc>,
}

impl RotaView {
    /// Words a rota, with who is on call at an instant.
    ///
    /// # Errors
    /// Those of the database.
    pub fn load(c: &mut Connection, rota: Rota, now: Instant) -> Result<Self, StoreError> {
        let mut on_step = |step| rota.on_call(now, step).map(|id| named(c, id)).transpose();
        let (on_call, backup) = (on_step(0)?, on_step(1)?);
        let people = rota.people.iter().map(|id| named(c, *id)).collect::<Result<_, _>>()?;
        let mut stand_ins = Vec::with_capacity(rota.overrides.len());
        for known in &rota.overrides {
            let person = named(c, known.person_id)?;
            stand_ins.push(StandInView { person, from: known.from, until: known.until });
        }
        Ok(Self {
            on_call,
            backup,
            people,
            stand_ins,
            id: rota.id,
            name: rota.name,
            time_zone: rota.time_zone.name().to_owned(),
            handover_day: rota.handover_day.to_string().to_lowercase(),
            handover_time: rota.handover_time.format("%H:%M").to_string(),
            first_turn: rota.first_turn,
        })
    }
}

fn named(c: &mut Connection, id: PersonId) -> Result<NamedPerson, StoreError> {
    let found = store::person::find(c, id)?;
    Ok(found.as_ref().map_or_else(|| NamedPerson { id, name: "Somebody".to_owned() }, NamedPerson::of))
}
