//! That a word stands for one meaning, whoever reads it.

use super::{assert_none, code_lines, files};

/// What a visitor's own house is called, and in whose texts it is not (docs/glossary.md, "On screens").
const HOUSES: [(&str, &[&str]); 3] = [
    ("我方", &["app/"]),
    ("贵司", &["app/admin/", "app/agent/"]),
    ("本机构", &["app/agent/", "app/facilitator/", "app/funder/", "app/partner/"]),
];

#[test]
fn each_house_is_called_by_one_word() {
    let mut offences = Vec::new();
    for (name, text) in files("app", &["rs"]) {
        for (word, elsewhere) in HOUSES {
            if !elsewhere.iter().any(|folder| name.starts_with(folder)) {
                continue;
            }
            let said = code_lines(&text).filter(|(_, line)| line.contains(word));
            offences.extend(said.map(|(at, _)| format!("{name}:{at} {word}")));
        }
    }
    assert_none("houses", &offences);
}
