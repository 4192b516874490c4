//! Excel workbooks (xlsx).

use std::io::{BufReader, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx};
use quick_xml::events::Event;
use time::{Duration, PrimitiveDateTime, Time};
use zip::ZipArchive;

use super::{Collector, SheetError};

/// The most bytes that all parts of a workbook may unpack to.
const MAX_UNPACKED_BYTES: u64 = 200_000_000;
/// The most bytes of the shared texts: an empty one of five bytes takes many times that once it is read.
const MAX_SHARED_TEXT_BYTES: u64 = 64_000_000;
/// The most bytes of the styles, for the same reason.
const MAX_STYLE_BYTES: u64 = 4_000_000;
/// The most parts that a workbook may have.
const MAX_PARTS: usize = 5_000;
/// What a cell shows whose serial number is no date, as Excel does.
const NO_DATE: &str = "#####";

pub(super) fn read(file_name: &str, bytes: &[u8], collector: &mut Collector<'_>) -> Result<(), SheetError> {
    // The reader adds up positions and counts that the file dictates; a forged one overflows, which panics in our
    // builds. The workbook is discarded then, so that nothing half-changed is ever seen.
    let checked = || check_archive(file_name, bytes).and_then(|()| read_first_sheet(file_name, bytes, collector));
    catch_unwind(AssertUnwindSafe(checked)).unwrap_or_else(|_| Err(damaged(file_name, &"the reader gave up")))
}

fn damaged(file_name: &str, detail: &impl ToString) -> SheetError {
    SheetError::Damaged { file_name: file_name.to_owned(), detail: detail.to_string() }
}

/// Unpacks every part once into nothing, to know its true size before anything is kept: a few kilobytes can unpack to
/// many gigabytes, and the size that the archive declares can be a lie.
fn check_archive(file_name: &str, bytes: &[u8]) -> Result<(), SheetError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(file_name, &error))?;
    if archive.len() > MAX_PARTS {
        return Err(SheetError::too_large("parts", MAX_PARTS as u64));
    }
    let mut names = Vec::with_capacity(archive.len());
    let mut room = MAX_UNPACKED_BYTES;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| damaged(file_name, &error))?;
        let name = part.name().map_err(|error| damaged(file_name, &error))?.to_ascii_lowercase().replace('\\', "/");
        let limit = if name.ends_with("sharedstrings.xml") {
            MAX_SHARED_TEXT_BYTES.min(room)
        } else if name.ends_with("styles.xml") {
            MAX_STYLE_BYTES.min(room)
        } else {
            room
        };
        if part.size() > limit {
            return Err(SheetError::too_large("unpacked bytes", limit));
        }
        let mut counted = part.take(limit + 1);
        if name.ends_with("sharedstrings.xml") {
            check_shared_texts(file_name, &mut counted)?;
        }
        std::io::copy(&mut counted, &mut std::io::sink()).map_err(|error| damaged(file_name, &error))?;
        let unpacked = limit + 1 - counted.limit();
        if unpacked > limit {
            return Err(SheetError::too_large("unpacked bytes", limit));
        }
        room -= unpacked;
        names.push(name);
    }
    let kind = if names.iter().any(|name| name.ends_with("workbook.bin")) {
        "xlsb"
    } else if names.iter().any(|name| name == "mimetype") {
        "ods"
    } else if names.iter().any(|name| name.ends_with("workbook.xml")) {
        return Ok(());
    } else {
        "zip"
    };
    Err(SheetError::Unsupported { file_name: file_name.to_owned(), kind })
}

