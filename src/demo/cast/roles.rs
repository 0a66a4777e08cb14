//! Who takes part in the demonstration, as data. Every name and address is invented.

use chrono_tz::{Europe, Tz};

use crate::domain::Role;

/// The domain of the provider's people.
pub(super) const PROVIDER: &str = "helpdesk.example";

/// The two teams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TeamRole {
    /// Works for customers whose software was made or is run for them.
    Applications,
    /// Works for customers of the services in the cloud.
    Cloud,
}

impl TeamRole {
    pub(super) const ALL: [Self; 2] = [Self::Applications, Self::Cloud];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Applications => "Application support",
            Self::Cloud => "Cloud support",
        }
    }
}

/// A person of the provider.
pub(super) struct StaffRole {
    pub(super) name: &'static str,
    /// What stands before the `@`.
    pub(super) local: &'static str,
    pub(super) role: Role,
    pub(super) team: Option<TeamRole>,
}

/// A customer.
pub(super) struct CustomerRole {
    pub(super) name: &'static str,
    /// The key of its contract.
    pub(super) contract: &'static str,
    pub(super) domain: &'static str,
    pub(super) time_zone: Tz,
    pub(super) team: TeamRole,
    /// The first one is the designated contact, who hears of broken promises.
    pub(super) contacts: &'static [ContactRole],
}

/// A person of a customer.
pub(super) struct ContactRole {
    pub(super) name: &'static str,
    pub(super) local: &'static str,
    /// How an agent addresses this person.
    pub(super) called: &'static str,
    /// How this person begins a message.
    pub(super) greeting: &'static str,
    /// How this person ends one.
    pub(super) sign_off: &'static str,
}

const fn staff(name: &'static str, local: &'static str, role: Role, team: Option<TeamRole>) -> StaffRole {
    StaffRole { name, local, role, team }
}

const fn contact(
    name: &'static str,
    local: &'static str,
    called: &'static str,
    greeting: &'static str,
    sign_off: &'static str,
) -> ContactRole {
    ContactRole { name, local, called, greeting, sign_off }
}

pub(super) const STAFF: [StaffRole; 8] = [
    staff("Ines Carvalho", "ines", Role::Agent, Some(TeamRole::Applications)),
    staff("Owen Pryce", "owen", Role::Agent, Some(TeamRole::Cloud)),
    staff("Tom Whitlock", "tom", Role::Agent, Some(TeamRole::Applications)),
    staff("Aisha Rahman", "aisha", Role::Agent, Some(TeamRole::Cloud)),
    staff("Radka Novák", "radka", Role::Agent, Some(TeamRole::Applications)),
    staff("Jonas Lind", "jonas", Role::Agent, Some(TeamRole::Cloud)),
    staff("Helen Marsh", "helen", Role::Manager, None),
    staff("Priya Nair", "priya", Role::Admin, None),
];

pub(super) const CUSTOMERS: [CustomerRole; 4] = [
    CustomerRole {
        name: "Harbour & Finch Legal",
        contract: "dms",
        domain: "harbourfinch.example",
        time_zone: Europe::London,
        team: TeamRole::Applications,
        contacts: &[
            contact(
                "Miriam Finch",
                "miriam.finch",
                "Miriam",
                "Dear all,",
                "Kind regards,\nMiriam Finch\nManaging Partner",
            ),
            contact(
                "Daniel Okoro",
                "daniel.okoro",
                "Daniel",
                "Hello,",
                "Thanks,\nDaniel (IT, Harbour & Finch)",
            ),
            contact(
                "Sophie Hartley",
                "sophie.hartley",
                "Sophie",
                "Good morning,",
                "With best wishes,\nSophie Hartley",
            ),
        ],
    },
    CustomerRole {
        name: "Marlow Candle Co",
        contract: "discount-kit",
        domain: "marlowcandle.example",
        time_zone: Europe::London,
        team: TeamRole::Cloud,
        contacts: &[
            contact("Beth Marlow", "beth", "Beth", "Hi,", "Beth x"),
            contact("Jonah Reed", "jonah", "Jonah", "Hi team,", "Cheers\nJonah"),
        ],
    },
    CustomerRole {
        name: "Penrose Logistics",
        contract: "software-support",
        domain: "penrose-logistics.example",
        time_zone: Europe::London,
        team: TeamRole::Applications,
        contacts: &[
            contact("Graham Penrose", "g.penrose", "Mr Penrose", "Good day,", "Regards\nG. Penrose"),
            contact("Anita Kaur", "a.kaur", "Anita", "Hello support,", "Anita, Dispatch Daventry"),
            contact("Stefan Wolf", "s.wolf", "Stefan", "Hello,", "Best regards\nStefan Wolf, IT"),
            contact("Duty Desk Goole", "duty.goole", "all at the duty desk", "All,", "Duty Desk Goole"),
        ],
    },
    CustomerRole {
        name: "Brightside Studio",
        contract: "teamplify",
        domain: "brightside.example",
        time_zone: Europe::Vilnius,
        team: TeamRole::Cloud,
        contacts: &[
            contact("Mara Jonaitė", "mara", "Mara", "Hi there,", "All the best from Vilnius,\nMara"),
            contact("Leo Brandt", "leo", "Leo", "Hey,", "Leo"),
            contact("Niamh Byrne", "niamh", "Niamh", "Hello lovely people,", "Thanks a million,\nNiamh"),
        ],
    },
];
