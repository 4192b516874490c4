//! What stands around the content of every page: where one is, how to go on, and that there is nothing.

use domain::Amount;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use crate::{
    api::Answer,
    components::{
        alert::error_alert,
        icon::{Icon, icon},
        load::load,
        money::money,
    },
    texts::{admin::admin, errors::explain, frame::frame},
};

/// The head of a page: its title, its state, and what can be done.
pub fn header(title: &str, meta: impl IntoView + 'static, actions: Option<AnyView>) -> AnyView {
    view! {
        <Title text=format!("{title} · {}", frame().brand) />
        <header class="page-header">
            <h1>{title.to_owned()}</h1>
            <p class="page-header__meta">{meta.into_any()}</p>
            {actions.map(|actions| view! { <div class="page-header__actions">{actions}</div> })}
        </header>
    }
    .into_any()
}

/// The head of a page that stands below a list.
pub fn header_below(
    list: (&'static str, &'static str),
    title: &str,
    meta: impl IntoView + 'static,
    actions: Option<AnyView>,
) -> AnyView {
    let (href, name) = list;
    view! {
        <Title text=format!("{title} · {}", frame().brand) />
        <header class="page-header">
            <nav class="crumbs" aria-label=admin().position>
                <ol>
                    <li><a href=href>{name}</a></li>
                    <li>{title.to_owned()}</li>
                </ol>
            </nav>
            <h1>{title.to_owned()}</h1>
            <p class="page-header__meta">{meta.into_any()}</p>
            {actions.map(|actions| view! { <div class="page-header__actions">{actions}</div> })}
        </header>
    }
    .into_any()
}

/// Waits for the data of a page whose head depends on it. What cannot be shown still says where one is.
pub fn loaded<T: Send + 'static>(
    list: (&'static str, &'static str),
    data: impl Future<Output = Answer<T>> + Send + 'static,
    view: impl FnOnce(T) -> AnyView + Send + 'static,
) -> AnyView {
    load(async move { Ok(data.await) }, move |answer| match answer {
        Ok(value) => view(value),
        Err(error) => {
            let (title, _) = explain(&error);
            view! { {header_below(list, &title, "", None)} {error_alert(&error)} }.into_any()
        }
    })
}

/// Nothing here, and why.
pub fn empty(title: &'static str, text: &'static str) -> AnyView {
    view! {
        <div class="empty">
            {icon(Icon::List)}
            <h2>{title}</h2>
            <p>{text}</p>
        </div>
    }
    .into_any()
}

/// Nothing fits what was looked for.
pub fn nothing_found(all: &'static str) -> AnyView {
    let texts = admin();
    view! {
        <div class="empty">
            {icon(Icon::Search)}
            <h2>{texts.nothing_found}</h2>
            <p>{texts.nothing_found_text}</p>
            <a class="button button--quiet" href=all>{texts.clear}</a>
        </div>
    }
    .into_any()
}

/// How many rows a page shows, and the ways to the first and the next one. `name` is the parameter that holds where a
/// page begins.
pub fn pager(shown: usize, path: &'static str, name: &'static str, next: Option<String>) -> AnyView {
    let texts = admin();
    let query = use_query_map().get_untracked();
    let with = |start: Option<String>| {
        let mut query = asked(&query);
        query.remove(name);
        if let Some(start) = start {
            query.insert(name, start);
        }
        format!("{path}{}", query.to_query_string())
    };
    let first = query.get_str(name).is_some().then(|| with(None));
    let next = next.map(|next| with(Some(next)));
    view! {
        <nav class="pager" aria-label=texts.pages>
            <span>{(texts.shown)(shown)}</span>
            {first.map(|href| view! { <a class="button button--quiet" href=href rel="first">{texts.first_page}</a> })}
            {next.map(|href| view! { <a class="button button--quiet" href=href rel="next">{texts.next_page}</a> })}
        </nav>
    }
    .into_any()
}

/// What a page was asked for, without what a form was sent back with.
fn asked(query: &ParamsMap) -> ParamsMap {
    query
        .clone()
        .into_iter()
        .filter(|(name, _)| !name.starts_with("__") && !name.contains('.'))
        .map(|(name, value)| (name.into_owned(), value))
        .collect()
}

/// A parameter of the page's address; none when it is empty.
pub fn asked_for(name: &str) -> Option<String> {
    use_query_map()
        .with_untracked(|query| query.get(name))
        .map(|value| value.trim().to_owned())
        .filter(|value| !value.is_empty())
}

/// An amount in one of two columns, of which the other stays empty.
pub fn money_or_dash(amount: Amount) -> AnyView {
    if amount.is_zero() { "—".into_any() } else { money(amount).into_any() }
}

/// A text, or a dash in the place of none.
pub fn or_dash(text: impl Into<String>) -> String {
    let text = text.into();
    if text.is_empty() { "—".to_owned() } else { text }
}

/// An instant or a day, if there is one.
pub fn when(text: impl Into<String>) -> AnyView {
    let text = text.into();
    if text.is_empty() { "—".into_any() } else { view! { <time>{text}</time> }.into_any() }
}

/// A business number, if there is one.
pub fn reference(text: impl Into<String>) -> AnyView {
    let text = text.into();
    if text.is_empty() { "—".into_any() } else { view! { <code class="ref">{text}</code> }.into_any() }
}