/// The reader sets room aside for as many shared texts as the part declares: a forged count would end the process.
fn check_shared_texts(file_name: &str, part: &mut impl Read) -> Result<(), SheetError> {
    let mut xml = quick_xml::Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|error| damaged(file_name, &error))? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "sst" => {
                for attribute in tag.attributes().with_checks(false) {
                    let attribute = attribute.map_err(|error| damaged(file_name, &error))?;
                    if attribute.key.as_ref() != "uniqueCount" {
                        continue;
                    }
                    let count: usize = attribute.value.parse().map_err(|error| damaged(file_name, &error))?;
                    if count > super::MAX_CELLS {
                        return Err(SheetError::too_large("cells", super::MAX_CELLS as u64));
                    }
                }
                return Ok(());
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn read_first_sheet(file_name: &str, bytes: &[u8], collector: &mut Collector<'_>) -> Result<(), SheetError> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(file_name, &error))?;
    let first = workbook
        .sheets_metadata()
        .iter()
        .find(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .ok_or(SheetError::Empty)?;
    // Cell by cell: the whole range at once would take room for every cell between the first and the last.
    let mut cells = workbook.worksheet_cells_reader(&first).map_err(|error| damaged(file_name, &error))?;
    let mut current: Option<(u32, u32)> = None;
    while let Some(cell) = cells.next_cell().map_err(|error| damaged(file_name, &error))? {
        let position @ (row, column) = cell.get_position();
        if current.is_some_and(|before| before >= position) {
            return Err(damaged(file_name, &format!("row {} is out of order", row.saturating_add(1))));
        }
        if let Some((before, _)) = current.filter(|&(before, _)| before != row) {
            collector.end_row(before as usize + 1, 0)?;
        }
        current = Some(position);
        let (row, column) = (row as usize + 1, column as usize);
        let text = cell_text(cell.get_value()).ok_or(SheetError::DigitsLost { row, column: column + 1 })?;
        collector.put(column, &text)?;
    }
    if let Some((row, _)) = current {
        collector.end_row(row as usize + 1, 0)?;
    }
    Ok(())
}

/// The text of a cell as a person sees it, or nothing when digits are lost.
fn cell_text(value: &DataRef<'_>) -> Option<String> {
    Some(match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => return number_text(*number),
        DataRef::String(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(serial) => serial_text(*serial),
        DataRef::DateTimeIso(text) => iso_text(text),
        DataRef::Error(error) => error.to_string(),
    })
}

/// A stored number keeps 15 digits. Digits beyond them are noise of the binary form (0.30000000000000004 is 0.3),
/// unless the number is so large that they were part of a whole number or of its hundredths: then they are lost for
/// good.
fn number_text(number: f64) -> Option<String> {
    let plain = number.to_string();
    let digits = plain.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    if !number.is_finite() || number.abs() >= 1e15 || (digits > 15 && number.abs() >= 1e13) {
        return None;
    }
    let rounded: f64 = format!("{number:.14e}").parse().ok()?;
    let text = rounded.to_string();
    Some(if text == "-0" { "0".to_owned() } else { text })
}

/// `YYYY-MM-DD`, with ` HH:MM:SS` when the cell has a time of day; a cell that is only a time or a duration `HH:MM:SS`.
fn serial_text(serial: ExcelDateTime) -> String {
    let days = serial.as_f64();
    if !(0.0..2_958_466.0).contains(&days) {
        return NO_DATE.to_owned();
    }
    let (year, month, day, hour, minute, second, milli) = serial.to_ymd_hms_milli();
    let moment = time::Month::try_from(month)
        .and_then(|month| time::Date::from_calendar_date(year.into(), month, day))
        .and_then(|date| Ok(PrimitiveDateTime::new(date, Time::from_hms(hour, minute, second)?)));
    // The binary form of a time may lie a hair before its second.
    let rest = Duration::seconds(i64::from(milli >= 500));
    if serial.is_duration() {
        let seconds = Duration::seconds_f64(days * 86_400.0 + 0.5).whole_seconds();
        return format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let Some(moment) = moment.ok().and_then(|moment| moment.checked_add(rest)) else {
        return if days < 1.0 { time_text(hour, minute, second) } else { NO_DATE.to_owned() };
    };
    let (hour, minute, second) = moment.as_hms();
    let clock = time_text(hour, minute, second);
    if days < 1.0 {
        clock
    } else if moment.time() == Time::MIDNIGHT {
        moment.date().to_string()
    } else {
        format!("{} {clock}", moment.date())
    }
}

fn time_text(hour: u8, minute: u8, second: u8) -> String {
    format!("{hour:02}:{minute:02}:{second:02}")
}

/// An ISO moment in the same form as [`serial_text`]; anything else as it stands.
fn iso_text(text: &str) -> String {
    let Some((date, clock)) = text.split_once('T') else {
        return text.to_owned();
    };
    let clock = clock.split('.').next().unwrap_or_default().trim_end_matches('Z');
    match (date, clock) {
        (_, "00:00:00" | "") => date.to_owned(),
        ("", _) => clock.to_owned(),
        _ => format!("{date} {clock}"),
    }
}
