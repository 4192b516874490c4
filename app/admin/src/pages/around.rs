//! What stands around the content of every page: where one is, how to go on, and that there is nothing.

use domain::Amount;
use leptos::prelude::*;
use leptos_meta::Title;
use parts::{
    api::Answer,
    components::{
        alert::error_alert,
        icon::{Icon, icon},
        load::load,
        money::money,
    },
    texts::{frame::frame, word},
};

use crate::texts::admin;

/// The head of a page: its title, its state, and what can be done.
pub fn header(title: &str, meta: impl IntoView + 'static, actions: Option<AnyView>) -> AnyView {
    view! {
        <Title text=format!("{title} · {}", frame().brand()) />
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
        <Title text=format!("{title} · {}", frame().brand()) />
        <header class="page-header">
            <nav class="crumbs" aria-label=word().position()>
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
            let title = error.problem.words().title;
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
            <h2>{texts.nothing_found()}</h2>
            <p>{texts.nothing_found_text()}</p>
            <a class="button button--quiet" href=all>{texts.clear()}</a>
        </div>
    }
    .into_any()
}

/// The field by which a list is searched, with what was looked for.
pub fn search(path: &'static str, label: &'static str, text: Option<String>) -> AnyView {
    let texts = admin();
    let clear = text.is_some().then(|| view! { <a class="button button--quiet" href=path>{texts.clear()}</a> });
    view! {
        <form class="filters" method="get" action=path role="search">
            <div class="field">
                <label for="text">{label}</label>
                <input id="text" name="text" type="search" maxlength="64" value=text.unwrap_or_default() />
            </div>
            <button class="button button--quiet">{texts.search()}</button>
            {clear}
        </form>
    }
    .into_any()
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
