//! The engine asked from the command line.

use std::{
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

const DMS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/contracts/dms.toml");

/// Runs the program; gives its exit code, what it printed, and what it complained of.
fn punctual(arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_punctual"));
    let command = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn file(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn due_says_when_and_why() {
    let due = ["sla", "due", "--contract", DMS, "--severity", "Critical", "--at", "2026-11-21T22:00:00Z"];
    let (code, out, _) = punctual(&due, "");
    assert_eq!(code, 0);
    assert!(out.contains("due:       2026-11-23T10:00:00Z"), "{out}");
    assert!(out.contains("Held over: Sat 21 Nov 2026 22:00"), "{out}");

    let (_, json, _) = punctual(&[&due[..], &["--json"]].concat(), "");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["band"], "weekend");
    assert_eq!(json["start"], "2026-11-23T09:00:00Z");
    assert_eq!(json["held_over"], true);
    assert_eq!(json["due"], "2026-11-23T10:00:00Z");
}

#[test]
fn batch_answers_line_by_line_and_bad_lines_in_their_place() {
    let questions = concat!(
        r#"{"severity":"Low","clock":"respond","at":"2026-12-24T17:10:00Z"}"#,
        "\n",
        r#"{"severity":"Lwo","clock":"respond","at":"2026-12-24T17:10:00Z"}"#,
        "\nnonsense\n",
        r#"{"severity":"Low","clock":"resolve","at":"2026-12-26T17:10:00.5+01:00"}"#,
    );
    let (code, out, complaint) = punctual(&["sla", "due", "--contract", DMS, "--batch", "-"], questions);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 4, "{out}");
    let first = r#"{"band":"office_hours","start":"2026-12-24T17:10:00Z","held_over":false,"due":"2026-12-30T17:10:00Z"}"#;
    assert_eq!(lines[0], first);
    assert!(lines[1].starts_with(r#"{"error":"#) && lines[1].contains("Lwo"));
    assert!(lines[2].starts_with(r#"{"error":"#));
    assert_eq!(lines[3], r#"{"band":"weekend","start":"2026-12-29T09:00:00Z","held_over":true,"due":null}"#);
    assert_eq!((code, complaint.trim()), (1, "2 lines were refused"));
}

#[test]
fn elapsed_counts_service_time() {
    let elapsed = |from: &str, to: &str| {
        punctual(
            &["sla", "elapsed", "--contract", DMS, "--severity", "Low", "--from", from, "--to", to, "--json"],
            "",
        )
        .1
    };
    assert_eq!(elapsed("2026-12-24T16:30:00Z", "2026-12-29T09:30:00Z").trim(), r#"{"seconds":5400}"#);
    assert_eq!(elapsed("2026-12-29T09:30:00Z", "2026-12-24T16:30:00Z").trim(), r#"{"seconds":0}"#);
}

#[test]
fn check_prints_tables_or_faults() {
    let (code, out, _) = punctual(&["contract", "check", DMS, "--at", "2026-11-22T00:00:00Z"], "");
    assert_eq!(code, 0);
    assert!(out.contains("Examples around the next bank holiday, Christmas Day on Fri 25 Dec 2026"), "{out}");
    assert!(out.contains("Critical  1h               held over, 1h"), "{out}");

    let folder = tempfile::tempdir().unwrap();
    let bad = file(&folder, "bad.toml", "schema = 1\nkey = \"k\"\n");
    let (code, out, complaint) = punctual(&["contract", "check", bad.to_str().unwrap()], "");
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(complaint.contains("bad.toml: line 1: name: is missing"), "{complaint}");
}

#[test]
fn calendar_files_lie_beside_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let event = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Founders' day\r\nDTSTART;VALUE=DATE:20261123\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    file(&folder, "office.ics", event);
    let source = fs::read_to_string(DMS).unwrap().replace("\"GB-ENG\"", "[\"GB-ENG\", \"office.ics\"]");
    let contract = file(&folder, "contract.toml", &source);
    let due = ["sla", "due", "--contract", contract.to_str().unwrap(), "--severity", "High"];
    let (code, out, complaint) = punctual(&[&due[..], &["--at", "2026-11-23T10:00:00Z"]].concat(), "");
    assert_eq!((code, complaint.as_str()), (0, ""));
    assert!(
        out.contains("a bank holiday (Founders' day)") && out.contains("due:       2026-11-24T13:00:00Z"),
        "{out}"
    );
}

#[test]
fn wrong_usage_is_told_apart_from_refused_input() {
    let code = |arguments: &[&str]| punctual(arguments, "").0;
    assert_eq!(code(&["sla", "due", "--contract", DMS, "--severity", "Low", "--at", "yesterday"]), 2);
    assert_eq!(code(&["sla", "due", "--contract", DMS]), 2);
    assert_eq!(
        code(&["sla", "due", "--contract", DMS, "--severity", "Lwo", "--at", "2026-11-21T22:00:00Z"]),
        1
    );
    assert_eq!(
        code(&["sla", "due", "--contract", "/nowhere", "--severity", "Low", "--at", "2026-11-21T22:00:00Z"]),
        1
    );
}
