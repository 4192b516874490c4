//! The table of contents: every page with its path. Each portal's pages share one chunk.

use leptos::prelude::*;
use leptos_router::{
    Lazy, SsrMode,
    components::{ParentRoute, Route, Routes},
    path,
};

use crate::pages::{not_found::NotFound, sign_in::SignInPage};

/// Declares route types whose views are the pages of one portal, and so of one chunk.
macro_rules! pages {
    ($portal:ident: $($name:ident),* $(,)?) => {
        pub mod $portal {
            use leptos::prelude::AnyView;
            use leptos_router::LazyRoute;

            use crate::pages::$portal as portal;
            $(
                #[derive(Clone, Copy)]
                pub struct $name;

                impl LazyRoute for $name {
                    fn data() -> Self {
                        Self
                    }

                    async fn view(_: Self) -> AnyView {
                        portal::portal(portal::Page::$name).await
                    }

                    async fn preload() {
                        // The loader exists only where the wasm is split.
                        #[cfg(target_arch = "wasm32")]
                        portal::__preload_portal().await;
                    }
                }
            )*
        }
    };
}

mod lazy {
    pages!(agent: Frame, Home, Sessions);
    pages!(funder: Frame, Workbench, Sessions);
    pages!(admin: Frame, Overview, Sessions);
}

#[component]
pub fn AppRoutes() -> impl IntoView {
    view! {
        <Routes fallback=NotFound>
            <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
            <ParentRoute path=path!("/agent") view={Lazy::<lazy::agent::Frame>::new()} ssr=SsrMode::Async>
                <Route path=path!("") view={Lazy::<lazy::agent::Home>::new()} ssr=SsrMode::Async />
                <Route path=path!("sessions") view={Lazy::<lazy::agent::Sessions>::new()} ssr=SsrMode::Async />
            </ParentRoute>
            <ParentRoute path=path!("/funder") view={Lazy::<lazy::funder::Frame>::new()} ssr=SsrMode::Async>
                <Route path=path!("") view={Lazy::<lazy::funder::Workbench>::new()} ssr=SsrMode::Async />
                <Route path=path!("sessions") view={Lazy::<lazy::funder::Sessions>::new()} ssr=SsrMode::Async />
            </ParentRoute>
            <ParentRoute path=path!("/admin") view={Lazy::<lazy::admin::Frame>::new()} ssr=SsrMode::Async>
                <Route path=path!("") view={Lazy::<lazy::admin::Overview>::new()} ssr=SsrMode::Async />
                <Route path=path!("sessions") view={Lazy::<lazy::admin::Sessions>::new()} ssr=SsrMode::Async />
            </ParentRoute>
        </Routes>
    }
}
