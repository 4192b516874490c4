//! The reconciliation files of the visitor's side.

use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        icon::Icon,
        list::NarrowedList,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        table::Table,
    },
    texts::{narrow::narrow, word},
};

use super::owed_back;
use crate::{
    api::partner_file::{FileView, files},
    texts::partner_file::partner_file,
};

/// The page itself, which stands in two portals.
const PATH: &str = "files";

#[must_use]
pub fn page() -> AnyView {
    let (texts, of) = (partner_file(), narrow());
    let filters =
        Filters { path: PATH, hint: of.partner_file_hint(), day: word().business_date(), amount: of.payable() };
    let list = NarrowedList::asked(filters, empty(Icon::Download, texts.none(), texts.none_text()));
    view! {
        <PageHeader title=texts.title()>{texts.note()}</PageHeader>
        {list.view(files, |(page, portal), none| {
            let owed = owed_back::of_files(&page.rows);
            view! { {table(portal).sortable().page(page, none)} {owed} }.into_any()
        })}
    }
    .into_any()
}

/// A partner's newest files, for the institution: what each is, and by what it is known again.
#[must_use]
pub fn of_partner(files: &[FileView]) -> AnyView {
    let texts = partner_file();
    let shown = if files.is_empty() {
        view! { <p class="muted">{texts.none()}</p> }.into_any()
    } else {
        Table::<FileView>::new(texts.title())
            .words(word().business_date(), |item| Cell::time(&item.business_date))
            .figures(word().lines(), |item| Cell::text(item.lines.to_string()))
            .prose(word().checksum(), checksum)
            .words(texts.made_at(), |item| Cell::time(&item.made_at))
            .of(files)
    };
    view! { <section class="section"><h2>{texts.title()}</h2>{shown}</section> }.into_any()
}

fn table(portal: &'static str) -> Table<FileView> {
    let texts = partner_file();
    Table::<FileView>::new(texts.title())
        .words(word().business_date(), move |item| {
            // The file itself: the browser stays on the page.
            let (href, date) = (format!("{portal}/file/{}", item.id), item.business_date.clone());
            Cell::view(view! { <a href=href download=""><time>{date}</time></a> })
        })
        .sorted_by(SortKey::Time)
        .figures(word().lines(), |item| Cell::text(item.lines.to_string()))
        .figures(texts.payable(), |item| item.payable)
        .sorted_by(SortKey::Amount)
        .figures(texts.receivable(), |item| item.receivable)
        .figures(texts.claim(), |item| item.claim)
        .figures(texts.revenue_share(), |item| item.revenue_share)
        .prose(word().checksum(), checksum)
        .words(texts.made_at(), |item| Cell::time(&item.made_at))
}

/// Whole, and broken wherever there is no room.
fn checksum(file: &FileView) -> Cell {
    let digest = file.digest.clone();
    Cell::view(view! { <code>{digest}</code> })
}
