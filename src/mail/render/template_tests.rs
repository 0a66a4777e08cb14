//! Templates: what may stand in them, what they must say, and what becomes of what they say.

use std::collections::BTreeSet;

use chrono_tz::Tz;
use minijinja::value::{Value, ValueKind};

use super::samples::samples;
use super::variables::{Shape, Variable, variables};
use super::{Rendered, built_in_words, check_template, preview, render, values};
use crate::domain::{NoticeKind, TemplateWords};
use crate::sla::Instant;

const SITE: &str = "https://help.example";

fn words(subject: &str, text: &str) -> TemplateWords {
    TemplateWords { subject: subject.to_owned(), text: text.to_owned() }
}

/// The fullest notice of a kind, written with these words.
fn written(kind: NoticeKind, own: &TemplateWords) -> Rendered {
    let sample = samples(kind, Tz::UTC, Instant::UNIX_EPOCH).remove(0);
    render(&sample, Some(own), SITE).unwrap()
}

#[test]
fn what_is_built_in_passes_the_check_that_other_words_have_to_pass() {
    for kind in NoticeKind::ALL {
        assert_eq!(check_template(kind, &built_in_words(kind)), Ok(()), "{kind:?}");
        for sample in samples(kind, Tz::UTC, Instant::UNIX_EPOCH) {
            let mail = render(&sample, None, SITE).unwrap();
            assert!(
                !mail.text.contains("\n\n\n") && mail.text.starts_with("Hello Robin Park,\n\n"),
                "{}",
                mail.text
            );
            assert!(mail.text.ends_with("\n\n-- \nExample Software\n"), "{}", mail.text);
            assert!(!mail.html.contains("{{") && !mail.html.contains("{%"), "{}", mail.html);
        }
    }
}

/// Every name under a value, with what it holds where that is known.
fn names(value: &Value, before: &str, found: &mut BTreeSet<String>) {
    let Ok(keys) = value.try_iter() else { return };
    for key in keys {
        let name = key.as_str().unwrap().to_owned();
        let held = value.get_attr(&name).unwrap();
        let first = match held.kind() {
            ValueKind::Seq => held.try_iter().unwrap().next().unwrap_or_default(),
            _ => held,
        };
        if first.kind() == ValueKind::Map {
            names(&first, &format!("{before}{name}."), found);
        } else {
            found.insert(format!("{before}{name}"));
        }
    }
}

fn documented(variables: &[Variable], before: &str, found: &mut BTreeSet<String>) {
    for variable in variables {
        let name = format!("{before}{}", variable.name);
        match variable.shape {
            Shape::Group(parts) => documented(parts, &format!("{name}."), found),
            Shape::List(Shape::Group(parts)) => documented(parts, &format!("{name}."), found),
            _ => drop(found.insert(name)),
        }
    }
}

#[test]
fn every_documented_variable_is_given_and_no_other() {
    for kind in NoticeKind::ALL {
        let (mut given, mut told) = (BTreeSet::new(), BTreeSet::new());
        let sample = samples(kind, Tz::UTC, Instant::UNIX_EPOCH).remove(0);
        names(&values::of_notice(&sample, SITE), "", &mut given);
        documented(&variables(kind), "", &mut told);
        if !told.contains("ticket.number") {
            given.retain(|name| !name.starts_with("ticket."));
        }
        assert_eq!(given, told, "{kind:?}");
    }
}

#[test]
fn what_is_wrong_with_a_template_is_told_with_its_line() {
    use NoticeKind::{Breach, Page, Reply};
    for (kind, text, told) in [
        (Reply, "{{ text }}\n{{ txet }}", "Line 2: There is no “txet”. There are: name, provider,"),
        (
            Reply,
            "{{ text }}\n\n{{ ticket.nummer }}",
            "Line 3: There is no “ticket.nummer”. There are: ticket.number,",
        ),
        (Reply, "{{ text }}\n{% if author %}\nHello", "This can’t be read: "),
        (Reply, "{{ text", "Line 1: This can’t be read: "),
        (Reply, "{{ text }}\n{{ next_update }}", "Line 2: What is written here is not always there."),
        (Reply, "{{ author }} wrote.", "“text” must be in the text"),
        (Reply, "  \n", "Write something here."),
        (Reply, "{{ text }}{{ ticket }}", "Line 1: This has parts"),
        (Reply, "{{ text|title }}", "There is no “|title”. There are: |lower, |upper."),
        (Reply, "{{ text }}{% set a = 'x' %}", "Line 1: Only {% if %} and {% for … in … %} are known here."),
        (Reply, "{{ text }}{{ text ~ text }}", "Line 1: This can’t be written into a mail."),
        (Reply, "{{ text }}{{ 'aaaa' * 1000000 }}", "Line 1: This can’t be written into a mail."),
        (Reply, "{{ text }}{{ range(9) }}", "Line 1: This can’t be written into a mail."),
        (Reply, "{{ text }}{% for a in 'abc' %}{% endfor %}", "A variable is expected here."),
        (Reply, "{{ text }}{% for a in name %}{% endfor %}", "Only a list can be gone through"),
        (Reply, "{{ text }}\u{2}", "There is a control character in it."),
        (Reply, "{{ text }}{% include 'x' %}", "Line 1: This can’t be read: "),
        (Breach, "{{ missed }}", "This is a list"),
        (Breach, "{% for one in missed %}\n{{ one.what }}\n{% endfor %}", "“missed.due” must be in the text"),
        (Breach, "{% for one in missed %}\n{{ one.wat }}\n{% endfor %}", "Line 2: There is no “one.wat”."),
        (
            Breach,
            "{% for one in missed %}{{ one.what }} {{ one.due }}{% endfor %}\n{{ one.due }}",
            "Line 2: There is no “one”.",
        ),
        (Page, "Come! {{ link }}", "“take_link” must be in the text"),
        (Page, "{{ take_link }}\n{{ is_first_call }}", "Line 2: This is yes or no"),
    ] {
        let faults = check_template(kind, &words("About {{ ticket.subject }}", text)).unwrap_err();
        assert!(faults[0].message.contains(told), "{text:?}: {faults:?}");
    }
    let faults = check_template(Reply, &words("One\nBcc: two", "{{ text }}")).unwrap_err();
    assert_eq!(faults[0].message, "A subject has one line.");
}

