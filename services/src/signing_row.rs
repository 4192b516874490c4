//! A signing, as its steps and what it makes need it.
//!
//! Not in `signing/`, which leads to `binding/`, which needs it too.

use domain::{
    Reference,
    id::{AgentId, MappingId, PartnerId, SigningId},
    mapping::SettlementId,
    signing::Signing,
};

/// A signing, as its steps need it.
pub struct SigningRow {
    pub id: SigningId,
    pub reference: Reference,
    pub funder: PartnerId,
    pub facilitator: PartnerId,
    pub settlement_id: SettlementId,
    pub mapping: MappingId,
    pub payer: Vec<u8>,
    pub payer_masked: String,
    pub card_masked: String,
    pub card_index: Vec<u8>,
    pub payer_no: String,
    /// Whether the payer agreed to a share.
    pub shares: bool,
    /// Whose legal person pays, where the payer is the funder's borrower.
    pub borrower: Option<AgentId>,
    pub signing: Signing,
}
