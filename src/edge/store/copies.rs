//! What mails call themselves, so that one that comes once more is known.

use super::{Link, MailId, Result, Tx, columns::digest as to_digest};
use crate::digest::Digest;

#[derive(sqlx::FromRow)]
struct File {
    mail: MailId,
    digest: Option<String>,
}

impl Tx {
    /// Notes what a mail with a proven sender calls itself.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn identify(&mut self, mail: MailId, identities: &[Digest]) -> Result<()> {
        for identity in identities {
            on_tx!(self, c => sqlx::query(
                "insert into mail_identity (identity, mail) values ($1, $2)
                 on conflict (identity, mail) do nothing")
                .bind(identity.to_string())
                .bind(mail)
                .execute(c)
                .await
                .map(drop))?;
        }
        Ok(())
    }

    /// The other mails of a unit that call themselves the same and were decided
    /// on their content or filed as an explanation, each with its files, in the order in which they came.
    /// A mail whose sender was not proven is not one of them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn namesakes(
        &mut self,
        mail: MailId,
        unit: &str,
        identities: &[Digest],
    ) -> Result<Vec<(i64, Vec<Digest>)>> {
        let mut found: Vec<(i64, Vec<Digest>)> = Vec::new();
        for identity in identities {
            let files: Vec<File> = on_tx!(self, c => sqlx::query_as(
                "select i.mail, a.digest from mail_identity i
                 join mail m on m.id = i.mail
                 join verdict v on v.mail = m.id and v.revision = m.revision
                 left join attachment a on a.mail = m.id
                 where i.identity = $1 and i.mail <> $2 and v.unit = $3 and v.proof <> 'none'
                     and (v.verdict in ('accepted', 'rejected', 'duplicate')
                         or exists (select 1 from explanation e where e.mail = m.id))
                 order by i.mail, a.n")
                .bind(identity.to_string())
                .bind(mail)
                .bind(unit)
                .fetch_all(c)
                .await)?;
            let known = found.len();
            for File { mail, digest } in files {
                // One that is known by two names is listed once.
                if found[..known].iter().any(|(other, _)| *other == mail.0) {
                    continue;
                }
                if found.last().is_none_or(|(last, _)| *last != mail.0) {
                    found.push((mail.0, Vec::new()));
                }
                if let (Some((_, files)), Some(digest)) = (found.last_mut(), digest) {
                    files.push(to_digest(&digest)?);
                }
            }
        }
        found.sort_by_key(|(mail, _)| *mail);
        Ok(found)
    }
}
