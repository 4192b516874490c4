//! Files that are brought.

use super::{Case, File, case};

pub const fn upload(uploaded: Option<(&'static str, File)>) -> Case {
    match uploaded {
        Some((path, file)) => Case { file: Some(file), ..case(path) },
        None => case(""),
    }
}

pub const STATEMENT: Option<(&str, File)> = Some((
    admin::api::statement::UPLOAD,
    ("statement.csv", include_bytes!("../../../../files/tests/data/statements/icbc-reserve-2026-11-20.gb18030.csv")),
));
pub const FIGURES: Option<(&str, File)> = Some((
    admin::api::operating_data::UPLOAD,
    (
        "figures.csv",
        "代理商编号,月份,预存款（元）,销售额（元）,佣金（元）\r\nHX00002,2024-10,1.00,1.00,1.00\r\n".as_bytes(),
    ),
));
