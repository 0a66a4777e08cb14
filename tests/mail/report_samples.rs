//! Delivery reports in the words of servers that do not write RFC 3464, or whose report was flattened on the way.

/// Stands where the Message-ID of the mail that came back belongs.
pub const SENT: &str = "ID.OF.THE.MAIL@SENT";

/// Name of the server, why the mail did not arrive, in words, and the report; all about this addressee.
pub fn plain_samples(contact: &str) -> Vec<(&'static str, &'static str, &'static str, String)> {
    let daemon = "MAILER-DAEMON@mx.dms.example";
    vec![
        (
            "qmail",
            "no_such_address",
            "nobody has this address",
            plain(
                daemon,
                "failure notice",
                "",
                &format!(
                    "Hi. This is the qmail-send program at mx.dms.example.\nI wasn't able to deliver your message to the \
                 following addresses.\nI've given up, sorry it didn't work out.\n\n<{contact}>:\nSorry, no mailbox \
                 here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: \
                 <support@provider.example>\nMessage-ID: <{SENT}>\nSubject: Re: Export\n\nHello"
                ),
            ),
        ),
        (
            "Exim",
            "mailbox_full",
            "the mailbox is full",
            plain(
                daemon,
                "Mail delivery failed: returning message to sender",
                &format!("X-Failed-Recipients: {contact}\n"),
                &format!(
                    "This message was created automatically by mail delivery software.\n\nA message that you sent could \
                 not be delivered to one or more of its\nrecipients.\n\n  {contact}\n    host mx.dms.example \
                 [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:\n    552 5.2.2 Mailbox full\n\n\
                 ------ This is a copy of the message, including all the headers. ------\n\nReceived: from x\n\
                 Message-Id: <{SENT}>\n\nHello"
                ),
            ),
        ),
        (
            "Exchange",
            "no_such_address",
            "nobody has this address",
            plain(
                "postmaster@dms.example",
                "Undeliverable: Re: Export",
                "",
                &format!(
                    "Your message did not reach some or all of the intended recipients.\n\n      Subject: Re: Export\n\n\
                 The following recipient(s) could not be reached:\n\n      {contact} on 23/11/2026 10:00\n            \
                 The e-mail account does not exist at the organization this message was sent to.\n            \
                 <mx.dms.example #5.1.1 smtp;550 5.1.1 User unknown>\n\nOriginal message headers:\n\n\
                 Message-ID: <{SENT}>\nSubject: Re: Export"
                ),
            ),
        ),
        (
            "Sendmail",
            "no_such_address",
            "nobody has this address",
            plain(
                daemon,
                "Returned mail: see transcript for details",
                "",
                &format!(
                    "The original message was received at Mon, 23 Nov 2026 10:00:00 GMT\n\n   ----- The following \
                 addresses had permanent fatal errors -----\n<{contact}>\n    (reason: 550 5.1.1 <{contact}>... User \
                 unknown)\n\n   ----- Transcript of session follows -----\n... while talking to mx.dms.example:\n\
                 >>> DATA\n<<< 550 5.1.1 <{contact}>... User unknown\n\n   ----- Original message follows -----\n\n\
                 Return-Path: <support@provider.example>\nMessage-ID: <{SENT}>\n\nHello"
                ),
            ),
        ),
        (
            "Gmail",
            "no_such_address",
            "nobody has this address",
            plain(
                "Mail Delivery Subsystem <mailer-daemon@mx.dms.example>",
                "Delivery Status Notification (Failure)",
                "",
                &format!(
                    "Delivery to the following recipient failed permanently:\n\n     {contact}\n\nTechnical details of \
                 permanent failure:\nThe server said: 550 The email account that you tried to reach does not \
                 exist.\n\n----- Original message -----\n\nMIME-Version: 1.0\nMessage-ID: <{SENT}>\n\nHello"
                ),
            ),
        ),
        (
            "Yahoo",
            "refused",
            "does not want it",
            plain(
                daemon,
                "Failure Notice",
                "",
                &format!(
                    "Sorry, we were unable to deliver your message to the following address.\n\n<{contact}>:\nRemote host \
                 said: 554 Message blocked by policy [BODY]\n\n--- Below this line is a copy of the message.\n\n\
                 Message-ID: <{SENT}>\n\nHello"
                ),
            ),
        ),
        (
            "Postfix, flattened",
            "unreachable",
            "could not be reached",
            plain(
                daemon,
                "Undelivered Mail Returned to Sender",
                "",
                &format!(
                    "This is the mail system at host mx.provider.example.\n\nI'm sorry to have to inform you that your \
                 message could not\nbe delivered to one or more recipients.\n\n<{contact}>: connect to \
                 mx.dms.example[192.0.2.1]:25: Connection\n    timed out\n\n--- Original message\n> Message-Id: <{SENT}>"
                ),
            ),
        ),
        (
            "the mail attached",
            "too_large",
            "too large",
            plain(
                daemon,
                "Undeliverable mail",
                "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n",
                &format!(
                    "--b\nContent-Type: text/plain\n\nCould not deliver to:\n\n<{contact}>: 552 message size exceeds the \
                 limit\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <{SENT}>\nSubject: Re: Export\n\nHello\n--b--"
                ),
            ),
        ),
    ]
}

fn plain(from: &str, subject: &str, more: &str, text: &str) -> String {
    format!(
        "From: {from}\nTo: support@provider.example\nReturn-Path: <>\nSubject: {subject}\n{more}\n{text}\n"
    )
}
