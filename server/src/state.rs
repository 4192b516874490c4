//! What handlers share.

use std::sync::Arc;

use domain::debt::DebitLimits;
use leptos::config::LeptosOptions;
use services::{Db, network::Network, notice::Outbound};

use crate::{partner::api::PartnerApi, site::Site, source::TrustedProxies};

/// What handlers share.
#[derive(Clone)]
pub struct AppState {
    pub db: Db,
    pub site: Site,
    pub partner_api: PartnerApi,
    /// By which cards are bound.
    pub network: Arc<dyn Network>,
    /// By which partners' endpoints are tried out.
    pub outbound: Arc<Outbound>,
    /// When they are debited.
    pub debit_limits: DebitLimits,
    pub demonstration: bool,
    /// Opens `/metrics` to other machines.
    pub metrics_token: Option<String>,
    /// Who says where a request comes from.
    pub trusted_proxies: TrustedProxies,
}

impl axum::extract::FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.site.options.clone()
    }
}

impl axum::extract::FromRef<AppState> for Db {
    fn from_ref(state: &AppState) -> Self {
        state.db.clone()
    }
}
