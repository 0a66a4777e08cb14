//! A bad contract file is refused whole, and each of its faults is told with its line and key.

use punctual::sla::{Contract, Faults};

const GOOD: &str = r#"schema = 1
key = "k"
name = "n"
[calendar]
time_zone = "Europe/London"
holidays = ["GB-ENG", "12-24", "2026-12-31"]
[calendar.office_hours]
mon = ["09:00-12:00", "13:00-24:00"]
[[severity]]
code = "High"
covers = "always"
respond = { office_hours = "1h", otherwise = "next business day" }
[[severity]]
code = "Low"
"#;

fn parse(source: &str) -> Result<Contract, Faults> {
    Contract::parse(source, &|name| Err(format!("{name} is not there")))
}

/// Changes one thing in the good file, and expects exactly this fault.
fn check(from: &str, to: &str, line: usize, key: &str, message: &str) {
    assert!(GOOD.contains(from), "{from}");
    let faults: Vec<_> = match parse(&GOOD.replace(from, to)) {
        Ok(_) => panic!("{to} is taken"),
        Err(faults) => faults.iter().cloned().collect(),
    };
    let [fault] = faults.as_slice() else { panic!("{to}: {faults:?}") };
    assert_eq!((fault.line, fault.key.as_str()), (line, key), "{to}: {fault}");
    assert!(fault.message.contains(message), "{to}: {fault}");
}

#[test]
fn the_file_itself_is_taken() {
    let contract = parse(GOOD).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(contract.email_severity().code().as_str(), "Low");
    assert_eq!(contract.warn_at().len(), 1);
}

#[test]
fn each_fault_is_told_with_its_line_and_key() {
    check("schema = 1", "schema = 2", 1, "schema", "write schema = 1");
    check("key = \"k\"", "key = \"K k\"", 2, "key", "small letters");
    check("name = \"n\"", "nmae = \"n\"\nname = \"n\"", 3, "nmae", "did you mean \"name\"");
    check("name = \"n\"", "name = \" \"", 3, "name", "empty");
    check("name = \"n\"", "name = \"n\"\nhold_over = \"later\"", 4, "hold_over", "\"next_working_day\"");
    check(
        "name = \"n\"",
        "name = \"n\"\nemail_severity = \"Hihg\"",
        4,
        "email_severity",
        "did you mean \"High\"",
    );
    check("name = \"n\"", "name = \"n\"\nwarn_at = [\"75%\", \"50%\"]", 4, "warn_at", "ascend");
    check("name = \"n\"", "name = \"n\"\nwarn_at = [\"100%\"]", 4, "warn_at[0]", "between");
    check("Europe/London", "Europe/Londn", 5, "calendar.time_zone", "did you mean \"Europe/London\"");
    check("\"12-24\"", "\"02-30\"", 6, "calendar.holidays[1]", "not a holiday");
    check("\"12-24\"", "\"office.ics\"", 6, "calendar.holidays[1]", "office.ics is not there");
    check("13:00-24:00", "11:00-24:00", 8, "calendar.office_hours.mon", "overlap");
    check("13:00-24:00", "13:00-13:00", 8, "calendar.office_hours.mon[1]", "empty");
    check("13:00-24:00", "24:00-13:00", 8, "calendar.office_hours.mon[1]", "backwards");
    check("13:00-24:00", "13:00-25:00", 8, "calendar.office_hours.mon[1]", "not a span");
    check(
        "mon = ",
        "monday = [\"09:00-10:00\"]\nmon = ",
        8,
        "calendar.office_hours.monday",
        "possible are mon",
    );
    check("code = \"Low\"", "code = \"High\"", 14, "severity[1].code", "already");
    check("code = \"Low\"", "name = \"Low\"", 13, "severity[1].code", "missing");
    check("\"always\"", "[\"nights\"]", 11, "severity[0].covers[0]", "out_of_hours");
    check("\"always\"", "[\"weekend\", \"weekend\"]", 11, "severity[0].covers[1]", "twice");
    check("\"1h\"", "\"0m\"", 12, "severity[0].respond.office_hours", "can't be met");
    check("\"1h\"", "\"4000d\"", 12, "severity[0].respond.office_hours", "ten years");
    check("\"1h\"", "\"soon\"", 12, "severity[0].respond.office_hours", "not a target");
    check("office_hours = \"1h\"", "night = \"1h\"", 12, "severity[0].respond.night", "possible are");
    check(", otherwise = \"next business day\"", "", 12, "severity[0].respond", "otherwise");
    check("mon = [\"09:00-12:00\", \"13:00-24:00\"]", "", 12, "severity[0].respond", "office_hours");
}

#[test]
fn a_target_that_never_comes_due_is_refused() {
    let severity =
        |covers: &str, target: &str| format!("code = \"Low\"\ncovers = {covers}\nrespond = \"{target}\"");
    let check = |covers, target| {
        check("code = \"Low\"", &severity(covers, target), 16, "severity[1].respond", "ten years")
    };
    check("[\"bank_holiday\"]", "365d");
    check("[\"office_hours\"]", "3653d");
    let no_holidays = GOOD
        .replace("\"GB-ENG\", \"12-24\", ", "")
        .replace("\"Low\"", "\"Low\"\ncovers = [\"bank_holiday\"]\nresolve = \"1m\"");
    assert!(parse(&no_holidays).unwrap_err().to_string().contains("severity[1].resolve"));
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_lines() {
    let bad =
        GOOD.replace("\"k\"", "\"K\"").replace("London", "Nowhere").replace("\"always\"", "\"sometimes\"");
    let lines: Vec<usize> = parse(&bad).unwrap_err().iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [2, 5, 11]);
    let not_toml = parse("schema = 1\nkey = \"k\nname = n").unwrap_err();
    assert_eq!(not_toml.iter().map(|fault| fault.line).collect::<Vec<_>>(), [2, 3]);
    assert!(parse("").unwrap_err().iter().any(|fault| fault.key == "schema"));
}
