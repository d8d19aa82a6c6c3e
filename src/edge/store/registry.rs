//! What the office has changed in the registry: units, mailboxes and contacts.
//! Every change counts the version on, so that whoever holds a registry
//! sees at a glance whether it is still the newest.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::json;
use sqlx::FromRow;

use super::{
    AuditRow, Link, Pools, Result, Store, StoreError, Tx,
    terms::{Granted, terms_of},
};
use crate::{
    address::Address,
    register::{Amendments, Contact, Entry, Held},
    unit::{Mailbox, Span},
};

/// The number of a contact in this ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct ContactId(pub i64);

#[derive(FromRow)]
struct UnitRow {
    code: String,
    name: String,
    short_name: String,
    kind: String,
    unit_group: String,
    traits: String,
    valid_from: Option<String>,
    valid_until: Option<String>,
}

#[derive(FromRow)]
struct MailboxRow {
    address: String,
    unit: String,
    valid_from: Option<String>,
    valid_until: Option<String>,
    withdrawn: i64,
}

#[derive(FromRow)]
struct ContactRow {
    id: ContactId,
    name: String,
    duty: String,
    phone: String,
    email: String,
    valid_from: Option<String>,
    valid_until: Option<String>,
}

fn day(text: Option<String>) -> Result<Option<Date>> {
    let parsed = text.map(|text| text.parse()).transpose();
    parsed.map_err(|_| StoreError::Corrupt("not a day".to_owned()))
}

fn span(from: Option<String>, until: Option<String>) -> Result<Span> {
    Ok(Span {
        from: day(from)?,
        until: day(until)?,
    })
}

