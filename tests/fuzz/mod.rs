//! The fuzz targets as ordinary tests: their seeds, and some thousands of small changes to each, the same every time.

#[path = "src/lib.rs"]
mod targets;

use std::path::Path;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

use targets::TARGETS;

/// Changed inputs of each target.
const CHANGES: u64 = 3000;

/// Pieces that mean something to one reader or another.
const PIECES: [&[u8]; 16] = [
    b"\r\n",
    b"\n",
    b"\r\n.\r\n",
    b"\0",
    b"--",
    b"<",
    b">",
    b"\"",
    b"=?utf-8?q?",
    b"?=",
    b": ",
    b"(",
    b"{9}\r\n",
    b"&#",
    b"\xff",
    b"> ",
];

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds").join(target);
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

/// A seed with some bytes overwritten, cut out, doubled, or put in from another seed.
fn changed(seeds: &[Vec<u8>], random: &mut StdRng) -> Vec<u8> {
    let mut bytes = seeds.choose(random).unwrap().clone();
    for _ in 0..random.random_range(1..8) {
        let (from, to) = (random.random_range(0..=bytes.len()), random.random_range(0..=bytes.len()));
        let range = from.min(to)..from.max(to);
        match random.random_range(0..5) {
            0 if !bytes.is_empty() => {
                let place = random.random_range(0..bytes.len());
                bytes[place] = random.random();
            }
            1 => drop(bytes.splice(from..from, PIECES.choose(random).unwrap().iter().copied())),
            2 => drop(bytes.drain(range)),
            3 if bytes.len() < 10_000 => bytes.extend_from_within(range),
            _ => {
                let other = seeds.choose(random).unwrap();
                bytes.splice(from..from, other[random.random_range(0..other.len())..].iter().copied());
            }
        }
    }
    bytes
}

fn throw(name: &str) {
    let (_, target) = TARGETS.iter().find(|(known, _)| *known == name).unwrap();
    let seeds = seeds(name);
    seeds.iter().for_each(|seed| target(seed));
    for number in 0..CHANGES {
        let input = changed(&seeds, &mut StdRng::seed_from_u64(number));
        let outcome = std::panic::catch_unwind(|| target(&input));
        assert!(outcome.is_ok(), "{name}, change {number}: {:?}", String::from_utf8_lossy(&input));
    }
}

#[test]
fn any_message_becomes_a_ticket() {
    throw("message");
}

#[test]
fn any_header_is_read() {
    throw("header");
}

#[test]
fn any_reply_is_folded_and_nothing_of_it_is_lost() {
    throw("reply");
}

#[test]
fn any_client_is_heard_out_by_the_receiver() {
    throw("receiver");
}

#[test]
fn any_answer_of_a_mailbox_is_read() {
    throw("mailbox");
}

#[test]
fn any_html_is_made_harmless() {
    throw("html");
}
