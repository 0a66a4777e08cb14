//! How mail programs mark quoted history and signatures, in the languages that are met most.

/// A line that says whose words follow is at most this long, and broken into at most three.
const LONGEST_ATTRIBUTION: usize = 400;

/// What stands in "On Monday Ann wrote:". It must come with a date or an address, and a colon at the end.
const WROTE: [&str; 24] = [
    " wrote",
    " schrieb",
    " a écrit",
    " escribió",
    " ha scritto",
    " escreveu",
    " schreef",
    " het volgende geschreven",
    " skrev",
    " kirjoitti",
    " napisał",
    " pisze",
    " napsal",
    " написал",
    " пишет",
    " написав",
    " yazdı",
    " írta",
    " a scris",
    " έγραψε",
    "写道",
    "寫道",
    "のメッセージ",
    "작성",
];

/// What stands between dashes over a mail that was quoted whole or forwarded.
const FORWARDED: [&str; 20] = [
    "original message",
    "forwarded message",
    "begin forwarded message",
    "original appointment",
    "ursprüngliche nachricht",
    "originalnachricht",
    "weitergeleitete nachricht",
    "message d'origine",
    "message original",
    "message transféré",
    "mensaje original",
    "mensaje reenviado",
    "messaggio originale",
    "messaggio inoltrato",
    "mensagem original",
    "oorspronkelijk bericht",
    "doorgestuurd bericht",
    "ursprungligt meddelande",
    "oryginalna wiadomość",
    "исходное сообщение",
];

/// "From:" and its like, at the head of the block that Outlook puts over a quoted mail.
const FROM: [&str; 13] = [
    "from:",
    "von:",
    "de:",
    "de :",
    "da:",
    "van:",
    "från:",
    "fra:",
    "od:",
    "от:",
    "kimden:",
    "发件人:",
    "差出人:",
];

/// "Sent:", "Date:" and their like.
const SENT: [&str; 22] = [
    "sent:",
    "date:",
    "gesendet:",
    "datum:",
    "envoyé :",
    "envoyé:",
    "date :",
    "enviado:",
    "enviado el:",
    "fecha:",
    "inviato:",
    "data:",
    "enviada em:",
    "enviada:",
    "verzonden:",
    "skickat:",
    "sendt:",
    "wysłano:",
    "дата:",
    "отправлено:",
    "发送时间:",
    "送信日時:",
];

/// "Subject:" and its like.
const SUBJECT: [&str; 14] = [
    "subject:",
    "betreff:",
    "objet :",
    "objet:",
    "asunto:",
    "oggetto:",
    "assunto:",
    "onderwerp:",
    "ämne:",
    "emne:",
    "temat:",
    "тема:",
    "主题:",
    "件名:",
];

/// What telephones and programs write under a mail by themselves.
const SENT_FROM: [&str; 19] = [
    "sent from my ",
    "sent from mail for ",
    "sent from outlook",
    "sent from yahoo",
    "sent from proton",
    "sent with proton",
    "get outlook for ",
    "von meinem ",
    "gesendet von ",
    "envoyé de mon ",
    "envoyé depuis ",
    "enviado desde mi ",
    "enviado do meu ",
    "inviato da ",
    "verstuurd vanaf ",
    "verzonden vanaf ",
    "skickat från ",
    "sendt fra ",
    "wysłane z ",
];

pub(super) fn is_quoted(line: &str) -> bool {
    line.trim_start_matches([' ', '\u{a0}']).starts_with('>')
}

/// "-----Original Message-----" and its like.
pub(super) fn is_forward_mark(line: &str) -> bool {
    let line = line.trim();
    if line.len() > 120 {
        return false;
    }
    let words = line.trim_matches(|c| matches!(c, '-' | '_' | '*' | ' ' | ':')).to_lowercase();
    let is_dashed = line.starts_with("--") || line.starts_with("__");
    (is_dashed || words.starts_with("begin forwarded")) && FORWARDED.contains(&words.as_str())
}

/// A block of "From:", "Sent:" and "Subject:" lines, perhaps under a rule.
pub(super) fn is_header_block(lines: &[&str]) -> bool {
    let mut block = lines.iter().map(|line| line.trim()).take(8);
    let is_rule = |line: &str| line.len() >= 5 && line.bytes().all(|byte| matches!(byte, b'_' | b'-'));
    let Some(first) = block.next() else { return false };
    let first = if is_rule(first) { block.find(|line| !line.is_empty()).unwrap_or_default() } else { first };
    begins_with(first, &FROM)
        && block.clone().any(|line| begins_with(line, &SENT))
        && block.any(|line| begins_with(line, &SUBJECT))
}

/// How many lines, one to three, say whose words follow; none if the first of them does not begin that.
pub(super) fn attribution_length(lines: &[&str]) -> Option<usize> {
    let first = lines.first()?.trim();
    if first.is_empty() || first.len() > LONGEST_ATTRIBUTION {
        return None;
    }
    let mut joined = String::new();
    for (index, line) in lines.iter().take(3).enumerate() {
        let line = line.trim();
        if line.is_empty() || is_quoted(line) || line.len() > LONGEST_ATTRIBUTION {
            return None;
        }
        if index > 0 {
            joined.push(' ');
        }
        joined.push_str(line);
        if line.ends_with([':', '：']) {
            return is_attribution(&joined).then_some(index + 1);
        }
    }
    None
}

fn is_attribution(line: &str) -> bool {
    let has_source = line.contains('@') || line.chars().any(|c| c.is_ascii_digit());
    has_source && line.len() <= LONGEST_ATTRIBUTION && WROTE.iter().any(|wrote| line.contains(wrote))
}

/// The line of two dashes (RFC 3676 section 4.3), or what telephones write.
pub(super) fn is_signature_mark(line: &str) -> bool {
    let line = line.trim_end_matches(['\r', '\n']);
    matches!(line, "-- " | "--" | "—" | "\u{2014} ")
        || (line.len() <= 120 && begins_with(line.trim(), &SENT_FROM))
}

/// Whether a line begins with one of these, which are in lower case; bold marks before it don't count.
fn begins_with(line: &str, beginnings: &[&str]) -> bool {
    let line: String = line.trim_start_matches('*').chars().take(30).collect::<String>().to_lowercase();
    let line = line.replace("：", ":");
    let bare = line.replace('*', "");
    beginnings.iter().any(|beginning| bare.starts_with(beginning))
}
