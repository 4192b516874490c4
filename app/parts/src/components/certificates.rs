//! The certificates that a loan has had, and which of them is void.

use leptos::prelude::*;

use super::{alert::Alert, cell::Cell, status::Tone, table::Table};
use crate::{
    api::loan::CertificateView,
    texts::{certificate::certificate, word},
};

/// The certificates of a loan, where there are any.
#[must_use]
pub fn certificates(rows: &[CertificateView]) -> Option<impl IntoView + use<>> {
    let texts = certificate();
    (!rows.is_empty()).then(|| {
        let table = Table::<CertificateView>::new(texts.title())
            .words(texts.number(), |row| Cell::reference(&row.number))
            .words(texts.settled_at(), |row| Cell::time(&row.settled_at))
            .words(word().state(), move |row| {
                if row.is_void() {
                    Cell::status(Tone::Bad, texts.void()).note(texts.void_since(&row.void_since))
                } else {
                    Cell::status(Tone::Done, word().holds())
                }
            })
            .of(rows);
        view! {
            <section class="section">
                <h2>{texts.title()}</h2>
                {table}
            </section>
        }
    })
}

/// Says that the last certificate of a loan is void, where that is so.
#[must_use]
pub fn voided(rows: &[CertificateView]) -> Option<impl IntoView + use<>> {
    let texts = certificate();
    rows.last().filter(|row| row.is_void()).map(|row| {
        let (title, text) = (texts.void_title(&row.number), texts.void_since(&row.void_since));
        view! { <Alert kind="warn" title text /> }
    })
}
