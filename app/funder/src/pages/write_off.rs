//! On a loan's page: whether its funder has written it off.

use leptos::{prelude::*, server_fn::ServerFn};
use partner::pages::loan::written_off as told;
use parts::{
    components::{
        form::{Form, TextArea, kept},
        load::load,
    },
    texts::word,
};

use crate::{
    api::write_off::{TakeBackWriteOff, WriteOff, WrittenOffView, written_off},
    texts::lending::lending,
};

/// That a loan is written off, or the form that does so where it is `late`.
pub fn section(loan: String, late: bool) -> AnyView {
    load(written_off(loan.clone()), move |view| content(view, loan.clone(), late))
}

fn content(view: WrittenOffView, loan: String, late: bool) -> AnyView {
    let own = lending();
    let changes = !view.request_no.is_empty();
    let WrittenOffView { written_off, request_no } = view;
    let inside = match written_off {
        Some(row) => {
            let form = changes.then(|| take_back(loan, request_no));
            view! { {told(&row)} {form} }.into_any()
        }
        None if late && changes => set(loan, request_no).into_any(),
        None => return ().into_any(),
    };
    view! {
        <section class="section stack">
            <h2>{own.write_off_title()}</h2>
            {inside}
        </section>
    }
    .into_any()
}

fn take_back(loan: String, request_no: String) -> impl IntoView {
    view! {
        <Form to=TakeBackWriteOff::PATH request_no=request_no class="form__actions">
            <input type="hidden" name="loan" value=loan />
            <button class="button button--quiet">{lending().take_back_write_off()}</button>
        </Form>
    }
}

fn set(loan: String, request_no: String) -> impl IntoView {
    let own = lending();
    let typed = kept::<WriteOff>("reason", "");
    view! {
        <details class="details">
            <summary>{own.write_off()}</summary>
            <Form to=WriteOff::PATH request_no=request_no class="card stack">
                <p>{own.write_off_text()}</p>
                <input type="hidden" name="loan" value=loan />
                <div class="field">
                    <label for="write-off-reason">{word().reason()}</label>
                    <TextArea id="write-off-reason" name="reason" required=true value=typed />
                </div>
                <div class="form__actions"><button class="button">{own.write_off()}</button></div>
            </Form>
        </details>
    }
}
