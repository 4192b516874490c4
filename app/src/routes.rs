//! The table of contents: every page with its path. Each portal's pages share one chunk.

use leptos::prelude::*;
use leptos_router::{
    Lazy, LazyRoute, SsrMode,
    components::{Route, Routes},
    path,
};

use crate::pages::{admin, agent, funder};

/// Declares a route type whose view is one page of a portal's chunk.
macro_rules! pages {
    ($portal:path, $preload:path, $enum:path: $($name:ident),* $(,)?) => {$(
        #[derive(Clone, Copy)]
        pub struct $name;

        impl LazyRoute for $name {
            fn data() -> Self {
                Self
            }

            async fn view(_: Self) -> AnyView {
                use $enum as Page;
                $portal(Page::$name).await
            }

            async fn preload() {
                // The loader exists only where the wasm is split.
                #[cfg(target_arch = "wasm32")]
                $preload().await;
            }
        }
    )*};
}

mod agent_routes {
    use super::{AnyView, LazyRoute, agent};
    pages!(agent::portal, agent::__preload_portal, agent::Page: Home, Borrow);
}
mod funder_routes {
    use super::{AnyView, LazyRoute, funder};
    pages!(funder::portal, funder::__preload_portal, funder::Page: Workbench);
}
mod admin_routes {
    use super::{AnyView, LazyRoute, admin};
    pages!(admin::portal, admin::__preload_portal, admin::Page: Overview);
}

#[component]
pub fn AppRoutes() -> impl IntoView {
    use {admin_routes as a, agent_routes as g, funder_routes as f};
    view! {
        <Routes fallback=|| view! { <p>"404"</p> }>
            <Route path=path!("/agent") view={Lazy::<g::Home>::new()} ssr=SsrMode::Async />
            <Route path=path!("/agent/borrow") view={Lazy::<g::Borrow>::new()} ssr=SsrMode::Async />
            <Route path=path!("/funder") view={Lazy::<f::Workbench>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin") view={Lazy::<a::Overview>::new()} ssr=SsrMode::Async />
        </Routes>
    }
}
