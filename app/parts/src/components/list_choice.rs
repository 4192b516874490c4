//! Which columns of a list of the staff's its visitor sees: a box above the list, a plain form, kept with the person.

use axum::{extract::MatchedPath, http::request::Parts};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{column::Kind, form::Form};
use crate::{api::list_choice::ChooseColumns, texts::list::list as texts};

/// By what name the choice of a list's columns is kept: its page and the kinds of its columns. A column is known by its place,
/// because its heading is another one in each language; a list that was given other columns is another list. None where
/// nothing can be chosen: on an agent's page, and outside of every page.
pub(super) fn list_name(kinds: impl Iterator<Item = Kind>) -> Option<String> {
    let parts = use_context::<Parts>()?;
    let page = parts.extensions.get::<MatchedPath>()?.as_str();
    let kinds: String = kinds.map(Kind::letter).collect();
    (!page.starts_with("/agent")).then(|| format!("{page} {kinds}"))
}

/// Whether the column in a place is shown. The first always is, because it names the row, and so is one without a name of its own.
pub(super) fn shows(shown: Option<&[i16]>, place: usize, heading: &str) -> bool {
    place == 0
        || heading.is_empty()
        || shown.is_none_or(|shown| shown.iter().any(|shown| usize::try_from(*shown) == Ok(place)))
}

/// The box in which columns are ticked.
pub(super) fn column_box(list: String, headings: &[&'static str], shown: Option<&[i16]>) -> AnyView {
    let texts = texts();
    let hidden = headings.iter().enumerate().filter(|(place, heading)| !shows(shown, *place, heading)).count();
    let hidden = (hidden > 0).then(|| view! { <span class="muted">{texts.hidden_columns(hidden)}</span> });
    let ticks = headings
        .iter()
        .enumerate()
        .skip(1)
        .filter(|(_, heading)| !heading.is_empty())
        .map(|(place, heading)| {
            view! {
                <label class="check">
                    <input type="checkbox" name="shown[]" value=place.to_string() checked=shows(shown, place, heading) />
                    <span>{*heading}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <details class="list-choice">
            <summary>{texts.columns()} " " {hidden}</summary>
            <Form to=ChooseColumns::PATH class="card stack stack--tight">
                <input type="hidden" name="list" value=list />
                <fieldset>
                    <legend class="visually-hidden">{texts.columns()}</legend>
                    <div class="cluster">{ticks}</div>
                </fieldset>
                <p class="muted small">{texts.columns_text()}</p>
                <div class="form__actions"><button class="button button--quiet">{texts.keep_columns()}</button></div>
            </Form>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[test]
    fn a_place_that_no_column_has_is_ignored_and_the_first_column_stays() {
        for (shown, expected) in [
            (None, [true, true, true]),
            (Some([].as_slice()), [true, false, false]),
            (Some([2, 2, 7, -1].as_slice()), [true, false, true]),
        ] {
            assert_eq!([0, 1, 2].map(|place| shows(shown, place, "Shop")), expected, "{shown:?}");
            assert!(shows(shown, 1, ""), "what has no name cannot be chosen");
        }
    }

    #[test]
    fn every_column_but_the_first_can_be_unticked() {
        let headings = ["Loan", "Shop", "Owed"];
        let shown = Owner::new().with(|| column_box("/admin/loans wwf".to_owned(), &headings, Some(&[2])).to_html());
        for part in [
            r#"name="list" value="/admin/loans wwf""#,
            r#"name="shown[]" value="1""#,
            r#"name="shown[]" value="2" checked"#,
            "Shop",
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        assert!(!shown.contains("Loan<"), "{shown}");
        assert_eq!(shown.matches(" checked").count(), 1, "{shown}");
    }

    #[test]
    fn what_is_asked_for_outside_of_every_page_is_no_list() {
        let parts = Request::get("/admin/loans").body(()).unwrap().into_parts().0;
        let name = Owner::new().with(|| {
            provide_context(parts);
            list_name([Kind::Words, Kind::Figures].into_iter())
        });
        assert_eq!(name, None);
    }
}
