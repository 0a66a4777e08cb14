//! Every page that there is: one address for each route, found by following links as people do.

use std::collections::VecDeque;

use punctual::domain::{EmailAddress, Person, Role};
use punctual::web::routes;
use punctual::{demo, store};

use crate::support::app::TestApp;

/// One page and somebody who may open it.
#[derive(Debug, Clone)]
pub struct Page {
    /// The pattern of its route.
    pub pattern: &'static str,
    /// An address that fits it.
    pub path: String,
    /// Who opens it; nobody for the pages before sign-in.
    pub reader: Option<Person>,
    /// Whether it is a page of ours, or else a file, or a mail's own HTML, which is shut into a sandbox without
    /// scripts.
    pub is_ours: bool,
}

/// Where people begin, of themselves or from a mail.
const BEGINNINGS: [&str; 5] = ["/", "/signin", "/link", "/take", "/rate"];

/// Every page, one for each route.
pub async fn all(test: &TestApp) -> Vec<Page> {
    let mut found = reached(test).await;
    found.retain(|page| page.is_ours);
    found
}

/// Follows links from where each role begins, and keeps the first address of each route.
pub async fn reached(test: &TestApp) -> Vec<Page> {
    let patterns: Vec<&'static str> =
        routes::entries().iter().filter(|entry| entry.method == "GET").map(|entry| entry.path).collect();
    let mut found: Vec<Page> = Vec::new();
    for role in [None, Some(Role::Customer), Some(Role::Admin)] {
        let reader = role.map(|role| somebody(test, role));
        let mut waiting: VecDeque<String> = BEGINNINGS.map(str::to_owned).into();
        let mut seen: Vec<&'static str> = found.iter().map(|page| page.pattern).collect();
        while let Some(path) = waiting.pop_front() {
            let Some(pattern) = pattern_of(&patterns, &path).filter(|pattern| !seen.contains(pattern)) else {
                continue;
            };
            let answer = test.api_of(reader.clone()).open(&path).await;
            if answer.status == 303 {
                waiting.push_back(answer.header("location"));
                continue;
            }
            assert_eq!(answer.status, 200, "a link leads to {path}");
            seen.push(pattern);
            let is_ours = answer.header("content-type").starts_with("text/html")
                && !answer.header("content-security-policy").contains("sandbox");
            if is_ours {
                waiting.extend(links(&answer.text()));
            }
            found.push(Page { pattern, path, reader: reader.clone(), is_ours });
        }
    }
    found
}

/// The first person of the demonstration in a role.
pub fn somebody(test: &TestApp, role: Role) -> Person {
    let sign_in = demo::sign_ins().into_iter().find(|person| person.role == role).unwrap();
    let address = EmailAddress::parse(&sign_in.address).unwrap();
    test.read(move |c| store::person::find_by_email(c, &address)).unwrap()
}

/// The route that answers an address: the first whose pattern fits, as the router takes them.
fn pattern_of(patterns: &[&'static str], address: &str) -> Option<&'static str> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let fits = |pattern: &&&'static str| {
        let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
        loop {
            match (wanted.next(), given.next()) {
                (None, None) => return true,
                (Some(one), Some(other)) if one == other => {}
                (Some(one), Some(other)) if one.starts_with('{') && !other.is_empty() => {}
                _ => return false,
            }
        }
    };
    patterns.iter().find(fits).copied()
}

/// The addresses within this installation that a page links to, or shows within a frame.
fn links(html: &str) -> Vec<String> {
    let [anchors, frames] = [("<a ", "href=\""), ("<iframe ", "src=\"")].map(|(tag, attribute)| {
        let tags = html.split(tag).skip(1).filter_map(|tail| tail.split('>').next());
        tags.filter_map(move |tag| tag.split(attribute).nth(1)?.split('"').next())
    });
    let targets = anchors.chain(frames);
    targets
        .filter(|target| target.starts_with('/') && !target.starts_with("//"))
        .map(|target| target.replace("&amp;", "&").replace("&#38;", "&"))
        .collect()
}
