//! Long lists, in which one finds something by a text, or which are narrowed by more and have parts beside each other.

use leptos::prelude::*;
use services::page::Page;

use super::{
    empty::nothing_found,
    load::load,
    narrow::{Filters, asked_narrow, kept},
    page_header::PageHeader,
    pager::{AFTER, asked_after},
    query::{asked_for, here_with},
    table::Table,
    tabs::{Tab, tab, tabs},
};
use crate::{
    api::{Answer, narrow::NarrowQuery},
    texts::{list::list as texts, word},
};

/// The parameter of an address by which a list is searched.
const TEXT: &str = "text";

/// A list that is searched by one text, on a page of its own.
pub struct SearchedList {
    pub path: &'static str,
    pub title: &'static str,
    pub note: &'static str,
    /// What is looked through.
    pub label: &'static str,
    /// What its parts are of, the one that is asked for, and all of them.
    pub parts: (&'static str, &'static str, Vec<Tab>),
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
        let Self { path, title, note, label, parts: (of, here, parts) } = self;
        let text = asked_for(TEXT);
        let found = find(text.clone(), asked_after());
        view! {
            <PageHeader title>{note}</PageHeader>
            {search(path, label, text)}
            {tabs(of, here, parts)}
            {load(found, move |page| table().page(page, nothing_found(path)))}
        }
        .into_any()
    }
}

/// The field by which a list is searched, with what was looked for.
fn search(path: &'static str, label: &'static str, text: Option<String>) -> impl IntoView {
    let all = here_with(&[(TEXT, None), (AFTER, None)]);
    let clear = text.is_some().then(|| view! { <a class="button button--quiet" href=all>{texts().clear()}</a> });
    view! {
        <form class="filters" method="get" action=path role="search">
            {kept(&[])}
            <div class="field">
                <label for=TEXT>{label}</label>
                <input id=TEXT name=TEXT type="search" maxlength="64" value=text.unwrap_or_default() />
            </div>
            <button class="button button--quiet">{texts().search()}</button>
            {clear}
        </form>
    }
}

/// A list that its form narrows, and that may have parts beside each other, as the page's address asks for it.
pub struct NarrowedList {
    filters: Filters,
    query: NarrowQuery,
    tabs: Option<AnyView>,
    /// Whether it is narrowed, so that nothing may be found where there is something.
    narrowed: bool,
    none: AnyView,
}

impl NarrowedList {
    /// With what is shown while there is nothing at all.
    #[must_use]
    pub fn asked(filters: Filters, none: AnyView) -> Self {
        let query = asked_narrow();
        Self { narrowed: query.is_given(), filters, query, tabs: None, none }
    }

    /// With its parts, the first of which is what nobody has to ask for.
    #[must_use]
    pub fn parts(self, label: &'static str, here: &'static str, parts: Vec<Tab>) -> Self {
        Self { tabs: Some(tabs(label, here, parts)), ..self }
    }

    /// With everything, and each of these parts beside it, of which one may be asked for.
    #[must_use]
    pub fn each(self, label: &'static str, one: Option<&'static str>, parts: impl IntoIterator<Item = Tab>) -> Self {
        let parts = std::iter::once(tab("", word().all())).chain(parts).collect();
        self.parts(label, one.unwrap_or_default(), parts).narrowed(one.is_some())
    }

    /// Narrowed by something else too.
    #[must_use]
    pub fn narrowed(self, narrowed: bool) -> Self {
        Self { narrowed: self.narrowed || narrowed, ..self }
    }

    /// What it is narrowed by.
    #[must_use]
    pub fn query(&self) -> NarrowQuery {
        self.query.clone()
    }

    /// What stands above its rows, and what is shown in their place where there are none.
    #[must_use]
    pub fn head(self) -> (AnyView, AnyView) {
        let Self { filters, query, tabs, narrowed, none } = self;
        let none = if narrowed { nothing_found(filters.path) } else { none };
        (view! { {filters.view(&query)} {tabs} }.into_any(), none)
    }

    /// All of it, of what is found with what narrows it and after a place; `shown` is given what stands in the place of no rows.
    pub fn view<T: Send + 'static, Found>(
        self,
        find: impl FnOnce(NarrowQuery, Option<String>) -> Found,
        shown: impl FnOnce(T, AnyView) -> AnyView + Send + 'static,
    ) -> AnyView
    where
        Found: Future<Output = Answer<T>> + Send + 'static,
    {
        let found = find(self.query(), asked_after());
        let (head, none) = self.head();
        view! { {head} {load(found, move |found| shown(found, none))} }.into_any()
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;
    use crate::components::{empty::empty, icon::Icon};

    #[test]
    fn nothing_is_found_where_the_list_is_narrowed_or_one_part_is_asked_for() {
        let nothing = |query: &str, one: Option<&'static str>| {
            let (parts, ()) = Request::get(format!("/list?{query}")).body(()).unwrap().into_parts();
            Owner::new().with(|| {
                provide_context(parts);
                let filters = Filters { path: "/list", hint: "a name", day: "Day", amount: "" };
                let none = empty(Icon::List, "None at all", "");
                NarrowedList::asked(filters, none).each("State", one, [tab("done", "Done")]).head().1.to_html()
            })
        };
        for (query, one) in [("text=x", None), ("state=done", Some("done"))] {
            assert!(!nothing(query, one).contains("None at all"), "{query}");
        }
        for query in ["", "sort=oldest"] {
            assert!(nothing(query, None).contains("None at all"), "{query}");
        }
    }
}
