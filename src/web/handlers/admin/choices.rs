//! Selections of teams, rotas, contracts, roles.

use crate::domain::{ContractVersion, IdentityProof, Role, Rota, Team};
use crate::web::pages::manager::Choice;
use crate::web::view::role_label;

fn choice(value: impl Into<String>, label: impl Into<String>) -> Choice {
    Choice { value: value.into(), label: label.into(), is_chosen: false }
}

/// Every team, after a word for none.
pub fn teams(teams: &[Team], none: &str) -> Vec<Choice> {
    let all = teams.iter().map(|team| choice(team.id.to_string(), &team.name));
    std::iter::once(choice("", none)).chain(all).collect()
}

/// Every rota, after a word for none.
pub fn rotas(rotas: &[Rota], none: &str) -> Vec<Choice> {
    let all = rotas.iter().map(|rota| choice(rota.id.to_string(), &rota.name));
    std::iter::once(choice("", none)).chain(all).collect()
}

/// Every contract of which a version is in force.
pub fn contracts(in_force: &[ContractVersion]) -> Vec<Choice> {
    in_force.iter().map(|version| choice(&version.key, &version.name)).collect()
}

/// Roles, weakest first.
pub fn roles(roles: &[Role]) -> Vec<Choice> {
    roles.iter().map(|role| choice(role.as_str(), role_label(*role))).collect()
}

/// Ways to prove who one is, after a word for none.
pub fn proofs() -> Vec<Choice> {
    let all = IdentityProof::ALL.iter().map(|proof| choice(proof.as_str(), proof.in_words()));
    std::iter::once(choice("", "Choose one")).chain(all).collect()
}
