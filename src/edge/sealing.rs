//! Signs a mail as its domain's own server would (RFC 6376): for rehearsals, in
//! which we play a provider of free mailboxes.

use std::{fs, path::Path};

use mail_auth::{
    common::{
        crypto::{DkimKey, Ed25519Key, RsaKey},
        headers::HeaderWriter,
    },
    dkim::{Canonicalization, DkimSigner, Done},
};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer, pem::PemObject};

/// What is put under the signature: all that a mail shows, so that it cannot be
/// shown in another frame.
const SIGNED: [&str; 7] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
];

/// A signing key and the name under which it is published.
pub struct Seal(DkimSigner<DkimKey, Done>);

impl Seal {
    /// Reads a private key: PKCS#8 in PEM, RSA or Ed25519 (RFC 8463).
    ///
    /// # Errors
    /// When the file cannot be read, or holds neither.
    pub fn read(file: &Path, domain: &str, selector: &str) -> anyhow::Result<Self> {
        let pem = fs::read(file)?;
        let key = PrivatePkcs8KeyDer::from_pem_slice(&pem)?;
        let ed25519 = Ed25519Key::from_pkcs8_maybe_unchecked_der(key.secret_pkcs8_der());
        let key = match ed25519 {
            Ok(key) => DkimKey::from(key),
            Err(_) => DkimKey::from(RsaKey::from_key_der(PrivateKeyDer::Pkcs8(key))?),
        };
        let signer = DkimSigner::from_key(key)
            .domain(domain)
            .selector(selector)
            .headers(SIGNED)
            .header_canonicalization(Canonicalization::Relaxed)
            .body_canonicalization(Canonicalization::Relaxed);
        Ok(Self(signer))
    }

    /// The mail with its signature on top.
    ///
    /// # Errors
    /// When the key cannot sign.
    pub fn put_on(&self, mail: &[u8]) -> anyhow::Result<Vec<u8>> {
        let signature = self.0.sign(mail)?.to_header();
        Ok([signature.as_bytes(), mail].concat())
    }
}
