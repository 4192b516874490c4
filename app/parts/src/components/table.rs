//! A table, and on a phone a card for each of its rows, made from its columns.

use domain::Amount;
use leptos::prelude::*;
use services::{Error, error::Never, page::Page};

use super::{
    batch::{Batch, Tick},
    cell::{Cell, Plain},
    column::{Column, Kind},
    export::{Format, csv, sheet},
    list_choice::{column_box, list_name, shows},
    load::load,
    narrow::{SortKey, total},
    pager::pager,
    workbook,
};
use crate::{api::list_choice::shown_columns, texts::word};

/// A table of `Row`s before it has any: its columns in their order, of which the first names the row.
///
/// `Table::<Loan>::new("Loans").words("Loan", |loan| …).figures("Owed (yuan)", |loan| loan.owed)`
pub struct Table<Row> {
    label: String,
    columns: Vec<Column<Row>>,
    class: &'static str,
    bad: fn(&Row) -> bool,
    batch: Option<(Batch, Ticks<Row>)>,
    sortable: bool,
}

/// Which rows can be ticked.
type Ticks<Row> = fn(&Row) -> Option<Tick>;

impl<Row> Table<Row> {
    /// `label` is its name for those who hear it.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), columns: Vec::new(), class: "table", bad: |_| false, batch: None, sortable: false }
    }

    fn column<C: Into<Cell>>(
        mut self,
        heading: &'static str,
        kind: Kind,
        cell: impl Fn(&Row) -> C + Send + 'static,
    ) -> Self {
        self.columns.push(Column {
            heading,
            kind,
            cell: Box::new(move |row| cell(row).into()),
            total: None,
            summed: false,
            sort: None,
        });
        self
    }

    /// A column of words.
    #[must_use]
    pub fn words<C: Into<Cell>>(self, heading: &'static str, cell: impl Fn(&Row) -> C + Send + 'static) -> Self {
        self.column(heading, Kind::Words, cell)
    }

    /// A column of figures, which stand to the right. The heading names their unit.
    #[must_use]
    pub fn figures<C: Into<Cell>>(self, heading: &'static str, cell: impl Fn(&Row) -> C + Send + 'static) -> Self {
        self.column(heading, Kind::Figures, cell)
    }

    /// A column of what people and banks have written, however long: it is broken anywhere.
    #[must_use]
    pub fn prose<C: Into<Cell>>(self, heading: &'static str, cell: impl Fn(&Row) -> C + Send + 'static) -> Self {
        self.column(heading, Kind::Prose, cell)
    }

    /// What the table's last line says below the column that was named last. A table without such words has no such line.
    #[must_use]
    pub fn total(mut self, total: impl Into<Cell>) -> Self {
        if let Some(column) = self.columns.last_mut() {
            column.total = Some(total.into());
        }
        self
    }

    /// Says in the table's last line what the amounts of the column that was named last come to on the page.
    #[must_use]
    pub fn summed(mut self) -> Self {
        if let Some(column) = self.columns.last_mut() {
            column.summed = true;
        }
        self
    }

    /// By what the column that was named last sorts its list, wherever the list is sorted.
    #[must_use]
    pub fn sorted_by(mut self, key: SortKey) -> Self {
        if let Some(column) = self.columns.last_mut() {
            column.sort = Some(key);
        }
        self
    }

    /// With headings that sort: its page reads the order from its address.
    #[must_use]
    pub fn sortable(self) -> Self {
        Self { sortable: true, ..self }
    }

    /// With columns of one width, so that tables below each other line up.
    #[must_use]
    pub fn even(self) -> Self {
        Self { class: "table table--even", ..self }
    }

    /// With few columns: it stays a table on a phone.
    #[must_use]
    pub fn compact(self) -> Self {
        Self { class: "table table--compact", ..self }
    }

    /// Of an account: its last columns are what came in, what went out and the balance. On a phone a row is one line: when, what,
    /// and how much.
    #[must_use]
    pub fn lines(self) -> Self {
        Self { class: "table table--lines", ..self }
    }

    /// Marks the rows that are refused.
    #[must_use]
    pub fn bad(self, bad: fn(&Row) -> bool) -> Self {
        Self { bad, ..self }
    }

    /// With something that can be done to the rows that are ticked, if the visitor may.
    #[must_use]
    pub fn batch(self, batch: Option<Batch>, ticks: fn(&Row) -> Option<Tick>) -> Self {
        Self { batch: batch.map(|batch| (batch, ticks)), ..self }
    }

    /// What stands above its columns.
    fn headings(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|column| column.heading)
    }

    /// A row as a file holds it: each value with its notes.
    fn cells(&self, row: &Row) -> impl Iterator<Item = (Plain, String)> {
        self.columns.iter().map(move |column| (column.cell)(row).into_plain())
    }

    /// The table with these rows as an xlsx file. Above it stand `head`'s lines: what it is, of whom, and what it comes to.
    ///
    /// # Errors
    /// When there are more rows than a sheet takes.
    pub fn workbook<'a>(
        &self,
        head: &[(&str, Plain)],
        rows: impl IntoIterator<Item = &'a Row>,
    ) -> Result<Vec<u8>, Error<Never>>
    where
        Row: 'a,
    {
        let headings: Vec<&str> = self.headings().collect();
        let rows: Vec<Vec<Plain>> =
            rows.into_iter().map(|row| self.cells(row).map(|(value, _)| value).collect()).collect();
        workbook::written(head, &headings, &rows).map_err(Error::defect)
    }

    /// The table with these rows as a file, for a program: a heading, rows, and nothing above them.
    ///
    /// # Errors
    /// When there are more rows than a sheet takes.
    pub fn file<'a>(&self, format: Format, rows: impl IntoIterator<Item = &'a Row>) -> Result<Vec<u8>, Error<Never>>
    where
        Row: 'a,
    {
        match format {
            Format::Xlsx => self.workbook(&[], rows),
            Format::Csv => {
                let headings: Vec<&str> = self.headings().collect();
                let rows: Vec<Vec<Plain>> =
                    rows.into_iter().map(|row| self.cells(row).map(|(value, _)| value).collect()).collect();
                Ok(csv(&headings, &rows))
            }
        }
    }

    /// A page of a list with the ways on, or `none` where it has no rows: with the columns that its visitor wants to see. A file has
    /// all of them.
    pub fn page<Next: ToString>(self, page: Page<Row, Next>, none: AnyView) -> AnyView
    where
        Row: Send + 'static,
    {
        if let Some(sheet) = sheet() {
            let rows = page.rows.iter().map(|row| self.cells(row).collect());
            let next = page.next.as_ref().map(ToString::to_string);
            sheet.take(self.headings(), rows, (next, page.total.map(|total| total.count)));
            // Nobody looks at the pages of a file.
            return ().into_any();
        }
        if page.rows.is_empty() {
            return none;
        }
        let all = page.total.map(total);
        let ways = pager(page.rows.len(), page.next);
        let list = list_name(self.columns.iter().map(|column| column.kind));
        let Some(list) = list else { return view! { {all} {self.of(&page.rows)} {ways} }.into_any() };
        let rows = page.rows;
        load(shown_columns(list.clone()), move |shown| {
            let headings: Vec<&str> = self.headings().collect();
            let columns = column_box(list, &headings, shown.as_deref());
            view! { {all} {columns} {self.only(shown.as_deref()).of(&rows)} {ways} }.into_any()
        })
    }

    /// Without the columns that are hidden.
    fn only(mut self, shown: Option<&[i16]>) -> Self {
        let mut places = 0..;
        self.columns.retain(|column| places.next().is_some_and(|place| shows(shown, place, column.heading)));
        self
    }

    /// The table with these rows, in its frame.
    pub fn of<'a>(self, rows: impl IntoIterator<Item = &'a Row>) -> AnyView
    where
        Row: 'a,
    {
        let Self { label, mut columns, class, bad, batch, sortable } = self;
        let (bar, ticks) = batch.unzip();
        let rows: Vec<&Row> = rows.into_iter().collect();
        // Where no row can be ticked there is no place for ticks.
        let ticks = ticks.filter(|ticks| rows.iter().any(|row| ticks(row).is_some()));
        let mut sums = vec![Amount::ZERO; columns.len()];
        let head = columns.iter().map(|column| heading(column, sortable)).collect_view();
        let checks = ticks.map(|_| view! { <th scope="col" class="table__check"></th> });
        let body: Vec<_> = rows
            .into_iter()
            .map(|row| {
                let class = bad(row).then_some("table__row--bad");
                let cells: Vec<Cell> = columns.iter().map(|column| (column.cell)(row)).collect();
                for (sum, cell) in sums.iter_mut().zip(&cells) {
                    *sum = sum.plus(cell.amount());
                }
                let check = ticks.map(|ticks| {
                    let tick = ticks(row).map(|tick| tick.cell().into_any());
                    view! { <td class="table__check">{tick}</td> }
                });
                view! { <tr class=class>{check} {line(&columns, cells.into_iter())}</tr> }
            })
            .collect();
        let bar = bar.filter(|_| ticks.is_some()).map(Batch::bar);
        let summed = columns.iter().any(|column| column.summed);
        let mut totals: Vec<Option<Cell>> = columns
            .iter_mut()
            .zip(sums)
            .map(|(column, sum)| column.total.take().or_else(|| column.summed.then(|| sum.into())))
            .collect();
        // The first only says what the others are.
        if let Some(first) = totals.first_mut().filter(|first| summed && first.is_none()) {
            *first = Some(word().page_total().into());
        }
        let foot = totals.iter().skip(1).any(Option::is_some).then(|| {
            let cells = totals.into_iter().map(|total| total.unwrap_or_else(Cell::blank));
            let check = ticks.map(|_| view! { <td class="table__check"></td> });
            view! { <tfoot><tr>{check} {line(&columns, cells)}</tr></tfoot> }
        });
        let caption = label.clone();
        view! {
            <div class="table-wrap" role="region" aria-label=label tabindex="0">
                <table class=class>
                    <caption class="visually-hidden">{caption}</caption>
                    <thead>
                        <tr>{checks} {head}</tr>
                    </thead>
                    <tbody>{body}</tbody>
                    {foot}
                </table>
            </div>
            {bar}
        }
        .into_any()
    }
}

