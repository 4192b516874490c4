//! What a list is narrowed and sorted by: a folded form above it, the words for what all of it comes to, and its sorted headings.

use domain::{calendar::date_in_china, operating_data::Month};
use leptos::prelude::*;
use services::{
    Db,
    page::{Sort, Total},
};

use super::{
    pager::AFTER,
    query::{asked_for, here_with, queries},
    value::grouped,
};
use crate::{
    api::{narrow::NarrowQuery, sent_back::SENT_BACK},
    texts::{list::list, narrow::narrow as texts, word},
};

/// The parameters of an address.
const TEXT: &str = "text";
const FROM: &str = "from";
const TO: &str = "to";
const LEAST: &str = "least";
const MOST: &str = "most";
const SORT: &str = "sort";
const ALL: [&str; 6] = [TEXT, FROM, TO, LEAST, MOST, SORT];

/// What the page's address asks for.
#[must_use]
pub fn asked_narrow() -> NarrowQuery {
    NarrowQuery {
        text: asked_for(TEXT),
        from: asked_for(FROM),
        to: asked_for(TO),
        least: asked_for(LEAST),
        most: asked_for(MOST),
        sort: asked_sort(),
    }
}

/// The order that the address asks for, if it is one.
fn asked_sort() -> Option<Sort> {
    asked_for(SORT)?.parse().ok()
}

/// The form of a list, in the words of what the list is of.
pub struct Filters {
    pub path: &'static str,
    /// What can be typed for a text.
    pub hint: &'static str,
    /// What the days and the amounts are of; empty where there are none.
    pub day: &'static str,
    pub amount: &'static str,
}

impl Filters {
    /// Folded unless something is asked for. Whatever else the address asks for is kept.
    #[must_use]
    pub fn view(self, query: &NarrowQuery) -> AnyView {
        self.with(query, &[], ())
    }

