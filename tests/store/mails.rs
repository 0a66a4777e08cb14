//! The conversation, mail in and mail out.

use punctual::domain::{
    Activity, ActivityId, ActivityKind, Actor, Attachment, AttachmentId, EmailAddress, FileName, InboundMail,
    InboundMailId, InboundState, Message, MessageId, MessageKind, NodeId, OutboxEntry, OutboxState, Person,
    Role, Ticket, Viewer,
};
use punctual::sla::{Channel, ClockKind, Fact, What};
use punctual::store::inbound::{InboundFilter, InboundInsertion};
use punctual::store::outbox::{OutboxFilter, Turn};
use punctual::store::{self, Connection, StoreError};

use super::seed::{World, at, noon, notice, organization, person, severity};
use punctual::vault::Keyring;

use crate::support::test_database::{TestDatabase, on_both_databases};

on_both_databases!(
    a_conversation_keeps_its_order,
    a_note_and_its_files_are_for_staff,
    bytes_are_kept_once,
    history_keeps_what_happened,
    mail_is_read_until_it_is_done,
    a_mail_finds_its_ticket_by_what_it_answers,
    a_notice_is_sent_once,
    urgent_notices_leave_first,
    a_claim_of_a_buried_node_changes_nothing,
    the_outbox_is_listed_and_counted,
);

fn message(ticket: &Ticket, author: &Person, kind: MessageKind, text: &str) -> Message {
    Message {
        id: MessageId::new(noon()),
        ticket_id: ticket.id,
        author_id: author.id,
        kind,
        channel: Channel::Email,
        text: text.to_owned(),
        html: Some(format!("<p>{text}</p>")),
        inbound_mail_id: None,
        unread: Vec::new(),
        created_at: noon(),
    }
}

/// Messages of one instant stay in the order in which they were written.
fn a_conversation_keeps_its_order(test: &TestDatabase) {
    let (ticket, messages) = test.write(|c| {
        let world = World::write(c)?;
        let ticket = world.write_ticket(c)?;
        let mut messages: Vec<Message> = (0..20)
            .map(|number| message(&ticket, &world.contact, MessageKind::Public, &format!("Message {number}")))
            .collect();
        messages[19].created_at = at("2026-11-23T11:00:00Z");
        messages.iter().try_for_each(|message| store::message::insert(c, message))?;
        messages.rotate_right(1);
        Ok((ticket, messages))
    });
    assert_eq!(test.read(|c| store::message::list(c, ticket.id)), messages);
    assert_eq!(test.read(|c| store::message::find(c, messages[3].id)), Some(messages[3].clone()));
    assert_eq!(test.read(|c| store::message::find(c, MessageId::new(noon()))), None);
}

fn a_note_and_its_files_are_for_staff(test: &TestDatabase) {
    let (ticket, files, viewers) = test.write(|c| {
        let world = World::write(c)?;
        let ticket = world.write_ticket(c)?;
        let globex = organization("Globex", &[]);
        store::organization::insert(c, &globex)?;
        let eve = person("eve@globex.example", Role::Customer, Some(globex.id));
        store::person::insert(c, &eve)?;
        let content = store::blob::put(c, &Keyring::default(), b"bytes")?;
        let mut files = Vec::new();
        for kind in [MessageKind::Public, MessageKind::Note] {
            let message = message(&ticket, &world.agent, kind, "text");
            store::message::insert(c, &message)?;
            let file = Attachment {
                id: AttachmentId::new(noon()),
                ticket_id: ticket.id,
                message_id: message.id,
                file_name: FileName::clean("log.txt"),
                content_type: "text/plain".to_owned(),
                content: content.clone(),
                size: 5,
                content_id: None,
            };
            store::attachment::insert(c, &file)?;
            files.push(file);
        }
        Ok((ticket, files, [&world.agent, &world.contact, &eve].map(Viewer::of)))
    });
    let listed = test.read(|c| store::attachment::list(c, ticket.id));
    assert!(listed.len() == 2 && files.iter().all(|file| listed.contains(file)), "{listed:?}");
    for (viewer, messages, expected) in
        [(viewers[0], 2, [true, true]), (viewers[1], 1, [true, false]), (viewers[2], 1, [false, false])]
    {
        let found =
            [0, 1].map(|index| test.read(|c| store::attachment::find(c, viewer, files[index].id)).is_some());
        assert_eq!(found, expected, "{viewer:?}");
        let visible = test.read(|c| store::message::list_visible(c, viewer, ticket.id));
        assert_eq!(visible.len(), messages, "{viewer:?}");
    }
}

