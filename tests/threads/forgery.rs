//! Names of tickets that an outsider makes up, by the hundred: none leads anywhere.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use punctual::domain::InboundState;

use super::{mail, reported, texts, ticket_of};
use crate::support::app::{TestApp, on_both_apps};

on_both_apps!(no_name_that_was_made_up_or_overheard_leads_into_a_foreign_ticket);

/// How many forgeries are tried on each database.
const FORGERIES: usize = 120;

/// One way to alter a text: a byte changed, the end cut off, something put before or behind.
fn altered(text: String) -> impl Strategy<Value = String> {
    let length = text.len();
    (0..length, any::<char>(), 0..4_u8).prop_map(move |(at, c, how)| {
        let c = if c.is_control() { 'x' } else { c };
        let mut letters: Vec<char> = text.chars().collect();
        match how {
            0 => letters[at] = c,
            1 => letters.truncate(at),
            2 => letters.insert(at, c),
            _ => letters.reverse(),
        }
        letters.into_iter().collect()
    })
}

/// Who writes, where to, what it answers and under which subject, made from the genuine address and Message-ID.
fn forgery(address: String, message_id: String) -> impl Strategy<Value = (String, String, String, String)> {
    let from = prop_oneof![
        Just("eve@elsewhere.example".to_owned()),
        Just("\"contact@dms.example\" <eve@elsewhere.example>".to_owned()),
        Just("contact@dms.example.elsewhere.example".to_owned()),
        Just("contact@sub.dms.example".to_owned()),
        Just("agent@elsewhere.example".to_owned()),
        "[a-z]{1,8}@[a-z]{1,8}\\.example",
    ];
    let to =
        prop_oneof![Just(address.clone()), altered(address), "support\\+1-[0-9a-f]{32}@provider\\.example"];
    let id = prop_oneof![
        Just(message_id.clone()),
        altered(message_id),
        Just("report@dms.example".to_owned()),
        "1\\.[0-9a-f]{32}\\.[0-9a-f]{32}@provider\\.example",
    ];
    (from, to, id, prop_oneof![Just("[#1]".to_owned()), "(Re: )?\\[#[0-9]{1,3}\\] [a-z]{1,9}"])
}

async fn no_name_that_was_made_up_or_overheard_leads_into_a_foreign_ticket(test: TestApp) {
    let acknowledgement = reported(&test).await;
    let genuine = forgery(acknowledgement.reply_to.unwrap(), acknowledgement.message_id);
    let mut runner = TestRunner::deterministic();
    for count in 0..FORGERIES {
        let (from, to, id, subject) = genuine.new_tree(&mut runner).unwrap().current();
        let answers = format!("In-Reply-To: <{id}>\nReferences: <{id}>");
        let forged = mail(&from, &to, &subject, &[&answers], &format!("Forgery {count}"));
        let received = test.receive(&forged).await;
        assert_ne!(ticket_of(&test, &received), Some(1), "{forged}");
        assert!(matches!(received.state, InboundState::Processed | InboundState::Quarantined), "{forged}");
        let leaked = test.mails().into_iter().find(|mail| mail.text.contains("Export is slow"));
        assert!(leaked.is_none(), "{leaked:?}");
    }
    assert_eq!(texts(&test, 1).await, ["It takes an hour."]);
}
