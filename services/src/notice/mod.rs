//! Notices: how a partner's system is told of its events, by HTTP, as Standard Webhooks has it.
//!
//! Each numbered event has one delivery. It goes to the endpoint that is in force when it is sent, at least once and in no particular
//! order: its receiver knows it by `id`, and its place by `number`. A delivery that is not acknowledged is tried again by its
//! schedule and then is dead, until somebody has it sent again. Nothing else depends on it.

mod deliver;
mod endpoint;
mod outbound;
mod redeliver;
mod report;
mod sql;

use domain::{event::PartnerEventKind, id::EventId};
use serde::Serialize;
use serde_json::Value;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{Context, Error, error::Failure, event::EventRow};

pub(crate) use deliver::deliver;
pub use endpoint::{
    EndpointRow, RegisterEndpointCommand, approve_endpoint, end_endpoint, endpoints, register_endpoint, reveal_secret,
    rotate_secret, test_endpoint,
};
pub use outbound::{Lookup, Message, NOWHERE, Outbound, Reach, Secret, secret_text};
pub use redeliver::{Again, RedeliverCommand, count_dead, redeliver};
pub use report::{
    AttemptRow, DeliveryRow, NoticeFilter, NoticeRow, NoticesStanding, SEARCHED, notice, notices, notices_of,
    notices_standing,
};

/// What a partner is told of an event: by a notice, or when it asks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Notice {
    pub id: EventId,
    /// What happened: `signing.succeeded`.
    pub r#type: &'static str,
    /// How `data` is written.
    pub version: i16,
    /// Counts what this partner is told, from 1. A test has none: 0.
    pub number: i64,
    /// When it happened, RFC 3339.
    pub timestamp: String,
    /// To what.
    pub subject: String,
    pub data: Value,
}

impl From<EventRow> for Notice {
    fn from(row: EventRow) -> Self {
        let EventRow { number, id, kind, version, subject, payload: data, at } = row;
        Self {
            id,
            r#type: kind.code(),
            version,
            number,
            timestamp: at.format(&Rfc3339).unwrap_or_default(),
            subject,
            data,
        }
    }
}

impl Notice {
    /// Nothing happened: an endpoint is tried out.
    fn test(id: EventId, subject: impl ToString, at: OffsetDateTime) -> Self {
        let (kind, version) = (PartnerEventKind::EndpointTest, domain::event::VERSION);
        let (subject, payload) = (subject.to_string(), Value::Object(serde_json::Map::new()));
        Self::from(EventRow { number: 0, id, kind, version, subject, payload, at })
    }

    fn body(&self) -> Result<Vec<u8>, Failure> {
        Ok(serde_json::to_vec(self)?)
    }
}

/// The partner for which somebody acts, by whichever of its people or by its system.
fn partner<R>(context: &Context) -> Result<domain::id::PartnerId, Error<R>> {
    context.party().partner().ok_or(Error::Forbidden)
}
