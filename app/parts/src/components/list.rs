//! Long lists, in which one finds something by a text.

use leptos::prelude::*;
use services::page::Page;

use super::{
    empty::{empty, nothing_found},
    icon::Icon,
    load::load,
    page_header::PageHeader,
    pager::asked_after,
    query::asked_for,
    table::Table,
};
use crate::{api::Answer, texts::list::list as texts};

/// The parameter of an address by which a list is searched.
const TEXT: &str = "text";

/// A list that is searched by one text, on a page of its own.
pub struct SearchedList {
    pub path: &'static str,
    pub title: &'static str,
    pub note: &'static str,
    /// What is looked through.
    pub label: &'static str,
    /// What is said while there is nothing at all, where that can be.
    pub none: Option<(&'static str, &'static str)>,
}

impl SearchedList {
    /// The page, of what is found with a text and after a place.
    pub fn page<Row, Next, Found>(
        self,
        find: impl FnOnce(Option<String>, Option<String>) -> Found,
        table: fn() -> Table<Row>,
    ) -> AnyView
    where
        Row: Send + 'static,
        Next: ToString + Send + 'static,
        Found: Future<Output = Answer<Page<Row, Next>>> + Send + 'static,
    {
        let Self { path, title, note, label, none } = self;
        let text = asked_for(TEXT);
        let found = find(text.clone(), asked_after());
        let none = none.filter(|_| text.is_none());
        view! {
            <PageHeader title>{note}</PageHeader>
            {search(path, label, text)}
            {load(found, move |page| {
                let none = none.map_or_else(|| nothing_found(path), |(none, text)| empty(Icon::List, none, text));
                table().page(page, none)
            })}
        }
        .into_any()
    }
}

/// The field by which a list is searched, with what was looked for.
fn search(path: &'static str, label: &'static str, text: Option<String>) -> impl IntoView {
    let clear = text.is_some().then(|| view! { <a class="button button--quiet" href=path>{texts().clear()}</a> });
    view! {
        <form class="filters" method="get" action=path role="search">
            <div class="field">
                <label for=TEXT>{label}</label>
                <input id=TEXT name=TEXT type="search" maxlength="64" value=text.unwrap_or_default() />
            </div>
            <button class="button button--quiet">{texts().search()}</button>
            {clear}
        </form>
    }
}
