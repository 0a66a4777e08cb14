//! `punctual simulate`: lives of tickets from a file.

use std::{
    fs,
    io::Write,
    process::{Command, Output, Stdio},
};

use super::OFFICE;

fn simulate(scenario: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let (contract, file) = (folder.path().join("contract.toml"), folder.path().join("life.jsonl"));
    fs::write(&contract, OFFICE).unwrap();
    fs::write(&file, scenario).unwrap();
    Command::new(env!("CARGO_BIN_EXE_punctual"))
        .args(["simulate", "--contract"])
        .arg(contract)
        .arg(file)
        .output()
        .unwrap()
}

#[test]
fn prints_what_would_happen() {
    let output = simulate(
        r#"{"at":"2026-11-23T10:00:00Z","event":"submit","channel":"portal","severity":"High"}

{"at":"2026-11-23T10:20:00+00:00","event":"reply","by":"system"}
{"at":"2026-11-23T11:30:00.5+01:00","event":"reply","by":"agent"}
{"at":"2026-11-23T10:40:00Z","event":"status","to":"waiting_on_customer"}
{"at":"2026-11-23T10:50:00Z","event":"reply","by":"customer"}
{"at":"2026-11-23T10:50:00Z","event":"note"}
{"at":"2026-11-23T10:55:00Z","event":"severity","to":"Medium"}
{"at":"2026-11-23T11:00:00Z","event":"acknowledge"}
{"at":"2026-11-23T12:00:00Z","event":"until"}
"#,
    );
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success());
    let expected = r#"{"at":"2026-11-23T10:00:00Z","what":"started","clock":"respond","due":"2026-11-23T11:00:00Z"}
{"at":"2026-11-23T10:00:00Z","what":"started","clock":"resolve","due":"2026-11-23T18:00:00Z"}
{"at":"2026-11-23T10:00:00Z","what":"email","clock":null,"due":null,"to":"customer","why":"acknowledgement: answer due Mon 23 Nov 2026 11:00"}
{"at":"2026-11-23T10:30:00.500Z","what":"met","clock":"respond","due":"2026-11-23T11:00:00Z"}
{"at":"2026-11-23T10:30:00.500Z","what":"started","clock":"update","due":"2026-11-23T12:30:00.500Z"}
{"at":"2026-11-23T10:30:00.500Z","what":"email","clock":null,"due":null,"to":"customer","why":"reply: an agent answered"}
{"at":"2026-11-23T10:40:00Z","what":"paused","clock":"update","due":null}
{"at":"2026-11-23T10:40:00Z","what":"paused","clock":"resolve","due":null}
{"at":"2026-11-23T10:50:00Z","what":"resumed","clock":"update","due":"2026-11-23T12:40:00.500Z"}
{"at":"2026-11-23T10:50:00Z","what":"resumed","clock":"resolve","due":"2026-11-23T18:10:00Z"}
{"at":"2026-11-23T10:55:00Z","what":"due_changed","clock":"update","due":"2026-11-24T10:40:00.500Z"}
{"at":"2026-11-23T10:55:00Z","what":"due_changed","clock":"resolve","due":"2026-11-25T10:10:00Z"}
"#;
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
}

#[test]
fn an_email_starts_at_the_contracts_severity_and_what_it_says_is_a_suggestion() {
    for (severity, lines) in
        [(r#","severity":"High""#, 4), (r#","severity":"Idea""#, 1), ("", 1), (r#","severity":null"#, 1)]
    {
        let line = format!(r#"{{"at":"2026-11-21T22:00:00Z","event":"submit","channel":"email"{severity}}}"#);
        let contract_starts_at_low =
            OFFICE.replace("name = \"Office\"", "name = \"Office\"\nemail_severity = \"Low\"");
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("contract.toml"), contract_starts_at_low).unwrap();
        let output = through_standard_input(&folder.path().join("contract.toml"), &line);
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            text.contains(r#""what":"held_over","clock":"respond","due":"2026-11-23T17:30:00Z""#),
            "{text}"
        );
        assert_eq!(text.contains("triage"), lines == 4, "{text}");
    }
}

fn through_standard_input(contract: &std::path::Path, scenario: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_punctual"))
        .args(["simulate", "-", "--contract"])
        .arg(contract)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(scenario.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_wrong_line_is_named_and_nothing_is_printed() {
    let submit = r#"{"at":"2026-11-23T10:00:00Z","event":"submit","channel":"portal","severity":"High"}"#;
    let after = |line: &str| format!("{submit}\n{line}\n");
    for (scenario, message) in [
        (String::new(), "the scenario is empty"),
        (after(r#"{"at":"2026-11-23T10:00:00Z","event":"explode"}"#), "line 2: unknown variant `explode`"),
        (after(r#"{"at":"yesterday","event":"note"}"#), "line 2: \"yesterday\" is not an instant"),
        (after(r#"{"at":"2026-11-23T09:59:59Z","event":"note"}"#), "line 2: time goes back"),
        (after(r#"{"event":"note"}"#), "line 2: missing field `at`"),
        (after("not json"), "line 2: expected"),
        (
            after(r#"{"at":"2026-11-23T11:00:00Z","event":"severity","to":"Urgent"}"#),
            "line 2: severity \"Urgent\" is not in the contract; it has High, Medium, Low, Idea",
        ),
        (
            after(r#"{"at":"2026-11-23T11:00:00Z","event":"status","to":"asleep"}"#),
            "line 2: unknown variant `asleep`",
        ),
        (
            after(r#"{"at":"2026-11-23T11:00:00Z","event":"reply","by":"nobody"}"#),
            "line 2: unknown variant `nobody`",
        ),
        (after(submit), "line 2: a scenario has one \"submit\""),
        (
            after(
                "{\"at\":\"2026-11-23T11:00:00Z\",\"event\":\"until\"}\n\n{\"at\":\"2026-11-23T11:00:00Z\",\"event\":\"note\"}",
            ),
            "line 4: \"until\" must be the last line",
        ),
        (
            r#"{"at":"2026-11-23T10:00:00Z","event":"note"}"#.to_owned(),
            "line 1: the first event must be \"submit\"",
        ),
        (
            r#"{"at":"2026-11-23T10:00:00Z","event":"submit","channel":"api"}"#.to_owned(),
            "line 1: \"submit\" by api needs a \"severity\"",
        ),
        (
            r#"{"at":"2026-11-23T10:00:00Z","event":"submit","channel":"fax","severity":"High"}"#.to_owned(),
            "line 1: unknown variant `fax`",
        ),
    ] {
        let output = simulate(&scenario);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(error.contains(message), "{message}\n{error}");
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty());
    }
}
