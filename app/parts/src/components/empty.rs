//! Nothing to show, and why.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::texts::list::list;

/// There is nothing yet, or nothing any more.
#[must_use]
pub fn empty(shape: Icon, title: &'static str, text: &'static str) -> AnyView {
    nothing(shape, title, text, ())
}

/// There is nothing, and this is the way to something: an address and its name.
#[must_use]
pub fn empty_with(shape: Icon, title: &'static str, text: &'static str, way: (&'static str, &'static str)) -> AnyView {
    let (href, name) = way;
    nothing(shape, title, text, view! { <a class="button" href=href>{name}</a> })
}

/// Nothing fits what was looked for. `all` is the address of the whole list.
#[must_use]
pub fn nothing_found(all: &'static str) -> AnyView {
    let texts = list();
    let clear = view! { <a class="button button--quiet" href=all>{texts.clear()}</a> };
    nothing(Icon::Search, texts.nothing_found(), texts.nothing_found_text(), clear)
}

fn nothing(shape: Icon, title: &'static str, text: &'static str, way: impl IntoView + 'static) -> AnyView {
    view! {
        <div class="empty">
            {icon(shape)}
            <h2>{title}</h2>
            <p>{text}</p>
            {way}
        </div>
    }
    .into_any()
}
