//! One consent: the words that were agreed to, as they were read.

use leptos::prelude::*;
use parts::{
    components::{
        alert::Alert,
        load::load,
        page_header::PageHeader,
        status::{Tone, status},
        value::fact,
    },
    texts::{consent::consent as named, word},
};

use super::param;
use crate::{
    api::consent::{ConsentDetailView, consent},
    texts::consent::consent as texts,
};

#[must_use]
pub fn page() -> AnyView {
    load(consent(param("id")), content)
}

fn content(view: ConsentDetailView) -> AnyView {
    let (texts, given) = (texts(), view.consent);
    let state = if !given.withdrawn_at.is_empty() {
        status(Tone::Neutral, texts.withdrawn_at(&given.withdrawn_at)).into_any()
    } else if given.purpose.may_be_withdrawn() {
        status(Tone::Active, word().holds()).into_any()
    } else {
        status(Tone::Active, texts.part_of_contract()).into_any()
    };
    let mut paragraphs = view.paragraphs.into_iter();
    let words = match paragraphs.next() {
        Some(title) => {
            let label = title.clone();
            let articles = paragraphs.map(|article| view! { <p>{article}</p> }).collect_view();
            view! {
                <section class="document" aria-label=label>
                    <h2>{title}</h2>
                    {articles}
                </section>
            }
            .into_any()
        }
        None => view! { <Alert kind="info" title=texts.no_words() text=texts.no_words_text() /> }.into_any(),
    };
    view! {
        <PageHeader title=texts.purposes(given.purpose)>{state}</PageHeader>
        <section class="card">
            <dl class="facts">
                {fact(texts.partner(), given.partner_name.into_any())}
                {fact(word().given_at(), view! { <time>{given.given_at}</time> }.into_any())}
                {fact(word().version(), named().version(&given.text_version).into_any())}
                {fact(word().checksum(), view! { <code class="ref">{given.text_hash}</code> }.into_any())}
            </dl>
        </section>
        {words}
        <p>
            <a class="button button--quiet" href="/agent/consents">{texts.all()}</a>
        </p>
    }
    .into_any()
}
