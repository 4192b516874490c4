//! The table of contents: every page with its path. Each is rendered complete before it is sent.

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Routes},
    path,
};

use crate::pages::{admin, agent, funder, not_found::NotFound, sessions, sign_in::SignInPage};

#[component]
pub fn AppRoutes() -> impl IntoView {
    view! {
        <Routes fallback=NotFound>
            <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
            <ParentRoute path=path!("/agent") view=agent::frame ssr=SsrMode::Async>
                <Route path=path!("") view=agent::home::page ssr=SsrMode::Async />
                <Route path=path!("sessions") view=sessions::page ssr=SsrMode::Async />
            </ParentRoute>
            <ParentRoute path=path!("/funder") view=funder::frame ssr=SsrMode::Async>
                <Route path=path!("") view=funder::workbench::page ssr=SsrMode::Async />
                <Route path=path!("sessions") view=sessions::page ssr=SsrMode::Async />
            </ParentRoute>
            <ParentRoute path=path!("/admin") view=admin::frame ssr=SsrMode::Async>
                <Route path=path!("") view=admin::overview::page ssr=SsrMode::Async />
                <Route path=path!("sessions") view=sessions::page ssr=SsrMode::Async />
            </ParentRoute>
        </Routes>
    }
}
