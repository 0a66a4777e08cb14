//! What every page has around its content: who is signed in, where one can go, how it looks.

use super::{Icon, Look, QueueView, Theme};
use crate::domain::{Person, Role};
use crate::sla::Instant;
use crate::web::assets;

/// The part of the site a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// A customer's tickets.
    Tickets,
    /// The report form.
    Report,
    /// The customer's agreement.
    Agreement,
    /// The customer's contacts.
    Contacts,
    /// A view of the agents' queue.
    Queue(QueueView),
    /// A ticket for a customer who calls.
    NewTicket,
    /// Promises kept and broken.
    Board,
    /// Outgoing mail.
    Outbox,
    /// Received mail.
    Inbox,
    /// How the installation is.
    Overview,
    /// People.
    People,
    /// Teams and rotas.
    Teams,
    /// Customers.
    Organizations,
    /// Agreements.
    Contracts,
    /// Tokens of programs.
    Tokens,
    /// Programs that are told of events.
    Webhooks,
    /// What our mails say.
    Templates,
    /// Who changed what.
    Audit,
    /// None of them: sign-in, take-a-page.
    Elsewhere,
}

/// Who is signed in, as the page shows them.
#[derive(Debug, Clone)]
pub struct Me {
    /// The name.
    pub name: String,
    /// One or two letters of it.
    pub initials: String,
    /// What they are: their role, or their company.
    pub caption: String,
    /// Whether they are of the provider.
    pub is_staff: bool,
}

/// One way to go.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// What it is called.
    pub label: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Its sign.
    pub icon: Icon,
    /// Whether the page is there.
    pub is_current: bool,
    /// The key that leads there; empty for none.
    pub key: &'static str,
    /// Whether it is a list of tickets, beside which stands how many there are.
    pub is_counted: bool,
}

/// Ways to go under one heading.
#[derive(Debug, Clone)]
pub struct NavGroup {
    /// The heading; empty for none.
    pub title: &'static str,
    /// The ways.
    pub items: Vec<NavItem>,
}

/// Everything around a page's content.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The page's title.
    pub title: String,
    /// Where it is.
    pub area: Area,
    /// The role of who is signed in.
    pub role: Option<Role>,
    /// Who is signed in.
    pub me: Option<Me>,
    /// The token for this session's forms; empty without a session.
    pub form_token: String,
    /// How it looks.
    pub look: Look,
    /// The server's now, in milliseconds since 1970, for the countdowns.
    pub now_millis: i64,
    /// What the last action did.
    pub done: Option<&'static str>,
    /// Why the last action could not be done.
    pub refused: Option<String>,
}

impl Shell {
    /// A page for somebody who is signed in. `company` is the customer's name, for its people.
    #[must_use]
    pub fn signed_in(
        person: &Person,
        company: Option<&str>,
        form_token: String,
        look: Look,
        now: Instant,
    ) -> Self {
        let caption = company.map_or_else(|| role_label(person.role).to_owned(), str::to_owned);
        Self {
            role: Some(person.role),
            me: Some(Me {
                name: person.name.clone(),
                initials: initials(&person.name),
                caption,
                is_staff: person.role.is_staff(),
            }),
            form_token,
            ..Self::anonymous(look, now)
        }
    }

    /// A page for somebody who is not.
    #[must_use]
    pub fn anonymous(look: Look, now: Instant) -> Self {
        Self {
            title: String::new(),
            area: Area::Elsewhere,
            role: None,
            me: None,
            form_token: String::new(),
            look,
            now_millis: now.timestamp_millis(),
            done: None,
            refused: None,
        }
    }

    /// The same with a title and a place.
    #[must_use]
    pub fn at(self, area: Area, title: impl Into<String>) -> Self {
        Self { area, title: title.into(), ..self }
    }

