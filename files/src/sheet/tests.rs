use std::io::{Cursor, Write as _};

use encoding_rs::GB18030;
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

const ICBC: &[u8] = include_bytes!("../../tests/data/statements/icbc-reserve-2026-11-20.gb18030.csv");

const CONTENT_TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const PACKAGE: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="hidden" sheetId="1" state="hidden" r:id="rId2"/><sheet name="first" sheetId="2" r:id="rId1"/></sheets></workbook>"#;
const WORKBOOK_PARTS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>"#;
/// Style 1 is a date, 2 a date with a time, 3 a time, 4 a duration.
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="21"/><xf numFmtId="46"/></cellXfs></styleSheet>"#;

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        // The fastest level: the tests of the limits pack hundreds of megabytes.
        let options = SimpleFileOptions::default().compression_level(Some(1));
        writer.start_file(*name, options).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook whose visible sheet has these rows of XML, with these shared texts.
fn workbook(rows: &str, shared: &str) -> Vec<u8> {
    let sheet = |rows: &str| {
        format!(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
        )
    };
    archive(&[
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", PACKAGE),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_PARTS),
        ("xl/styles.xml", STYLES),
        ("xl/sharedStrings.xml", shared),
        ("xl/worksheets/sheet1.xml", &sheet(rows)),
        ("xl/worksheets/sheet2.xml", &sheet(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#)),
    ])
}

fn shared(texts: &[&str]) -> String {
    let items = texts.iter().fold(String::new(), |items, text| items + "<si><t>" + text + "</t></si>");
    format!(
        r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="{}">{items}</sst>"#,
        texts.len()
    )
}

/// The rows of a readable file as numbers and cells.
fn rows(bytes: &[u8]) -> Vec<(usize, Vec<String>)> {
    read("a file", bytes).unwrap().into_iter().map(|row| (row.number, row.cells)).collect()
}

fn cells(of: &[&str]) -> Vec<String> {
    of.iter().map(|&cell| cell.to_owned()).collect()
}

fn code(bytes: &[u8]) -> &'static str {
    read("a file", bytes).unwrap_err().code()
}

#[test]
fn the_bank_s_own_export_is_read_to_the_last_character() {
    let sheet = read("icbc.csv", ICBC).unwrap();
    let numbers: Vec<usize> = sheet.iter().map(|row| row.number).collect();
    assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
    assert_eq!(sheet[0].cells, cells(&["工商银行电子回单明细"]));
    assert_eq!(
        sheet[1].cells,
        cells(&["账号:", "4000021029200123456", "", "户名:", "联融支付有限公司客户备付金", "", "币种:", "人民币"])
    );
    assert_eq!(sheet[8].cell(5), "𠮷田(重庆)商贸");
    assert_eq!(sheet[3].cell(3), "200,000.00");
    assert_eq!(sheet[9].cells, cells(&["合计"]));
}

#[test]
fn every_text_encoding_gives_the_same_cells() {
    let text = "编号,名称\r\n1,𠮷田\r\n";
    let expected = vec![(1, cells(&["编号", "名称"])), (2, cells(&["1", "𠮷田"]))];
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (encoding, bytes) in [
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-8 with its mark", [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
        ("GB18030", GB18030.encode(text).0.into_owned()),
        ("UTF-16, little end first", [b"\xFF\xFE", little.as_slice()].concat()),
        ("UTF-16, big end first", [b"\xFE\xFF", big.as_slice()].concat()),
    ] {
        assert_eq!(rows(&bytes), expected, "{encoding}");
    }
}

#[test]
fn bytes_that_cannot_be_decoded_name_their_row() {
    let mut utf8 = "编号,名称\n1,联融支付有限公司\n2,".as_bytes().to_vec();
    utf8.extend(b"\xE8\x81\n3,x\n");
    let error = SheetError::Encoding { row: 3, encoding: "UTF-8" };
    assert_eq!(read("a file", &utf8), Err(error));

    let mut gb = GB18030.encode("编号,名称\n1,联融\n2,").0.into_owned();
    gb.extend(b"\xFF\n");
    let error = SheetError::Encoding { row: 3, encoding: "gb18030" };
    assert_eq!(read("a file", &gb), Err(error));

    let error = SheetError::Encoding { row: 2, encoding: "UTF-16LE" };
    assert_eq!(read("a file", b"\xFF\xFEa\0\n\0\x00\xD8b\0"), Err(error));
}

#[test]
fn the_delimiter_is_the_one_on_which_the_lines_agree() {
    let money = "日期\t金额\t余额\n2026-11-20\t1,200,000.00\t1,300,000.00\n2026-11-21\t2,200,000.00\t3,500,000.00\n";
    assert_eq!(rows(money.as_bytes())[1].1, cells(&["2026-11-20", "1,200,000.00", "1,300,000.00"]));
    let semicolons = "date;amount;text\n2026-11-20;1,5;a\n2026-11-21;2,5;b\n";
    assert_eq!(rows(semicolons.as_bytes())[2].1, cells(&["2026-11-21", "2,5", "b"]));
    let bars = "date|amount|text\n2026-11-20|1,000.00|a;b\n2026-11-21|2.50|c\n";
    assert_eq!(rows(bars.as_bytes())[1].1, cells(&["2026-11-20", "1,000.00", "a;b"]));
    let commas = "date,text\n2026-11-20,a;b\n2026-11-21,c;d\n";
    assert_eq!(rows(commas.as_bytes())[1].1, cells(&["2026-11-20", "a;b"]));
    assert_eq!(rows(b"alone\n")[0].1, cells(&["alone"]));
}

#[test]
fn quoted_cells_may_hold_delimiters_line_breaks_and_quotes() {
    let text = "a,b,c\n\"1,200.00\",\"two\nlines\",\"a \"\"word\"\"\"\n\n x , \"y\" ,5\" pipe\n";
    assert_eq!(
        rows(text.as_bytes()),
        vec![
            (1, cells(&["a", "b", "c"])),
            (2, cells(&["1,200.00", "two\nlines", "a \"word\""])),
            (5, cells(&["x", "y", "5\" pipe"])),
        ]
    );
}

#[test]
fn a_quote_that_never_closes_names_its_row_instead_of_swallowing_the_rest() {
    let text = "a,b\n1,2\n3,\"open\n5,6\n";
    assert_eq!(read("a file", text.as_bytes()), Err(SheetError::UnclosedQuote { row: 3 }));
}

#[test]
fn text_behind_a_closing_quote_names_its_row() {
    for text in ["a,b\n1,\"x\" y\n", "a,b\n1,\"x\"y\"\n", "a,b\n1,\"x\n2,y\"z,w\n"] {
        assert_eq!(read("a file", text.as_bytes()), Err(SheetError::StrayQuote { row: 2 }), "{text}");
    }
    assert_eq!(rows(b"a,b\n1,\"x\" \n")[1].1, cells(&["1", "x"]));
}

#[test]
fn two_stray_quotes_make_no_cell_of_the_rows_between_them() {
    let stray = |first: &str, second: &str| format!("no,a,b,c\n1,x,y,z\n2,{first}\n3,x,y,z\n4,{second}\n5,x,y,z\n");
    for (first, second) in
        [("x,\"y,z", "x,y\",z"), ("\"x,y,z", "x,y,z\""), ("x,y,\"z", "x\",y,z"), ("x,y,\"z", "x,y,z\"")]
    {
        let text = stray(first, second);
        assert_eq!(read("a file", text.as_bytes()), Err(SheetError::StrayQuote { row: 3 }), "{text}");
    }
    let remark = "no,a,b,c\n1,x,y,\"a remark, of\ntwo lines\"\n2,x,y,z\n";
    assert_eq!(rows(remark.as_bytes())[1].1, cells(&["1", "x", "y", "a remark, of\ntwo lines"]));
}

#[test]
fn a_part_in_another_encoding_names_its_row() {
    let gb = |text: &str| GB18030.encode(text).0.into_owned();
    let utf8 = |text: &str| text.as_bytes().to_vec();
    for (cell, encoding) in
        [(utf8("杭州禾木商贸有限公司"), "gb18030"), (utf8("ABC 禾木,x"), "gb18030"), (b"M\xFCller".to_vec(), "gb18030")]
    {
        let file = [gb("编号,名称\n1,杭州禾木商贸有限公司\n2,"), cell, gb("\n3,宁波东渡电子有限公司\n")].concat();
        assert_eq!(read("a file", &file), Err(SheetError::Encoding { row: 3, encoding }));
    }
    let file = [utf8("编号,名称\n1,杭州禾木商贸有限公司\n2,"), gb("宁波东渡"), utf8("\n3,宁波东渡电子有限公司\n")];
    assert_eq!(read("a file", &file.concat()), Err(SheetError::Encoding { row: 3, encoding: "UTF-8" }));
    // Rare characters, also beside Latin letters, are no sign of another encoding.
    for text in ["1,𠮷田鑫淼堃", "1,AB鑫", "1,滙豐銀行", "1,Ａ－Ｂ（重庆）", "1,联通"] {
        assert_eq!(
            rows(&gb(&format!("编号,名称\n{text}\n")))[1].1,
            cells(&text.split(',').collect::<Vec<_>>()),
            "{text}"
        );
    }
}

#[test]
fn what_old_programs_put_at_the_end_is_no_content() {
    let wide = || "a,b\r\n1,2\r\n\u{1a}".encode_utf16();
    for file in [
        b"a,b\r\n1,2\r\n\x1A".to_vec(),
        b"a,b\r\n1,2\x1A\x1A\r\n".to_vec(),
        [b"\xFF\xFE".to_vec(), wide().flat_map(u16::to_le_bytes).collect()].concat(),
        [b"\xFE\xFF".to_vec(), wide().flat_map(u16::to_be_bytes).collect()].concat(),
    ] {
        assert_eq!(rows(&file)[1].1, cells(&["1", "2"]));
    }
    assert_eq!(code(b"a,b\n1\x1A,2\n"), "file.not_text");
    assert_eq!(code(b"a,b\n1\0,2\n"), "file.not_text");
    assert_eq!(code(b"\x1A"), "file.empty");
}

#[test]
fn guard_marks_before_values_are_no_part_of_them() {
    assert_eq!(rows(b"no,amount\n'0062,`1.00\n")[1].1, cells(&["0062", "1.00"]));
    assert_eq!(rows("no,name\n\t0062\t,\u{200b}a'b\u{202c}\n".as_bytes())[1].1, cells(&["0062", "a'b"]));
}

#[test]
fn a_large_text_is_read_like_a_small_one() {
    let row = "2026-11-20,\"两\n行\",1.00\r\n";
    let text = format!("日期,说明,金额\r\n{}", row.repeat(60_000));
    let last = (120_000, cells(&["2026-11-20", "两\n行", "1.00"]));
    for bytes in [text.as_bytes().to_vec(), GB18030.encode(&text).0.into_owned()] {
        let rows = rows(&bytes);
        assert_eq!((rows.len(), rows.last()), (60_001, Some(&last)));
    }
    let broken = [GB18030.encode(&text).0.into_owned(), b"x,\xFF,\n".to_vec()].concat();
    assert_eq!(read("a file", &broken), Err(SheetError::Encoding { row: 120_002, encoding: "gb18030" }));
    let returns = text.replace("\r\n", "\r");
    assert_eq!(rows(returns.as_bytes()).last(), Some(&last));
}

#[test]
fn a_row_knows_how_many_cells_it_has_in_the_file() {
    let widths: Vec<usize> = read("a file", b"a,b\n1,2,\n1\n").unwrap().iter().map(|row| row.width).collect();
    assert_eq!(widths, [2, 3, 1]);
}

#[test]
fn rows_may_differ_in_length_and_every_line_break_counts() {
    let text = "a\rb,c\r\n\r\n,,d,,\n";
    let expected = vec![(1, cells(&["a"])), (2, cells(&["b", "c"])), (4, cells(&["", "", "d"]))];
    assert_eq!(rows(text.as_bytes()), expected);
}

#[test]
fn a_number_wrapped_for_excel_is_unwrapped() {
    let text = "no,name\n=\"0062\",x\n\"=\"\"6222020200112233445\"\"\",y\n";
    assert_eq!(rows(text.as_bytes())[1].1, cells(&["0062", "x"]));
    assert_eq!(rows(text.as_bytes())[2].1, cells(&["6222020200112233445", "y"]));
}

#[test]
fn files_of_other_kinds_are_named() {
    let kind = |bytes: &[u8]| match read("a file", bytes) {
        Err(SheetError::Unsupported { kind, .. }) => kind,
        other => panic!("{other:?}"),
    };
    let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    let locked: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
    assert_eq!(kind(&[old.as_slice(), &[0; 600]].concat()), "xls");
    assert_eq!(kind(&[old.as_slice(), &[0; 600], &locked].concat()), "password");
    assert_eq!(kind(b"%PDF-1.7 ..."), "pdf");
    assert_eq!(kind(b"\n<HTML><table><tr><td>1</td></tr></table></HTML>"), "html");
    assert_eq!(kind(b"<?xml version='1.0'?><Workbook/>"), "xml");
    assert_eq!(kind(&archive(&[("readme.txt", "hello")])), "zip");
    assert_eq!(kind(&archive(&[("xl/workbook.bin", "x")])), "xlsb");
    assert_eq!(kind(&archive(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")])), "ods");
}

#[test]
fn what_is_empty_binary_or_damaged_says_so() {
    assert_eq!(code(b""), "file.empty");
    assert_eq!(code(b"\r\n , ,\n"), "file.empty");
    assert_eq!(code(b"\xEF\xBB\xBF"), "file.empty");
    assert_eq!(code(b"\x7FELF\x02\x01\x01\0\0"), "file.not_text");
    assert_eq!(code(b"\xFF\xFE\x01\0\x02\0"), "file.not_text");
    assert_eq!(code(b"PK\x03\x04 and nothing of an archive"), "file.damaged");
    assert_eq!(code(&workbook("", &shared(&[]))), "file.empty");
}

#[test]
fn limits_are_refused_before_memory_is_spent() {
    let limit = |bytes: &[u8]| match read("a file", bytes) {
        Err(SheetError::TooLarge { what, limit }) => (what, limit),
        other => panic!("{:?}", other.map(|rows| rows.len())),
    };
    assert_eq!(limit(&vec![b'a'; MAX_FILE_BYTES + 1]), ("bytes", 40_000_000));
    assert_eq!(limit("a\n".repeat(MAX_ROWS + 1).as_bytes()), ("rows", 250_000));
    assert_eq!(rows("a\n".repeat(MAX_ROWS).as_bytes()).len(), MAX_ROWS);
    assert_eq!(limit(format!("{}b", "a,".repeat(MAX_COLUMNS)).as_bytes()), ("columns", 200));
    assert_eq!(rows(format!("a{}", ",".repeat(5_000)).as_bytes()), vec![(1, cells(&["a"]))]);
    let sparse = format!("{}b\n", ",".repeat(199));
    assert_eq!(limit(sparse.repeat(20_001).as_bytes()), ("cells", 4_000_000));
}

#[test]
fn a_workbook_shows_what_a_person_sees() {
    let rows_xml = r#"
        <row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t> in line </t></is></c></row>
        <row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3"><v>12345</v></c><c r="C3"><v>8.8499999999999996</v></c>
          <c r="D3"><v>0.30000000000000004</v></c><c r="E3"><v>-1200.5</v></c><c r="F3"><v>123456789012345</v></c>
          <c r="G3" t="b"><v>1</v></c><c r="H3" t="e"><v>#DIV/0!</v></c><c r="I3" t="str"><f>A1</f><v>made</v></c></row>
        <row r="4"><c r="A4" s="1"><v>46346</v></c><c r="B4" s="2"><v>46346.376516203702</v></c>
          <c r="C4" s="3"><v>0.376516203702</v></c><c r="D4" s="4"><v>1.5</v></c><c r="E4" s="1"><v>-5</v></c>
          <c r="F4" t="d"><v>2026-11-20T09:02:11.000</v></c><c r="G4" t="d"><v>2026-11-20T00:00:00</v></c></row>"#;
    let book = workbook(rows_xml, &shared(&["账号", "6222020200112233445"]));
    assert_eq!(
        rows(&book),
        vec![
            (1, cells(&["账号", "", "in line"])),
            (
                3,
                cells(&[
                    "6222020200112233445",
                    "12345",
                    "8.85",
                    "0.3",
                    "-1200.5",
                    "123456789012345",
                    "TRUE",
                    "#DIV/0!",
                    "made",
                ])
            ),
            (
                4,
                cells(&[
                    "2026-11-20",
                    "2026-11-20 09:02:11",
                    "09:02:11",
                    "36:00:00",
                    "#####",
                    "2026-11-20 09:02:11",
                    "2026-11-20",
                ])
            ),
        ]
    );
}

#[test]
fn a_number_that_lost_digits_refuses_the_file_and_names_its_cell() {
    for number in ["4000021029200123456", "1e15", "12345678901234.56"] {
        let row = format!(r#"<row r="7"><c r="B7"><v>{number}</v></c></row>"#);
        let error = SheetError::DigitsLost { row: 7, column: 2 };
        assert_eq!(read("a.xlsx", &workbook(&row, &shared(&[]))), Err(error), "{number}");
    }
}

#[test]
fn a_forged_workbook_is_refused_without_ending_the_process() {
    let refusal = |rows: &str, shared: &str| code(&workbook(rows, shared));
    let no_texts = shared(&[]);
    // Positions that overflow the reader's arithmetic, rows out of order, a text that does not exist.
    assert_eq!(refusal(r#"<row r="1"><c r="A99999999999"><v>1</v></c></row>"#, &no_texts), "file.damaged");
    assert_eq!(
        refusal(r#"<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>"#, &no_texts),
        "file.damaged"
    );
    assert_eq!(refusal(r#"<row r="1"><c r="A1" t="s"><v>9</v></c></row>"#, &no_texts), "file.damaged");
    assert_eq!(refusal(r#"<row r="1"><c r="ZZ1"><v>1</v></c></row>"#, &no_texts), "file.too_large");
    // A count for which the reader would set aside terabytes.
    let counted = r#"<sst uniqueCount="99999999999"><si><t>a</t></si></sst>"#;
    assert_eq!(refusal(r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#, counted), "file.too_large");
}

#[test]
fn an_archive_that_unpacks_to_too_much_is_refused() {
    let bomb = archive(&[("xl/workbook.xml", WORKBOOK), ("xl/styles.xml", &" ".repeat(5_000_000))]);
    assert!(bomb.len() < 50_000);
    let error = SheetError::TooLarge { what: "unpacked bytes", limit: 4_000_000 };
    assert_eq!(read("a.xlsx", &bomb), Err(error));

    let zeros = " ".repeat(70_000_000);
    let parts: Vec<(&str, &str)> = ["a", "b", "c"].map(|name| (name, zeros.as_str())).into();
    let error = SheetError::TooLarge { what: "unpacked bytes", limit: 60_000_000 };
    assert_eq!(read("a.xlsx", &archive(&parts)), Err(error));
}

#[test]
fn an_archive_that_lies_about_its_sizes_is_refused() {
    let mut lying = archive(&[("xl/workbook.xml", WORKBOOK), ("xl/styles.xml", &" ".repeat(5_000_000))]);
    let size = 5_000_000_u32.to_le_bytes();
    let mut changed = 0;
    for at in 0..lying.len() - 4 {
        if lying[at..at + 4] == size {
            lying[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
            changed += 1;
        }
    }
    assert!(changed >= 1);
    assert!(matches!(code(&lying), "file.damaged" | "file.too_large"));
}

#[test]
fn one_long_text_shown_in_every_cell_is_refused() {
    let long = "x".repeat(1_000_000);
    let rows = r#"<row><c t="s"><v>0</v></c></row>"#.repeat(101);
    let error = SheetError::TooLarge { what: "text", limit: 100_000_000 };
    assert_eq!(read("a.xlsx", &workbook(&rows, &shared(&[&long]))), Err(error));
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = read("a file", &bytes);
        let _ = read("a file", &[b"PK\x03\x04".as_slice(), &bytes].concat());
        let _ = read("a file", &[b"\xFF\xFE".as_slice(), &bytes].concat());
    }

    #[test]
    fn no_change_of_a_real_file_makes_the_reader_panic(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let rows = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="2"><v>46346.3</v></c></row>"#;
        for original in [ICBC.to_vec(), workbook(rows, &shared(&["账号"]))] {
            let mut bytes = original;
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            let _ = read("a file", &bytes);
        }
    }

    #[test]
    fn any_table_survives_being_written_and_read(
        table in proptest::collection::vec(proptest::collection::vec("[a-z0-9,;\"\\n 联]{1,6}", 3), 2..8),
    ) {
        let table: Vec<Vec<String>> = table
            .into_iter()
            .map(|row| row.into_iter().map(|cell| format!("x{}x", cell.trim())).collect())
            .collect();
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let text: String = table
            .iter()
            .map(|row| row.iter().map(quoted).collect::<Vec<_>>().join("\t") + "\r\n")
            .collect();
        let read_back: Vec<Vec<String>> = rows(text.as_bytes()).into_iter().map(|(_, cells)| cells).collect();
        prop_assert_eq!(read_back, table);
    }
}
