//! Slowing down a program that writes in a customer's name without end.

use super::account::{Limit, count_try};
use super::{Context, ServiceError};
use crate::domain::{Person, TooMuch, Writing, WritingPace};
use crate::sla::Channel;
use crate::store::Connection;

/// Counts what a customer writes by the portal or the API, and refuses what is over the limit. What is refused is rolled
/// back with its count, so that trying again does not lengthen the wait. Mail is never refused: it has a sender of its own
/// who would have to keep it. Nor are the provider's people.
pub(super) fn keep_pace(
    c: &mut Connection,
    cx: &Context,
    author: &Person,
    channel: Channel,
    writing: Writing,
) -> Result<(), ServiceError> {
    if author.role.is_staff() || channel == Channel::Email {
        return Ok(());
    }
    let Some(most) = cx.pace.most(writing) else { return Ok(()) };
    let what = match writing {
        Writing::Ticket => "tickets",
        Writing::Reply => "replies",
    };
    let limit = Limit { subject: format!("{what}:{}", author.id), most, window: WritingPace::WINDOW };
    match count_try(c, cx, &[limit])? {
        Ok(()) => Ok(()),
        Err(throttled) => {
            Err(ServiceError::TooMuch(TooMuch { writing, most, retry_after: throttled.retry_after }))
        }
    }
}