#[test]
fn a_template_that_does_too_much_is_stopped_and_the_built_in_one_sent() {
    let depth = 18;
    let open: String = (0..depth).map(|n| format!("{{% for a{n} in missed %}}")).collect();
    let own = words("x", &format!("{open}x{}", "{% endfor %}".repeat(depth)));
    let mail = written(NoticeKind::Breach, &own);
    assert!(mail.fallen_back.unwrap().contains("more than a mail may"));
    assert!(mail.text.contains("we did not keep a promise"), "{}", mail.text);
}

#[test]
fn a_template_that_is_too_deep_is_refused_before_it_is_read() {
    let chain = |first: &str, next: &str, count: usize| format!("{first}{}", next.repeat(count));
    for text in [
        format!("{{{{ {} }}}}", chain("text", "or text", 2400).replace("or", " or ")),
        format!("{{{{ {} }}}}", chain("text", "|lower", 3200)),
        format!("{{% if {} %}}x{{% endif %}}", chain("text", "==''", 4500)),
        format!("{{% if text.{} %}}x{{% endif %}}", chain("a", ".a", 9000)),
        format!("{{% if text %}}{}{{% endif %}}", "{%elif text%}".repeat(1500)),
        format!("{{% if {}text %}}x{{% endif %}}", "not ".repeat(4900)),
    ] {
        let own = words("x", &text);
        assert!(check_template(NoticeKind::Reply, &own).is_err(), "{}", &text[..40]);
        let mail = written(NoticeKind::Reply, &own);
        assert!(mail.fallen_back.is_some() && mail.text.contains("We have"), "{}", &text[..40]);
    }
    let long = format!("{{% if text %}}{}{{% endif %}}{{{{ text }}}}", "{%elif text%}a".repeat(190));
    assert_eq!(check_template(NoticeKind::Reply, &words("x", &long)), Ok(()));
}

#[test]
fn own_words_are_sent_as_they_are_and_their_html_is_made_from_them() {
    let text = "Guten Tag {{ name }},\n\n{{ author }} schreibt <b>Ihnen</b>:\n\n{{ text }}\n\n- Nummer: {{ ticket.number }}\n\
        - Bis: {{ next_update or 'bald' }}\n\nAlles steht hier:\n{{ link }}\n\n--\n{{ provider|upper }}";
    let mail = written(NoticeKind::Reply, &words("Antwort: {{ ticket.subject }}", text));
    assert_eq!(mail.fallen_back, None);
    assert_eq!(mail.subject, "[#1042] Antwort: The export stops halfway");
    assert!(
        mail.text.starts_with("Guten Tag Robin Park,\n\nAlex Moreau schreibt <b>Ihnen</b>:\n\nWe have"),
        "{}",
        mail.text
    );
    assert!(mail.text.ends_with("\n-- \nEXAMPLE SOFTWARE\n"), "{}", mail.text);
    for part in [
        "Alex Moreau schreibt &#60;b&#62;Ihnen&#60;/b&#62;:",
        "pre-wrap\">- the disk was full\n- it is not any more</p>",
        "<li>Nummer: 1042</li><li>Bis: <strong>Thursday 1 January 1970, 04:00 (UTC)</strong></li>",
        "<a href=\"https://help.example/portal/tickets/1042\" style=\"font-weight:600\">Alles steht hier</a>",
        "EXAMPLE SOFTWARE",
    ] {
        assert!(mail.html.contains(part), "{part} is missing in {}", mail.html);
    }
}

#[test]
fn a_preview_shows_every_shape_or_every_fault() {
    let kind = NoticeKind::Resolution;
    let shown = preview(kind, &built_in_words(kind), Tz::UTC, Instant::UNIX_EPOCH, SITE).unwrap();
    assert!(shown.contains("As plain text, 3 of 3") && shown.contains("[#1042] Resolved:"), "{shown}");
    let shown = preview(kind, &words("{{ x }}", "{{ y }}"), Tz::UTC, Instant::UNIX_EPOCH, SITE).unwrap();
    assert!(
        shown.contains("Subject: Line 1: There is no “x”") && shown.contains("Text: Line 1: There is no “y”"),
        "{shown}"
    );
}
