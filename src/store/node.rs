//! The processes that share the work of an installation, as long as they hold some of it.
//!
//! A node shows that it lives by counting its beat up. Others compare that count with what they saw before, at their
//! own pace, so nobody's wall clock decides who is dead. One whose beat stands still is buried: its row goes, and with
//! it every claim. Ids are never used again, so a node that was only frozen finds out by its own missing row, and what
//! it still believes to hold is not its own any more.

use diesel::prelude::*;

use super::dialect::OnBoth;
use super::schema::{mailbox_holder, node, outbox};
use super::sql_type::At;
use super::{Connection, StoreError};
use crate::domain::NodeId;
use crate::sla::Instant;

/// Adds a node.
///
/// # Errors
/// [`StoreError`].
pub fn enrol(c: &mut Connection, id: NodeId, since: Instant) -> Result<(), StoreError> {
    let row = (node::id.eq(id), node::beat.eq(0_i64), node::since.eq(At(since)));
    diesel::insert_into(node::table).values(row).execute(c)?;
    Ok(())
}

/// Shows that a node lives, and keeps it from being buried until this transaction ends. False if it has been buried.
///
/// # Errors
/// [`StoreError`].
pub fn beat(c: &mut Connection, id: NodeId) -> Result<bool, StoreError> {
    let rows = diesel::update(node::table.find(id)).set(node::beat.eq(node::beat + 1)).execute(c)?;
    Ok(rows == 1)
}

/// Every node with its beat.
///
/// # Errors
/// [`StoreError`].
pub fn roll(c: &mut Connection) -> Result<Vec<(NodeId, i64)>, StoreError> {
    Ok(node::table.order(node::id).select((node::id, node::beat)).load(c)?)
}

/// Gives up a node whose beat is still this one: whatever it holds is free for others. False if it lives after all.
///
/// # Errors
/// [`StoreError`].
pub fn bury(c: &mut Connection, id: NodeId, beat: i64) -> Result<bool, StoreError> {
    let silent = node::table.find(id).filter(node::beat.eq(beat));
    if diesel::delete(silent).execute(c)? == 0 {
        return Ok(false);
    }
    free_all(c, id)?;
    Ok(true)
}

/// Takes a node off the roll, and frees whatever it holds.
///
/// # Errors
/// [`StoreError`].
pub fn leave(c: &mut Connection, id: NodeId) -> Result<(), StoreError> {
    diesel::delete(node::table.find(id)).execute(c)?;
    free_all(c, id)
}

fn free_all(c: &mut Connection, id: NodeId) -> Result<(), StoreError> {
    let claimed = outbox::table.filter(outbox::claimed_by.eq(Some(id)));
    diesel::update(claimed).set(outbox::claimed_by.eq(None::<NodeId>)).execute(c)?;
    diesel::delete(mailbox_holder::table.filter(mailbox_holder::node_id.eq(id))).execute(c)?;
    Ok(())
}

/// Lets a node hold a mailbox. False if another holds it.
///
/// # Errors
/// [`StoreError`].
pub fn take_mailbox(c: &mut Connection, id: NodeId, name: &str) -> Result<bool, StoreError> {
    let row = (mailbox_holder::name.eq(name), mailbox_holder::node_id.eq(id));
    let insert = diesel::insert_into(mailbox_holder::table).values(row).on_conflict(mailbox_holder::name);
    Ok(OnBoth(insert.do_nothing()).execute(c)? == 1 || holds_mailbox(c, id, name)?)
}

/// Who holds a mailbox.
///
/// # Errors
/// [`StoreError`].
pub fn mailbox_holder(c: &mut Connection, name: &str) -> Result<Option<NodeId>, StoreError> {
    Ok(mailbox_holder::table.find(name).select(mailbox_holder::node_id).first(c).optional()?)
}

/// Whether a node holds a mailbox.
///
/// # Errors
/// [`StoreError`].
pub fn holds_mailbox(c: &mut Connection, id: NodeId, name: &str) -> Result<bool, StoreError> {
    Ok(mailbox_holder(c, name)? == Some(id))
}

/// Lets go of a mailbox.
///
/// # Errors
/// [`StoreError`].
pub fn release_mailbox(c: &mut Connection, id: NodeId, name: &str) -> Result<(), StoreError> {
    let held = mailbox_holder::table.find(name).filter(mailbox_holder::node_id.eq(id));
    diesel::delete(held).execute(c)?;
    Ok(())
}
