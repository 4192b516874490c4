//! What two people register: the list of it, and the form by which the maker proposes one more.

use leptos::{prelude::*, server_fn::ServerFn};
use parts::components::{
    empty::empty,
    form::{kept, sent_back_of},
    icon::Icon,
    table::Table,
};

/// A list, or that there is nothing yet, and the form `register`, where there is one, under its title: open where nothing is
/// registered and where it came back.
pub fn listed<S: ServerFn, Row>(
    rows: &[Row],
    table: Table<Row>,
    (none, none_text): (&'static str, &'static str),
    register: Option<(&'static str, AnyView)>,
) -> AnyView {
    let list = if rows.is_empty() { empty(Icon::Bank, none, none_text) } else { table.of(rows) };
    let open = rows.is_empty() || sent_back_of(S::PATH).is_some();
    let register = register.map(|(title, form)| {
        view! {
            <details class="details" open=open>
                <summary>{title}</summary>
                {form}
            </details>
        }
    });
    view! { {list} {register} }.into_any()
}

/// A fact of the form, which is sent as `facts[name]`.
pub struct Fact {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: Option<&'static str>,
    /// The most characters that it takes.
    pub most: &'static str,
    /// It is a number that is typed digit by digit.
    pub digits: bool,
}

impl Fact {
    /// Its field, with what was typed, or else what is known.
    pub fn field<S: ServerFn>(self, known: impl Into<String>) -> AnyView {
        let Self { name, label, hint, most, digits } = self;
        let (path, hint_id) = (format!("facts[{name}]"), format!("{name}-hint"));
        let value = kept::<S>(&path, known);
        let (mode, described) = (digits.then_some("numeric"), hint.map(|_| hint_id.clone()));
        let hint = hint.map(|hint| view! { <p class="field__hint" id=hint_id>{hint}</p> });
        view! {
            <div class="field">
                <label for=name>{label}</label>
                {hint}
                <input
                    id=name
                    name=path
                    inputmode=mode
                    maxlength=most
                    required
                    autocomplete="off"
                    aria-describedby=described
                    value=value
                />
            </div>
        }
        .into_any()
    }
}
