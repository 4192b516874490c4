//! Where one is: the head of a page, and what it says when it has nothing to show.

use leptos::prelude::*;
use leptos_meta::Title;
use parts::{
    components::icon::{Icon, icon},
    texts::{frame::frame, word},
};

/// The head of a page that the navigation leads to.
pub fn heading(title: &'static str, meta: impl IntoView) -> impl IntoView {
    view! {
        <Title text=format!("{title} · {}", frame().brand()) />
        <header class="page-header">
            <h1>{title}</h1>
            <p class="page-header__meta">{meta}</p>
        </header>
    }
}

/// The head of the page of one thing, below the list that holds it.
pub fn heading_of_one(
    (list, href): (&'static str, &'static str),
    reference: String,
    title: String,
    meta: impl IntoView,
) -> impl IntoView {
    view! {
        <Title text=format!("{title} · {}", frame().brand()) />
        <header class="page-header">
            <nav class="crumbs" aria-label=word().position()>
                <ol>
                    <li>
                        <a href=href>{list}</a>
                    </li>
                    <li>
                        <code class="ref">{reference}</code>
                    </li>
                </ol>
            </nav>
            <h1>{title}</h1>
            <p class="page-header__meta">{meta}</p>
        </header>
    }
}

/// Nothing here, and why.
pub fn empty(shape: Icon, title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <div class="empty">
            {icon(shape)} <h2>{title}</h2>
            <p>{text}</p>
        </div>
    }
}
