//! Teams and on-call rotas: who is on call now, and who comes next.

use askama::Template;

use super::Form;
use crate::web::view::{Moment, Shell};

/// One team.
#[derive(Debug, Clone)]
pub struct TeamRow {
    /// The address of its page.
    pub href: String,
    /// The name.
    pub name: String,
    /// Its people.
    pub members: Vec<String>,
    /// The rota that serves it.
    pub rota: String,
}

/// One turn of a rota.
#[derive(Debug, Clone)]
pub struct Turn {
    /// Who is on call.
    pub name: String,
    /// Who is called next if nobody answers.
    pub backup: Option<String>,
    /// From when.
    pub from: Moment,
    /// Whether somebody stands in.
    pub is_stand_in: bool,
    /// Whether it is now.
    pub is_now: bool,
}

/// Somebody who stands in for a while.
#[derive(Debug, Clone)]
pub struct StandIn {
    /// Who.
    pub name: String,
    /// From when.
    pub from: Moment,
    /// Until when.
    pub until: Moment,
    /// What the form that takes it back sends: person, beginning and end.
    pub fields: [(&'static str, String); 3],
    /// Where that form is sent.
    pub action: String,
}

/// One rota.
#[derive(Debug, Clone)]
pub struct RotaCard {
    /// The address of its page.
    pub href: String,
    /// The name.
    pub name: String,
    /// When turns change, in words.
    pub handover: String,
    /// The turn of now and those after it.
    pub turns: Vec<Turn>,
    /// Those who stand in now or later.
    pub stand_ins: Vec<StandIn>,
}

/// The page of all.
#[derive(Template)]
#[template(path = "admin/teams.html")]
pub struct TeamsPage {
    /// What is around it.
    pub shell: Shell,
    /// The teams, by name.
    pub teams: Vec<TeamRow>,
    /// The rotas, by name.
    pub rotas: Vec<RotaCard>,
    /// The reader's zone.
    pub zone: String,
}

/// Somebody of a team.
#[derive(Debug, Clone)]
pub struct MemberRow {
    /// The id.
    pub id: String,
    /// The address of their page.
    pub href: String,
    /// The name.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
}

/// The people of a team that is there.
#[derive(Debug, Clone)]
pub struct MemberCard {
    /// Who is in it.
    pub members: Vec<MemberRow>,
    /// Where the form is sent that takes somebody out.
    pub action: String,
    /// The form that takes somebody in.
    pub joining: Form,
}

/// The page of one team, or of one to be added.
#[derive(Template)]
#[template(path = "admin/team.html")]
pub struct TeamPage {
    /// What is around it.
    pub shell: Shell,
    /// The form that adds or changes it.
    pub form: Form,
    /// Its people; none for a team to be added.
    pub people: Option<MemberCard>,
}

/// The page of one rota.
#[derive(Template)]
#[template(path = "admin/rota.html")]
pub struct RotaPage {
    /// What is around it.
    pub shell: Shell,
    /// The rota.
    pub rota: RotaCard,
    /// The form that changes it.
    pub form: Form,
    /// The form that adds a stand-in.
    pub stand_in: Form,
    /// The reader's zone.
    pub zone: String,
}
