//! The commands of the dialogue.

/// One command line, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    /// HELO, EHLO or LHLO, with the name that the other side gives itself.
    Hello {
        verb: Hello,
        name: String,
    },
    /// STARTTLS (RFC 3207).
    StartTls,
    /// MAIL FROM with the size that was announced.
    Mail {
        return_path: String,
        size: Option<usize>,
    },
    /// RCPT TO.
    Rcpt {
        recipient: String,
    },
    Data,
    Rset,
    Noop,
    Quit,
    /// VRFY, to which nothing is given away.
    Vrfy,
    /// It is known, but what follows makes no sense.
    Malformed,
    /// Anything else.
    Unknown,
}

/// How a greeting begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hello {
    Helo,
    Ehlo,
    /// RFC 2033 section 4.1.
    Lhlo,
}

/// The longest name that a greeting may hold: that of a host name, or of an address in brackets.
const LONGEST_NAME: usize = 255;

impl Command {
    /// Reads a line without its line end.
    pub(super) fn parse(line: &str) -> Self {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim();
        match verb.to_ascii_uppercase().as_str() {
            "HELO" => hello(Hello::Helo, rest),
            "EHLO" => hello(Hello::Ehlo, rest),
            "LHLO" => hello(Hello::Lhlo, rest),
            "MAIL" => mail(rest).unwrap_or(Self::Malformed),
            "RCPT" => rcpt(rest).unwrap_or(Self::Malformed),
            "DATA" if rest.is_empty() => Self::Data,
            "RSET" if rest.is_empty() => Self::Rset,
            "NOOP" => Self::Noop,
            "QUIT" if rest.is_empty() => Self::Quit,
            "STARTTLS" if rest.is_empty() => Self::StartTls,
            "DATA" | "RSET" | "QUIT" | "STARTTLS" => Self::Malformed,
            "VRFY" => Self::Vrfy,
            _ => Self::Unknown,
        }
    }
}

fn hello(verb: Hello, name: &str) -> Command {
    if name.is_empty() || name.len() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Command::Malformed;
    }
    Command::Hello { verb, name: name.to_owned() }
}

fn mail(rest: &str) -> Option<Command> {
    let (return_path, parameters) = path(after_keyword(rest, "FROM:")?)?;
    let mut size = None;
    for parameter in parameters.split(' ').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match name.to_ascii_uppercase().as_str() {
            "SIZE" => size = Some(value.parse().ok()?),
            "BODY" | "SMTPUTF8" => {}
            _ => return None,
        }
    }
    Some(Command::Mail { return_path, size })
}

fn rcpt(rest: &str) -> Option<Command> {
    let (recipient, parameters) = path(after_keyword(rest, "TO:")?)?;
    let is_plain = parameters.trim().is_empty() && !recipient.is_empty();
    is_plain.then_some(Command::Rcpt { recipient })
}

fn after_keyword<'a>(rest: &'a str, keyword: &str) -> Option<&'a str> {
    let start = rest.get(..keyword.len())?;
    if !start.eq_ignore_ascii_case(keyword) {
        return None;
    }
    rest.get(keyword.len()..).map(str::trim_start)
}

/// `<ann@example.com>`, with what follows it. A source route before the address is dropped (RFC 5321 appendix C).
fn path(text: &str) -> Option<(String, &str)> {
    let (path, parameters) = text.strip_prefix('<')?.split_once('>')?;
    let address = match path.split_once(':') {
        Some((route, address)) if route.starts_with('@') => address,
        _ => path,
    };
    let is_clean =
        address.len() <= 320 && !address.chars().any(|c| c.is_control() || c == '<' || c.is_whitespace());
    let separated = parameters.is_empty() || parameters.starts_with(' ');
    (is_clean && separated).then(|| (address.to_owned(), parameters))
}

#[cfg(test)]
mod tests {
    use super::{Command, Hello};

    fn hello(verb: Hello, name: &str) -> Command {
        Command::Hello { verb, name: name.to_owned() }
    }

    fn mail(return_path: &str, size: Option<usize>) -> Command {
        Command::Mail { return_path: return_path.to_owned(), size }
    }

    fn rcpt(recipient: &str) -> Command {
        Command::Rcpt { recipient: recipient.to_owned() }
    }

    #[test]
    fn commands_are_read_as_the_rules_and_the_habits_of_mail_servers_have_them() {
        for (line, command) in [
            ("EHLO mail.example.com", hello(Hello::Ehlo, "mail.example.com")),
            ("helo x", hello(Hello::Helo, "x")),
            ("LHLO x", hello(Hello::Lhlo, "x")),
            ("EHLO a\0b", Command::Malformed),
            ("starttls", Command::StartTls),
            ("STARTTLS now", Command::Malformed),
            ("EHLO", Command::Malformed),
            ("MAIL FROM:<ann@example.com>", mail("ann@example.com", None)),
            ("mail from: <ann@example.com> size=12 body=8BITMIME", mail("ann@example.com", Some(12))),
            ("MAIL FROM:<>", mail("", None)),
            ("MAIL FROM:<@relay.example:ann@example.com>", mail("ann@example.com", None)),
            ("MAIL FROM:ann@example.com", Command::Malformed),
            ("MAIL FROM:<ann@example.com> SIZE=many", Command::Malformed),
            ("MAIL FROM:<ann@example.com> X=1", Command::Malformed),
            ("MAIL FROM:<ann@example.com>SIZE=1", Command::Malformed),
            ("MAIL FROM:<ann@exam\u{7}ple.com>", Command::Malformed),
            ("MAIL", Command::Malformed),
            ("RCPT TO:<support+1@help.example>", rcpt("support+1@help.example")),
            ("RCPT TO:<>", Command::Malformed),
            ("RCPT TO:<a b@c>", Command::Malformed),
            ("DATA", Command::Data),
            ("DATA now", Command::Malformed),
            ("noop anything", Command::Noop),
            ("quit", Command::Quit),
            ("rset", Command::Rset),
            ("VRFY root", Command::Vrfy),
            ("GET / HTTP/1.1", Command::Unknown),
            ("", Command::Unknown),
            ("MAIL FROM:é", Command::Malformed),
        ] {
            assert_eq!(Command::parse(line), command, "{line:?}");
        }
    }
}
