use leptos::prelude::*;
use leptos_router::components::A;

#[derive(Clone, Copy)]
pub enum Page { Overview,  }

#[lazy]
pub fn portal(page: Page) -> AnyView {
    let (count, set_count) = signal(0);
    let name = match page { Page::Overview => "admin Overview", _ => "admin other" };
    view! { <main><h1>{name}</h1><button on:click=move |_| set_count.update(|c| *c += 1)>{count}</button><A href="/funder">"f"</A><A href="/agent">"a"</A><A href="/agent/borrow">"b"</A></main> }.into_any()
}