fn bytes_are_kept_once(test: &TestDatabase) {
    let every_byte: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let written = every_byte.clone();
    let (hash, again) = test.write(move |c| {
        Ok((
            store::blob::put(c, &Keyring::default(), &written)?,
            store::blob::put(c, &Keyring::default(), &written)?,
        ))
    });
    assert_eq!(hash, again);
    assert_eq!(test.read(|c| store::blob::get(c, &Keyring::default(), &hash)), Some(every_byte));
    let empty = test.write(|c| store::blob::put(c, &Keyring::default(), b""));
    assert_eq!(test.read(|c| store::blob::get(c, &Keyring::default(), &empty)), Some(Vec::new()));
    let missing = punctual::domain::ContentHash::of(b"never kept");
    assert_eq!(test.read(|c| store::blob::get(c, &Keyring::default(), &missing)), None);
}

fn history_keeps_what_happened(test: &TestDatabase) {
    let (ticket, entries) = test.write(|c| {
        let world = World::write(c)?;
        let ticket = world.write_ticket(c)?;
        let entry = |at, actor, kind| Activity {
            id: ActivityId::new(noon()),
            ticket_id: ticket.id,
            at,
            recorded_at: noon(),
            actor,
            kind,
        };
        let fact = Fact {
            at: noon(),
            what: What::Breached,
            clock: Some(ClockKind::Respond),
            due: Some(at("2026-11-23T12:00:00.000001Z")),
            to: None,
            why: None,
        };
        let opened = ActivityKind::Opened {
            channel: Channel::Portal,
            severity: severity("Low"),
            reason: "as reported".to_owned(),
        };
        let mut entries = vec![
            entry(noon(), Actor::Person(world.contact.id), opened),
            entry(noon(), Actor::System, ActivityKind::Clock { fact }),
            entry(
                noon(),
                Actor::Person(world.agent.id),
                ActivityKind::Assigned { from: None, to: Some(world.agent.id) },
            ),
            entry(at("2026-11-23T11:59:59Z"), Actor::System, ActivityKind::Acknowledged),
        ];
        entries.iter().try_for_each(|entry| store::activity::insert(c, entry))?;
        entries.rotate_right(1);
        Ok((ticket, entries))
    });
    assert_eq!(test.read(|c| store::activity::list(c, ticket.id)), entries);
}

fn received(c: &mut Connection, bytes: &[u8], received_at: &str) -> Result<InboundMail, StoreError> {
    Ok(InboundMail {
        id: InboundMailId::new(at(received_at)),
        source: "ingest".to_owned(),
        raw: store::blob::put(c, &Keyring::default(), bytes)?,
        size: i64::try_from(bytes.len()).unwrap(),
        received_at: at(received_at),
        state: InboundState::Received,
        error: None,
        attempts: 0,
        ticket_id: None,
    })
}

fn mail_is_read_until_it_is_done(test: &TestDatabase) {
    let (first, second, third) = test.write(|c| {
        let first = received(c, b"first", "2026-11-23T12:00:00Z")?;
        let second = received(c, b"second", "2026-11-23T12:01:00Z")?;
        let third = received(c, b"third", "2026-11-23T12:02:00Z")?;
        for mail in [&second, &first, &third] {
            assert_eq!(store::inbound::insert_raw(c, mail)?, InboundInsertion::Inserted);
        }
        let again =
            InboundMail { id: InboundMailId::new(noon()), source: "imap".to_owned(), ..first.clone() };
        assert_eq!(store::inbound::insert_raw(c, &again)?, InboundInsertion::Known(first.clone()));
        Ok((first, second, third))
    });
    let to_read = |now: &str| -> Vec<InboundMailId> {
        let mails = test.read(|c| store::inbound::to_read(c, at(now), 9));
        mails.into_iter().map(|mail| mail.id).collect()
    };
    let late = "2026-11-23T13:00:00Z";
    assert_eq!(test.read(store::inbound::next_read_at), Some(noon()));
    assert_eq!(to_read("2026-11-23T12:01:00Z"), [first.id, second.id]);

    let done = InboundMail { state: InboundState::Processed, attempts: 1, ..first.clone() };
    let held =
        InboundMail { state: InboundState::Quarantined, error: Some("a loop".to_owned()), ..second.clone() };
    let (changed, failing) = ([done.clone(), held.clone()], third.id);
    test.write(move |c| {
        changed.iter().try_for_each(|mail| store::inbound::update(c, mail))?;
        store::inbound::postpone(c, failing, "unreadable", at("2026-11-23T14:00:00Z"))
    });
    assert_eq!(to_read(late), Vec::<InboundMailId>::new());
    assert_eq!(to_read("2026-11-23T14:00:00Z"), [third.id]);
    assert_eq!(test.read(store::inbound::next_read_at), Some(at("2026-11-23T14:00:00Z")));
    let failed = InboundMail {
        state: InboundState::Failed,
        error: Some("unreadable".to_owned()),
        attempts: 1,
        ..third
    };
    assert_eq!(test.read(|c| store::inbound::find(c, failed.id)), Some(failed.clone()));

    let list = |state, before, limit| {
        let filter = InboundFilter { state, ..InboundFilter::default() };
        test.read(|c| store::inbound::list(c, &filter, before, limit))
    };
    assert_eq!(list(None, None, 9), [failed.clone(), held.clone(), done.clone()]);
    assert_eq!(list(None, Some(failed.id), 1), std::slice::from_ref(&held));
    assert_eq!(list(Some(InboundState::Processed), None, 9), [done]);
}

