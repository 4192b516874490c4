//! The form of a new product, or of another version of one. Each field says by itself what is wrong with it.

use domain::{
    offer::ContractKind,
    product::ProductField,
    terms::{AllocationOrder, DayCount, HolidayRule, RepaymentMethod, UnfreezeWhen},
};
use leptos::{prelude::*, server_fn::ServerFn};
use partner::texts::team::team;
use parts::{
    api::Problem,
    components::{
        form::{Form, error_of, kept},
        load::loaded,
        page_header::PageHeader,
        query::asked_for,
    },
    texts::{
        problem::{Words, product_fault},
        terms, word,
    },
};

use super::products::LIST;
use crate::{
    api::product::proposal::{ProductFormView, ProposeProduct, product_form as find},
    texts::product_proposal::product_proposal,
};

#[must_use]
pub fn page() -> AnyView {
    loaded((LIST, word().products()), find(asked_for("product"), asked_for("like")), content)
}

fn content(view: ProductFormView) -> AnyView {
    let texts = product_proposal();
    let title = match &view.product {
        Some((_, name, _)) => texts.new_version_of(name),
        None => texts.new_product().to_owned(),
    };
    let note = view.product.is_some().then(|| view! { <p>{texts.concerns()}</p> });
    let below = if view.proposes {
        form(&view).into_any()
    } else {
        view! { <p class="card">{team().not_yours()}</p> }.into_any()
    };
    view! {
        <PageHeader title=title below=(LIST, word().products())>{texts.two_people()}</PageHeader>
        {note}
        {below}
    }
    .into_any()
}

fn form(view: &ProductFormView) -> impl IntoView + use<> {
    let texts = product_proposal();
    let (product, after) = match &view.product {
        Some((id, _, version)) => (id.clone(), *version),
        None => (String::new(), 0),
    };
    let identity = view
        .product
        .is_none()
        .then(|| group(texts.identity(), view, &[ProductField::Name, ProductField::ContractKind]));
    let price = [ProductField::AnnualRate, ProductField::DayCount, ProductField::MinDays, ProductField::EarlyFee];
    let late = [
        ProductField::HolidayRule,
        ProductField::GraceDays,
        ProductField::MinimumOverdue,
        ProductField::PenaltyMultiplier,
        ProductField::AllocationOrder,
        ProductField::UnfreezeWhen,
    ];
    let price = group(texts.price(), view, &price);
    let limits = group(texts.limits(), view, &[ProductField::LimitMin, ProductField::LimitMax]);
    let schedule = group(texts.schedule(), view, &[ProductField::Method, ProductField::Tenors]);
    let late = group(texts.late(), view, &late);
    let cap = texts.cap(&view.cap.percent());
    view! {
        <Form to=ProposeProduct::PATH request_no=view.request_no.clone() class="stack stack--loose">
            <input type="hidden" name="product" value=product />
            <input type="hidden" name="after" value=after.to_string() />
            {identity}
            <p>{cap}</p>
            {price} {limits} {schedule} {late}
            <div class="form__actions"><button class="button">{texts.submit()}</button></div>
        </Form>
    }
}

/// Fields that belong together, under their title.
fn group(title: &'static str, view: &ProductFormView, fields: &[ProductField]) -> AnyView {
    let fields = fields.iter().map(|one| {
        let written = view.written.get(one).cloned().unwrap_or_default();
        field(*one, written)
    });
    let fields = fields.collect_view();
    view! {
        <section class="card stack">
            <h2 class="card__title">{title}</h2>
            <div class="form form--2">{fields}</div>
        </section>
    }
    .into_any()
}

/// What is wrong with a field, if the form was sent back for it.
fn wrong(field: ProductField) -> Option<Words> {
    match error_of(ProposeProduct::PATH)?.problem {
        Problem::Product(refusal) => refusal.fault(field).map(product_fault),
        _ => None,
    }
}

fn field(field: ProductField, written: String) -> AnyView {
    let (texts, id) = (product_proposal(), field.code());
    let (label, hint) = (texts.label(field), texts.hint(field));
    let name = format!("draft[{id}]");
    let value = kept::<ProposeProduct>(&name, written);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let wrong = wrong(field);
    let described: Vec<&str> = [(!hint.is_empty(), &hint_id), (wrong.is_some(), &error_id)]
        .into_iter()
        .filter_map(|(there, id)| there.then_some(id.as_str()))
        .collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    let invalid = wrong.is_some().then_some("true");
    let error = wrong.map(|Words { title, advice }| {
        view! { <p class="field__error" id=error_id>{title} " · " {advice}</p> }
    });
    let hint = (!hint.is_empty()).then(|| view! { <p class="field__hint" id=hint_id>{hint}</p> });
    let choices = choices(field);
    let input = if choices.is_empty() {
        let mode = if field == ProductField::Name || field == ProductField::Tenors { "text" } else { "decimal" };
        view! {
            <input
                id=id
                name=name
                inputmode=mode
                maxlength="200"
                autocomplete="off"
                aria-invalid=invalid
                aria-describedby=described
                value=value
            />
        }
        .into_any()
    } else {
        let options = choices.into_iter().map(|(code, words)| {
            view! { <option value=code selected=code == value>{words}</option> }
        });
        let options = options.collect_view();
        view! { <select id=id name=name aria-invalid=invalid aria-describedby=described>{options}</select> }.into_any()
    };
    view! { <div class="field"><label for=id>{label}</label>{hint}{input}{error}</div> }.into_any()
}

/// What can be chosen in a field, with its words; nothing where something is typed.
fn choices(field: ProductField) -> Vec<(&'static str, &'static str)> {
    match field {
        ProductField::ContractKind => ContractKind::ALL.map(|kind| (kind.code(), terms::contract_kind(kind))).into(),
        ProductField::DayCount => DayCount::ALL.map(|count| (count.code(), terms::day_count(count))).into(),
        ProductField::Method => RepaymentMethod::ALL.map(|method| (method.code(), terms::method(method))).into(),
        ProductField::HolidayRule => HolidayRule::ALL.map(|rule| (rule.code(), terms::holidays(rule))).into(),
        ProductField::AllocationOrder => AllocationOrder::ALL.map(|order| (order.code(), terms::order(order))).into(),
        ProductField::UnfreezeWhen => UnfreezeWhen::ALL.map(|when| (when.code(), terms::unfreeze(when))).into(),
        _ => Vec::new(),
    }
}
