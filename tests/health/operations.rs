//! What an operator runs beside the product: `punctual doctor`, and the files that `punctual print` prints.

use std::process::{Command, Output};

use punctual::domain::{Check, HOLD, SessionRecord};
use punctual::service::LARGEST_MAIL;
use punctual::web::auth::{LIFETIME, SHORTEST};
use punctual::web::input::{MOST_FIELDS, MOST_FILES};

fn punctual(arguments: &[&str], folder: &std::path::Path, settings: &str) -> Output {
    let file = folder.join("punctual.toml");
    std::fs::write(&file, settings).unwrap();
    Command::new(env!("CARGO_BIN_EXE_punctual"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("DATABASE_URL")
        .env("PUNCTUAL_CONFIG", &file)
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_doctor_names_each_fault_with_what_to_do_and_what_is_well() {
    let folder = tempfile::tempdir().unwrap();
    let doctor = ["doctor", "--no-dns"];
    let before = punctual(&doctor, folder.path(), "");
    assert_eq!(before.status.code(), Some(1));
    assert!(text(&before).contains("`punctual migrate` makes the database"), "{}", text(&before));

    assert!(punctual(&["migrate"], folder.path(), "").status.success());
    let template = text(&punctual(&["contract", "template", "dms"], folder.path(), ""));
    std::fs::write(folder.path().join("dms.toml"), template).unwrap();
    assert!(punctual(&["contract", "add", "dms.toml"], folder.path(), "").status.success());
    let well = punctual(&doctor, folder.path(), "");
    assert_eq!(well.status.code(), Some(0), "{}", text(&well));
    for line in
        ["ok    database:", "ok    clocks:", "ok    agreement dms:", "look  mail server: None is configured"]
    {
        assert!(text(&well).contains(line), "{line} is missing in\n{}", text(&well));
    }

    // Nobody listens on the ports that were just free.
    let port = || std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let wrong = format!(
        "[smtp]\nhost = '127.0.0.1'\nport = {}\nsecurity = 'none'\n\
         [[mailbox]]\nname = 'support'\nhost = '127.0.0.1'\nport = {}\nsecurity = 'none'\nuser = 'a'\npassword = 'b'\n",
        port(),
        port()
    );
    let faults = punctual(&doctor, folder.path(), &wrong);
    assert_eq!(faults.status.code(), Some(1));
    for line in ["FAIL  mail server: It does not take mail", "FAIL  mailbox support: 127.0.0.1 port"] {
        assert!(text(&faults).contains(line), "{line} is missing in\n{}", text(&faults));
    }
}

#[test]
fn dashboard_and_alerts_use_figures_that_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let metrics = punctual::app::Metrics::default();
    metrics.request("GET", "/", 200, 0.001);
    metrics.clocks_moved(chrono::TimeDelta::milliseconds(1), 1);
    metrics.mail_out("sent");
    metrics.mail_in("opened");
    let health = punctual::app::Health {
        at: chrono::DateTime::UNIX_EPOCH,
        checks: vec![Check::well("clocks", "They are on time.")],
        signs: Some(punctual::domain::VitalSigns::default()),
    };
    let known = metrics.text(&health);
    let help: Vec<_> = known.lines().filter(|line| line.starts_with("# HELP")).collect();
    assert!(help.len() > 5 && help.iter().all(|line| !line.ends_with("..")), "{help:?}");
    for what in ["dashboard", "alerts"] {
        let printed = text(&punctual(&["print", what], folder.path(), ""));
        let used: Vec<_> = printed
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .filter(|word| word.starts_with("punctual_"))
            .collect();
        assert!(used.len() > 5, "{printed}");
        for name in used {
            assert!(known.contains(&format!("\n{name}")), "{what} uses {name}, which is not in\n{known}");
        }
        // A gauge that falls would count as a counter that began anew, and so as many more.
        for counted in ["increase(", "rate("].iter().flat_map(|function| printed.split(function).skip(1)) {
            let name = counted.split(['[', '{']).next().unwrap();
            assert!(name.ends_with("_total") || name.ends_with("_bucket"), "{what} counts {name} up");
        }
    }
    let dashboard = text(&punctual(&["print", "dashboard"], folder.path(), ""));
    serde_json::from_str::<serde_json::Value>(&dashboard).unwrap();
}

#[test]
fn the_security_guide_says_what_is_true() {
    let folder = tempfile::tempdir().unwrap();
    let guide = text(&punctual(&["print", "security"], folder.path(), ""));
    let guide = guide.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        format!("Passwords have at least {SHORTEST} characters"),
        format!("A session ends {} days after it began", SessionRecord::LONGEST.num_days()),
        format!("or {} hours after it was last used", SessionRecord::LONGEST_UNUSED.num_hours()),
        format!("Its access token lives {} minutes", LIFETIME.num_minutes()),
        format!("a form {MOST_FIELDS} fields of 4 MiB and {MOST_FILES} files"),
        format!("A mail has at most {} MiB", LARGEST_MAIL / (1024 * 1024)),
        format!("A reply can be taken back for {} seconds", HOLD.num_seconds()),
    ] {
        assert!(guide.contains(&words), "the guide does not say: {words}");
    }
    for heading in ["Who may do what", "Signing in", "Limits", "Data and keys", "Logs", "Libraries"] {
        assert!(guide.contains(&format!("## {heading}")), "{heading}");
    }
}

#[test]
fn the_container_file_is_said_to_build_from_the_source_as_it_does() {
    let folder = tempfile::tempdir().unwrap();
    let help = text(&punctual(&["print", "--help"], folder.path(), ""));
    assert!(help.contains("builds the program from its source"), "{help}");
    assert!(text(&punctual(&["print", "container"], folder.path(), "")).contains("cargo build"));
}
