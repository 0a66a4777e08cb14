//! People, customers, teams, rotas, contracts, settings.

use chrono::{NaiveDate, NaiveTime, Weekday};
use punctual::domain::{EmailAddress, Override, Person, PersonId, Role, Rota, RotaId, Team, TeamId};
use punctual::store::mailbox_state::MailboxState;
use punctual::store::person::PersonFilter;
use punctual::store::{self, StoreError};
use serde_json::json;

use super::seed::{at, contract_version, noon, organization, person};
use crate::support::test_database::{TestDatabase, on_both_databases};

on_both_databases!(
    people_come_back_and_change,
    an_address_is_one_persons,
    people_are_listed_page_by_page,
    passwords_and_sessions,
    customers_come_back_and_own_their_domains,
    teams_and_rotas,
    contracts_take_effect_on_their_day,
    settings_and_mailboxes,
);

fn people_come_back_and_change(test: &TestDatabase) {
    let mut ann = test.write(|c| {
        let acme = organization("Acme", &[]);
        store::organization::insert(c, &acme)?;
        let mut ann = person("ann@acme.example", Role::Customer, Some(acme.id));
        ann.receives_breach_notices = true;
        ann.time_zone = chrono_tz::Australia::Lord_Howe;
        store::person::insert(c, &ann)?;
        Ok(ann)
    });
    let acme = ann.organization_id.unwrap();
    assert_eq!(test.read(|c| store::person::find(c, ann.id)), Some(ann.clone()));
    assert_eq!(test.read(|c| store::person::find_by_email(c, &ann.email)), Some(ann.clone()));
    assert_eq!(test.read(|c| store::person::designated_contacts(c, acme)), [ann.clone()]);

    ann.name = "Ann O'Lee".to_owned();
    (ann.role, ann.organization_id, ann.is_active) = (Role::Manager, None, false);
    let changed = ann.clone();
    test.write(move |c| store::person::update(c, &changed));
    assert_eq!(test.read(|c| store::person::find(c, ann.id)), Some(ann.clone()));
    assert_eq!(test.read(|c| store::person::designated_contacts(c, acme)), Vec::<Person>::new());
    assert_eq!(test.read(store::person::staff), Vec::<Person>::new(), "who may not sign in is no staff");

    let stranger = person("nobody@acme.example", Role::Agent, None);
    assert_eq!(test.read(|c| store::person::find(c, stranger.id)), None);
    let outcome = test.database.write_now(move |c| store::person::update(c, &stranger));
    assert_eq!(outcome, Err(StoreError::NotFound));
}

fn an_address_is_one_persons(test: &TestDatabase) {
    let outcome = test.database.write_now(|c| {
        store::person::insert(c, &person("ann@acme.example", Role::Customer, None))?;
        store::person::insert(c, &person("Ann@ACME.example", Role::Agent, None))
    });
    assert_eq!(outcome, Err(StoreError::Unique { constraint: "person_email_key".to_owned() }));
}

fn people_are_listed_page_by_page(test: &TestDatabase) {
    let acme = test.write(|c| {
        let acme = organization("Acme", &[]);
        store::organization::insert(c, &acme)?;
        for (email, role) in [
            ("dan@x.example", Role::Agent),
            ("ann@acme.example", Role::Customer),
            ("cy@x.example", Role::Admin),
            ("bob@acme.example", Role::Customer),
        ] {
            let of = (role == Role::Customer).then_some(acme.id);
            store::person::insert(c, &person(email, role, of))?;
        }
        Ok(acme)
    });
    let names = |filter: &PersonFilter, after: Option<&str>, limit| -> Vec<String> {
        let after = after.map(|after| EmailAddress::parse(after).unwrap());
        let people = test.read(|c| store::person::list(c, filter, after.as_ref(), limit));
        people.into_iter().map(|person| person.name).collect()
    };
    let all = PersonFilter::default();
    assert_eq!(names(&all, None, 9), ["ann", "bob", "cy", "dan"]);
    assert_eq!(names(&all, None, 2), ["ann", "bob"]);
    assert_eq!(names(&all, Some("bob@acme.example"), 2), ["cy", "dan"]);
    for (filter, expected) in [
        (PersonFilter { role: Some(Role::Agent), ..all.clone() }, vec!["dan"]),
        (PersonFilter { organization: Some(acme.id), ..all.clone() }, vec!["ann", "bob"]),
        (PersonFilter { text: Some("ACME".to_owned()), ..all.clone() }, vec!["ann", "bob"]),
        (PersonFilter { text: Some(" ".to_owned()), ..all.clone() }, vec!["ann", "bob", "cy", "dan"]),
        (PersonFilter { is_active: Some(false), ..all.clone() }, vec![]),
    ] {
        assert_eq!(names(&filter, None, 9), expected, "{filter:?}");
    }
    let staff: Vec<String> = test.read(store::person::staff).into_iter().map(|person| person.name).collect();
    assert_eq!(staff, ["cy", "dan"]);
}

