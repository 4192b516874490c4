//! The files that the agent has attached.

use leptos::prelude::*;
use parts::{
    components::{cell::Cell, table::Table},
    texts::word,
};

use crate::{
    api::{attachment::AttachmentView, review::ReviewView},
    texts::attachment::attachment,
};

pub fn attachments(view: &ReviewView) -> Option<AnyView> {
    let texts = attachment();
    (!view.attachments.is_empty()).then(|| {
        view! {
            <section class="card">
                <h2>{texts.title()}</h2>
                <p class="muted">{texts.note()}</p>
                {table().of(&view.attachments)}
            </section>
        }
        .into_any()
    })
}

fn table() -> Table<AttachmentView> {
    let texts = attachment();
    Table::<AttachmentView>::new(texts.title())
        .prose(word().file(), |item| item.file_name.clone())
        .figures(texts.size(), |item| item.kilobytes.to_string())
        .words(texts.hash(), |item| Cell::reference(&item.hash))
        .words(word().uploaded_at(), |item| Cell::time(&item.uploaded_at))
        .words(word().action(), move |item| {
            let (path, label) = (item.path.clone(), format!("{} {}", word().download(), item.file_name));
            Cell::view(view! {
                <form method="post" action=path data-file="">
                    <button class="button button--quiet" aria-label=label>{word().download()}</button>
                </form>
            })
        })
}
