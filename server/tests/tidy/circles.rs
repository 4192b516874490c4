//! That files lead one way.

use std::collections::{BTreeMap, BTreeSet};

use super::{CRATES, assert_none, code_lines, files};

/// Where files of `services` lead to each other all the same, and why. Without these, what stands in one folder leads one way.
const CIRCLES: [(&str, &[&str], &str); 2] = [
    ("db", &["batch", "envelope", "snapshot", "sum"], "`Db` is the one door, and holds what goes through it"),
    ("draw", &["bank_movement"], "money that came for a draw looks for another when the draw ends"),
];

/// The paths of code that begin in the crate or in a file's surroundings, with the braces of `use` taken apart.
fn paths(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let starts = ["crate::", "super::"].into_iter().flat_map(|start| code.match_indices(start));
    for at in starts.map(|(at, _)| at) {
        if code[..at].ends_with(|letter: char| letter.is_alphanumeric() || "_:$".contains(letter)) {
            continue;
        }
        let statement = code[at..].split(';').next().unwrap();
        let within = |letter: char| letter.is_alphanumeric() || "_:".contains(letter);
        let end = statement.find(|letter: char| !within(letter)).unwrap_or(statement.len());
        let tree = if statement[end..].starts_with('{') { statement } else { &statement[..end] };
        let (mut prefixes, mut path) = (Vec::new(), String::new());
        for letter in tree.replace(" as ", "::").chars().filter(|letter| !letter.is_whitespace()) {
            match letter {
                '{' => prefixes.push(path.clone()),
                ',' | '}' => {
                    let prefix = if letter == '}' { prefixes.pop() } else { prefixes.last().cloned() };
                    found.push(std::mem::replace(&mut path, prefix.unwrap_or_default()));
                }
                _ => path.push(letter),
            }
        }
        found.push(path);
    }
    found.retain(|path| !path.is_empty() && !path.ends_with("::"));
    found
}

/// What each file or folder leads to of those beside it. `sql` may give its rows the form in which the others tell them.
fn neighbours(folder: &str) -> BTreeMap<String, BTreeSet<String>> {
    let source = format!("{folder}/src");
    let mut modules = BTreeMap::new();
    for (name, text) in files(&source, &["rs"]) {
        let mut module: Vec<String> = name[source.len() + 1..name.len() - 3].split('/').map(str::to_owned).collect();
        module.pop_if(|last| ["mod", "lib", "main"].contains(&last.as_str()));
        modules.insert(module, text);
    }
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (module, text) in modules.iter().filter(|(module, _)| module.last().is_none_or(|last| last != "tests")) {
        let code: Vec<&str> = code_lines(text.split("#[cfg(test)]").next().unwrap()).map(|(_, line)| line).collect();
        for path in paths(&code.join("\n")) {
            let up = path.split("::").take_while(|part| *part == "super").count();
            let above = if up == 0 { 0 } else { module.len().saturating_sub(up) };
            let below = path.split("::").skip(up.max(1)).map(str::to_owned);
            let mut target: Vec<String> = module[..above].iter().cloned().chain(below).collect();
            while !target.is_empty() && !modules.contains_key(&target) {
                target.pop();
            }
            let same = module.iter().zip(&target).take_while(|(one, other)| one == other).count();
            if same < module.len() && same < target.len() && module[same] != "sql" {
                edges.entry(module[..=same].join("/")).or_default().insert(target[..=same].join("/"));
            }
        }
    }
    edges
}

fn reached(edges: &BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<String> {
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![from.to_owned()]);
    while let Some(at) = waiting.pop() {
        waiting.extend(edges.get(&at).into_iter().flatten().filter(|to| seen.insert((*to).clone())).cloned());
    }
    seen
}

#[test]
fn files_lead_one_way() {
    let mut offences = Vec::new();
    for (folder, _) in CRATES {
        let mut edges = neighbours(folder);
        for (from, others, reason) in CIRCLES.iter().filter(|_| folder == "services") {
            for to in *others {
                let led = edges.get_mut(*from).is_some_and(|all| all.remove(*to));
                assert!(led && reached(&edges, to).contains(*from), "{from} and {to} are no circle any more: {reason}");
            }
        }
        for (from, others) in &edges {
            for to in others.iter().filter(|to| reached(&edges, to).contains(from)) {
                offences.push(format!("{folder}: {from} leads to {to}, and that back to it"));
            }
        }
    }
    assert_none("circles of files", &offences);
}
