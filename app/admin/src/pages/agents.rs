//! Agents, with what they hold and owe.

use leptos::prelude::*;
use parts::{
    components::{
        cell::Cell,
        empty::empty,
        icon::Icon,
        list::NarrowedList,
        narrow::{Filters, SortKey},
        page_header::PageHeader,
        status::{Tone, status},
        table::Table,
        value::reference,
    },
    texts::{narrow::narrow, word},
};

use super::{freezes::PATH as FREEZES, links};
use crate::{
    api::party::{AgentView, agents},
    texts::{freeze::freeze, party::party},
};

pub const PATH: &str = links::AGENTS;

#[must_use]
pub fn page() -> AnyView {
    let (texts, of) = (party(), narrow());
    let filters = Filters { path: PATH, hint: of.agent_hint(), day: of.joined_on(), amount: of.balance() };
    let list = NarrowedList::asked(filters, empty(Icon::List, texts.no_agents_title(), texts.no_agents_text()));
    view! {
        <PageHeader title=word().agents()>{texts.agents_note()}</PageHeader>
        {list.view(agents, |page, none| table().sortable().page(page, none))}
    }
    .into_any()
}

fn table() -> Table<AgentView> {
    let texts = party();
    Table::<AgentView>::new(word().agents())
        .words(word().shop(), |agent| {
            Cell::text(&agent.shop_name).to(format!("{PATH}/{}", agent.id)).note(reference(&agent.number))
        })
        .words(texts.legal_person(), |agent| Cell::text(&agent.legal_person).note(agent.phone_masked.clone()))
        .words(texts.region(), move |agent| {
            let joined = agent.joined_on.clone();
            Cell::text(&agent.region).note(view! { {texts.joined()} " " <time>{joined}</time> })
        })
        .words(word().licence_until(), move |agent| {
            Cell::time(&agent.licence_expires_on)
                .note_of(agent.licence_expired.then(|| status(Tone::Bad, word().expired())))
        })
        .figures(word().wallet_balance(), |agent| {
            let href = format!("/admin/ledger/accounts/{}", agent.wallet_account);
            let wallet = reference(&agent.wallet_reference);
            let frozen = agent.wallet_frozen.then(|| status(Tone::Bad, freeze().stands()));
            let freezes = format!("{FREEZES}/{}", agent.wallet);
            Cell::from(agent.wallet_balance)
                .note(view! { <a href=href>{wallet}</a> " " <a href=freezes>{freeze().wallet()}</a> " " {frozen} })
        })
        .summed()
        .sorted_by(SortKey::Amount)
        .figures(word().unpaid_principal(), |agent| {
            let funder =
                (!agent.funder.is_empty()).then(|| links::partner(&agent.funder_name, &agent.funder).into_any());
            Cell::side(agent.outstanding).note_of(funder)
        })
        .summed()
}
