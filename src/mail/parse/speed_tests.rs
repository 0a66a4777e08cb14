//! Mails that are made to be slow to read.

use std::time::{Duration, Instant};

use super::parse;

/// Each of these took minutes, or the whole stack, while some step was quadratic or recursive. The limit is far above
/// what any of them takes, even on a slow and busy machine.
#[test]
fn hostile_mails_are_read_about_as_fast_as_others() {
    for (name, raw) in hostile_structures().into_iter().chain(hostile_fields()).chain(hostile_html()) {
        let started = Instant::now();
        let mail = parse(raw.as_bytes());
        let took = started.elapsed();
        assert!(took < Duration::from_secs(10), "{name}: {took:?}");
        drop(mail);
    }
}

type Hostile = Vec<(&'static str, String)>;

fn hostile_structures() -> Hostile {
    let nested_parts: String = (0..10_000)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"))
        .collect();
    let missing_boundaries: String = (0..20_000)
        .map(|n| format!("\r\n--b\r\nContent-Type: multipart/mixed; boundary=m{n}\r\n\r\n"))
        .collect();
    vec![
        ("nested parts", nested_parts),
        ("missing boundaries", format!("Content-Type: multipart/mixed; boundary=b\r\n{missing_boundaries}")),
        ("dashes", format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{}", "--\n".repeat(300_000))),
        ("one long line", "x".repeat(5_000_000)),
        ("many fields", "X: y\r\n".repeat(300_000)),
        (
            "flowed",
            format!("Content-Type: text/plain; format=flowed\r\n\r\n{}", "> a \r\n>> b \r\n".repeat(50_000)),
        ),
    ]
}

fn hostile_fields() -> Hostile {
    vec![
        ("open comments", format!("From: {}\r\n\r\n", "(".repeat(200_000))),
        ("open quotes", format!("From: {}\r\n\r\n", "\"a\" <".repeat(40_000))),
        ("encoded words", format!("Subject: {}\r\n\r\n", "=?utf-8?q?".repeat(20_000))),
        ("encoded words 2", format!("Subject: {}\r\n\r\n", "=?utf-8?q?a?= ".repeat(15_000))),
        ("parameters", format!("Content-Type: text/plain; {}\r\n\r\n", "a*1=b;".repeat(40_000))),
        (
            "numbered parameters",
            format!(
                "Content-Type: text/plain{}\r\n\r\n",
                (0..15_000).map(|n| format!("; a*{n}=b")).collect::<String>()
            ),
        ),
        (
            "references",
            format!("References: {}\r\n\r\n", (0..20_000).map(|n| format!("<{n}@x>")).collect::<String>()),
        ),
        (
            "addresses",
            format!("To: {}\r\n\r\n", (0..15_000).map(|n| format!("a{n}@x, ")).collect::<String>()),
        ),
    ]
}

fn hostile_html() -> Hostile {
    let html = |body: String| format!("From: a@b\r\nContent-Type: text/html\r\n\r\n{body}");
    vec![
        ("deep html", html("<div>".repeat(100_000))),
        ("deep html by formatting", html("<b><i>".repeat(50_000))),
        ("mixed up html", html("<b></i>".repeat(50_000))),
        ("formatting over paragraphs", html("<b><p></b>".repeat(5_000))),
        ("formatting with names", html((0..5_000).map(|n| format!("<font size={n}><p></font>")).collect())),
        ("tables", html("<table><tr><td>".repeat(30_000))),
        ("unclosed lists", html("<li>".repeat(50_000))),
        ("unclosed cells", html("<table>".to_owned() + &"<tr><td>".repeat(20_000))),
        ("attributes", html(format!("<a {}>", (0..20_000).map(|n| format!("a{n}=b ")).collect::<String>()))),
        ("paragraph of links", html("<a href=http://x/>".repeat(20_000))),
        ("angle brackets", html("<".repeat(300_000))),
        ("comments", html("<!--".repeat(50_000))),
        ("select", html("<select><option>".repeat(20_000))),
        ("entities", html("&amp".repeat(100_000))),
        ("nobr", html("<nobr>".repeat(20_000))),
        ("a p", html("<a><p>".repeat(150))),
    ]
}
