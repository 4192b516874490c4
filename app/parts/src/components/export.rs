//! A list as a file: what its page shows, with the page's own filters, from the first row to the last.
//!
//! Any page of the staff's portals whose list has a pager is a file too: it is asked for with [`FORMAT`] in its query. The server then
//! makes the page again and again, from where it ended; its table writes its rows into a [`Sheet`] besides showing them. So a file
//! holds what its reader may see, in the reader's language, and no list has to do anything for it. Where there are more rows than
//! somebody waits for, the file is made in the background, from the rows of one part of the list after the other.

use std::{
    str::FromStr,
    sync::{Arc, Mutex, PoisonError},
};

use domain::export::ExportFormat;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use services::{Error, error::Never};

use super::{cell::Plain, workbook};
use crate::texts::list::list;

/// The parameter of an address that asks for the list as a file.
pub const FORMAT: &str = "export";
/// How many rows a file has at most that is made while somebody waits.
pub const MOST: usize = 20_000;

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Csv,
}

impl FromStr for Format {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "xlsx" => Ok(Self::Xlsx),
            "csv" => Ok(Self::Csv),
            _ => Err(()),
        }
    }
}

impl From<ExportFormat> for Format {
    fn from(format: ExportFormat) -> Self {
        match format {
            ExportFormat::Xlsx => Self::Xlsx,
            ExportFormat::Csv => Self::Csv,
        }
    }
}

impl Format {
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// The rows of a list, of one page after another.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Rows {
    /// Each with what stands above its notes. Empty until a list was met.
    headings: Vec<(String, String)>,
    rows: Vec<Vec<(Plain, String)>>,
    /// Where the next page begins.
    #[serde(skip)]
    next: Option<String>,
    /// How many the list has in all, where it says so.
    #[serde(skip)]
    whole: Option<i64>,
    /// Whether this page's list was met: another one on the same page is not in the file.
    #[serde(skip)]
    met: bool,
}

impl Rows {
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many the whole list has, where it says so.
    #[must_use]
    pub const fn whole(&self) -> Option<i64> {
        self.whole
    }

    /// Rows of the same list that stand behind these.
    #[must_use]
    pub fn with(mut self, behind: Self) -> Self {
        if self.headings.is_empty() {
            self.headings = behind.headings;
        }
        self.rows.extend(behind.rows);
        self
    }

    /// The file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn written(&self, format: Format) -> Result<Vec<u8>, Error<Never>> {
        let (headings, rows) = self.columns();
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        match format {
            Format::Xlsx => workbook::written(&[], &headings, &rows).map_err(Error::defect),
            Format::Csv => Ok(csv(&headings, &rows)),
        }
    }

    /// What the file has: behind a column that has notes anywhere stands one of its notes.
    fn columns(&self) -> (Vec<String>, Vec<Vec<Plain>>) {
        let noted: Vec<bool> = (0..self.headings.len())
            .map(|place| self.rows.iter().any(|row| row.get(place).is_some_and(|(_, notes)| !notes.is_empty())))
            .collect();
        let mut headings = Vec::new();
        for ((heading, notes), noted) in self.headings.iter().zip(&noted) {
            headings.push(heading.clone());
            headings.extend(noted.then(|| notes.clone()));
        }
        let row = |row: &Vec<(Plain, String)>| {
            let cells = row.iter().zip(&noted);
            cells
                .flat_map(|((value, notes), noted)| [Some(value.clone()), noted.then(|| Plain::Text(notes.clone()))])
                .flatten()
                .collect()
        };
        (headings, self.rows.iter().map(row).collect())
    }
}

/// What tables write into while a file is made.
#[derive(Clone, Debug, Default)]
pub struct Sheet(Arc<Mutex<Rows>>);

impl Sheet {
    fn rows(&self) -> std::sync::MutexGuard<'_, Rows> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in a page of the list that the file is of.
    pub(super) fn take(
        &self,
        headings: impl Iterator<Item = &'static str>,
        rows: impl Iterator<Item = Vec<(Plain, String)>>,
        (next, whole): (Option<String>, Option<i64>),
    ) {
        let mut sheet = self.rows();
        if std::mem::replace(&mut sheet.met, true) {
            return;
        }
        sheet.headings = headings.map(|heading| (heading.to_owned(), list().notes_of(heading))).collect();
        sheet.rows.extend(rows);
        sheet.next = next;
        sheet.whole = whole;
    }

    /// Where the next page of the list begins, and how many rows there are already; none when the page that was made has no list.
    #[must_use]
    pub fn turn(&self) -> Option<(Option<String>, usize)> {
        let mut sheet = self.rows();
        std::mem::take(&mut sheet.met).then(|| (sheet.next.take(), sheet.rows.len()))
    }

    /// The file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn written(&self, format: Format) -> Result<Vec<u8>, Error<Never>> {
        self.rows().written(format)
    }

    /// Takes out the rows that it has.
    #[must_use]
    pub fn taken(&self) -> Rows {
        std::mem::take(&mut *self.rows())
    }
}

/// The sheet that tables write into, while a file is made.
pub(super) fn sheet() -> Option<Sheet> {
    use_context()
}

/// As spreadsheets open it: with the mark of UTF-8, and what could be a formula as the text that it is.
pub(super) fn csv(headings: &[&str], rows: &[Vec<Plain>]) -> Vec<u8> {
    let mut text = "\u{feff}".to_owned();
    let mut line = |fields: &mut dyn Iterator<Item = String>| {
        let quoted: Vec<String> = fields.map(|field| format!("\"{}\"", field.replace('"', "\"\""))).collect();
        text.push_str(&quoted.join(","));
        text.push_str("\r\n");
    };
    line(&mut headings.iter().map(|heading| (*heading).to_owned()));
    for row in rows {
        line(&mut row.iter().map(|cell| match cell {
            Plain::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) =>
            {
                format!("'{text}")
            }
            cell => cell.to_string(),
        }));
    }
    text.into_bytes()
}
