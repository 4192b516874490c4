//! Writing a late loan off in the funder's own figures.

use domain::role::Role;
use leptos::prelude::*;
use parts::api::{Answer, Told, db, id, new_request_no, reader, role, writer};
use services::loan::{WriteOffCommand, WriteOffRow};

/// Whether a loan is written off, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenOffView {
    pub written_off: Option<WriteOffRow>,
    /// Of the form; empty where the visitor may not change it.
    pub request_no: String,
}

/// The write-off of a loan that holds.
pub async fn written_off(loan: String) -> Answer<WrittenOffView> {
    let context = reader()?;
    let written_off = services::loan::written_off(&db(), &context, id(&loan)?).await.told()?;
    let changes = role(&context)? == Role::FunderApprover;
    Ok(WrittenOffView { written_off, request_no: if changes { new_request_no() } else { String::new() } })
}

/// Writes a loan off.
#[server(endpoint = "write_off/set")]
pub async fn write_off(request_no: String, loan: String, reason: String) -> Answer<()> {
    let command = WriteOffCommand { loan: id(&loan)?, reason };
    services::loan::write_off(&db(), &writer(&request_no)?, command).await.told()
}

/// Takes that back.
#[server(endpoint = "write_off/take_back")]
pub async fn take_back_write_off(request_no: String, loan: String) -> Answer<()> {
    services::loan::take_back_write_off(&db(), &writer(&request_no)?, id(&loan)?).await.told()
}
