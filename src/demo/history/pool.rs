//! The reports that nobody has made yet.

use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};

use super::life::Life;
use crate::demo::cast::{Cast, Customer};
use crate::demo::scenarios::{Story, stories};
use crate::sla::{Channel, Instant};

/// What the customers may still report, each of it once.
pub(super) struct Pool<'a>(Vec<(&'a Customer, Vec<Story>)>);

impl<'a> Pool<'a> {
    /// Every story of every customer, shuffled.
    pub(super) fn new(cast: &'a Cast, random: &mut StdRng) -> Self {
        let shuffled = |customer: &'a Customer| {
            let mut stories = stories(customer.contract.key());
            stories.shuffle(random);
            (customer, stories)
        };
        Self(cast.customers.iter().map(shuffled).collect())
    }

    /// A report of this severity by the customer on this contract; none if all have been made.
    pub(super) fn take(
        &mut self,
        contract: &str,
        severity: &str,
        channel: Channel,
        arrives_at: Instant,
        random: &mut StdRng,
    ) -> Option<Life<'a>> {
        let (customer, stories) =
            self.0.iter_mut().find(|(customer, _)| customer.contract.key() == contract)?;
        let index = stories.iter().position(|story| story.severity() == severity)?;
        Life::new(customer, stories.swap_remove(index), channel, arrives_at, random)
    }

    /// Up to so many reports by each customer, whatever their severity.
    pub(super) fn rest(self, each: usize) -> impl Iterator<Item = (&'a Customer, Story)> {
        self.0.into_iter().flat_map(move |(customer, stories)| {
            stories.into_iter().take(each).map(move |story| (customer, story))
        })
    }
}

impl<'a> Life<'a> {
    /// A ticket that is still to be reported; none if the customer has nobody to report it or to work it.
    pub(super) fn new(
        customer: &'a Customer,
        story: Story,
        channel: Channel,
        arrives_at: Instant,
        random: &mut StdRng,
    ) -> Option<Self> {
        Some(Self {
            arrives_at,
            customer,
            contact: customer.contacts.choose(random)?,
            channel,
            story,
            agent: customer.agents.choose(random)?.clone(),
            ticket: None,
            beats: [super::beat::Beat::Arrive].into(),
            instants: [].into(),
            is_staged: false,
        })
    }
}
