//! The one way to make a client for HTTP. It goes where it is told and nowhere else: no proxy, no redirect; and it believes the
//! certificates that this machine believes.

use std::sync::{Arc, OnceLock};

use reqwest::{ClientBuilder, redirect::Policy};
use rustls::{ClientConfig, RootCertStore, crypto::ring};

/// A builder of clients.
///
/// # Errors
/// When the library has no version of TLS that its ciphers can speak.
pub fn builder() -> Result<ClientBuilder, rustls::Error> {
    static TLS: OnceLock<Result<ClientConfig, rustls::Error>> = OnceLock::new();
    let config = TLS.get_or_init(config).clone()?;
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    let builder = reqwest::Client::builder();
    Ok(builder.no_proxy().redirect(Policy::none()).tls_backend_preconfigured(config))
}

fn config() -> Result<ClientConfig, rustls::Error> {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        tracing::warn!(%error, "certificates of this machine cannot be read");
    }
    roots.add_parsable_certificates(found.certs);
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    Ok(builder.with_safe_default_protocol_versions()?.with_root_certificates(roots).with_no_client_auth())
}
