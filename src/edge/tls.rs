//! Streams to mail servers, encrypted as configured.
//!
//! One TLS stack (rustls with ring), the system's certificate authorities, and
//! the one that the operator names. There is no switch to skip the check.

use std::{fmt, io, sync::Arc};

use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;

use crate::config::{Server, Tls};

/// What a mail protocol needs of a stream.
pub trait Duplex: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug> Duplex for S {}

/// A stream, encrypted or not.
pub type Stream = Box<dyn Duplex>;

/// Opens a connection; encrypted from the first byte if so configured.
///
/// # Errors
/// The system's or the TLS stack's.
pub async fn connect(server: &Server) -> io::Result<Stream> {
    let tcp = TcpStream::connect((server.host.as_str(), server.port)).await?;
    tcp.set_nodelay(true)?;
    match server.tls {
        Tls::Implicit => encrypt(Box::new(tcp), server).await,
        Tls::StartTls | Tls::Off => Ok(Box::new(tcp)),
    }
}

/// Encrypts an open stream.
///
/// # Errors
/// The TLS stack's: certificate not trusted, name mismatch, connection lost.
pub async fn encrypt(stream: Stream, server: &Server) -> io::Result<Stream> {
    let name = ServerName::try_from(server.host.clone()).map_err(io::Error::other)?;
    let config = ClientConfig::builder()
        .with_root_certificates(roots(server)?)
        .with_no_client_auth();
    let encrypted = TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await?;
    Ok(Box::new(encrypted))
}

fn roots(server: &Server) -> io::Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    for certificate in rustls_native_certs::load_native_certs().certs {
        // A broken certificate of the system is no reason to refuse the others.
        let _added = roots.add(certificate);
    }
    if let Some(file) = &server.ca_file {
        let own = CertificateDer::from_pem_file(file).map_err(io::Error::other)?;
        roots.add(own).map_err(io::Error::other)?;
    }
    Ok(roots)
}
