//! What the funder's people have written to each other, and the form for more.

use domain::application::COMMENT_LIMIT;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::components::{
    form::{Form, TextArea, kept},
    pager::{AFTER, asked_after},
    query::here_with,
    timeline::{Step, timeline},
};

use super::forms::wrong;
use crate::{
    api::review::{CommentView, ReviewView, comment::CommentOnApplication},
    texts::review::review,
};

pub fn comments(view: &ReviewView) -> AnyView {
    let own = review();
    let link = |place: Option<i64>, text: &'static str| {
        let href = here_with(&[(AFTER, place.map(|place| place.to_string()))]);
        view! { <p><a href=href>{text}</a></p> }
    };
    let earlier = view.comments.next.map(|place| link(Some(place), own.earlier_comments()));
    let last = asked_after().map(|_| link(None, own.last_comments()));
    let shown = if view.comments.rows.is_empty() {
        view! { <p class="muted">{own.no_comments()}</p> }.into_any()
    } else {
        timeline(view.comments.rows.iter().map(said).collect())
    };
    let (id, text) = (view.id.clone(), kept::<CommentOnApplication>("comment", ""));
    let wrong = wrong(CommentOnApplication::PATH, "comment");
    let most = u32::try_from(COMMENT_LIMIT).unwrap_or(u32::MAX);
    view! {
        <section class="card">
            <h2>{own.comments()}</h2>
            {earlier}
            {shown}
            {last}
            <Form to=CommentOnApplication::PATH request_no=view.request_no.clone() class="form">
                <input type="hidden" name="application" value=id />
                <div class="field">
                    <label for="comment">{own.comment()}</label>
                    <p class="field__hint">{own.comment_hint()}</p>
                    <TextArea id="comment" name="comment" required=true most=most value=text />
                    {wrong}
                </div>
                <div class="form__actions">
                    <button class="button button--quiet">{own.add_comment()}</button>
                </div>
            </Form>
        </section>
    }
    .into_any()
}

/// A comment, under the name of who wrote it.
fn said(comment: &CommentView) -> Step {
    Step {
        word: comment.by_name.clone(),
        actor: String::new(),
        reason: comment.text.clone(),
        at: comment.at.clone(),
        bad: false,
    }
}