fn a_mail_finds_its_ticket_by_what_it_answers(test: &TestDatabase) {
    let first = test.write(|c| {
        let world = World::write(c)?;
        let first = world.write_ticket(c)?;
        let mut mail = received(c, b"mail", "2026-11-23T11:00:00Z")?;
        store::inbound::insert_raw(c, &mail)?;
        store::inbound::record_message_id(c, mail.id, "customers@acme.example")?;
        store::inbound::record_message_id(c, mail.id, "customers@acme.example")?;
        store::inbound::record_message_id(c, mail.id, "")?;
        mail.ticket_id = Some(first.id);
        store::inbound::update(c, &mail)?;
        let written = message(&first, &world.contact, MessageKind::Public, "It is slow");
        store::message::insert(c, &Message { inbound_mail_id: Some(mail.id), ..written })?;
        let unread = received(c, b"unread", "2026-11-23T11:30:00Z")?;
        store::inbound::insert_raw(c, &unread)?;
        store::inbound::record_message_id(c, unread.id, "unread@acme.example")?;
        store::outbox::insert(c, &notice(&first, "answer", "ann@acme.example"))?;
        Ok(first.id)
    });
    for (references, expected) in [
        (vec![], None),
        (vec!["unknown@x", ""], None),
        (vec!["unread@acme.example"], None),
        (vec!["customers@acme.example"], Some(first)),
        (vec!["unknown@x", "customers@acme.example"], Some(first)),
    ] {
        let references: Vec<String> = references.into_iter().map(ToOwned::to_owned).collect();
        let found = test.read(|c| store::inbound::find_ticket_by_message_id(c, &references));
        assert_eq!(found, expected, "{references:?}");
    }
    for (reader, expected) in [
        ("ann@acme.example", vec!["customers@acme.example", "answer@punctual.example"]),
        ("bob@acme.example", vec!["customers@acme.example"]),
    ] {
        let thread = test.read(|c| store::outbox::thread(c, first, &EmailAddress::parse(reader).unwrap()));
        assert_eq!(thread, expected, "{reader} learns only what {reader} was sent");
    }
}

fn a_notice_is_sent_once(test: &TestDatabase) {
    let entry = test.write(|c| {
        let ticket = World::write(c)?.write_ticket(c)?;
        let entry = notice(&ticket, "key", "ann@acme.example");
        assert!(store::outbox::insert(c, &entry)?);
        assert!(!store::outbox::insert(c, &notice(&ticket, "key", "ann@acme.example"))?);
        Ok(entry)
    });
    assert_eq!(test.read(|c| store::outbox::find(c, entry.id)), Some(entry.clone()));
    assert_eq!(test.read(|c| store::outbox::next_attempt(c, &Turn::default())), Some(noon()));
    let minute = |minutes| noon() + chrono::TimeDelta::minutes(minutes);
    let node = NodeId::new(noon());
    let claim = |now| test.write(move |c| store::outbox::claim(c, node, now, 9, &Turn::default()));

    assert_eq!(claim(at("2026-11-23T11:59:59.999999Z")), []);
    let first = claim(noon());
    assert_eq!(first, [OutboxEntry { attempts: 1, ..entry.clone() }]);
    assert_eq!(claim(minute(4)), [], "it is in somebody's hand");
    assert_eq!(test.read(|c| store::outbox::next_attempt(c, &Turn::default())), None);
    let claimed = first[0].clone();
    assert!(test.read(|c| store::outbox::is_claimed(c, &claimed)));
    assert!(test.write(move |c| store::outbox::mark_retry(c, &claimed, minute(2), "451 later")));
    assert_eq!(test.read(|c| store::outbox::next_attempt(c, &Turn::default())), Some(minute(2)));

    let second = claim(minute(2)).remove(0);
    assert_eq!((second.attempts, second.last_error.as_deref()), (2, Some("451 later")));
    let claimed = second.clone();
    assert!(test.write(move |c| store::outbox::mark_sent(c, &claimed, minute(3))));
    let sent = test.read(|c| store::outbox::find(c, entry.id)).unwrap();
    assert_eq!((sent.state, sent.sent_at, sent.last_error), (OutboxState::Sent, Some(minute(3)), None));
    assert_eq!(claim(minute(60)), []);
    assert_eq!(test.read(|c| store::outbox::next_attempt(c, &Turn::default())), None);
}