    /// As [`Self::view`], with fields of the list's own, which carry these parameters.
    pub fn with(self, query: &NarrowQuery, own: &[&'static str], fields: impl IntoView + 'static) -> AnyView {
        folded(is_asked(query, own), self.form(query, own, fields))
    }

    fn form(self, query: &NarrowQuery, own: &[&'static str], fields: impl IntoView + 'static) -> AnyView {
        let (texts, Self { path, hint, day, amount }) = (texts(), self);
        let (days, amounts) = (!day.is_empty(), !amount.is_empty());
        view! {
            <form class="filters" method="get" action=path role="search">
                {kept(own)}
                {fields}
                <div class="field">
                    <label for=TEXT>{texts.text()}</label>
                    <input id=TEXT name=TEXT type="search" maxlength="64" placeholder=hint value=query.text.clone() />
                </div>
                {days.then(|| day_field(FROM, texts.from(day), query.from.clone()))}
                {days.then(|| day_field(TO, texts.to(day), query.to.clone()))}
                {amounts.then(|| amount_field(LEAST, texts.least(amount), query.least.clone()))}
                {amounts.then(|| amount_field(MOST, texts.most(amount), query.most.clone()))}
                <div class="field">
                    <label for=SORT>{texts.sort()}</label>
                    <select id=SORT name=SORT>{orders(query.sort, days, amounts)}</select>
                </div>
                <button class="button button--quiet">{word().filter()}</button>
                {days.then(months)}
                {clear(query, own)}
            </form>
        }
        .into_any()
    }
}

/// The form of a list that is narrowed by days alone, in the words of what they are of.
#[must_use]
pub fn by_days(query: &NarrowQuery, day: &'static str) -> AnyView {
    let form = view! {
        <form class="filters" method="get" role="search">
            {kept(&[])}
            {day_field(FROM, texts().from(day), query.from.clone())}
            {day_field(TO, texts().to(day), query.to.clone())}
            <button class="button button--quiet">{word().filter()}</button>
            {months()}
            {clear(query, &[])}
        </form>
    };
    folded(is_asked(query, &[]), form.into_any())
}

/// What else the address asks for, of which the form has no field.
pub(super) fn kept(own: &[&'static str]) -> impl IntoView + use<> {
    let kept = queries().into_iter().filter(|(name, value)| {
        let here = ALL.iter().chain(own).chain(&[AFTER, SENT_BACK]).any(|field| field == name);
        !here && !value.is_empty()
    });
    kept.map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()
}

/// The way back to the whole list, where it is narrowed.
fn clear(query: &NarrowQuery, own: &[&'static str]) -> Option<AnyView> {
    is_asked(query, own).then(|| {
        let names = ALL.iter().chain(own).chain(&[AFTER]);
        let none: Vec<(&'static str, Option<String>)> = names.map(|name| (*name, None)).collect();
        view! { <a class="button button--quiet" href=here_with(&none)>{list().clear()}</a> }.into_any()
    })
}

/// Whether anything is asked for, of all lists or of this one.
fn is_asked(query: &NarrowQuery, own: &[&'static str]) -> bool {
    *query != NarrowQuery::default() || own.iter().any(|name| asked_for(name).is_some())
}

/// A form that narrows a list, folded unless the list is narrowed.
#[must_use]
pub fn folded(open: bool, form: AnyView) -> AnyView {
    view! {
        <details class="details screen-only" open=open>
            <summary>{word().filter()}</summary>
            {form}
        </details>
    }
    .into_any()
}

/// The ways to this month and to the one before, so that nobody types their days.
fn months() -> Option<AnyView> {
    let this = Month::containing(date_in_china(use_context::<Db>()?.now()));
    let way = |month: Month, name: &'static str| {
        let days = [(FROM, month.first_day()), (TO, month.last_day())];
        let [from, to] = days.map(|(name, day)| (name, Some(day.to_string())));
        view! { <a class="button button--quiet" href=here_with(&[from, to, (AFTER, None)])>{name}</a> }
    };
    Some(view! { {way(this, texts().this_month())} {way(this.before(), texts().last_month())} }.into_any())
}

fn day_field(name: &'static str, label: String, value: Option<String>) -> impl IntoView {
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input id=name name=name type="date" value=value />
        </div>
    }
}

fn amount_field(name: &'static str, label: String, value: Option<String>) -> impl IntoView {
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input id=name name=name inputmode="decimal" maxlength="24" autocomplete="off" value=value />
        </div>
    }
}

fn orders(asked: Option<Sort>, days: bool, amounts: bool) -> impl IntoView {
    let sorts = Sort::ALL.into_iter().filter(move |sort| match sort {
        Sort::Newest | Sort::Oldest => days,
        Sort::Largest | Sort::Smallest => amounts,
    });
    let options = sorts.map(|sort| {
        let here = asked == Some(sort);
        view! { <option value=sort.code() selected=here>{texts().order(sort)}</option> }
    });
    view! { <option value="">{texts().own_order()}</option> {options.collect_view()} }
}

/// What all of a narrowed list comes to.
#[must_use]
pub fn total(total: Total) -> AnyView {
    let count = grouped(total.count);
    let text = match (total.sum, total.outgo) {
        (Some(income), Some(outgo)) => texts().both_ways(&count, &income.grouped(), &outgo.grouped()),
        (Some(sum), None) => texts().total(&count, &sum.grouped()),
        (None, _) => texts().count(&count),
    };
    view! { <p class="muted">{text}</p> }.into_any()
}

/// What a column sorts its list by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortKey {
    Time,
    Amount,
}

impl SortKey {
    /// How the list is sorted by it, if it is, and the way to the other order. The first is from the top.
    pub(super) fn asked(self) -> (Option<&'static str>, String) {
        let (down, up) = match self {
            Self::Time => (Sort::Newest, Sort::Oldest),
            Self::Amount => (Sort::Largest, Sort::Smallest),
        };
        let (here, next) = match asked_sort() {
            Some(asked) if asked == down => (Some("descending"), up),
            Some(asked) if asked == up => (Some("ascending"), down),
            _ => (None, down),
        };
        (here, here_with(&[(AFTER, None), (SORT, Some(next.code().to_owned()))]))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[test]
    fn a_heading_leads_to_the_other_order_and_from_the_first_page() {
        let asked = |query: &str, key: SortKey| {
            let (parts, ()) = Request::get(format!("/list?{query}")).body(()).unwrap().into_parts();
            Owner::new().with(|| {
                provide_context(parts);
                key.asked()
            })
        };
        let address = |query: &str| query.to_owned();
        for (query, key, expected) in [
            ("state=all&after=1_2", SortKey::Amount, (None, address("?state=all&sort=largest"))),
            ("sort=largest", SortKey::Amount, (Some("descending"), address("?sort=smallest"))),
            ("sort=smallest", SortKey::Amount, (Some("ascending"), address("?sort=largest"))),
            ("sort=smallest", SortKey::Time, (None, address("?sort=newest"))),
            ("sort=x", SortKey::Time, (None, address("?sort=newest"))),
        ] {
            assert_eq!(asked(query, key), expected, "{query}");
        }
    }

    #[test]
    fn the_form_keeps_what_else_is_asked_for() {
        let (parts, ()) = Request::get("/list?state=all&least=5&after=1_2").body(()).unwrap().into_parts();
        let shown = Owner::new().with(|| {
            provide_context(parts);
            Filters { path: "/list", hint: "a name", day: "Day", amount: "Amount" }.view(&asked_narrow()).to_html()
        });
        assert!(shown.contains(r#"type="hidden" name="state" value="all""#), "{shown}");
        assert!(shown.contains(r#"href="?state=all""#), "the way back: {shown}");
        assert!(!shown.contains("1_2"), "{shown}");
    }

    #[test]
    fn days_alone_are_asked_for_beside_what_else_the_page_shows() {
        let (parts, ()) = Request::get("/account?on=2026-11-20&from=2026-11-01").body(()).unwrap().into_parts();
        let shown = Owner::new().with(|| {
            provide_context(parts);
            by_days(&asked_narrow(), "Booked").to_html()
        });
        for part in
            [r#"type="hidden" name="on" value="2026-11-20""#, r#"value="2026-11-01""#, r#"href="?on=2026%2D11%2D20""#]
        {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        assert!(!shown.contains(r#"name="text""#) && !shown.contains(r#"name="sort""#), "{shown}");
    }

    #[test]
    fn a_list_without_amounts_or_days_is_asked_for_none() {
        let form = |day: &'static str, amount: &'static str| {
            Owner::new()
                .with(|| Filters { path: "/list", hint: "a name", day, amount }.view(&NarrowQuery::default()).to_html())
        };
        for part in [r#"name="least""#, r#"name="most""#, r#"value="largest""#] {
            assert!(form("Day", "Amount").contains(part) && form("", "Amount").contains(part), "{part}");
            assert!(!form("Day", "").contains(part), "{part}");
        }
        for part in [r#"name="from""#, r#"name="to""#, r#"value="oldest""#] {
            assert!(form("Day", "Amount").contains(part) && form("Day", "").contains(part), "{part}");
            assert!(!form("", "Amount").contains(part), "{part}");
        }
    }
}
