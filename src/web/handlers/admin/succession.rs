//! What a new version of an agreement means for those who live under the present one, before it is added.

use crate::domain::ContractVersion;
use crate::sla::Instant;
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::pages::admin::{KeptVersion, OverruledBy, Succession, SuccessionCustomer, compare};
use crate::web::visit::Visit;

/// What is known of an agreement to which a version is to be added.
struct Known {
    versions: Vec<ContractVersion>,
    kept: Vec<KeptVersion>,
    customers: Vec<SuccessionCustomer>,
}

/// Compares a text with the version of its agreement that is in force now, and says who keeps which version. None where
/// no version is in force yet. `effective` is when the new version is to take effect, where that could be read.
///
/// # Errors
/// Where the database can't be read.
pub async fn load(
    visit: &Visit,
    key: &str,
    source: &str,
    effective: Option<Instant>,
) -> Result<Option<Succession>, WebError> {
    let wanted = key.to_owned();
    let Known { versions, kept, customers } = visit.read(move |c| find(c, &wanted)).await?;
    let Some(present) = last_to_take_effect(&versions, |at| at <= visit.now) else { return Ok(None) };
    let overruled = effective.and_then(|effective| {
        let waiting = versions.iter().filter(|one| one.effective_from > effective);
        let next = waiting.min_by_key(|one| one.effective_from)?;
        Some(OverruledBy { number: next.number, from: visit.moment(next.effective_from) })
    });
    Ok(Some(Succession {
        number: present.number,
        lines: compare(&present.source, source),
        tickets: kept.iter().map(|one| one.tickets).sum(),
        kept,
        customers,
        from: effective.map(|at| visit.moment(at)),
        overruled,
    }))
}

fn find(c: &mut Connection, key: &str) -> Result<Known, WebError> {
    let versions = store::contract::list_versions(c, key)?;
    let counts = store::ticket::versions_kept(c, key)?;
    let kept = versions.iter().filter_map(|version| {
        let (_, tickets) = counts.iter().find(|(id, _)| *id == version.id)?;
        Some(KeptVersion { number: version.number, tickets: *tickets })
    });
    let kept = kept.collect();
    let mut customers = store::organization::list(c)?;
    customers.retain(|one| one.contract_key == key);
    let customers = customers
        .into_iter()
        .map(|one| SuccessionCustomer { href: format!("/admin/organizations/{}", one.id), name: one.name });
    let customers = customers.collect();
    Ok(Known { versions, kept, customers })
}

/// Of the versions whose time of taking effect fits, the last to do so.
fn last_to_take_effect(
    versions: &[ContractVersion],
    fits: impl Fn(Instant) -> bool,
) -> Option<&ContractVersion> {
    let fitting = versions.iter().filter(|one| fits(one.effective_from));
    fitting.max_by_key(|one| (one.effective_from, one.number))
}
