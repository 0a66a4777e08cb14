//! A server's answers read from memory: what the fuzz targets and their tests throw at the readers of a connection.

use async_imap::imap_proto::Response;

use super::answers::{fetched, found, is_news};

/// Reads bytes as a server's answers, by the readers that a connection uses, and counts those that make sense.
#[must_use]
pub fn replay_answers(bytes: &[u8]) -> usize {
    let (mut rest, mut count) = (bytes, 0);
    // The library panics at some answers; on a connection that ends the connection, here it ends the reading.
    while let Ok(Ok((after, answer))) = std::panic::catch_unwind(|| Response::parse(rest)) {
        let told = fetched(&answer).is_some_and(|mail| mail.uid.is_some() || mail.bytes.is_some());
        count += usize::from(told || is_news(&answer) || !found(&answer).is_empty());
        if after.len() >= rest.len() {
            break;
        }
        rest = after;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::replay_answers;

    #[test]
    fn answers_about_mails_are_counted_and_others_are_read() {
        let said = "* 3 EXISTS\r\n* SEARCH 1 2 3\r\n* 1 FETCH (UID 7 RFC822.SIZE 5 BODY[] {5}\r\nhello)\r\n\
                    a1 OK done\r\nnonsense\r\n* 4 EXISTS\r\n";
        assert_eq!(replay_answers(said.as_bytes()), 3);
    }
}
