//! Who reports what, and when: mostly in office hours, sometimes in the evening, at night or at a weekend.

use chrono::{Datelike, Days, NaiveTime, TimeDelta, TimeZone, Timelike, Weekday};
use rand::Rng;
use rand::rngs::StdRng;

use super::life::Life;
use super::pool::Pool;
use super::staged::{self, Planned};
use crate::demo::cast::Cast;
use crate::sla::{Band, Calendar, Channel, Coverage, Instant};

/// Reports of each customer beside those laid down.
const EACH: usize = 26;

/// Every ticket of the demonstration, and the one whose promise is about to break.
pub(super) fn draw<'a>(
    cast: &'a Cast,
    beginning: Instant,
    now: Instant,
    random: &mut StdRng,
) -> (Vec<Life<'a>>, Option<Planned>) {
    let mut pool = Pool::new(cast, random);
    let mut lives = staged::scenes(&mut pool, cast, now, random);
    let imminent = staged::imminent(&mut pool, cast, now, random).map(|(life, due)| {
        lives.push(life);
        Planned { life: lives.len() - 1, due }
    });
    lives.extend(out_of_hours(&mut pool, cast, now, random));
    for (customer, story) in pool.rest(EACH) {
        let at = some_time(customer.contract.calendar(), beginning, now - TimeDelta::minutes(20), random);
        lives.extend(Life::new(customer, story, some_way(random), at, random));
    }
    (lives, imminent)
}

/// Reports outside office hours that every demonstration has: two that page, one that is held over, and a mail that
/// reads as more severe than mails begin.
fn out_of_hours<'a>(pool: &mut Pool<'a>, cast: &Cast, now: Instant, random: &mut StdRng) -> Vec<Life<'a>> {
    let pieces = [
        ("discount-kit", "Critical", Channel::Portal, Weekday::Thu, (21, 40)),
        ("software-support", "S1", Channel::Api, Weekday::Sat, (6, 15)),
        ("dms", "Medium", Channel::Portal, Weekday::Sat, (11, 5)),
        ("discount-kit", "High", Channel::Email, Weekday::Sun, (17, 30)),
    ];
    let mut lives = Vec::new();
    for (contract, severity, channel, weekday, time) in pieces {
        let Some(customer) = cast.customers.iter().find(|customer| customer.contract.key() == contract)
        else {
            continue;
        };
        let at = last(customer.contract.calendar(), weekday, time, now - TimeDelta::days(3));
        lives.extend(at.and_then(|at| pool.take(contract, severity, channel, at, random)));
    }
    lives
}

/// The last time before an instant at which the wall clock showed this weekday and time.
fn last(
    calendar: &Calendar,
    weekday: Weekday,
    (hour, minute): (i64, i64),
    before: Instant,
) -> Option<Instant> {
    let zone = calendar.time_zone();
    let today = before.with_timezone(&zone).date_naive();
    let back = today.weekday().days_since(weekday);
    let time = NaiveTime::MIN + TimeDelta::hours(hour) + TimeDelta::minutes(minute);
    let wall = today.checked_sub_days(Days::new(u64::from(back)))?.and_time(time);
    zone.from_local_datetime(&wall).earliest().map(|found| found.to_utc())
}

/// Six in ten use the portal.
fn some_way(random: &mut StdRng) -> Channel {
    match random.random_range(0..100) {
        0..60 => Channel::Portal,
        60..95 => Channel::Email,
        _ => Channel::Api,
    }
}

/// Eight in ten come in office hours, spread evenly over them.
fn some_time(calendar: &Calendar, from: Instant, to: Instant, random: &mut StdRng) -> Instant {
    let open = calendar.elapsed(Coverage::OFFICE_HOURS, from, to);
    if random.random_bool(0.8) {
        let gone = TimeDelta::seconds(random.random_range(0..=open.num_seconds().max(1)));
        return calendar.advance(Coverage::OFFICE_HOURS, from, gone).unwrap_or(from);
    }
    let seconds = (to - from).num_seconds().max(1);
    let mut at = from + TimeDelta::seconds(random.random_range(0..seconds));
    while calendar.band(at) == Band::OfficeHours || (is_deep_night(calendar, at) && random.random_bool(0.8)) {
        at = from + TimeDelta::seconds(random.random_range(0..seconds));
    }
    at
}

fn is_deep_night(calendar: &Calendar, at: Instant) -> bool {
    at.with_timezone(&calendar.time_zone()).hour() < 6
}
