//! Paying draws by a file for the funder's bank, and releasing what was registered as paid.

use domain::{
    Amount,
    id::{DrawId, PaymentFileId},
    role::Role,
};
use leptos::prelude::*;
use parts::api::{
    Answer, Called, Names, RequestProblem, Told, bad_field, batch, db, id, instant, narrow::NarrowQuery, page, reader,
    writer,
};
use services::{
    draw::{self, Prepared, Registered},
    page::Page,
    party::ReceivingAccount,
    payment_file::{self, DrawToPay, MakePaymentFileCommand, PaymentStanding},
};

/// Where a file is fetched: in place of `{id}` stands which, and its query says how it is written.
pub const DOWNLOAD: &str = "/funder/files/payments/{id}";

/// A draw that is to be paid, or whose payment is to be released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawToPayView {
    pub id: String,
    pub reference: String,
    pub agent: String,
    pub agent_name: String,
    pub amount: Amount,
    pub requested_at: String,
    /// The newest file that it is in: identifier and number.
    pub file: Option<(String, String)>,
    pub prepared: Option<PreparedView>,
}

/// A payment that was registered to be released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreparedView {
    pub by: Called,
    pub at: String,
    pub payment_reference: String,
    /// What its release names: registered anew, it is another one.
    pub registered: String,
}

impl PreparedView {
    pub(super) fn of(draw: DrawId, prepared: Prepared, names: &Names) -> Self {
        Self {
            by: names.of(&prepared.by),
            at: instant(prepared.at),
            payment_reference: prepared.payment_reference,
            registered: Registered::new(draw, prepared.at).to_string(),
        }
    }
}

/// Draws, and what the visitor may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentsView {
    pub page: Page<DrawToPayView>,
    /// Payments are released by a second person.
    pub releases: bool,
    /// For the treasurer.
    pub treasurer: Option<String>,
    /// For the approver.
    pub approver: Option<String>,
}

/// A file of payments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentFileView {
    pub id: String,
    pub number: String,
    pub draws: i64,
    pub sum: Amount,
    pub made_by: Called,
    pub made_at: String,
}

/// One payment of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentView {
    pub draw: String,
    pub reference: String,
    pub amount: Amount,
    pub standing: PaymentStanding,
}

/// A file with its payments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentFilePageView {
    pub file: PaymentFileView,
    pub payee: ReceivingAccount,
    pub payments: Vec<PaymentView>,
}

/// Draws that are to be paid, or with `prepared` those whose payment is to be released, as they are asked for.
pub async fn payments(prepared: bool, query: NarrowQuery, after: Option<String>) -> Answer<PaymentsView> {
    let (db, context, list) = (db(), reader()?, query.read(prepared)?);
    let rows = payment_file::draws_to_pay(&db, &context, list, page(after)).await.told()?;
    let releases = draw::releases_payments::<services::error::Never>(&db, &context).await.told()?;
    let names = partner::api::team::names().await?;
    let view = |row: DrawToPay| DrawToPayView {
        id: row.id.to_string(),
        reference: row.reference.to_string(),
        agent: row.agent.to_string(),
        agent_name: row.agent_name,
        amount: row.amount,
        requested_at: instant(row.requested_at),
        file: row.file.map(|(id, number)| (id.to_string(), number)),
        prepared: row.prepared.map(|prepared| PreparedView::of(row.id, prepared, &names)),
    };
    Ok(PaymentsView {
        page: rows.map(view),
        releases,
        treasurer: batch::offered_to(&[Role::FunderTreasurer])?,
        approver: batch::offered_to(&[Role::FunderApprover])?,
    })
}

/// A page of the funder's files, as it is asked for.
pub async fn payment_files(query: NarrowQuery, after: Option<String>) -> Answer<Page<PaymentFileView>> {
    let list = query.read(())?;
    let files = payment_file::payment_files(&db(), &reader()?, list, page(after)).await.told()?;
    let names = partner::api::team::names().await?;
    Ok(files.map(|row| PaymentFileView {
        id: row.id.to_string(),
        number: row.number,
        draws: row.draws,
        sum: row.sum,
        made_by: names.of(&row.made_by),
        made_at: instant(row.made_at),
    }))
}

/// One file.
pub async fn payment_file(file: String) -> Answer<PaymentFilePageView> {
    let id: PaymentFileId = id(&file)?;
    let detail = payment_file::payment_file(&db(), &reader()?, id).await.told()?;
    let names = partner::api::team::names().await?;
    let payments: Vec<PaymentView> = detail
        .draws
        .into_iter()
        .map(|paid| PaymentView {
            draw: paid.draw.to_string(),
            reference: paid.reference.to_string(),
            amount: paid.amount,
            standing: paid.standing,
        })
        .collect();
    Ok(PaymentFilePageView {
        file: PaymentFileView {
            id: file,
            number: detail.number,
            draws: i64::try_from(payments.len()).unwrap_or(i64::MAX),
            sum: payments.iter().map(|payment| payment.amount).sum(),
            made_by: names.of(&detail.made_by),
            made_at: instant(detail.made_at),
        },
        payee: detail.payee,
        payments,
    })
}

/// Makes a file of the ticked draws, and goes to where it is fetched.
#[server(endpoint = "payment_file/make")]
pub async fn make_payment_file(
    request_no: String,
    #[server(default)] items: Vec<String>,
    #[server(default)] earlier_unused: bool,
) -> Answer<()> {
    let context = writer(&request_no)?;
    if items.is_empty() {
        return Err(bad_field(RequestProblem::NothingTicked));
    }
    // A ticked row says what it is, and behind a space what it is called.
    let draws = items.iter().map(|item| id::<DrawId>(item.split(' ').next().unwrap_or_default()));
    let command = MakePaymentFileCommand { draws: draws.collect::<Answer<_>>()?, earlier_unused };
    let file = payment_file::make_payment_file(&db(), &context, command).await.told()?;
    leptos_axum::redirect(&format!("/funder/payments/{file}"));
    Ok(())
}

/// A second person releases these payments, each as it was registered when that person looked.
#[server(endpoint = "draw/release")]
pub async fn release_payments(request_no: String, #[server(default)] items: Vec<String>) -> Answer<()> {
    batch::each(&request_no, &items, async |context, seen| draw::release_payment(&db(), &context, seen).await.told())
        .await
}

/// The approver settles whether payments are released by a second person.
#[server(endpoint = "payment_release/set")]
pub async fn require_release(request_no: String, #[server(default)] releases: bool) -> Answer<()> {
    draw::require_release(&db(), &writer(&request_no)?, releases).await.told()
}
