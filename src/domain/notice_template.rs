//! The words of a kind of notice, where the installation or one of its customers has its own.

use super::{Notice, NoticeKind, NoticeTemplateId, OrganizationId};
use crate::sla::Instant;

/// What a template says: two texts with variables, in Jinja's syntax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateWords {
    /// The subject; the ticket's tag is put before it.
    pub subject: String,
    /// The plain text, from the greeting to the signature.
    pub text: String,
}

/// A template that somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeTemplate {
    /// The id.
    pub id: NoticeTemplateId,
    /// Whose people are written to with it; none for everybody whose customer has none of its own.
    pub organization_id: Option<OrganizationId>,
    /// Which notices.
    pub kind: NoticeKind,
    /// What it says.
    pub words: TemplateWords,
    /// When it was last saved.
    pub saved_at: Instant,
}

impl NoticeTemplate {
    /// The one of these that a notice is written with: that of its reader's customer, else the installation's.
    #[must_use]
    pub fn for_notice<'a>(all: &'a [Self], notice: &Notice) -> Option<&'a Self> {
        let kind = notice.body.kind();
        let of = |owner: Option<OrganizationId>| {
            all.iter().find(move |one| one.kind == kind && one.organization_id == owner)
        };
        let own = notice.to.organization_id.and_then(|reader| of(Some(reader)));
        own.or_else(|| of(None))
    }

    /// The page on which it is edited: a path.
    #[must_use]
    pub fn page(&self) -> String {
        self.kind.template_page(self.organization_id)
    }
}

impl NoticeKind {
    /// The page on which the words of a kind are edited, for everybody or for one customer: a path.
    #[must_use]
    pub fn template_page(self, organization: Option<OrganizationId>) -> String {
        let customer = organization.map(|id| format!("?customer={id}")).unwrap_or_default();
        format!("/admin/templates/{}{customer}", self.word())
    }
}
