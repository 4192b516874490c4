//! The table of contents: every page with its path. Each is rendered complete before it is sent.

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Routes},
    path,
};

use crate::pages::{
    admin, agent, funder, not_found::NotFound, second_factor::SecondFactorPage, sessions, sign_in::SignInPage,
};

#[component]
pub fn AppRoutes() -> impl IntoView {
    view! {
        <Routes fallback=NotFound>
            <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
            <Route path=path!("/second-factor") view=SecondFactorPage ssr=SsrMode::Async />
            <ParentRoute path=path!("/agent") view=agent::frame ssr=SsrMode::Async>
                <Route path=path!("") view=agent::home::page ssr=SsrMode::Async />
                <Route path=path!("offers") view=agent::offers::page ssr=SsrMode::Async />
                <Route path=path!("application") view=agent::application::current ssr=SsrMode::Async />
                <Route path=path!("applications/:id") view=agent::application::page ssr=SsrMode::Async />
                <Route path=path!("borrow") view=agent::borrow::page ssr=SsrMode::Async />
                <Route path=path!("borrow/confirm") view=agent::confirm::page ssr=SsrMode::Async />
                <Route path=path!("draws") view=agent::draws::page ssr=SsrMode::Async />
                <Route path=path!("draws/:id") view=agent::draw::page ssr=SsrMode::Async />
                <Route path=path!("loans") view=agent::loans::page ssr=SsrMode::Async />
                <Route path=path!("loans/:id") view=agent::loan::page ssr=SsrMode::Async />
                <Route path=path!("quotes/:id") view=agent::quote::page ssr=SsrMode::Async />
                <Route path=path!("wallet") view=agent::wallet::page ssr=SsrMode::Async />
                <Route path=path!("consents") view=agent::consents::page ssr=SsrMode::Async />
                <Route path=path!("consents/:id") view=agent::consent::page ssr=SsrMode::Async />
                <Route path=path!("sessions") view=sessions::page ssr=SsrMode::Async />
            </ParentRoute>
            <ParentRoute path=path!("/funder") view=funder::frame ssr=SsrMode::Async>
                <Route path=path!("") view=funder::workbench::page ssr=SsrMode::Async />
                <Route path=path!("applications") view=funder::applications::page ssr=SsrMode::Async />
                <Route path=path!("applications/:id") view=funder::application::page ssr=SsrMode::Async />
                <Route path=path!("draws") view=funder::draws::page ssr=SsrMode::Async />
                <Route path=path!("draws/:id") view=funder::draw::page ssr=SsrMode::Async />
                <Route path=path!("lines") view=funder::lines::page ssr=SsrMode::Async />
                <Route path=path!("loans") view=funder::loans::page ssr=SsrMode::Async />
                <Route path=path!("loans/:id") view=funder::loan::page ssr=SsrMode::Async />
                <Route path=path!("repayments") view=funder::repayments::page ssr=SsrMode::Async />
                <Route path=path!("products") view=funder::products::page ssr=SsrMode::Async />
                <Route path=path!("team") view=funder::team::page ssr=SsrMode::Async />
                <Route path=path!("sessions") view=sessions::page ssr=SsrMode::Async />
            </ParentRoute>
            <ParentRoute path=path!("/admin") view=admin::frame ssr=SsrMode::Async>
                <Route path=path!("") view=admin::overview::page ssr=SsrMode::Async />
                <Route path=path!("statements") view=admin::statements::page ssr=SsrMode::Async />
                <Route path=path!("statements/:id") view=admin::statement::page ssr=SsrMode::Async />
                <Route path=path!("movements") view=admin::movements::page ssr=SsrMode::Async />
                <Route path=path!("movements/:id") view=admin::movement::page ssr=SsrMode::Async />
                <Route path=path!("breaks") view=admin::breaks::page ssr=SsrMode::Async />
                <Route path=path!("payouts") view=admin::payouts::page ssr=SsrMode::Async />
                <Route path=path!("payouts/:id") view=admin::payout::page ssr=SsrMode::Async />
                <Route path=path!("approvals") view=admin::approvals::page ssr=SsrMode::Async />
                <Route path=path!("operating-data") view=admin::operating_data::page ssr=SsrMode::Async />
                <Route path=path!("operating-data/:id") view=admin::operating_data_import::page ssr=SsrMode::Async />
                <Route path=path!("agents") view=admin::agents::page ssr=SsrMode::Async />
                <Route path=path!("partners") view=admin::partners::page ssr=SsrMode::Async />
                <Route path=path!("ledger") view=admin::ledger::page ssr=SsrMode::Async />
                <Route path=path!("ledger/accounts/:id") view=admin::account::page ssr=SsrMode::Async />
                <Route path=path!("ledger/loans") view=admin::loans::page ssr=SsrMode::Async />
                <Route path=path!("ledger/loans/:id") view=admin::loan::page ssr=SsrMode::Async />
                <Route path=path!("layouts") view=admin::layouts::page ssr=SsrMode::Async />
                <Route path=path!("layouts/:id") view=admin::layout::page ssr=SsrMode::Async />
                <Route path=path!("users") view=admin::users::page ssr=SsrMode::Async />
                <Route path=path!("users/:id") view=admin::user::page ssr=SsrMode::Async />
                <Route path=path!("audit") view=admin::audit::page ssr=SsrMode::Async />
                <Route path=path!("sessions") view=sessions::page ssr=SsrMode::Async />
            </ParentRoute>
        </Routes>
    }
}