fn written(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

impl Tx {
    /// Writes a unit, new or anew.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_unit(&mut self, campaign: &str, entry: &Entry) -> Result<()> {
        let (now, by) = (self.now(), self.actor.to_string());
        let traits: Vec<&str> = entry.traits.iter().map(String::as_str).collect();
        on_tx!(self, c => sqlx::query(
            "insert into registry_unit (campaign, code, name, short_name, kind, unit_group, traits,
                 valid_from, valid_until, changed_at, changed_by)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             on conflict (campaign, code) do update set name = excluded.name,
                 short_name = excluded.short_name, kind = excluded.kind,
                 unit_group = excluded.unit_group, traits = excluded.traits,
                 valid_from = excluded.valid_from, valid_until = excluded.valid_until,
                 changed_at = excluded.changed_at, changed_by = excluded.changed_by")
            .bind(campaign)
            .bind(&entry.code)
            .bind(&entry.name)
            .bind(&entry.short_name)
            .bind(&entry.kind)
            .bind(&entry.group)
            .bind(traits.join(" "))
            .bind(written(entry.span.from))
            .bind(written(entry.span.until))
            .bind(now)
            .bind(by)
            .execute(c)
            .await
            .map(drop))?;
        self.note(
            "registry.unit",
            unit_subject(&entry.code),
            &json!({
                "name": entry.name, "short_name": entry.short_name, "kind": entry.kind,
                "group": entry.group, "traits": traits,
                "from": written(entry.span.from), "until": written(entry.span.until),
            }),
        );
        self.count_on(campaign).await
    }

    /// Writes a mailbox, new or anew.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it is another unit's.
    pub async fn put_mailbox(&mut self, campaign: &str, held: &Held) -> Result<()> {
        let (now, by) = (self.now(), self.actor.to_string());
        let mailbox = &held.mailbox;
        let done = on_tx!(self, c => sqlx::query(
            "insert into registry_mailbox (campaign, address, unit, valid_from, valid_until,
                 withdrawn, changed_at, changed_by)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (campaign, address) do update set valid_from = excluded.valid_from,
                 valid_until = excluded.valid_until, withdrawn = excluded.withdrawn,
                 changed_at = excluded.changed_at, changed_by = excluded.changed_by
             where registry_mailbox.unit = excluded.unit")
            .bind(campaign)
            .bind(mailbox.address.as_str())
            .bind(&mailbox.unit)
            .bind(written(mailbox.span.from))
            .bind(written(mailbox.span.until))
            .bind(i64::from(held.withdrawn))
            .bind(now)
            .bind(by)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if done == 0 {
            let other = "that mailbox belongs to another unit".to_owned();
            return Err(StoreError::Conflict(other));
        }
        self.note(
            "registry.mailbox",
            unit_subject(&mailbox.unit),
            &json!({
                "address": mailbox.address.as_str(), "withdrawn": held.withdrawn,
                "from": written(mailbox.span.from), "until": written(mailbox.span.until),
            }),
        );
        self.count_on(campaign).await
    }

    /// Writes whom to telephone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn add_contact(&mut self, campaign: &str, unit: &str, new: &Contact) -> Result<()> {
        let (now, by) = (self.now(), self.actor.to_string());
        on_tx!(self, c => sqlx::query(
            "insert into registry_contact (campaign, unit, name, duty, phone, email, valid_from,
                 valid_until, changed_at, changed_by)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
            .bind(campaign)
            .bind(unit)
            .bind(&new.name)
            .bind(&new.duty)
            .bind(&new.phone)
            .bind(&new.email)
            .bind(written(new.span.from))
            .bind(written(new.span.until))
            .bind(now)
            .bind(by)
            .execute(c)
            .await
            .map(drop))?;
        self.note(
            "registry.contact",
            unit_subject(unit),
            &json!({
                "name": new.name, "duty": new.duty, "phone": new.phone, "email": new.email,
                "from": written(new.span.from), "until": written(new.span.until),
            }),
        );
        self.count_on(campaign).await
    }

    /// Takes a contact of a unit out.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it is not there any more.
    pub async fn remove_contact(
        &mut self,
        campaign: &str,
        unit: &str,
        contact: ContactId,
    ) -> Result<()> {
        let name: Option<String> = on_tx!(self, c => sqlx::query_scalar(
            "delete from registry_contact where campaign = $1 and unit = $2 and id = $3
             returning name")
            .bind(campaign)
            .bind(unit)
            .bind(contact)
            .fetch_optional(c)
            .await)?;
        let name = name.ok_or_else(|| StoreError::Conflict("no such contact".to_owned()))?;
        self.note(
            "registry.contact_removed",
            unit_subject(unit),
            &json!({ "name": name }),
        );
        self.count_on(campaign).await
    }

    pub(super) async fn count_on(&mut self, campaign: &str) -> Result<()> {
        on_tx!(self, c => sqlx::query(
            "insert into registry_version (campaign, version) values ($1, 1)
             on conflict (campaign) do update set version = registry_version.version + 1")
            .bind(campaign)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }
}

/// The subject of an audit row about a unit.
#[must_use]
pub fn unit_subject(code: &str) -> String {
    format!("unit/{code}")
}

impl Store {
    /// How often the registry of a campaign was changed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn registry_version(&self, campaign: &str) -> Result<i64> {
        let version: Option<i64> = on!(self, pool => sqlx::query_scalar(
            "select version from registry_version where campaign = $1")
            .bind(campaign)
            .fetch_optional(pool)
            .await)?;
        Ok(version.unwrap_or(0))
    }

    /// All that was changed, and the version that this is.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn amendments(&self, campaign: &str) -> Result<(i64, Amendments)> {
        let mut snapshot = self.snapshot().await?;
        let version: Option<i64> = on_tx!(snapshot, c => sqlx::query_scalar(
            "select version from registry_version where campaign = $1")
            .bind(campaign)
            .fetch_optional(c)
            .await)?;
        let units: Vec<UnitRow> = on_tx!(snapshot, c => sqlx::query_as(
            "select code, name, short_name, kind, unit_group, traits, valid_from, valid_until
             from registry_unit where campaign = $1 order by code")
            .bind(campaign)
            .fetch_all(c)
            .await)?;
        let mailboxes: Vec<MailboxRow> = on_tx!(snapshot, c => sqlx::query_as(
            "select address, unit, valid_from, valid_until, withdrawn
             from registry_mailbox where campaign = $1 order by address")
            .bind(campaign)
            .fetch_all(c)
            .await)?;
        let terms: Vec<Granted> = on_tx!(snapshot, c => sqlx::query_as(
            "select unit, kind, ends_at, reason, granted_at, granted_by from term
             where campaign = $1 and id in (
                 select max(id) from term where campaign = $1 group by unit)")
            .bind(campaign)
            .fetch_all(c)
            .await)?;
        let amendments = Amendments {
            units: units.into_iter().map(entry).collect::<Result<_>>()?,
            mailboxes: mailboxes.into_iter().map(held).collect::<Result<_>>()?,
            terms: terms.into_iter().filter_map(terms_of).collect(),
        };
        Ok((version.unwrap_or(0), amendments))
    }

    /// Whom to telephone at a unit.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn contacts(&self, campaign: &str, unit: &str) -> Result<Vec<(ContactId, Contact)>> {
        let rows: Vec<ContactRow> = on!(self, pool => sqlx::query_as(
            "select id, name, duty, phone, email, valid_from, valid_until from registry_contact
             where campaign = $1 and unit = $2 order by id")
            .bind(campaign)
            .bind(unit)
            .fetch_all(pool)
            .await)?;
        rows.into_iter().map(contact).collect()
    }

    /// What was done to a subject of the audit, newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn audit_of(&self, subject: &str, limit: u32) -> Result<Vec<AuditRow>> {
        Ok(on!(self, pool => sqlx::query_as(
            "select seq, at, actor, action, subject, detail, prev_hash, hash from audit
             where subject = $1 order by seq desc limit $2")
            .bind(subject)
            .bind(i64::from(limit))
            .fetch_all(pool)
            .await)?)
    }

    /// Name and telephone of every contact of each unit, whatever their days.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn every_contact(
        &self,
        campaign: &str,
    ) -> Result<BTreeMap<String, BTreeSet<(String, String)>>> {
        let rows: Vec<(String, String, String)> = on!(self, pool => sqlx::query_as(
            "select unit, name, phone from registry_contact where campaign = $1")
            .bind(campaign)
            .fetch_all(pool)
            .await)?;
        let mut all = BTreeMap::<String, BTreeSet<_>>::new();
        for (unit, name, phone) in rows {
            all.entry(unit).or_default().insert((name, phone));
        }
        Ok(all)
    }

    /// Whom to telephone at each unit on a day: its first contact who is there.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn telephones(
        &self,
        campaign: &str,
        today: Date,
    ) -> Result<BTreeMap<String, (String, String)>> {
        let rows: Vec<(String, String, String)> = on!(self, pool => sqlx::query_as(
            "select unit, name, phone from registry_contact where campaign = $1
                 and coalesce(valid_from, $2) <= $2 and coalesce(valid_until, $2) >= $2
             order by id desc")
            .bind(campaign)
            .bind(today.to_string())
            .fetch_all(pool)
            .await)?;
        let by_unit = rows
            .into_iter()
            .map(|(unit, name, phone)| (unit, (name, phone)));
        Ok(by_unit.collect())
    }
}

fn entry(row: UnitRow) -> Result<Entry> {
    let traits = row.traits.split(' ').filter(|name| !name.is_empty());
    Ok(Entry {
        code: row.code,
        name: row.name,
        short_name: row.short_name,
        kind: row.kind,
        group: row.unit_group,
        traits: traits.map(str::to_owned).collect(),
        span: span(row.valid_from, row.valid_until)?,
    })
}

fn held(row: MailboxRow) -> Result<Held> {
    let address = Address::parse(&row.address);
    Ok(Held {
        mailbox: Mailbox {
            address: address.ok_or_else(|| StoreError::Corrupt("not an address".to_owned()))?,
            unit: row.unit,
            span: span(row.valid_from, row.valid_until)?,
        },
        withdrawn: row.withdrawn != 0,
    })
}

fn contact(row: ContactRow) -> Result<(ContactId, Contact)> {
    let contact = Contact {
        name: row.name,
        duty: row.duty,
        phone: row.phone,
        email: row.email,
        span: span(row.valid_from, row.valid_until)?,
    };
    Ok((row.id, contact))
}
