//! The head of a page: where it stands, what it is, how that is, and what can be done.

use leptos::prelude::*;
use leptos_meta::Title;

use super::value::with_numbers;
use crate::texts::{frame::frame, word};

/// The page's name in the window.
pub fn window_title(title: &str) -> impl IntoView + use<> {
    view! { <Title text=format!("{title} · {}", frame().brand()) /> }
}

/// The head of a page, and its name in the window. The children are how it is: its state, its dates.
#[component]
pub fn PageHeader(
    #[prop(into)] title: String,
    /// The list that it stands below: its address and name.
    #[prop(optional)]
    below: Option<(&'static str, &'static str)>,
    /// What it is called below the list, where that is a number and not the title.
    #[prop(into, optional)]
    reference: String,
    #[prop(optional_no_strip)] actions: Option<AnyView>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let crumbs = below.map(|(href, name)| {
        let here = if reference.is_empty() {
            with_numbers(&title)
        } else {
            view! { <code class="ref">{reference}</code> }.into_any()
        };
        view! {
            <nav class="crumbs" aria-label=word().position()>
                <ol>
                    <li><a href=href>{name}</a></li>
                    <li>{here}</li>
                </ol>
            </nav>
        }
    });
    view! {
        {window_title(&title)}
        <header class="page-header">
            {crumbs}
            <h1>{with_numbers(title)}</h1>
            {children.map(|children| view! { <p class="page-header__meta">{children()}</p> })}
            {actions.map(|actions| view! { <div class="page-header__actions">{actions}</div> })}
        </header>
    }
}
