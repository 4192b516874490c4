//! A person's files that are made in the background, the same in every portal of the staff.

use domain::export::ExportState;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    cell::Cell,
    empty::empty,
    form::{Form, numbered},
    fresh::fresh,
    icon::Icon,
    load::load,
    page_header::PageHeader,
    query::asked_for,
    status::Tone,
    table::Table,
};
use crate::{
    api::export::{CancelExport, DOWNLOAD, ExportView, ExportsView, RequestExport, exports},
    texts::{export::export as texts, word},
};

/// The parameters of the page's address that say of which list a file is wanted, and how it is written.
pub const LIST: &str = "list";
pub const FORMAT: &str = "format";

#[must_use]
pub fn page() -> AnyView {
    let asked = asked_for(LIST).zip(asked_for(FORMAT));
    view! {
        <PageHeader title=texts().title()>{texts().note()}</PageHeader>
        {load(exports(), move |view| content(view, asked))}
    }
    .into_any()
}

fn content(view: ExportsView, asked: Option<(String, String)>) -> AnyView {
    let ExportsView { exports, request_no } = view;
    let ask = asked.map(|(list, format)| ask(list, format, numbered(&request_no, "ask")));
    let making = exports.iter().any(|item| item.state == ExportState::Making);
    let fresh = making.then(|| fresh("?"));
    let list = if exports.is_empty() {
        empty(Icon::Download, texts().none(), texts().none_text())
    } else {
        table(request_no).of(&exports)
    };
    view! { {ask} {fresh} {list} }.into_any()
}

/// What is asked of whoever comes from a list that is too long to be downloaded at once.
fn ask(list: String, format: String, request_no: String) -> AnyView {
    let shown = list.clone();
    view! {
        <Form to=RequestExport::PATH request_no class="card stack">
            <h2 class="card__title">{texts().ask()}</h2>
            <p>{texts().ask_text()}</p>
            <p><code>{shown}</code> " · " {format.clone()}</p>
            <input type="hidden" name="list" value=list />
            <input type="hidden" name="format" value=format />
            <div class="form__actions"><button class="button">{texts().begin()}</button></div>
        </Form>
    }
    .into_any()
}

fn table(request_no: String) -> Table<ExportView> {
    Table::<ExportView>::new(texts().title())
        .prose(texts().list(), |item| Cell::text(&item.list).to(&item.list))
        .words(word().format(), |item| item.format.code())
        .words(word().state(), |item| {
            Cell::status(tone(item.state), texts().states(item.state))
                .note_of(item.reason.map(|reason| texts().reasons(reason)))
        })
        .figures(texts().rows(), |item| Cell::view(written(item)))
        .words(word().requested_at(), |item| Cell::time(&item.requested_at))
        .words(texts().what(), move |item| what_to_do(item, &request_no))
}

const fn tone(state: ExportState) -> Tone {
    match state {
        ExportState::Making => Tone::Waiting,
        ExportState::Ready => Tone::Done,
        ExportState::Refused => Tone::Bad,
        ExportState::Cancelled => Tone::Neutral,
    }
}

/// How many rows there are, and while the file is made, of how many.
fn written(item: &ExportView) -> AnyView {
    let rows = item.rows;
    match item.whole.filter(|_| item.state == ExportState::Making) {
        None => rows.to_string().into_any(),
        // Rows that have come since it was counted.
        Some(whole) => {
            let whole = whole.max(rows);
            view! { {rows} " / " {whole} <progress max=whole value=rows aria-label=texts().rows()></progress> }
                .into_any()
        }
    }
}

fn what_to_do(item: &ExportView, request_no: &str) -> Cell {
    match item.state {
        ExportState::Ready => Cell::text(word().download()).to(DOWNLOAD.replace("{id}", &item.id)),
        ExportState::Making => {
            // The identifier is a number of its own: a page has several of these forms.
            let (id, number) = (item.id.clone(), format!("{request_no}{}", item.id.trim_start_matches("export_")));
            Cell::view(view! {
                <Form to=CancelExport::PATH request_no=number>
                    <input type="hidden" name="export" value=id />
                    <button class="button button--quiet">{texts().cancel()}</button>
                </Form>
            })
        }
        ExportState::Refused | ExportState::Cancelled => Cell::text(""),
    }
}

#[cfg(test)]
mod tests {
    use domain::export::ExportFormat;

    use super::*;

    #[test]
    fn a_file_that_is_made_says_how_far_it_is_where_the_whole_is_known() {
        let shown = |state, rows, whole| {
            let (id, list, requested_at) = (String::new(), String::new(), String::new());
            let item =
                ExportView { id, list, format: ExportFormat::Csv, state, reason: None, rows, whole, requested_at };
            Owner::new().with(|| written(&item).to_html())
        };
        let bar = shown(ExportState::Making, 2_000, Some(5_000));
        assert!(bar.contains("max=\"5000\"") && bar.contains("value=\"2000\""), "{bar}");
        // What has come meanwhile is no more than all.
        assert!(shown(ExportState::Making, 5_001, Some(5_000)).contains("max=\"5001\""));
        for none in [shown(ExportState::Making, 2_000, None), shown(ExportState::Ready, 5_000, Some(5_000))] {
            assert!(!none.contains("progress"), "{none}");
        }
    }
}