fn urgent_notices_leave_first(test: &TestDatabase) {
    test.write(|c| {
        let ticket = World::write(c)?.write_ticket(c)?;
        for (key, priority, minutes) in
            [("reply", 3, -60), ("breach", 1, 0), ("old breach", 1, -5), ("page", 0, 0), ("later", 0, 9)]
        {
            let to = format!("{priority}{}@acme.example", minutes + 60);
            let mut entry = notice(&ticket, key, &to);
            entry.priority = priority;
            entry.next_attempt_at = noon() + chrono::TimeDelta::minutes(minutes);
            store::outbox::insert(c, &entry)?;
        }
        Ok(())
    });
    let node = NodeId::new(noon());
    let keys = |limit| -> Vec<String> {
        let claimed = test.write(move |c| store::outbox::claim(c, node, noon(), limit, &Turn::default()));
        claimed.into_iter().map(|entry| entry.key).collect()
    };
    assert_eq!(keys(1), ["page"]);
    assert_eq!(keys(9), ["old breach", "breach", "reply"]);
}

/// A node that was frozen until another took its notice over must not overwrite what the other found.
fn a_claim_of_a_buried_node_changes_nothing(test: &TestDatabase) {
    let id = test.write(|c| {
        let ticket = World::write(c)?.write_ticket(c)?;
        let entry = notice(&ticket, "key", "ann@acme.example");
        store::outbox::insert(c, &entry)?;
        Ok(entry.id)
    });
    let claim = || {
        let node = NodeId::new(noon());
        let take = move |c: &mut _| {
            store::node::enrol(c, node, noon())?;
            store::outbox::claim(c, node, noon(), 9, &Turn::default())
        };
        (node, test.write(take))
    };
    let (node, held) = claim();
    let frozen = held[0].clone();
    assert_eq!(claim().1, [], "it is in somebody's hand");
    assert!(!test.write(move |c| store::node::bury(c, node, 7)), "its beat is another one");
    assert!(test.write(move |c| store::node::bury(c, node, 0)));
    assert!(!test.write(move |c| store::node::beat(c, node)), "it is off the roll");
    assert!(!test.read(|c| store::outbox::is_claimed(c, &frozen)));
    let current = claim().1.remove(0);
    assert_eq!(current.uncertain_at, Some(noon()), "nobody knows whether the buried node had sent it");
    let (a, b, d) = (frozen.clone(), frozen.clone(), frozen);
    assert!(!test.write(move |c| store::outbox::mark_failed(c, &a, "stale")));
    assert!(!test.write(move |c| store::outbox::mark_retry(c, &b, noon(), "stale")));
    assert!(!test.write(move |c| store::outbox::mark_sent(c, &d, noon())));
    assert!(test.write(move |c| store::outbox::mark_failed(c, &current, "550 no such person")));
    let failed = test.read(|c| store::outbox::find(c, id)).unwrap();
    assert_eq!(
        (failed.state, failed.last_error.as_deref()),
        (OutboxState::Failed, Some("550 no such person"))
    );
}

fn the_outbox_is_listed_and_counted(test: &TestDatabase) {
    let (ticket, entries) = test.write(|c| {
        let world = World::write(c)?;
        let (ticket, other) = (world.write_ticket(c)?, world.write_ticket(c)?);
        let mut entries = vec![
            notice(&ticket, "one", "ann@acme.example"),
            notice(&ticket, "two", "bob@provider.example"),
            notice(&other, "three", "ann@acme.example"),
        ];
        entries[2].state = OutboxState::Sent;
        for entry in &entries {
            store::outbox::insert(c, entry)?;
        }
        entries.reverse();
        Ok((ticket, entries))
    });
    let list =
        |filter: &OutboxFilter, before, limit| test.read(|c| store::outbox::list(c, filter, before, limit));
    let all = OutboxFilter::default();
    assert_eq!(list(&all, None, 9), entries);
    assert_eq!(list(&all, Some(entries[0].id), 1), entries[1..2]);
    assert_eq!(list(&OutboxFilter { ticket: Some(ticket.id), ..all.clone() }, None, 9), entries[1..]);
    assert_eq!(list(&OutboxFilter { state: Some(OutboxState::Sent), ..all.clone() }, None, 9), entries[..1]);
    let ann = entries[0].notice.to.email.clone();
    assert_eq!(list(&OutboxFilter { recipient: Some(ann.clone()), ..all }, None, 9).len(), 2);
    for (label, since, count) in [
        ("resolution notice", noon(), 2),
        ("resolution notice", at("2026-11-23T12:00:01Z"), 0),
        ("page", noon(), 0),
    ] {
        assert_eq!(test.read(|c| store::outbox::count_to(c, &ann, label, since)), count, "{label} {since}");
    }
}
