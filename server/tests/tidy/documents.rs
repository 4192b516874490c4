//! That documents name what there is.

use std::{collections::BTreeSet, fs, path::Path};

use super::{assert_none, files, root};

fn documents() -> Vec<(String, String)> {
    let mut all = files("docs", &["md"]);
    for name in ["README.md", "ARCHITECTURE.md", "migrations/README.md"] {
        all.push((name.to_owned(), fs::read_to_string(root().join(name)).unwrap()));
    }
    all
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The words behind another one, such as the names of tables behind `create table `.
fn words_behind<'t>(text: &'t str, before: &str) -> Vec<&'t str> {
    let inside = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.split(before).skip(1).filter_map(|rest| rest.split(|letter: char| !inside(letter)).next()).collect()
}

/// Whether there is such a file or folder. Of names in braces each has to be there; `*` is any folder.
fn is_there(path: &str) -> bool {
    if let Some((before, rest)) = path.split_once('{') {
        let (names, after) = rest.split_once('}').unwrap();
        return names.split(',').all(|name| is_there(&format!("{before}{name}{after}")));
    }
    match path.split_once("/*/") {
        None => root().join(path).exists(),
        Some((before, after)) => {
            fs::read_dir(root().join(before)).unwrap().any(|folder| folder.unwrap().path().join(after).exists())
        }
    }
}

#[test]
fn what_documents_lead_to_is_there() {
    let folders: BTreeSet<String> = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir() && entry.file_name() != "target")
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.'))
        .collect();
    let (mut offences, mut seen) = (Vec::new(), 0);
    for (name, text) in documents() {
        let beside = Path::new(&name).parent().unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            seen += 1;
            if !link.is_empty() && !link.starts_with("http") && !root().join(beside).join(link).exists() {
                offences.push(format!("{name} links to {link}"));
            }
        }
        for path in text.lines().filter(|line| !line.starts_with("```")).flat_map(quoted) {
            let first = path.split_once('/').map_or("", |(first, _)| first);
            let meant = folders.contains(first) && !path.contains([' ', '<', '…']);
            seen += usize::from(meant);
            if meant && !is_there(path) {
                offences.push(format!("{name} names {path}"));
            }
        }
    }
    assert!(seen > 200, "only {seen} paths were found");
    assert_none("paths in documents", &offences);
}

/// The rows of the tables of steps: step, screen, use case, rule, rows.
fn steps() -> Vec<[String; 5]> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (mut inside, mut rows) = (false, Vec::new());
    for line in text.lines() {
        if line.starts_with("| step |") {
            inside = true;
            continue;
        }
        inside &= line.starts_with('|');
        if inside && !line.starts_with("|---") {
            let cells: Vec<String> = line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
            rows.push(cells.try_into().unwrap());
        }
    }
    assert!(rows.len() > 60, "only {} steps were found", rows.len());
    rows
}

/// The path that is meant by one of a cell: from the root, below a folder, or beside the path before it.
fn meant(path: &str, below: &str, before: &str) -> Option<String> {
    let beside =
        if before.ends_with(".rs") { before.rsplit_once('/').map_or("", |(folder, _)| folder) } else { before };
    [path.to_owned(), format!("{below}{path}"), format!("{}/{path}", beside.trim_end_matches('/'))]
        .into_iter()
        .find(|path| is_there(path))
}

#[test]
fn the_tables_of_steps_name_what_there_is() {
    let sources = files("services/src", &["rs"]);
    let rules: String = files("domain/src", &["rs"]).into_iter().map(|(_, text)| text).collect();
    let ledger = fs::read_to_string(root().join("domain/src/ledger.rs")).unwrap();
    let schema: String = files("migrations", &["sql"]).into_iter().map(|(_, text)| text).collect();
    let tables: BTreeSet<&str> = words_behind(&schema, "create table ").into_iter().collect();
    let defined: BTreeSet<&str> =
        ["fn ", "struct ", "enum "].iter().flat_map(|before| words_behind(&rules, before)).collect();
    let mut offences = Vec::new();
    for [step, screens, uses, decides, kept] in steps() {
        let mut missing = |what: &str| offences.push(format!("{step}: {what}"));
        for (cell, below) in [(&screens, ""), (&uses, "services/src/"), (&decides, "domain/src/")] {
            let mut place = String::new();
            for name in quoted(cell) {
                if name.contains('/') || name.ends_with(".rs") {
                    match meant(name, below, &place) {
                        Some(found) => place = found,
                        None => missing(name),
                    }
                    continue;
                }
                let found = match below {
                    "domain/src/" => name.split("::").all(|part| defined.contains(part)),
                    "services/src/" => {
                        let function = name.rsplit("::").next().unwrap();
                        let mut inside = sources.iter().filter(|(file, _)| file.starts_with(&place));
                        inside.any(|(_, text)| words_behind(text, "fn ").contains(&function))
                    }
                    _ => true,
                };
                if !found {
                    missing(name);
                }
            }
        }
        for name in quoted(&kept) {
            let known =
                if name.contains('.') { ledger.contains(&format!("\"{name}\"")) } else { tables.contains(name) };
            if !known {
                missing(name);
            }
        }
    }
    assert_none("steps that ARCHITECTURE.md tells otherwise than the code", &offences);
}

#[test]
fn decisions_are_numbered_once_and_listed() {
    let index = fs::read_to_string(root().join("docs/decisions/README.md")).unwrap();
    let mut offences = Vec::new();
    let decisions = files("docs/decisions", &["md"]).into_iter().filter(|(name, _)| !name.ends_with("README.md"));
    for (expected, (name, text)) in (1..).zip(decisions) {
        let file = name.rsplit('/').next().unwrap();
        let title = text.lines().next().unwrap().trim_start_matches("# ");
        let number = file.split('-').next().unwrap();
        if number != format!("{expected:04}") || !title.starts_with(&format!("{number} ")) {
            offences.push(format!("{name} is not number {expected:04}"));
        }
        if !index.contains(&format!("({file})")) {
            offences.push(format!("{name} is not listed"));
        }
    }
    assert_none("decisions", &offences);
}