/// What stands above a column. Where the list is sorted by it, it leads to the other order.
fn heading<Row>(column: &Column<Row>, sortable: bool) -> AnyView {
    let (class, text) = (column.kind.class(), column.heading);
    let Some(key) = column.sort.filter(|_| sortable) else {
        return view! { <th scope="col" class=class>{text}</th> }.into_any();
    };
    let (order, href) = key.asked();
    view! { <th scope="col" class=class aria-sort=order><a href=href>{text}</a></th> }.into_any()
}

/// The cells of a row. On a phone its column's heading stands beside each, but for words that name the row.
fn line<Row>(columns: &[Column<Row>], cells: impl Iterator<Item = Cell>) -> Vec<AnyView> {
    let shown = |(place, (column, cell)): (usize, (&Column<Row>, Cell))| {
        let class = column.kind.class();
        let label = Some(column.heading).filter(|heading| !heading.is_empty());
        if place == 0 {
            let label = label.filter(|_| column.kind == Kind::Figures);
            view! { <th scope="row" data-label=label class=class>{cell.into_any()}</th> }.into_any()
        } else {
            view! { <td data-label=label class=class>{cell.into_any()}</td> }.into_any()
        }
    };
    columns.iter().zip(cells).enumerate().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::export::Sheet;

    struct Loan {
        reference: &'static str,
        owed: Amount,
    }

    fn loans() -> Table<Loan> {
        let owed = Amount::from_fen(250_000);
        Table::<Loan>::new("Loans")
            .words("Loan", |loan| Cell::reference(loan.reference).to("/loans/1").note("since Monday"))
            .total("Together")
            .figures("Owed", |loan| loan.owed)
            .total(owed)
            .prose("Remark", |_| "")
            .bad(|loan| loan.owed.is_negative())
    }

    #[test]
    fn a_heading_names_its_column_in_the_table_and_on_a_card() {
        let loan = Loan { reference: "DRW1", owed: Amount::from_fen(250_000) };
        let shown = Owner::new().with(|| loans().of(&[loan]).to_html());
        for part in [
            r#"<th scope="col" class="num">Owed</th>"#,
            r#"<a href="/loans/1"><code class="ref">DRW1</code></a>"#,
            "<small>since Monday",
            r#"<td data-label="Owed" class="num"><span class="money">2,500.00</span>"#,
            r#"<td data-label="Remark" class="prose">—"#,
            "<tfoot>",
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        assert!(!shown.contains("table__row--bad"), "{shown}");
    }

    #[test]
    fn a_refused_row_is_marked() {
        let loan = Loan { reference: "DRW1", owed: Amount::from_fen(-1) };
        let shown = Owner::new().with(|| loans().of(&[loan]).to_html());
        assert!(shown.contains(r#"<tr class="table__row--bad">"#), "{shown}");
    }

    #[test]
    fn a_hidden_column_is_gone_with_its_heading_and_its_total() {
        let loan = Loan { reference: "DRW1", owed: Amount::from_fen(250_000) };
        let shown = Owner::new().with(|| loans().only(Some(&[2])).of(&[loan]).to_html());
        for (part, there) in
            [("DRW1", true), ("Remark", true), ("Owed", false), ("2,500.00", false), ("<tfoot>", false)]
        {
            assert_eq!(shown.contains(part), there, "{part} in {shown}");
        }
    }

    #[test]
    fn a_summed_column_says_what_its_page_comes_to_unless_it_is_hidden() {
        let table = || {
            Table::<Loan>::new("Loans")
                .words("Loan", |loan| loan.reference)
                .figures("Owed", |loan| Some(loan.owed).filter(|owed| !owed.is_negative()))
                .summed()
        };
        let loans = [250_000, -1, 50].map(|fen| Loan { reference: "DRW1", owed: Amount::from_fen(fen) });
        let shown = |table: Table<Loan>| Owner::new().with(|| table.of(&loans).to_html());
        let all = shown(table());
        let foot = all.split("<tfoot>").nth(1).unwrap_or_default();
        assert!(foot.contains("2,500.50") && foot.contains("本页合计"), "{all}");
        assert!(!shown(table().only(Some(&[]))).contains("<tfoot>"));
    }

    #[test]
    fn a_cell_is_a_plain_value_too() {
        let plain = [
            Cell::from(Amount::from_fen(123_456_789)).to("/somewhere"),
            Cell::reference("DRW1").note("more"),
            Cell::side(Amount::ZERO),
        ]
        .map(|cell| cell.into_plain())
        .map(|(value, notes)| (value.to_string(), notes));
        assert_eq!(
            plain,
            [("1234567.89", ""), ("DRW1", "more"), ("", "")].map(|(value, notes)| (value.into(), notes.into()))
        );
        let composed = Cell::text("a < b").note(view! { <b>"R&D"</b> " " <a href="/x">"x > y"</a> });
        assert_eq!(composed.into_plain(), (Plain::Text("a < b".to_owned()), "R&D x > y".to_owned()));
        let numbers = Cell::view(view! {
            <code>"6222"</code><code>"approval."<wbr />"decide"</code><form><button>"重试"</button></form>
        });
        assert_eq!(numbers.into_plain().0, Plain::Text("6222 approval.decide".to_owned()));
    }

    #[test]
    fn a_table_of_nothing_and_of_what_looks_like_a_formula_is_a_workbook_and_always_the_same() {
        let table = || {
            Table::<(&str, i64)>::new("明细")
                .words("事项", |row| Cell::text(row.0))
                .figures("金额", |row| Amount::from_fen(row.1))
        };
        let rows = [("=1+1", 100), ("", -1), ("+SUM(A1)", 0)];
        let made = || table().workbook(&[("户名", Plain::Text("=张三".to_owned()))], &rows).unwrap();
        assert_eq!(made(), made());
        assert!(made().starts_with(b"PK"));
        assert!(table().workbook(&[], &[]).unwrap().starts_with(b"PK"));
        assert!(table().file(Format::Xlsx, &rows).unwrap().starts_with(b"PK"));
        let csv = String::from_utf8(table().file(Format::Csv, &rows[..1]).unwrap()).unwrap();
        assert_eq!(csv, "\u{feff}\"事项\",\"金额\"\r\n\"'=1+1\",\"1.00\"\r\n");
    }

    /// Makes a page of a list while a file is made.
    fn listed(sheet: &Sheet, table: Table<(&'static str, i64)>, rows: Vec<(&'static str, i64)>, next: Option<&str>) {
        Owner::new().with(|| {
            provide_context(sheet.clone());
            let shown = table.page(Page { rows, next, total: None }, ().into_any()).to_html();
            assert!(!shown.contains("<table"), "{shown}");
        });
    }

    #[test]
    fn the_pages_of_a_list_come_together_and_a_second_list_of_a_page_stays_out() {
        let sheet = Sheet::default();
        let table = || {
            Table::<(&str, i64)>::new("Loans")
                .words("Shop", |row| Cell::text(row.0).note("since Monday"))
                .figures("Owed", |row| Amount::from_fen(row.1))
        };
        assert_eq!(sheet.turn(), None, "a page without a list");
        listed(&sheet, table(), vec![("鸿运", 100), ("=1+1", -1)], Some("b"));
        listed(&sheet, Table::new("Others"), vec![("another", 7)], None);
        assert_eq!(sheet.turn(), Some((Some("b".to_owned()), 2)));
        listed(&sheet, table(), vec![("\"a\",b", 0)], None);
        assert_eq!(sheet.turn(), Some((None, 3)));
        let csv = String::from_utf8(sheet.written(Format::Csv).unwrap()).unwrap();
        let lines = [
            "\u{feff}\"Shop\",\"Shop，备注\",\"Owed\"",
            "\"鸿运\",\"since Monday\",\"1.00\"",
            "\"'=1+1\",\"since Monday\",\"-0.01\"",
            "\"\"\"a\"\",b\",\"since Monday\",\"0.00\"",
            "",
        ];
        assert_eq!(csv, lines.join("\r\n"));
        assert!(sheet.written(Format::Xlsx).unwrap().starts_with(b"PK"));
    }

    #[test]
    fn a_list_of_nothing_is_a_file_with_its_headings() {
        let sheet = Sheet::default();
        let table = Table::<(&str, i64)>::new("Loans").words("Shop", |row| row.0.to_owned());
        listed(&sheet, table, Vec::new(), None);
        assert_eq!(sheet.turn(), Some((None, 0)));
        assert_eq!(sheet.written(Format::Csv).unwrap(), "\u{feff}\"Shop\"\r\n".as_bytes());
    }
}