    /// The ways to go for this role.
    #[must_use]
    pub fn nav(&self) -> Vec<NavGroup> {
        let Some(role) = self.role else { return Vec::new() };
        let item = |label, href, icon, area| NavItem {
            label,
            href,
            icon,
            is_current: self.area == area,
            key: "",
            is_counted: matches!(area, Area::Queue(_)),
        };
        if role == Role::Customer {
            let items = vec![
                item("Tickets", "/portal", Icon::Queue, Area::Tickets),
                item("Report a problem", "/portal/report", Icon::Plus, Area::Report),
                item("Agreement", "/portal/agreement", Icon::Contract, Area::Agreement),
                item("Contacts", "/portal/contacts", Icon::People, Area::Contacts),
            ];
            return vec![NavGroup { title: "", items }];
        }
        let views =
            QueueView::ALL.map(|view| item(view.label(), view.href(), view.icon(), Area::Queue(view)));
        let new_ticket = NavItem { key: "c", ..item("New ticket", "/desk/new", Icon::Plus, Area::NewTicket) };
        let items = views.into_iter().chain([new_ticket]).collect();
        let mut groups = vec![NavGroup { title: "", items }];
        if role >= Role::Manager {
            let items = vec![item("Promises", "/manager", Icon::Chart, Area::Board)];
            groups.push(NavGroup { title: "Review", items });
        }
        if role >= Role::Manager {
            let mut items = vec![
                item("Outgoing mail", "/admin/outbox", Icon::Mail, Area::Outbox),
                item("Received mail", "/admin/inbox", Icon::Inbox, Area::Inbox),
            ];
            if role == Role::Admin {
                items.insert(0, item("Health", "/admin", Icon::Check, Area::Overview));
                items.push(item("People", "/admin/people", Icon::People, Area::People));
                items.push(item("Customers", "/admin/organizations", Icon::Building, Area::Organizations));
                items.push(item("Agreements", "/admin/contracts", Icon::Contract, Area::Contracts));
                items.push(item("Teams", "/admin/teams", Icon::Bell, Area::Teams));
                items.push(item("Webhooks", "/admin/webhooks", Icon::Bell, Area::Webhooks));
                items.push(item("API tokens", "/admin/api-tokens", Icon::Key, Area::Tokens));
                items.push(item("Mail templates", "/admin/templates", Icon::Mail, Area::Templates));
                items.push(item("Audit log", "/admin/audit", Icon::Alert, Area::Audit));
            }
            groups.push(NavGroup { title: "Administration", items });
        }
        groups
    }

    /// What the place is called where the reader is, as the ways to go name it.
    #[must_use]
    pub fn place(&self) -> &'static str {
        let items = self.nav().into_iter().flat_map(|group| group.items);
        items.into_iter().find(|item| item.is_current).map_or("Menu", |item| item.label)
    }

    /// The stylesheet's address.
    #[must_use]
    pub fn stylesheet(&self) -> &'static str {
        assets::path("punctual.css")
    }

    /// The address of a script.
    #[must_use]
    pub fn script(&self, name: &str) -> &'static str {
        assets::path(name)
    }

    /// The icon's address.
    #[must_use]
    pub fn icon(&self) -> &'static str {
        assets::path("icon.svg")
    }

    /// Every theme with its label, for the switch.
    #[must_use]
    pub fn themes(&self) -> [(Theme, &'static str); 3] {
        [(Theme::Auto, "Auto"), (Theme::Light, "Light"), (Theme::Dark, "Dark")]
    }
}

/// A role as shown.
#[must_use]
pub fn role_label(role: Role) -> &'static str {
    match role {
        Role::Customer => "Customer",
        Role::Agent => "Agent",
        Role::Manager => "Manager",
        Role::Admin => "Administrator",
    }
}

/// One or two letters for a person: `AL` for Ann Lee.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut letters = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = letters.next();
    first.into_iter().chain(letters.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_first_and_last() {
        for (name, letters) in [
            ("Ann Lee", "AL"),
            ("Ann Mary Lee", "AL"),
            ("ann", "A"),
            ("", ""),
            ("ann@example.com", "A"),
            ("Ö. Ünal", "ÖÜ"),
        ] {
            assert_eq!(initials(name), letters, "{name}");
        }
    }
}
