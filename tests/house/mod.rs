//! The walls of the house: which module may import which.

mod advisories;
mod fuzz_lock;

use std::path::{Path, PathBuf};

use punctual::web::routes;

/// A module, and those of ours that it may import. What stands beside it in a file of its own is meant by its name too.
const WALLS: [(&str, &[&str]); 10] = [
    ("sla", &[]),
    ("domain", &["sla"]),
    ("vault", &[]),
    ("scanner", &["domain"]),
    ("store", &["vault", "domain", "sla"]),
    ("backup", &["store", "vault", "domain", "sla"]),
    ("service", &["store", "vault", "domain", "sla"]),
    ("mail", &["domain", "sla"]),
    ("web", &["service", "store", "vault", "mail", "domain", "sla", "app"]),
    ("worker", &["service", "store", "mail", "domain", "sla", "app", "config", "node", "backup", "scanner"]),
];

/// What opens connections: mail servers, and programs that the operator or an administrator named.
const CALLERS: [&str; 6] = [
    "mail/courier/mod.rs",
    "mail/imap/access_token.rs",
    "mail/imap/connect.rs",
    "mail/send/smtp.rs",
    "mail/webhook.rs",
    "scanner/mod.rs",
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn sources(module: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(module), &mut found);
    found.iter().map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn no_module_looks_through_a_wall() {
    for (module, may_import) in WALLS {
        for (path, text) in sources(module) {
            for import in text.split("crate::").skip(1) {
                let name: String =
                    import.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                let is_own = name == module || may_import.contains(&name.as_str());
                let is_item_of_ours = [
                    "app", "backup", "cli", "clock", "config", "demo", "domain", "mail", "node", "service",
                    "scanner", "sla", "store", "vault", "web", "worker",
                ]
                .contains(&name.as_str());
                assert!(is_own || !is_item_of_ours, "{path} imports {name}, which {module} may not");
            }
        }
    }
}

#[test]
fn only_the_store_speaks_sql() {
    for (module, _) in WALLS.iter().filter(|(module, _)| *module != "store") {
        for (path, text) in sources(module) {
            assert!(!text.contains("diesel::"), "{path} uses diesel");
        }
    }
}

#[test]
fn the_heart_reads_no_clock_no_file_and_no_variable() {
    for module in ["sla", "domain"] {
        for (path, text) in sources(module) {
            for word in ["Utc::now", "SystemTime::now", "std::fs", "std::env", "std::net"] {
                assert!(!text.contains(word), "{path} uses {word}");
            }
        }
    }
}

/// A call over HTTP is made by these alone: to the pager gateway and the token endpoint that the operator configured, and to
/// webhooks, whose addresses are looked at first. So nothing that somebody writes is ever fetched.
#[test]
fn no_other_place_calls_over_http() {
    let mut callers = Vec::new();
    for module in [
        "app", "backup", "cli", "demo", "domain", "mail", "scanner", "service", "sla", "store", "web",
        "worker",
    ] {
        for (path, text) in sources(module) {
            if ["reqwest::Client", "reqwest::get", "reqwest::blocking", "TcpStream::connect"]
                .iter()
                .any(|word| text.contains(word))
            {
                callers.push(path.rsplit("src/").next().unwrap().to_owned());
            }
        }
    }
    callers.sort();
    assert_eq!(callers, CALLERS);
}

/// Addresses lie in the logs of servers and proxies, and in the histories of browsers.
#[test]
fn no_address_that_a_server_is_told_holds_a_token() {
    let entries = routes::entries();
    let telling: Vec<&str> =
        entries.iter().map(|entry| entry.path).filter(|path| path.contains("{token}")).collect();
    assert!(telling.is_empty(), "{telling:?}");
}

#[test]
fn both_databases_have_migrations_of_the_same_names() {
    let names = |kind: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(kind);
        let mut names: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let sqlite = names("sqlite");
    assert_eq!(sqlite, names("postgres"));
    let mut numbers: Vec<_> = sqlite.iter().filter_map(|name| name.to_str()?.split('_').next()).collect();
    numbers.dedup();
    assert_eq!(numbers.len(), sqlite.len(), "of two migrations with one number only one would run");
}

#[test]
fn every_row_of_the_security_table_has_a_verdict_and_every_test_it_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(root.join("tests/asvs.md")).unwrap();
    let mut found = Vec::new();
    for folder in ["src", "tests"] {
        files(&root.join(folder), &mut found);
    }
    // Those of the encrypted store are built into no ordinary run.
    found.retain(|path| !path.starts_with(root.join("tests/encryption")));
    let code: String = found.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| V")).collect();
    assert_eq!(rows.len(), 253, "levels 1 and 2 have 253 requirements");
    for row in rows {
        let columns: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(columns.len(), 5, "{row}");
        match columns[3] {
            "pass" => {
                // A condition may follow the name.
                let test = columns[4].split('`').nth(1).unwrap_or_default();
                assert!(
                    columns[4].starts_with('`') && code.contains(&format!("fn {test}(")),
                    "no such test: {row}"
                )
            }
            "not applicable" | "open" => assert!(columns[4].len() > 5, "the reason is missing: {row}"),
            _ => panic!("no verdict: {row}"),
        }
    }
}
