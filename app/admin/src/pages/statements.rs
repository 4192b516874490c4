//! Uploading bank statements, and what was uploaded.

use leptos::prelude::*;
use parts::{
    components::{
        pager::{asked_after, pager},
        status::{Tone, status},
    },
    texts::word,
};
use services::bank_movement::ImportState;

use super::{
    around::{empty, header, loaded, when},
    table::{cells, figures, prose, table, words},
};
use crate::{
    api::statement::{StatementFileView, StatementsView, UPLOAD, statements},
    pages::upload::{Upload, account_field, upload},
    texts::{admin, statement::statement},
};

#[must_use]
pub fn page() -> AnyView {
    loaded(("/admin/statements", admin().statements()), statements(asked_after()), content)
}

fn content(view: StatementsView) -> AnyView {
    let texts = statement();
    let form = Upload {
        to: UPLOAD.to_owned(),
        title: texts.upload_title(),
        label: texts.upload_label(),
        hint: texts.upload_hint(),
        accept: ".xlsx,.csv,.txt,.xml",
        button: texts.upload_button(),
    };
    let upload = view.may_upload.then(|| upload(form, view.request_no, account_field()));
    let list = if view.files.rows.is_empty() {
        empty(texts.none_title(), texts.none_text())
    } else {
        let columns = vec![
            prose(texts.file_name()),
            words(texts.accounts_days()),
            figures(texts.count()),
            words(word().state()),
            words(texts.uploaded()),
        ];
        let shown = view.files.rows.len();
        let table = table(texts.files(), columns, view.files.rows.into_iter().map(row).collect(), None);
        view! { {table} {pager(shown, view.files.next)} }.into_any()
    };
    view! {
        {header(admin().statements(), texts.note(), None)}
        {upload}
        <section class="section">
            <h2>{texts.files()}</h2>
            {list}
        </section>
    }
    .into_any()
}

/// Where a file stands, in a word.
pub(super) fn state(state: ImportState) -> AnyView {
    let texts = statement();
    match state {
        ImportState::Confirmed => status(Tone::Done, texts.confirmed()).into_any(),
        ImportState::Previewed => status(Tone::Due, texts.to_confirm()).into_any(),
        ImportState::GivenBack => status(Tone::Neutral, texts.given_back()).into_any(),
    }
}

fn row(file: StatementFileView) -> Vec<AnyView> {
    let texts = statement();
    let accounts = file.account_nos.into_iter().map(|number| view! { <code class="ref block">{number}</code> });
    let days = texts.period(&file.from_on, &file.to_on);
    // What was decided about was explained.
    let grave = if file.state == ImportState::Previewed { Tone::Due } else { Tone::Neutral };
    let found = match (file.grave, file.findings) {
        (0, 0) => None,
        (0, count) => Some(status(Tone::Neutral, texts.to_know(count))),
        (count, _) => Some(status(grave, texts.to_explain(count))),
    };
    let same = file.same.map(|(id, state)| {
        let words = if state == ImportState::Confirmed { texts.same_confirmed() } else { texts.same_waits() };
        view! { <small><a href=format!("/admin/statements/{id}")>{words}</a></small> }
    });
    cells![
        view! { <a href=format!("/admin/statements/{}", file.id)>{file.file_name}</a> },
        view! { {accounts.collect_view()} <small>{days}</small> },
        file.movements.to_string(),
        view! { {state(file.state)} <small>{found}</small> {same} },
        view! { {when(file.uploaded_at)} <small>{file.uploaded_by}</small> },
    ]
}
