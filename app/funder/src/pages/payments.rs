//! Draws that are paid by a file for the bank, payments that wait to be released, and the files that were made.

mod results;

use domain::Amount;
use leptos::{prelude::*, server_fn::ServerFn};
use partner::texts::team::team;
use parts::{
    components::{
        batch::{Batch, Tick},
        cell::Cell,
        empty::empty,
        form::{Form, numbered},
        icon::Icon,
        list::NarrowedList,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        table::Table,
        tabs::{asked_state, tab},
        value::when,
    },
    texts::{narrow::narrow, word},
};
use services::page::Page;

use super::{draws, links};
use crate::{
    api::payment_file::{
        DrawToPayView, MakePaymentFile, PaymentFileView, PaymentsView, ReleasePayments, RequireRelease, payment_files,
        payments,
    },
    texts::payment_file::payment_file as texts,
};

pub(super) const LIST: &str = "/funder/payments";

#[must_use]
pub fn page() -> AnyView {
    let here = asked_state(&["", "prepared", "files"]);
    let parts = vec![tab("", texts().to_pay()), tab("prepared", texts().to_release()), tab("files", texts().files())];
    let list = |filters: Filters, none: AnyView| NarrowedList::asked(filters, none).parts(word().state(), here, parts);
    let content = match here {
        "files" => list(of_files(), empty(Icon::Download, texts().none_made(), texts().none_made_text()))
            .view(payment_files, files),
        "prepared" => list(of_draws(), empty(Icon::Check, texts().none_to_release(), texts().none_to_release_text()))
            .view(|query, after| payments(true, query, after), to_release),
        _ => list(of_draws(), empty(Icon::Check, texts().none_to_pay(), texts().none_to_pay_text()))
            .view(|query, after| payments(false, query, after), to_pay),
    };
    view! {
        <PageHeader title=texts().title()>{texts().note()}</PageHeader>
        {content}
    }
    .into_any()
}

fn of_draws() -> Filters {
    let of = narrow();
    Filters { path: LIST, hint: of.payment_of_draw_hint(), day: of.requested_on(), amount: word().plain_amount() }
}

fn of_files() -> Filters {
    let of = narrow();
    Filters { path: LIST, hint: of.payment_file_hint(), day: of.made_on(), amount: of.in_all() }
}

fn to_pay(view: PaymentsView, none: AnyView) -> AnyView {
    let again = view.page.rows.iter().any(|draw| draw.file.is_some());
    let upload = view.treasurer.clone().map(results::form);
    let setting = view.approver.clone().map(|request_no| setting(view.releases, request_no));
    let list = table(&view.page.rows)
        .words(texts().file(), |draw| match &draw.file {
            Some((id, number)) => Cell::reference(number).to(format!("{LIST}/{id}")),
            None => Cell::text(texts().not_in_file()),
        })
        .batch(view.treasurer.map(|request_no| making(request_no, again)), tick)
        .page(view.page, none);
    view! { {results::faults()} {upload} {list} {setting} }.into_any()
}

fn to_release(view: PaymentsView, none: AnyView) -> AnyView {
    let setting = view.approver.clone().map(|request_no| setting(view.releases, request_no));
    let list = table(&view.page.rows)
        .words(texts().prepared_by(), |draw| match &draw.prepared {
            Some(prepared) => Cell::text(team().actor(&prepared.by)).note(when(&prepared.at)),
            None => Cell::text(""),
        })
        .words(word().payment_reference(), |draw| {
            Cell::reference(
                draw.prepared.as_ref().map(|prepared| prepared.payment_reference.clone()).unwrap_or_default(),
            )
        })
        .batch(view.approver.map(releasing), registered)
        .page(view.page, none);
    view! { {list} {setting} }.into_any()
}

fn table(rows: &[DrawToPayView]) -> Table<DrawToPayView> {
    let sum: Amount = rows.iter().map(|draw| draw.amount).sum();
    Table::<DrawToPayView>::new(texts().title())
        .sortable()
        .words(word().reference(), |draw| Cell::reference(&draw.reference).to(format!("{}/{}", draws::LIST, draw.id)))
        .total(word().page_total())
        .words(word().shop(), |draw| links::shop(&draw.agent_name, &draw.agent).note(when(&draw.requested_at)))
        .figures(word().amount(), |draw| draw.amount)
        .total(sum)
        .sorted_by(SortKey::Amount)
}

fn tick(draw: &DrawToPayView) -> Option<Tick> {
    Some(Tick { id: draw.id.clone(), name: draw.reference.clone(), amount: Some(draw.amount) })
}

/// A payment as it was registered, so that no other one is released.
fn registered(draw: &DrawToPayView) -> Option<Tick> {
    let prepared = draw.prepared.as_ref()?;
    Some(Tick { id: prepared.registered.clone(), name: draw.reference.clone(), amount: Some(draw.amount) })
}

/// `again` where some of the draws are in a file already, of which the person says that it was not used.
fn making(request_no: String, again: bool) -> Batch {
    let again = again.then(|| {
        view! {
            <label class="check">
                <input type="checkbox" name="earlier_unused" value="true" />
                {texts().earlier_unused()}
            </label>
        }
    });
    let fields = view! { <span class="muted">{texts().make_text()}</span> {again} };
    Batch { path: MakePaymentFile::PATH, request_no, fields: fields.into_any(), act: texts().make() }
}

fn releasing(request_no: String) -> Batch {
    let fields = view! { <span class="muted">{texts().release_text()}</span> };
    Batch { path: ReleasePayments::PATH, request_no, fields: fields.into_any(), act: texts().release() }
}

fn files(page: Page<PaymentFileView>, none: AnyView) -> AnyView {
    Table::<PaymentFileView>::new(texts().files())
        .sortable()
        .words(texts().file(), |file| Cell::reference(&file.number).to(format!("{LIST}/{}", file.id)))
        .words(texts().made_at(), |file| Cell::time(&file.made_at).note(team().actor(&file.made_by).to_owned()))
        .sorted_by(SortKey::Time)
        .figures(texts().count(), |file| file.draws.to_string())
        .figures(texts().sum(), |file| file.sum)
        .summed()
        .sorted_by(SortKey::Amount)
        .page(page, none)
}

/// Whether payments are released by a second person, which the approver settles.
fn setting(releases: bool, request_no: String) -> AnyView {
    let (now, act) =
        if releases { (texts().setting_on(), texts().turn_off()) } else { (texts().setting_off(), texts().turn_on()) };
    let value = if releases { "false" } else { "true" };
    // The page's other form has the plain number.
    let request_no = numbered(&request_no, "set");
    view! {
        <Form to=RequireRelease::PATH request_no class="card stack">
            <h2 class="card__title">{texts().setting()}</h2>
            <p>{now}</p>
            <p class="muted small">{texts().setting_note()}</p>
            <input type="hidden" name="releases" value=value />
            <div class="form__actions"><button class="button button--quiet">{act}</button></div>
        </Form>
    }
    .into_any()
}
