//! The things that paths name.

use domain::id::{
    AccountId, AgentId, ApplicationId, ApprovalId, BankLayoutId, BankMovementId, ConsentId, CreditLineId, DrawId,
    FreezeId, ImportId, JobId, LoanId, OfferId, PartnerId, PayoutId, QuoteId, RepaymentId, SessionId, UnreadLineId,
    UserId, WalletId,
};
use uuid::Uuid;

/// A thing that a path names: a query for each relation that the asker can have to it, empty where there is none.
/// `{shop}` is the shop of the case, `{funder}` its funder, `{me}` the person who asks.
pub struct Thing {
    pub text: fn(Uuid) -> String,
    pub own: &'static str,
    pub colleague: &'static str,
    pub other: &'static str,
}

pub const APPLICATION: Thing = Thing {
    text: |id| ApplicationId(id).to_string(),
    own: "select id from applications where agent_id = {shop} and funder_id = {funder} order by created_at desc limit 1",
    colleague: "",
    other: "select id from applications where agent_id <> {shop} and funder_id <> {funder} and state = 'agreed'
            order by id limit 1",
};
pub const CONSENT: Thing = Thing {
    text: |id| ConsentId(id).to_string(),
    own: "select id from consents where agent_id = {shop} and purpose = 'pre_credit' order by id limit 1",
    colleague: "",
    other: "select id from consents where agent_id <> {shop} and purpose = 'pre_credit' order by id limit 1",
};
pub const DRAW: Thing = Thing {
    text: |id| DrawId(id).to_string(),
    own: "select id from draws where agent_id = {shop} and funder_id = {funder} order by requested_at desc limit 1",
    colleague: "",
    other: "select id from draws where agent_id <> {shop} and funder_id <> {funder} order by id limit 1",
};
/// Of the institution's pages, to which every line is its own.
pub const LINE: Thing = Thing {
    text: |id| CreditLineId(id).to_string(),
    own: "select id from credit_lines order by reference limit 1",
    colleague: "",
    other: "",
};
/// Of the institution's pages, to which every agent is its own.
pub const AGENT: Thing = Thing {
    text: |id| AgentId(id).to_string(),
    own: "select id from agents order by number limit 1",
    colleague: "",
    other: "",
};
/// A shop of a funder's page: one that has applied to it, and one that never has.
pub const SHOP: Thing = Thing {
    text: |id| AgentId(id).to_string(),
    own:
        "select agent_id from applications where agent_id = {shop} and funder_id = {funder} and submitted_at is not null
          limit 1",
    colleague: "",
    other: "select g.id from agents g
            where not exists (select from applications a where a.agent_id = g.id and a.funder_id = {funder})
              and not exists (select from credit_lines c where c.agent_id = g.id and c.funder_id = {funder})
            order by g.number limit 1",
};
pub const LOAN: Thing = Thing {
    text: |id| LoanId(id).to_string(),
    own: "select id from loans where agent_id = {shop} and funder_id = {funder} order by outstanding_fen desc limit 1",
    colleague: "",
    other: "select id from loans where agent_id <> {shop} and funder_id <> {funder} order by id limit 1",
};
pub const QUOTE: Thing = Thing {
    text: |id| QuoteId(id).to_string(),
    own: "select id from quotes where agent_id = {shop} order by expires_at desc limit 1",
    colleague: "",
    other: "select id from quotes where agent_id <> {shop} order by id limit 1",
};
pub const OFFER: Thing = Thing {
    text: |id| OfferId(id).to_string(),
    own: "select id from offers where agent_id = {shop} and funder_id = {funder} order by asked_at desc limit 1",
    colleague: "",
    other: "select id from offers where agent_id <> {shop} and funder_id <> {funder} order by id limit 1",
};
/// A round is known to a funder by its pseudonym alone.
pub const ROUND: Thing = Thing {
    text: |id| OfferId(id).to_string(),
    own: "select id from offers where agent_id = {shop} and funder_id = {funder} order by asked_at desc limit 1",
    colleague: "",
    other: "select id from offers where agent_id = {shop} and funder_id <> {funder} order by asked_at desc limit 1",
};
pub const REPAYMENT: Thing = Thing {
    text: |id| RepaymentId(id).to_string(),
    own: "select id from repayments where agent_id = {shop} and funder_id = {funder} order by debited_at desc limit 1",
    colleague: "",
    other: "select id from repayments where agent_id <> {shop} and funder_id <> {funder} order by id limit 1",
};
pub const IMPORT: Thing = Thing {
    text: |id| ImportId(id).to_string(),
    own: "select id from imports order by uploaded_at desc limit 1",
    colleague: "",
    other: "",
};
pub const MOVEMENT: Thing = Thing {
    text: |id| BankMovementId(id).to_string(),
    own: "select id from bank_movements order by id limit 1",
    colleague: "",
    other: "",
};
pub const WALLET: Thing = Thing {
    text: |id| WalletId(id).to_string(),
    own: "select id from wallets order by id limit 1",
    colleague: "",
    other: "",
};
pub const FREEZE: Thing = Thing {
    text: |id| FreezeId(id).to_string(),
    own: "select id from freezes order by id limit 1",
    colleague: "",
    other: "",
};
pub const PAYOUT: Thing = Thing {
    text: |id| PayoutId(id).to_string(),
    own: "select id from payouts order by id limit 1",
    colleague: "",
    other: "",
};
pub const APPROVAL: Thing =
    Thing { text: |id| ApprovalId(id).to_string(), own: "select id from approvals limit 1", colleague: "", other: "" };
pub const LAYOUT: Thing = Thing {
    text: |id| BankLayoutId(id).to_string(),
    own: "select id from bank_layouts limit 1",
    colleague: "",
    other: "",
};
pub const UNREAD: Thing = Thing {
    text: |id| UnreadLineId(id).to_string(),
    own: "select id from unread_lines limit 1",
    colleague: "",
    other: "",
};
pub const PARTNER: Thing = Thing {
    text: |id| PartnerId(id).to_string(),
    own: "select id from partners where code = 'funder-a'",
    colleague: "",
    other: "",
};
pub const JOB: Thing = Thing {
    text: |id| JobId(id).to_string(),
    own: "select id from jobs where dead_at is not null",
    colleague: "",
    other: "",
};
pub const ACCOUNT: Thing = Thing {
    text: |id| AccountId(id).to_string(),
    own: "select id from accounts where kind = 'reserve_cash' limit 1",
    colleague: "",
    other: "select id from accounts where kind = 'wallet' order by id limit 1",
};
pub const SESSION: Thing = Thing {
    text: |id| SessionId(id).to_string(),
    own: "select id from sessions where user_id = {me} and device = 'spare'",
    colleague: "select s.id from sessions s join users u on u.id = s.user_id join users me on me.id = {me}
                where u.id <> me.id and (u.agent_id, u.partner_id) is not distinct from (me.agent_id, me.partner_id)
                  and s.device = 'spare' order by u.username limit 1",
    other: "select s.id from sessions s join users u on u.id = s.user_id join users me on me.id = {me}
            where u.username in ('agent-3', 'funder-b-reviewer') and s.device = 'spare'
              and (u.agent_id, u.partner_id) is distinct from (me.agent_id, me.partner_id) order by u.username limit 1",
};
pub const USER: Thing = Thing {
    text: |id| UserId(id).to_string(),
    own: "select {me}",
    colleague: "select u.id from users u join users me on me.id = {me}
                where u.id <> me.id and (u.agent_id, u.partner_id) is not distinct from (me.agent_id, me.partner_id)
                order by u.username limit 1",
    other: "select id from users where username = 'agent-3'",
};