fn passwords_and_sessions(test: &TestDatabase) {
    let ann = person("ann@acme.example", Role::Agent, None);
    let id = ann.id;
    test.write(move |c| store::person::insert(c, &ann));
    assert_eq!(test.read(|c| store::person::password_hash(c, id)), None);
    test.write(move |c| store::person::set_password_hash(c, id, Some("$argon2id$x")));
    assert_eq!(test.read(|c| store::person::password_hash(c, id)).as_deref(), Some("$argon2id$x"));
    // A change of name leaves the password alone.
    let mut renamed = test.read(|c| store::person::find(c, id)).unwrap();
    renamed.name = "Ann".to_owned();
    test.write(move |c| store::person::update(c, &renamed));
    assert_eq!(test.read(|c| store::person::password_hash(c, id)).as_deref(), Some("$argon2id$x"));
    assert_eq!(test.read(|c| store::person::token_generation(c, id)), 0);
    test.write(move |c| store::person::bump_token_generation(c, id));
    assert_eq!(test.read(|c| store::person::token_generation(c, id)), 1);
    let stranger = PersonId::new(noon());
    let outcome = test.database.read_now(|c| store::person::token_generation(c, stranger));
    assert_eq!(outcome, Err(StoreError::NotFound));
}

fn customers_come_back_and_own_their_domains(test: &TestDatabase) {
    let (mut acme, globex) = test.write(|c| {
        let acme = organization("Acme", &["acme.example", "acme.test"]);
        let globex = organization("Globex", &["globex.example"]);
        store::organization::insert(c, &globex)?;
        store::organization::insert(c, &acme)?;
        Ok((acme, globex))
    });
    assert_eq!(test.read(|c| store::organization::find(c, acme.id)), Some(acme.clone()));
    assert_eq!(test.read(|c| store::organization::find_by_name(c, "Globex")), Some(globex.clone()));
    assert_eq!(test.read(|c| store::organization::find_by_name(c, "Nobody")), None);
    assert_eq!(test.read(store::organization::list), [acme.clone(), globex.clone()]);
    for (domain, owner) in
        [("acme.test", Some(&acme)), ("ACME.Example", Some(&acme)), ("x.acme.example", None)]
    {
        let found = test.read(|c| store::organization::find_by_domain(c, domain));
        assert_eq!(found.as_ref(), owner, "{domain}");
    }
    acme.domains = vec!["new.example".to_owned()];
    acme.contract_key = "teamplify".to_owned();
    let changed = acme.clone();
    test.write(move |c| store::organization::update(c, &changed));
    assert_eq!(test.read(|c| store::organization::find_by_domain(c, "new.example")), Some(acme.clone()));
    assert_eq!(test.read(|c| store::organization::find_by_domain(c, "acme.example")), None);

    acme.domains = vec!["globex.example".to_owned()];
    let outcome = test.database.write_now(move |c| store::organization::update(c, &acme));
    assert!(matches!(outcome, Err(StoreError::Unique { .. })), "{outcome:?}");
    let twin = organization("Globex", &[]);
    let outcome = test.database.write_now(move |c| store::organization::insert(c, &twin));
    assert_eq!(outcome, Err(StoreError::Unique { constraint: "organization_name_key".to_owned() }));
}

fn rota(name: &str, created_at: &str) -> Rota {
    Rota {
        id: RotaId::new(at(created_at)),
        name: name.to_owned(),
        time_zone: chrono_tz::Europe::London,
        handover_day: Weekday::Mon,
        handover_time: NaiveTime::from_hms_opt(9, 0, 0).unwrap(),
        first_turn: NaiveDate::from_ymd_opt(2026, 11, 2).unwrap(),
        people: vec![PersonId::new(noon())],
        overrides: vec![Override {
            person_id: PersonId::new(noon()),
            from: noon(),
            until: at("2026-11-24T00:00:00.5Z"),
        }],
    }
}

