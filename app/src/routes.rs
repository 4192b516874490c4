//! The table of contents: every page with its path. Each is rendered complete before it is sent.

use door::pages::{
    code::CodePage,
    join::{self, JoinPage},
    not_found::NotFound,
    second_factor::SecondFactorPage,
    sessions,
    sign_in::SignInPage,
};
use leptos::prelude::*;
use leptos_router::{
    GeneratedRouteData, MatchNestedRoutes, RouteMatchId, SsrMode,
    components::{ParentRoute, Route, Routes},
    path,
};
use parts::components::{ageing, expected, exports, roll_rates, vintages};

#[component]
pub fn AppRoutes() -> impl IntoView {
    view! {
        <Routes fallback=NotFound>
            <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
            <Route path=path!("/sign-in/code") view=CodePage ssr=SsrMode::Async />
            <Route path=path!("/join") view=JoinPage ssr=SsrMode::Async />
            <Route path=path!("/join/:id") view=join::link ssr=SsrMode::Async />
            <Route path=path!("/second-factor") view=SecondFactorPage ssr=SsrMode::Async />
            <AgentRoutes />
            <FunderRoutes />
            <FacilitatorRoutes />
            <AdminRoutes />
        </Routes>
    }
}

/// The routes of a portal, made only for whoever asks for a path of it: every page would make all two hundred anew.
#[derive(Clone)]
struct Portal<F> {
    path: &'static str,
    routes: F,
}

impl<F, R> MatchNestedRoutes for Portal<F>
where
    F: Fn() -> R,
    R: MatchNestedRoutes,
{
    type Data = R::Data;
    type Match = R::Match;

    fn match_nested<'a>(&'a self, path: &'a str) -> (Option<(RouteMatchId, Self::Match)>, &'a str) {
        if !path.starts_with(self.path) {
            return (None, path);
        }
        let routes = (self.routes)();
        let (matched, rest) = routes.match_nested(path);
        // An end of the path: told by its length, it outlives the routes.
        let from = path.len() - rest.len();
        (matched, path.get(from..).unwrap_or_default())
    }

    fn generate_routes(&self) -> impl IntoIterator<Item = GeneratedRouteData> + '_ {
        let routes = (self.routes)();
        routes.generate_routes().into_iter().collect::<Vec<_>>()
    }

    fn optional(&self) -> bool {
        false
    }
}

#[component(transparent)]
fn AgentRoutes() -> impl MatchNestedRoutes + Clone + Send {
    Portal { path: "/agent", routes: agent_routes }
}

