//! Agents, with what they hold and owe.

use leptos::prelude::*;
use parts::{
    components::{
        load::load,
        money::money,
        pager::{asked_after, asked_for, pager},
        status::{Tone, status},
    },
    texts::word,
};

use super::{
    around::{empty, header, money_or_dash, nothing_found, search},
    table::{cells, figures, table, words},
};
use crate::{
    api::party::{AgentView, AgentsView, agents},
    texts::{admin, party::party},
};

const PATH: &str = "/admin/agents";

#[must_use]
pub fn page() -> AnyView {
    let text = asked_for("text");
    let searched = text.is_some();
    view! {
        {header(admin().agents(), party().agents_note(), None)}
        {search(PATH, party().find_agent(), text.clone())}
        {load(agents(text, asked_after()), move |view| list(view, searched))}
    }
    .into_any()
}

fn list(view: AgentsView, searched: bool) -> AnyView {
    let texts = party();
    if view.agents.is_empty() {
        return if searched { nothing_found(PATH) } else { empty(texts.no_agents_title(), texts.no_agents_text()) };
    }
    let columns = vec![
        words(word().shop()),
        words(texts.legal_person()),
        words(texts.region()),
        words(texts.licence()),
        figures(texts.balance()),
        figures(texts.outstanding()),
    ];
    let shown = view.agents.len();
    let table = table(admin().agents(), columns, view.agents.into_iter().map(row).collect(), None);
    view! { {table} {pager(shown, view.next)} }.into_any()
}

fn row(agent: AgentView) -> Vec<AnyView> {
    let texts = party();
    let expired = agent.licence_expired.then(|| view! { <small>{status(Tone::Bad, texts.expired())}</small> });
    cells![
        view! { {agent.shop_name} <small><code class="ref">{agent.number}</code></small> },
        view! { {agent.legal_person} <small>{agent.phone_masked}</small> },
        view! { {agent.region} <small>{texts.joined()} " " <time>{agent.joined_on}</time></small> },
        view! { <time>{agent.licence_expires_on}</time> {expired} },
        view! {
            {money(agent.wallet_balance)}
            <small>
                <a href=format!("/admin/ledger/accounts/{}", agent.wallet_account)>
                    <code class="ref">{agent.wallet_reference}</code>
                </a>
            </small>
        },
        view! { {money_or_dash(agent.outstanding)} <small>{agent.funder_name}</small> },
    ]
}