fn teams_and_rotas(test: &TestDatabase) {
    let (first, mut second) = (rota("Zeta", "2026-01-01T00:00:00Z"), rota("Alpha", "2026-02-01T00:00:00Z"));
    let own = Team {
        id: TeamId::new(noon()),
        name: "Own".to_owned(),
        rota_id: Some(second.id),
        created_at: noon(),
    };
    let mut none =
        Team { id: TeamId::new(noon()), name: "None".to_owned(), rota_id: None, created_at: noon() };
    assert_eq!(test.read(|c| store::rota::for_team(c, None)), None);
    let (rotas, teams) = ([first.clone(), second.clone()], [own.clone(), none.clone()]);
    test.write(move |c| {
        rotas.iter().try_for_each(|rota| store::rota::insert(c, rota))?;
        teams.iter().try_for_each(|team| store::team::insert(c, team))
    });
    assert_eq!(test.read(|c| store::team::find(c, own.id)), Some(own.clone()));
    assert_eq!(test.read(store::team::list), [none.clone(), own.clone()]);
    assert_eq!(test.read(store::rota::list), [second.clone(), first.clone()]);
    for (team, expected) in [(Some(own.id), &second), (Some(none.id), &first), (None, &first)] {
        assert_eq!(test.read(|c| store::rota::for_team(c, team)).as_ref(), Some(expected));
    }
    second.people.clear();
    none.rota_id = Some(second.id);
    let changed = (second.clone(), none.clone());
    test.write(move |c| {
        store::rota::update(c, &changed.0)?;
        store::team::update(c, &changed.1)
    });
    assert_eq!(test.read(|c| store::rota::for_team(c, Some(none.id))), Some(second.clone()));
    assert_eq!(test.read(|c| store::rota::find(c, second.id)), Some(second.clone()));

    let member = Person { team_id: Some(own.id), ..person("ann@x.example", Role::Agent, None) };
    let written = member.clone();
    test.write(move |c| store::person::insert(c, &written));
    assert_eq!(test.read(|c| store::person::team_members(c, own.id)), [member]);
    assert_eq!(test.read(|c| store::person::team_members(c, none.id)), Vec::<Person>::new());
}

fn contracts_take_effect_on_their_day(test: &TestDatabase) {
    let versions = test.write(|c| {
        let versions = [
            contract_version("dms", 1, at("2026-01-01T00:00:00Z")),
            contract_version("dms", 2, at("2026-06-01T00:00:00Z")),
            contract_version("dms", 3, at("2026-06-01T00:00:00Z")),
            contract_version("other", 1, at("2026-03-01T00:00:00Z")),
        ];
        versions.iter().try_for_each(|version| store::contract::insert_version(c, version))?;
        Ok(versions)
    });
    assert_eq!(test.read(|c| store::contract::version(c, versions[1].id)), versions[1]);
    for (key, instant, expected) in [
        ("dms", "2025-12-31T23:59:59Z", None),
        ("dms", "2026-01-01T00:00:00Z", Some(0)),
        ("dms", "2026-05-31T23:59:59.999999Z", Some(0)),
        ("dms", "2026-06-01T00:00:00Z", Some(2)),
        ("other", "2026-12-01T00:00:00Z", Some(3)),
        ("missing", "2026-12-01T00:00:00Z", None),
    ] {
        let found = test.read(|c| store::contract::in_force(c, key, at(instant)));
        assert_eq!(found, expected.map(|index: usize| versions[index].clone()), "{key} at {instant}");
    }
    assert_eq!(test.read(|c| store::contract::list_versions(c, "dms")), versions[..3]);
    let in_force = test.read(|c| store::contract::list_in_force(c, at("2026-12-01T00:00:00Z")));
    assert_eq!(in_force, [versions[2].clone(), versions[3].clone()]);

    assert_eq!(test.read(store::contract::default_key), None);
    test.write(|c| store::contract::set_default_key(c, "dms"));
    test.write(|c| store::contract::set_default_key(c, "other"));
    assert_eq!(test.read(store::contract::default_key).as_deref(), Some("other"));
    let twin = contract_version("dms", 2, noon());
    let outcome = test.database.write_now(move |c| store::contract::insert_version(c, &twin));
    assert_eq!(outcome, Err(StoreError::Unique { constraint: "contract_version_key_number_key".to_owned() }));
}

fn settings_and_mailboxes(test: &TestDatabase) {
    assert_eq!(test.read(|c| store::setting::get(c, "key")), None);
    for value in [json!({"a": [1, "two", null]}), json!("nul: \0")] {
        let written = value.clone();
        test.write(move |c| store::setting::put(c, "key", &written));
        let kept = json!(
            serde_json::from_str::<serde_json::Value>(&value.to_string().replace("\\u0000", "\u{fffd}"))
                .unwrap()
        );
        assert_eq!(test.read(|c| store::setting::get(c, "key")), Some(kept));
    }
    assert_eq!(test.write(|c| store::setting::put_if_absent(c, "new", &json!(1))), json!(1));
    assert_eq!(test.write(|c| store::setting::put_if_absent(c, "new", &json!(2))), json!(1));

    assert_eq!(test.read(|c| store::mailbox_state::get(c, "support")), None);
    for state in
        [MailboxState { uid_validity: u32::MAX, last_uid: 0 }, MailboxState { uid_validity: 7, last_uid: 12 }]
    {
        test.write(move |c| store::mailbox_state::put(c, "support", state));
        assert_eq!(test.read(|c| store::mailbox_state::get(c, "support")), Some(state));
    }
}
