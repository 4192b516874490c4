//! Tables as every page of the portal has them: columns are named once, for the head and for the cards of a phone.

use leptos::prelude::*;

/// A column by its name; figures stand to the right.
#[derive(Clone, Copy)]
pub struct Column {
    name: &'static str,
    class: Option<&'static str>,
}

/// A column of words.
pub const fn words(name: &'static str) -> Column {
    Column { name, class: None }
}

/// A column of figures.
pub const fn figures(name: &'static str) -> Column {
    Column { name, class: Some("num") }
}

/// A column of what people and banks have written, however long: it is broken anywhere.
pub const fn prose(name: &'static str) -> Column {
    Column { name, class: Some("prose") }
}

/// The cells of a row in the order of its columns. The first one names the row.
pub struct Row {
    class: Option<&'static str>,
    cells: Vec<AnyView>,
}

impl Row {
    /// A row that is refused.
    pub fn bad(cells: Vec<AnyView>) -> Self {
        Self { class: Some("table__row--bad"), cells }
    }
}

impl From<Vec<AnyView>> for Row {
    fn from(cells: Vec<AnyView>) -> Self {
        Self { class: None, cells }
    }
}

/// The cells of a row: `cells![name, money(amount), …]`.
macro_rules! cells {
    ($($cell:expr),* $(,)?) => {
        vec![$(leptos::prelude::IntoAny::into_any($cell)),*]
    };
}
pub(super) use cells;

/// A table in its frame. `total` closes it, if there is one.
pub fn table(
    label: impl Into<String>,
    columns: Vec<Column>,
    rows: Vec<impl Into<Row>>,
    total: Option<Vec<AnyView>>,
) -> AnyView {
    framed("table", label.into(), &columns, rows.into_iter().map(Into::into).collect(), total)
}

/// A table whose columns have one width, so that tables below each other line up.
pub fn even_table(
    label: impl Into<String>,
    columns: Vec<Column>,
    rows: Vec<impl Into<Row>>,
    total: Option<Vec<AnyView>>,
) -> AnyView {
    framed("table table--even", label.into(), &columns, rows.into_iter().map(Into::into).collect(), total)
}

fn framed(
    class: &'static str,
    label: String,
    columns: &[Column],
    rows: Vec<Row>,
    total: Option<Vec<AnyView>>,
) -> AnyView {
    let head =
        columns.iter().map(|column| view! { <th scope="col" class=column.class>{column.name}</th> }).collect_view();
    let body =
        rows.into_iter().map(|row| view! { <tr class=row.class>{cells_of(columns, row.cells)}</tr> }).collect_view();
    let caption = label.clone();
    view! {
        <div class="table-wrap" role="region" aria-label=label tabindex="0">
            <table class=class>
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{body}</tbody>
                {total.map(|cells| view! { <tfoot><tr>{cells_of(columns, cells)}</tr></tfoot> })}
            </table>
        </div>
    }
    .into_any()
}

fn cells_of(columns: &[Column], cells: Vec<AnyView>) -> Vec<AnyView> {
    columns
        .iter()
        .zip(cells)
        .enumerate()
        .map(|(place, (column, cell))| match place {
            // A figure names nothing by itself.
            0 => {
                let label = (column.class == Some("num")).then_some(column.name);
                view! { <th scope="row" data-label=label class=column.class>{cell}</th> }.into_any()
            }
            _ => view! { <td data-label=column.name class=column.class>{cell}</td> }.into_any(),
        })
        .collect()
}
