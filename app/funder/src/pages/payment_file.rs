//! A file of payments: what it pays, and the file itself for the bank.

use domain::Amount;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use partner::texts::team::team;
use parts::{
    api::{Answer, RequestProblem, bad_field},
    components::{
        cell::Cell,
        export::Format,
        icon::{Icon, icon},
        load::loaded,
        page_header::PageHeader,
        status::Tone,
        table::Table,
        value::copyable,
    },
    texts::word,
};
use services::payment_file::PaymentStanding;

use super::{draws, payments::LIST};
use crate::{
    api::payment_file::{DOWNLOAD, PaymentFilePageView, PaymentView, payment_file},
    texts::payment_file::payment_file as texts,
};

#[must_use]
pub fn page() -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    loaded((LIST, texts().title()), payment_file(id), content)
}

fn content(view: PaymentFilePageView) -> AnyView {
    let PaymentFilePageView { file, payee, payments } = view;
    let address = DOWNLOAD.replace("{id}", &file.id);
    let link = |format: Format, text: &'static str| {
        let href = format!("{address}?format={}", format.extension());
        view! { <a class="button button--quiet" href=href download="">{icon(Icon::Download)} " " {text}</a> }
    };
    let (xlsx, csv) = (link(Format::Xlsx, texts().download_xlsx()), link(Format::Csv, texts().download_csv()));
    let title = texts().number(&file.number);
    let (sum, count) = (file.sum, texts().payments(file.draws));
    let (made_at, made_by) = (file.made_at, team().actor(&file.made_by).to_owned());
    view! {
        <PageHeader title below=(LIST, texts().title()) reference=file.number>
            <span>{count}</span> " · " <span class="money">{sum.grouped()}</span> " " {word().yuan()} " · "
            <time>{made_at}</time> " " {made_by}
        </PageHeader>
        <p class="form__actions">{xlsx} " " {csv}</p>
        <section class="card">
            <dl class="facts facts--end facts--copy">
                {copyable(texts().payee_name(), payee.name)}
                {copyable(texts().payee_account(), payee.account_no)}
                {copyable(texts().payee_branch(), payee.branch)}
            </dl>
        </section>
        {table(sum).of(&payments)}
    }
    .into_any()
}

fn table(sum: Amount) -> Table<PaymentView> {
    Table::<PaymentView>::new(texts().files())
        .words(word().reference(), |payment| {
            Cell::reference(&payment.reference).to(format!("{}/{}", draws::LIST, payment.draw))
        })
        .total(word().total())
        .figures(word().amount(), |payment| payment.amount)
        .total(sum)
        .words(word().state(), |payment| {
            let tone = match payment.standing {
                PaymentStanding::NotReported => Tone::Waiting,
                PaymentStanding::ToRelease => Tone::Active,
                PaymentStanding::Reported => Tone::Done,
                PaymentStanding::Ended => Tone::Neutral,
            };
            Cell::status(tone, texts().standings(payment.standing))
        })
}

/// A row of the file for the bank.
struct Line {
    payee_name: String,
    payee_account: String,
    payee_branch: String,
    amount: Amount,
    /// Of the draw: what is matched by it stands alone.
    reference: String,
}

/// The file as its bank takes it, with its name: a payment in each row, and the sum of all below them.
pub async fn file_for_bank(file: String, format: Format) -> Answer<(String, Vec<u8>)> {
    let PaymentFilePageView { file, payee, payments } = payment_file(file).await?;
    let line = |payment: PaymentView| Line {
        payee_name: payee.name.clone(),
        payee_account: payee.account_no.clone(),
        payee_branch: payee.branch.clone(),
        amount: payment.amount,
        reference: payment.reference,
    };
    let mut lines: Vec<Line> = payments.into_iter().map(line).collect();
    lines.push(Line {
        payee_name: texts().total(file.draws),
        payee_account: String::new(),
        payee_branch: String::new(),
        amount: file.sum,
        reference: String::new(),
    });
    let table = Table::<Line>::new("")
        .words(texts().payee_name(), |line| Cell::text(&line.payee_name))
        .words(texts().payee_account(), |line| Cell::text(&line.payee_account))
        .words(texts().payee_branch(), |line| Cell::text(&line.payee_branch))
        .figures(word().amount(), |line| line.amount)
        .words(word().remittance(), |line| Cell::text(&line.reference))
        .words(word().reference(), |line| Cell::text(&line.reference));
    let content = table.file(format, &lines).map_err(|_| bad_field(RequestProblem::Failed))?;
    Ok((format!("payments-{}.{}", file.number, format.extension()), content))
}
