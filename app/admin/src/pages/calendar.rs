//! Which days are worked, by years.

use domain::calendar::DayKind;
use leptos::{prelude::*, server_fn::ServerFn};
use parts::{
    components::{
        alert::Alert,
        cell::Cell,
        empty::empty,
        form::{Form, TextArea, kept, numbered},
        icon::Icon,
        load::load,
        page_header::PageHeader,
        status::Tone,
        table::Table,
        upload::{TABLES, Upload},
    },
    texts::word,
};

use crate::{
    api::calendar::{
        CalendarDayView, CalendarView, CalendarYearView, ImportCalendar, PlainDay, UPLOAD, calendar as asked,
    },
    texts::{admin, calendar::calendar},
};

#[must_use]
pub fn page() -> AnyView {
    view! {
        <PageHeader title=admin().calendar()>{calendar().note()}</PageHeader>
        {load(asked(), content)}
    }
    .into_any()
}

fn content(view: CalendarView) -> AnyView {
    let texts = calendar();
    let changes = !view.request_no.is_empty();
    let number = view.request_no.clone();
    let years = view.years.into_iter().map(|year| year_of(year, &number)).collect_view();
    view! {
        {view.missing.map(|year| view! { <Alert kind="warn" title=texts.missing(year) text=texts.missing_text() /> })}
        {changes.then(|| view! { {import(number.clone())} {file(&number)} })}
        {if years.is_empty() {
            empty(Icon::Clock, texts.none_title(), texts.none_text())
        } else {
            years.into_any()
        }}
    }
    .into_any()
}

fn import(request_no: String) -> impl IntoView {
    let (texts, typed) = (calendar(), kept::<ImportCalendar>("days", ""));
    view! {
        <Form to=ImportCalendar::PATH request_no class="card stack">
            <h2 class="card__title">{texts.import_title()}</h2>
            <p>{texts.import_text()}</p>
            <div class="field">
                <label for="calendar-days">{texts.days()}</label>
                <TextArea
                    id="calendar-days"
                    name="days"
                    value=typed
                    hint=texts.days_hint()
                    most=8000
                    required=true
                />
                <p class="field__hint">{texts.import_effect()}</p>
            </div>
            <div class="form__actions"><button class="button">{texts.import()}</button></div>
        </Form>
    }
}

fn file(request_no: &str) -> AnyView {
    let texts = calendar();
    let form = Upload {
        to: UPLOAD.to_owned(),
        title: texts.file_title(),
        label: texts.file(),
        hint: texts.file_hint(),
        accept: TABLES,
        button: texts.file_button(),
    };
    form.folded(numbered(request_no, "file"))
}

fn year_of(year: CalendarYearView, request_no: &str) -> impl IntoView + use<> {
    let texts = calendar();
    let number = request_no.to_owned();
    let table = Table::<CalendarDayView>::new(texts.year(year.year))
        .words(word().date(), move |day| Cell::time(&day.on).note(texts.weekdays(day.weekday)))
        .words(texts.kind(), move |day| {
            let tone = if day.kind == DayKind::Off { Tone::Neutral } else { Tone::Active };
            Cell::status(tone, texts.kinds(day.kind))
        })
        .words(word().named(), |day| day.name.clone())
        .compact();
    let table = if number.is_empty() || !year.days.iter().any(|day| day.open) {
        table
    } else {
        table.words(texts.change(), move |day| if day.open { Cell::view(plain(day, &number)) } else { Cell::blank() })
    };
    view! {
        <section class="section">
            <h2>{texts.year(year.year)}</h2>
            {table.of(&year.days)}
        </section>
    }
}

fn plain(day: &CalendarDayView, request_no: &str) -> impl IntoView + use<> {
    let (texts, on) = (calendar(), day.on.clone());
    let label = texts.plain_of(&on);
    view! {
        <Form to=PlainDay::PATH request_no=numbered(request_no, &on)>
            <input type="hidden" name="on" value=on />
            <button class="button button--quiet button--small" aria-label=label>{texts.plain()}</button>
        </Form>
    }
}
