//! Guessing is slowed down, whoever is guessed at, on every node, and owners stay in.

use chrono::TimeDelta;
use punctual::web::auth::{Credentials, Password, sign_in};
use punctual::web::site::Site;

use crate::support::app::{PASSWORD, TestApp, on_both_apps};
use crate::support::browser::Browser;

on_both_apps!(
    failures_count_on_every_node_and_their_owner_stays_in_by_a_known_browser,
    an_unknown_account_costs_as_many_hashes_and_counts_as_a_known_one,
    one_address_that_tries_many_accounts_is_stopped,
    a_hash_of_weaker_parameters_is_made_anew_at_the_next_sign_in,
);

const EMAIL: &str = "contact@dms.example";

async fn failures_count_on_every_node_and_their_owner_stays_in_by_a_known_browser(test: TestApp) {
    let node = test.another_node();
    let mut owner = Browser::new(&test);
    owner.sign_in(EMAIL, PASSWORD).await.expect(303);
    for round in 0..10 {
        let place = if round % 2 == 0 { &test } else { &node };
        Browser::new(place).sign_in(EMAIL, "a guess").await.expect(422);
    }
    for place in [&test, &node] {
        let refused = Browser::new(place).sign_in(EMAIL, PASSWORD).await.expect(429);
        assert!(refused.header("retry-after").parse::<i64>().unwrap() > 0);
    }
    owner.sign_in(EMAIL, PASSWORD).await.expect(303);
    test.app.clock.advance(TimeDelta::minutes(15));
    Browser::new(&node).sign_in(EMAIL, PASSWORD).await.expect(303);
}

async fn an_unknown_account_costs_as_many_hashes_and_counts_as_a_known_one(test: TestApp) {
    let site = Site::new(test.app.clone());
    for email in [EMAIL, "nobody@dms.example", "no address at all"] {
        for round in 0..11 {
            let before = site.hashing.computed();
            let credentials = Credentials {
                email: email.to_owned(),
                password: Password::given("a guess"),
                device: None,
                address: None,
            };
            sign_in::prove(&site, credentials).await.expect_err("it is a guess");
            let expected = if round < 10 { 1 } else { 0 };
            assert_eq!(site.hashing.computed() - before, expected, "{email}, try {round}");
        }
    }
}

async fn one_address_that_tries_many_accounts_is_stopped(test: TestApp) {
    for number in 0..50 {
        let email = format!("person{number}@dms.example");
        Browser::new(&test).sign_in(&email, "a guess").await.expect(422);
    }
    Browser::new(&test).sign_in("another@dms.example", "a guess").await.expect(429);
    Browser::new(&test).sign_in(EMAIL, PASSWORD).await.expect(429);
}

async fn a_hash_of_weaker_parameters_is_made_anew_at_the_next_sign_in(test: TestApp) {
    use argon2::password_hash::PasswordHasher;
    use argon2::{Algorithm, Argon2, Params, Version};
    let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8192, 1, 1, None).unwrap());
    let weak = weak.hash_password(PASSWORD.as_bytes()).unwrap().to_string();
    let id = test.person(crate::support::app::Who::Customer("dms")).id;
    let kept = weak.clone();
    let set = move |c: &mut punctual::store::Connection| {
        punctual::store::person::set_password_hash(c, id, Some(&kept))
    };
    test.app.db.write(set).await.unwrap();
    Browser::new(&test).sign_in(EMAIL, PASSWORD).await.expect(303);
    let stored = test.read(move |c| punctual::store::person::password_hash(c, id)).unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
    Browser::new(&test).sign_in(EMAIL, PASSWORD).await.expect(303);
}
