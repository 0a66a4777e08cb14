//! People, customers and who is on call.

use punctual::domain::AuditAction::*;

use super::{Case, Fields, form};

const WRONG_ZONE: &str = "No time zone has this name.";

/// The cases of people.
pub fn people() -> Vec<Case> {
    let person = "person";
    vec![
        form(
            "/admin/people/new",
            "",
            &[("email", "new@provider.example"), ("name", "Newly Made"), ("role", "agent")],
            "Newly Made",
            PersonAdded,
        )
        .wrong(
            &[("email", "nobody"), ("name", "Typed"), ("role", "agent")],
            "email",
            "",
            "value=\"Typed\"",
        ),
        form(
            "/admin/people/{id}",
            person,
            &[("name", "Renamed"), ("role", "agent"), ("time_zone", "Europe/Paris")],
            "Europe/Paris",
            PersonChanged,
        )
        .wrong(
            &[("name", "Typed"), ("role", "agent"), ("time_zone", "Mars")],
            "time_zone",
            WRONG_ZONE,
            "value=\"Typed\"",
        ),
        form("/admin/people/{id}/invite", person, &[], "The invitation is on its way.", PersonInvited),
        form(
            "/admin/people/{id}/uninvite",
            person,
            &[],
            "The invitation is taken back.",
            InvitationWithdrawn,
        ),
        form("/admin/people/{id}/reset", person, &[], "They are signed out everywhere.", SignInReset).wrong(
            &[("password", "short")],
            "password",
            "",
            "",
        ),
        form(
            "/admin/people/{id}/second-step",
            "person with a second step",
            &[("identity", "in_person")],
            "The second step is taken away",
            SecondStepRemoved,
        )
        .wrong(&[("identity", "")], "identity", "", ""),
        form(
            "/admin/people/{id}/address",
            "person whose mail returns",
            &[],
            "The address counts as good again.",
            AddressCleared,
        ),
        form("/admin/people/{id}/disable", person, &[], "They are signed out, and", PersonDisabled),
        form("/admin/people/{id}/enable", person, &[], "They can sign in again.", PersonEnabled),
        form("/admin/people/{id}/export", "leaver", &[], "", PersonExported),
        form(
            "/admin/people/{id}/erase",
            "leaver",
            &[("confirm", "yes")],
            "The person is erased.",
            PersonErased,
        )
        .wrong(&[], "confirm", "Tick the box", ""),
    ]
}

/// The cases of customers.
pub fn customers() -> Vec<Case> {
    let nowhere: Fields = &[("name", "Typed"), ("contract", "dms"), ("time_zone", "Mars")];
    vec![
        form(
            "/admin/organizations/new",
            "",
            &[("name", "Acme"), ("contract", "dms"), ("domains", "acme.example")],
            "Acme",
            OrganizationAdded,
        )
        .wrong(nowhere, "time_zone", WRONG_ZONE, "value=\"Typed\""),
        form(
            "/admin/organizations/{id}",
            "organization",
            &[("name", "Acme Two"), ("contract", "dms"), ("time_zone", "Europe/Paris")],
            "Acme Two",
            OrganizationChanged,
        )
        .wrong(nowhere, "time_zone", WRONG_ZONE, "value=\"Typed\""),
        form(
            "/admin/organizations/{id}/contacts",
            "ann’s company",
            &[("breaches-{ann}", "yes"), ("main", "{ann}")],
            "The contacts are saved.",
            ContactsChanged,
        )
        .wrong(&[("main", "{backup}")], "", "This is no contact of the customer.", ""),
    ]
}

/// The cases of on_call.
pub fn on_call() -> Vec<Case> {
    let wrong_team: Fields = &[("name", "Typed"), ("rota", "nonsense")];
    vec![
        form("/admin/teams/new", "", &[("name", "Night")], "Night", TeamAdded).wrong(
            wrong_team,
            "rota",
            "Choose one of the list.",
            "value=\"Typed\"",
        ),
        form("/admin/teams/{id}", "team", &[("name", "Late shift")], "Late shift", TeamChanged).wrong(
            wrong_team,
            "rota",
            "Choose one of the list.",
            "value=\"Typed\"",
        ),
        form(
            "/admin/teams/{id}/members",
            "team",
            &[("person", "{backup}")],
            "They are in the team from now on.",
            PersonChanged,
        )
        .wrong(&[("person", "{ann}")], "person", "Choose an active person of the provider.", ""),
        form(
            "/admin/teams/{id}/members/remove",
            "team",
            &[("person", "{backup}")],
            "They are out of the team.",
            PersonChanged,
        ),
        form(
            "/admin/rotas/new",
            "",
            &[
                ("name", "Weekend"),
                ("people-1", "agent@provider.example"),
                ("day", "Mon"),
                ("time", "09:00"),
                ("time_zone", "Europe/London"),
            ],
            "Weekend",
            RotaAdded,
        )
        .wrong(
            &[("name", "Typed"), ("people-1", "nobody"), ("day", "Mon"), ("time", "9"), ("time_zone", "UTC")],
            "time",
            "Write a time of day",
            "value=\"Typed\"",
        ),
        form(
            "/admin/rotas/{id}",
            "rota",
            &[
                ("name", "Weekend nights"),
                ("people-1", "agent@provider.example"),
                ("day", "Mon"),
                ("time", "09:00"),
                ("time_zone", "Europe/London"),
                ("first_turn", "2026-11-23"),
            ],
            "Weekend nights",
            RotaChanged,
        )
        .wrong(
            &[
                ("name", "Typed"),
                ("day", "Mon"),
                ("time", "09:00"),
                ("time_zone", "UTC"),
                ("first_turn", "soon"),
            ],
            "first_turn",
            "Write a date",
            "value=\"Typed\"",
        ),
        form(
            "/admin/rotas/{id}/stand-ins",
            "rota",
            &[("person", "{backup}"), ("from", "2026-11-24T09:00"), ("until", "2026-11-25T09:00")],
            "The stand-in is on the rota.",
            StandInAdded,
        )
        .wrong(
            &[("person", "{backup}"), ("from", "2026-11-24T09:00"), ("until", "soon")],
            "until",
            "Write a date and a time",
            "value=\"soon\"",
        ),
        form(
            "/admin/rotas/{id}/stand-ins/remove",
            "rota",
            &[("person", "{backup}"), ("from", "2026-11-24T09:00:00Z"), ("until", "2026-11-25T09:00:00Z")],
            "The stand-in is off the rota.",
            StandInRemoved,
        ),
    ]
}