fn agent_routes() -> impl MatchNestedRoutes + Clone + Send {
    view! {
        <ParentRoute path=path!("/agent") view=agent::pages::frame ssr=SsrMode::Async>
            <Route path=path!("") view=agent::pages::home::page ssr=SsrMode::Async />
            <Route path=path!("offers") view=agent::pages::offers::page ssr=SsrMode::Async />
            <Route path=path!("application") view=agent::pages::application::current ssr=SsrMode::Async />
            <Route path=path!("applications/:id") view=agent::pages::application::page ssr=SsrMode::Async />
            <Route path=path!("borrow") view=agent::pages::borrow::page ssr=SsrMode::Async />
            <Route path=path!("borrow/confirm") view=agent::pages::confirm::page ssr=SsrMode::Async />
            <Route path=path!("draws") view=agent::pages::draws::page ssr=SsrMode::Async />
            <Route path=path!("draws/:id") view=agent::pages::draw::page ssr=SsrMode::Async />
            <Route path=path!("wallet/statement") view=agent::pages::statement::page ssr=SsrMode::Async />
            <Route path=path!("loans") view=agent::pages::loans::page ssr=SsrMode::Async />
            <Route path=path!("loans/:id") view=agent::pages::loan::page ssr=SsrMode::Async />
            <Route path=path!("loans/:id/certificate") view=agent::pages::loan::certificate::page ssr=SsrMode::Async />
            <Route path=path!("quotes/:id") view=agent::pages::quote::page ssr=SsrMode::Async />
            <Route path=path!("repayments/:id") view=agent::pages::receipt::page ssr=SsrMode::Async />
            <Route path=path!("wallet") view=agent::pages::wallet::page ssr=SsrMode::Async />
            <Route path=path!("withdrawals/:id") view=agent::pages::withdrawal::page ssr=SsrMode::Async />
            <Route path=path!("cards") view=agent::pages::cards::page ssr=SsrMode::Async />
            <Route path=path!("cards/:id") view=agent::pages::card::page ssr=SsrMode::Async />
            <Route path=path!("top-ups/:id") view=agent::pages::top_up::page ssr=SsrMode::Async />
            <Route path=path!("loan-debits/:id") view=agent::pages::loan_debit::page ssr=SsrMode::Async />
            <Route path=path!("consents") view=agent::pages::consents::page ssr=SsrMode::Async />
            <Route path=path!("consents/:id") view=agent::pages::consent::page ssr=SsrMode::Async />
            <Route path=path!("mobile") view=agent::pages::mobile::page ssr=SsrMode::Async />
            <Route path=path!("people") view=agent::pages::people::page ssr=SsrMode::Async />
            <Route path=path!("sessions") view=sessions::page ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
}

#[component(transparent)]
fn FunderRoutes() -> impl MatchNestedRoutes + Clone + Send {
    Portal { path: "/funder", routes: funder_routes }
}

fn funder_routes() -> impl MatchNestedRoutes + Clone + Send {
    view! {
        <ParentRoute path=path!("/funder") view=funder::pages::frame ssr=SsrMode::Async>
            <Route path=path!("search") view=funder::pages::search::page ssr=SsrMode::Async />
            <Route path=path!("") view=funder::pages::workbench::page ssr=SsrMode::Async />
            <Route path=path!("applications") view=funder::pages::applications::page ssr=SsrMode::Async />
            <Route path=path!("applications/:id") view=funder::pages::application::page ssr=SsrMode::Async />
            <Route path=path!("draws") view=funder::pages::draws::page ssr=SsrMode::Async />
            <Route path=path!("draws/:id") view=funder::pages::draw::page ssr=SsrMode::Async />
            <Route path=path!("payments") view=funder::pages::payments::page ssr=SsrMode::Async />
            <Route path=path!("payments/:id") view=funder::pages::payment_file::page ssr=SsrMode::Async />
            <Route path=path!("lines") view=funder::pages::lines::page ssr=SsrMode::Async />
            <Route path=path!("shops/:id") view=funder::pages::shop::page ssr=SsrMode::Async />
            <Route path=path!("loans") view=funder::pages::loans::page ssr=SsrMode::Async />
            <Route path=path!("loans/:id") view=funder::pages::loan::page ssr=SsrMode::Async />
            <Route path=path!("revenue-share") view=funder::pages::revenue_share::page ssr=SsrMode::Async />
            <Route path=path!("revenue-share/:id") view=funder::pages::revenue_share::one ssr=SsrMode::Async />
            <Route path=path!("expected") view=expected::page ssr=SsrMode::Async />
            <Route path=path!("repayments") view=partner::pages::repayments::of_funder ssr=SsrMode::Async />
            <Route path=path!("ageing") view=ageing::page ssr=SsrMode::Async />
            <Route path=path!("roll-rates") view=roll_rates::page ssr=SsrMode::Async />
            <Route path=path!("vintages") view=vintages::page ssr=SsrMode::Async />
            <Route path=path!("signings") view=funder::pages::signings::page ssr=SsrMode::Async />
            <Route path=path!("signings/:id") view=funder::pages::signing::page ssr=SsrMode::Async />
            <Route path=path!("bindings") view=funder::pages::bindings::page ssr=SsrMode::Async />
            <Route path=path!("bindings/:id") view=funder::pages::binding::page ssr=SsrMode::Async />
            <Route path=path!("products") view=funder::pages::products::page ssr=SsrMode::Async />
            <Route path=path!("products/new") view=funder::pages::product_form::page ssr=SsrMode::Async />
            <Route path=path!("products/proposals/:id") view=funder::pages::product_proposal::page ssr=SsrMode::Async />
            <Route path=path!("products/:id") view=funder::pages::product::page ssr=SsrMode::Async />
            <PartnerRoutes />
        </ParentRoute>
    }
    .into_inner()
}

#[component(transparent)]
fn FacilitatorRoutes() -> impl MatchNestedRoutes + Clone + Send {
    Portal { path: "/facilitator", routes: facilitator_routes }
}

fn facilitator_routes() -> impl MatchNestedRoutes + Clone + Send {
    view! {
        <ParentRoute path=path!("/facilitator") view=facilitator::pages::frame ssr=SsrMode::Async>
            <Route path=path!("search") view=facilitator::pages::search::page ssr=SsrMode::Async />
            <Route path=path!("") view=facilitator::pages::workbench::page ssr=SsrMode::Async />
            <Route path=path!("shares") view=facilitator::pages::shares::page ssr=SsrMode::Async />
            <Route path=path!("shares/:id") view=facilitator::pages::share::page ssr=SsrMode::Async />
            <Route path=path!("loans") view=facilitator::pages::loans::page ssr=SsrMode::Async />
            <Route path=path!("loans/:id") view=facilitator::pages::loan::page ssr=SsrMode::Async />
            <Route path=path!("repayments") view=partner::pages::repayments::of_facilitator ssr=SsrMode::Async />
            <PartnerRoutes />
        </ParentRoute>
    }
    .into_inner()
}

/// What funders and facilitators both have.
#[component(transparent)]
fn PartnerRoutes() -> impl MatchNestedRoutes + Clone + Send {
    view! {
        <Route path=path!("debts") view=partner::pages::debts::page ssr=SsrMode::Async />
        <Route path=path!("debts/:id") view=partner::pages::debt::page ssr=SsrMode::Async />
        <Route path=path!("transfers") view=partner::pages::transfers::page ssr=SsrMode::Async />
        <Route path=path!("transfers/:id") view=partner::pages::transfer::page ssr=SsrMode::Async />
        <Route path=path!("debits") view=partner::pages::agreement_debits::page ssr=SsrMode::Async />
        <Route path=path!("loan-debits") view=partner::pages::loan_debits::page ssr=SsrMode::Async />
        <Route path=path!("outside-payments") view=partner::pages::outside_payments::page ssr=SsrMode::Async />
        <Route path=path!("pass-ons") view=partner::pages::pass_ons::page ssr=SsrMode::Async />
        <Route path=path!("evidence/:id") view=partner::pages::evidence::page ssr=SsrMode::Async />
        <Route path=path!("notices") view=partner::pages::notices::page ssr=SsrMode::Async />
        <Route path=path!("notices/:id") view=partner::pages::notice::page ssr=SsrMode::Async />
        <Route path=path!("endpoint") view=partner::pages::endpoint::page ssr=SsrMode::Async />
        <Route path=path!("files") view=partner::pages::files::page ssr=SsrMode::Async />
        <Route path=path!("keys") view=partner::pages::keys::page ssr=SsrMode::Async />
        <Route path=path!("team") view=partner::pages::team::page ssr=SsrMode::Async />
        <Route path=path!("exports") view=exports::page ssr=SsrMode::Async />
        <Route path=path!("sessions") view=sessions::page ssr=SsrMode::Async />
    }
    .into_inner()
}

#[component(transparent)]
fn AdminRoutes() -> impl MatchNestedRoutes + Clone + Send {
    Portal { path: "/admin", routes: admin_routes }
}

fn admin_routes() -> impl MatchNestedRoutes + Clone + Send {
    view! {
        <ParentRoute path=path!("/admin") view=admin::pages::frame ssr=SsrMode::Async>
            <MoneyRoutes />
            <PartyRoutes />
            <BookRoutes />
        </ParentRoute>
    }
    .into_inner()
}

/// What waits, and what the institution does with money at its banks and with the network.
#[component(transparent)]
fn MoneyRoutes() -> impl MatchNestedRoutes + Clone + Send {
    view! {
        <Route path=path!("search") view=admin::pages::search::page ssr=SsrMode::Async />
        <Route path=path!("") view=admin::pages::overview::page ssr=SsrMode::Async />
        <Route path=path!("statements") view=admin::pages::statements::page ssr=SsrMode::Async />
        <Route path=path!("statements/:id") view=admin::pages::statement::page ssr=SsrMode::Async />
        <Route path=path!("movements") view=admin::pages::movements::page ssr=SsrMode::Async />
        <Route path=path!("movements/:id") view=admin::pages::movement::page ssr=SsrMode::Async />
        <Route path=path!("breaks") view=admin::pages::breaks::page ssr=SsrMode::Async />
        <Route path=path!("payouts") view=admin::pages::payouts::page ssr=SsrMode::Async />
        <Route path=path!("payouts/:id") view=admin::pages::payout::page ssr=SsrMode::Async />
        <Route path=path!("settlements") view=admin::pages::settlements::page ssr=SsrMode::Async />
        <Route path=path!("settlements/:id") view=admin::pages::settlement::page ssr=SsrMode::Async />
        <Route path=path!("differences") view=admin::pages::differences::page ssr=SsrMode::Async />
        <Route path=path!("callbacks") view=admin::pages::callbacks::page ssr=SsrMode::Async />
        <Route path=path!("differences/:id") view=admin::pages::difference::page ssr=SsrMode::Async />
        <Route path=path!("approvals") view=admin::pages::approvals::page ssr=SsrMode::Async />
    }
    .into_inner()
}

/// Shops, partners, carriers, and what they have with each other.
#[component(transparent)]
fn PartyRoutes() -> impl MatchNestedRoutes + Clone + Send {
    view! {
        <Route path=path!("operating-data") view=admin::pages::operating_data::page ssr=SsrMode::Async />
        <Route path=path!("operating-data/:id") view=admin::pages::operating_data_import::page ssr=SsrMode::Async />
        <Route path=path!("agents/:id") view=admin::pages::agent::page ssr=SsrMode::Async />
        <Route path=path!("agents") view=admin::pages::agents::page ssr=SsrMode::Async />
        <Route path=path!("partners/:id/notices") view=admin::pages::partner_notices::page ssr=SsrMode::Async />
        <Route path=path!("partners/:id") view=admin::pages::partner::page ssr=SsrMode::Async />
        <Route path=path!("partners") view=admin::pages::partners::page ssr=SsrMode::Async />
        <Route path=path!("revenue-share/:id") view=admin::pages::revenue_share::page ssr=SsrMode::Async />
        <Route path=path!("commissions") view=admin::pages::commissions::page ssr=SsrMode::Async />
        <Route path=path!("commissions/:id") view=admin::pages::commission::page ssr=SsrMode::Async />
        <Route path=path!("carriers") view=admin::pages::carriers::page ssr=SsrMode::Async />
        <Route path=path!("carriers/:id") view=admin::pages::carrier::page ssr=SsrMode::Async />
        <Route path=path!("debit-rules") view=admin::pages::debit_rules::page ssr=SsrMode::Async />
        <Route path=path!("reserve-accounts") view=admin::pages::reserve_accounts::page ssr=SsrMode::Async />
        <Route path=path!("reserve-accounts/:id") view=admin::pages::reserve_account::page ssr=SsrMode::Async />
        <Route path=path!("mappings") view=admin::pages::mappings::page ssr=SsrMode::Async />
        <Route path=path!("mappings/:id") view=admin::pages::mapping::page ssr=SsrMode::Async />
        <Route path=path!("bindings/:id") view=admin::pages::binding::page ssr=SsrMode::Async />
        <Route path=path!("transfers") view=admin::pages::transfers::page ssr=SsrMode::Async />
        <Route path=path!("transfers/:id") view=admin::pages::transfer::page ssr=SsrMode::Async />
        <Route path=path!("complaints") view=admin::pages::complaints::page ssr=SsrMode::Async />
        <Route path=path!("refunds") view=admin::pages::refunds::page ssr=SsrMode::Async />
        <Route path=path!("refunds/:id") view=admin::pages::refund::page ssr=SsrMode::Async />
        <Route path=path!("outside-payments") view=admin::pages::outside_payments::page ssr=SsrMode::Async />
        <Route path=path!("outside-payments/:id") view=admin::pages::outside_payment::page ssr=SsrMode::Async />
        <Route path=path!("pass-ons") view=partner::pages::pass_ons::page ssr=SsrMode::Async />
        <Route path=path!("complaints/:id") view=admin::pages::complaint::page ssr=SsrMode::Async />
        <Route path=path!("evidence/:id") view=partner::pages::evidence::page ssr=SsrMode::Async />
        <Route path=path!("draws/:id") view=admin::pages::draw::page ssr=SsrMode::Async />
        <Route path=path!("lines/:id") view=admin::pages::line::page ssr=SsrMode::Async />
    }
    .into_inner()
}

/// The books, the days, and who works here.
#[component(transparent)]
fn BookRoutes() -> impl MatchNestedRoutes + Clone + Send {
    view! {
        <Route path=path!("ledger") view=admin::pages::ledger::page ssr=SsrMode::Async />
        <Route path=path!("ledger/accounts/:id") view=admin::pages::account::page ssr=SsrMode::Async />
        <Route path=path!("ledger/loans") view=admin::pages::loans::page ssr=SsrMode::Async />
        <Route path=path!("ledger/loans/:id") view=admin::pages::loan::page ssr=SsrMode::Async />
        <Route path=path!("expected") view=expected::page ssr=SsrMode::Async />
        <Route path=path!("ageing") view=ageing::page ssr=SsrMode::Async />
        <Route path=path!("roll-rates") view=roll_rates::page ssr=SsrMode::Async />
        <Route path=path!("vintages") view=vintages::page ssr=SsrMode::Async />
        <Route path=path!("calendar") view=admin::pages::calendar::page ssr=SsrMode::Async />
        <Route path=path!("days") view=admin::pages::days::page ssr=SsrMode::Async />
        <Route path=path!("freezes") view=admin::pages::freezes::page ssr=SsrMode::Async />
        <Route path=path!("freezes/:id") view=admin::pages::freezes::wallet ssr=SsrMode::Async />
        <Route path=path!("jobs") view=admin::pages::jobs::page ssr=SsrMode::Async />
        <Route path=path!("layouts") view=admin::pages::layouts::page ssr=SsrMode::Async />
        <Route path=path!("layouts/:id") view=admin::pages::layout::page ssr=SsrMode::Async />
        <Route path=path!("users") view=admin::pages::users::page ssr=SsrMode::Async />
        <Route path=path!("users/:id") view=admin::pages::user::page ssr=SsrMode::Async />
        <Route path=path!("audit") view=admin::pages::audit::page ssr=SsrMode::Async />
        <Route path=path!("exports") view=exports::page ssr=SsrMode::Async />
        <Route path=path!("sessions") view=sessions::page ssr=SsrMode::Async />
    }
    .into_inner()
}
