//! Where a person is signed in, the same in every portal.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;
use parts::{
    api::session::{RevokeSession, SessionView},
    components::{
        form::Form,
        load::load,
        status::{Tone, status},
    },
    texts::{frame::frame, word},
};

use crate::api::session::{SessionsView, sessions};

#[must_use]
pub fn page() -> AnyView {
    let texts = frame();
    view! {
        <Title text=format!("{} · {}", texts.sessions_title(), texts.brand()) />
        <header class="page-header">
            <h1>{texts.sessions_title()}</h1>
            <p class="page-header__meta">{texts.sessions_note()}</p>
        </header>
        {load(sessions(), table)}
    }
    .into_any()
}

fn table(view: SessionsView) -> AnyView {
    let texts = frame();
    let request_no = view.request_no;
    view! {
        <div class="table-wrap" role="region" aria-label=texts.sessions_title() tabindex="0">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{word().device()}</th>
                        <th scope="col">{word().address()}</th>
                        <th scope="col">{word().signed_in_at()}</th>
                        <th scope="col">{word().seen_at()}</th>
                        <th scope="col"></th>
                    </tr>
                </thead>
                <tbody>
                    {view.sessions.into_iter().map(|session| row(session, &request_no)).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(session: SessionView, request_no: &str) -> impl IntoView {
    let texts = frame();
    let number = request_no.to_owned();
    let end = if session.current {
        status(Tone::Active, word().this_one()).into_any()
    } else {
        view! {
            <Form to=RevokeSession::PATH request_no=number>
                <input type="hidden" name="session" value=session.id.clone() />
                <button class="button button--quiet">{texts.revoke()}</button>
            </Form>
        }
        .into_any()
    };
    view! {
        <tr>
            <td data-label=word().device()>{session.device}</td>
            <td data-label=word().address()>{session.address}</td>
            <td data-label=word().signed_in_at()><time>{session.created_at}</time></td>
            <td data-label=word().seen_at()><time>{session.seen_at}</time></td>
            <td>{end}</td>
        </tr>
    }
}
