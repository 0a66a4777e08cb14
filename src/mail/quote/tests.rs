//! Replies as mail programs write them: what is new, and what is folded away.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{StretchKind, fold_quotes};

/// What is new in a mail, in one line.
fn news(text: &str) -> String {
    let stretches = fold_quotes(text);
    assert_eq!(stretches.iter().map(|stretch| stretch.text).collect::<String>(), text, "nothing is lost");
    let news = stretches.iter().filter(|stretch| stretch.kind == StretchKind::New);
    news.map(|stretch| stretch.text.trim()).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" | ")
}

#[test]
fn the_words_of_common_mail_programs_and_languages_are_folded_away() {
    for history in [
        // Gmail, with its line broken as it often is.
        "On Mon, Nov 23, 2026 at 10:00 AM Little Bits Support <support@help.example>\nwrote:\n\n> Please try again.\n>\n> Bea\n",
        // Apple Mail.
        "> On 23 Nov 2026, at 10:00, Bea <bea@help.example> wrote:\n> \n> Please try again.\n",
        // Thunderbird.
        "On 23/11/2026 10:00, Bea wrote:\n> Please try again.\n",
        "Am 23.11.26 um 10:00 schrieb Bea:\n> Bitte nochmal.\n",
        // Outlook on the desk, without quote marks.
        "From: Bea <bea@help.example>\nSent: Monday, November 23, 2026 10:00 AM\nTo: Ann\nSubject: RE: Printer\n\nPlease try again.\n",
        "-----Original Message-----\nFrom: Bea\nSent: x\n\nPlease try again.\n",
        "-----Ursprüngliche Nachricht-----\nVon: Bea\n\nBitte nochmal.\n",
        // Outlook on the web and on telephones.
        "________________________________\nFrom: Bea <bea@help.example>\nSent: Monday\nTo: Ann\nSubject: Printer\n\nPlease try again.\n",
        "Get Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\nVon: Bea\nGesendet: Montag\nAn: Ann\nBetreff: Drucker\n\nBitte.\n",
        "*From:* Bea <bea@help.example>\n*Sent:* Monday\n*To:* Ann\n*Subject:* Printer\n\nPlease try again.\n",
        // Yahoo, without quote marks.
        "On Monday, November 23, 2026 at 10:00:00 AM GMT, Bea <bea@help.example> wrote:\n\nPlease try again.\n",
        // Proton.
        "Sent with Proton Mail secure email.\n\nOn Monday, November 23rd, 2026 at 10:00, Bea <bea@help.example> wrote:\n\n> Please try again.\n",
        // Other languages.
        "Le lun. 23 nov. 2026 à 10:00, Bea <bea@help.example> a écrit :\n\n> Encore.\n",
        "De : Bea <bea@help.example>\nEnvoyé : lundi 23 novembre 2026 10:00\nÀ : Ann\nObjet : Imprimante\n\nEncore.\n",
        "El lun, 23 nov 2026 a las 10:00, Bea (<bea@help.example>) escribió:\n\n> Otra vez.\n",
        "Il giorno lun 23 nov 2026 alle ore 10:00 Bea <bea@help.example>\nha scritto:\n\n> Ancora.\n",
        "Em seg., 23 de nov. de 2026 às 10:00, Bea <bea@help.example> escreveu:\n\n> De novo.\n",
        "Op ma 23 nov 2026 om 10:00 schreef Bea <bea@help.example>:\n\n> Nog eens.\n",
        "Den mån 23 nov. 2026 kl 10:00 skrev Bea <bea@help.example>:\n\n> Igen.\n",
        "pon., 23 lis 2026 o 10:00 Bea <bea@help.example> napisał(a):\n\n> Jeszcze raz.\n",
        "пн, 23 нояб. 2026 г. в 10:00, Bea <bea@help.example> написал(а):\n\n> Ещё раз.\n",
        "Bea <bea@help.example> 于2026年11月23日周一 10:00写道：\n\n> 再试一次。\n",
        "2026年11月23日(月) 10:00 Bea <bea@help.example>のメッセージ:\n\n> もう一度。\n",
        // Signatures.
        "-- \nAnn Lee\nPrinters Ltd\n",
        "Sent from my iPhone\n",
        "Von meinem iPhone gesendet\n\n> Am 23.11.2026 um 10:00 schrieb Bea:\n> Bitte.\n",
    ] {
        for line_end in ["\n", "\r\n"] {
            let text = format!("It still burns.\n\nAnn\n\n{history}").replace('\n', line_end);
            assert_eq!(news(&text).replace("\r\n", "\n"), "It still burns.\n\nAnn", "{text}");
        }
    }
}

#[test]
fn answers_below_and_between_the_quotes_stay_in_sight() {
    let below = "On 23/11/2026 10:00, Bea wrote:\n> Please try again.\n\nI did. It burns.\n\n-- \nAnn\n";
    assert_eq!(news(below), "I did. It burns.");
    let between = "> Did you try?\n\nYes.\n\n> And then?\n\nIt burned.\n";
    assert_eq!(news(between), "Yes. | It burned.");
}

#[test]
fn what_is_no_history_is_not_folded() {
    for text in [
        "From: the ceiling it drips.\nOn: the floor.\n",
        "The log of 23 November says:\nerror 5\n",
        "My boss wrote:\nhurry\n",
        "a -- b\n",
        "Disk: 5 GB\nDate: wrong\n",
        "",
    ] {
        let stretches = fold_quotes(text);
        assert!(stretches.iter().all(|stretch| stretch.kind == StretchKind::New), "{text:?}: {stretches:?}");
    }
}

#[test]
fn a_forwarded_mail_is_all_news() {
    let forwarded = "---------- Forwarded message ---------\nFrom: Bob <bob@example.com>\nDate: Mon\nSubject: Printer\n\nIt burns.\n";
    assert_eq!(news(forwarded), forwarded.trim());
    assert_eq!(news("> only quoted\n"), "> only quoted");
}

/// The limit is far above what it takes; quadratic work on these took minutes.
#[test]
fn long_mails_take_no_longer_than_their_length() {
    for line in [
        "On 1 wrote\n",
        "> a\n",
        "From:\n",
        "-- \n",
        "_____\n",
        "x",
        "\n",
        "On 23/11/2026 10:00, Bea wrote:\n",
    ] {
        let text = line.repeat(1_000_000 / line.len());
        let started = Instant::now();
        let _ = fold_quotes(&text);
        assert!(started.elapsed() < Duration::from_secs(20), "{line:?}: {:?}", started.elapsed());
    }
}

proptest! {
    #[test]
    fn nothing_is_lost_of_any_text(lines in proptest::collection::vec(
        prop_oneof![
            Just("> q\n".to_owned()), Just("On 1 Jan Ann wrote:\n".to_owned()), Just("-- \n".to_owned()),
            Just("From: a\nSent: b\nSubject: c\n".to_owned()), Just("\r\n".to_owned()), "\\PC{0,20}\n?",
        ], 0..30)) {
        let text = lines.concat();
        let joined: String = fold_quotes(&text).iter().map(|stretch| stretch.text).collect();
        prop_assert_eq!(joined, text);
    }
}
