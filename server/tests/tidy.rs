//! The rules of the house that a compiler does not know. Each names the place that breaks it.

#[path = "tidy/circles.rs"]
mod circles;
#[path = "tidy/documents.rs"]
mod documents;
#[path = "tidy/tables.rs"]
mod tables;
#[path = "tidy/words.rs"]
mod words;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The workspace's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// The path of every file below `folder`.
fn paths(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![root().join(folder)];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let skipped = path.file_name().is_some_and(|name| name == "node_modules" || name == "target");
            if !skipped {
                waiting.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            }
        } else {
            found.push(path);
        }
    }
    found
}

fn ends_with(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted))
}

/// Every file below `folder` with one of the endings, with its text and its path from the root.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for path in paths(folder).into_iter().filter(|path| ends_with(path, endings)) {
        let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        found.push((name, fs::read_to_string(&path).unwrap()));
    }
    found.sort();
    assert!(!found.is_empty(), "nothing was read below {folder}: the check would prove nothing");
    found
}

/// Every crate by its folder, and which of the others it may know.
const CRATES: [(&str, &[&str]); 17] = [
    ("domain", &[]),
    ("files", &["domain"]),
    ("services", &["files", "domain"]),
    ("app/islands", &["domain"]),
    ("app/parts", &["islands", "services", "domain"]),
    ("app/door", &["parts", "services", "domain"]),
    ("app/agent", &["islands", "parts", "services", "domain"]),
    ("app/partner", &["parts", "services", "domain"]),
    ("app/funder", &["partner", "parts", "services", "domain"]),
    ("app/facilitator", &["partner", "parts", "services", "domain"]),
    ("app/admin", &["partner", "parts", "services", "domain"]),
    ("app", &["admin", "agent", "door", "facilitator", "funder", "islands", "partner", "parts"]),
    ("server", &["admin", "agent", "app", "parts", "services", "files", "domain"]),
    ("frontend", &["islands"]),
    ("demonstration", &["agent", "parts", "services", "domain"]),
    ("sandbox", &[]),
    ("bench", &["server", "services", "domain"]),
];

fn name(folder: &str) -> &str {
    folder.rsplit('/').next().unwrap()
}

fn all_rust() -> Vec<(String, String)> {
    let folders = CRATES.iter().map(|(folder, _)| *folder).filter(|folder| !folder.contains('/'));
    folders.flat_map(|folder| files(folder, &["rs"])).collect()
}

/// Lines of code, without comments and texts in them.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")).map(|(at, line)| (at + 1, line))
}

fn dependencies(folder: &str) -> Vec<String> {
    let manifest = fs::read_to_string(root().join(folder).join("Cargo.toml")).unwrap();
    let normal = manifest.split("[dev-dependencies]").next().unwrap();
    let section = normal.split("[dependencies]").nth(1).expect("a crate has dependencies");
    section
        .lines()
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|name| !name.is_empty() && !name.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

fn assert_none(rule: &str, offences: &[String]) {
    assert!(offences.is_empty(), "{rule}:\n{}", offences.join("\n"));
}

#[test]
fn dependencies_point_one_way() {
    let ours: Vec<&str> = CRATES.iter().map(|(folder, _)| name(folder)).collect();
    let homes: [(&str, &[&str]); 4] = [
        ("sqlx", &["services", "bench"]),
        ("axum", &["server", "app", "app/agent", "app/door", "app/islands", "app/parts", "sandbox", "bench"]),
        ("leptos", &["server", "app", "app/", "frontend"]),
        ("tokio", &["services", "server", "demonstration", "sandbox", "bench"]),
    ];
    let mut offences = Vec::new();
    for (folder, may) in CRATES {
        for dependency in dependencies(folder) {
            let wrong_way = ours.contains(&dependency.as_str()) && !may.contains(&dependency.as_str());
            let from_home = homes.iter().find(|(outside, _)| dependency == *outside).is_none_or(|(_, homes)| {
                homes.iter().any(|home| folder == *home || (home.ends_with('/') && folder.starts_with(home)))
            });
            if wrong_way || !from_home {
                offences.push(format!("{folder} depends on {dependency}"));
            }
        }
    }
    assert_none("the dependency rules", &offences);
}

#[test]
fn only_the_islands_have_two_sides() {
    let mut offences = Vec::new();
    for (name, text) in all_rust().into_iter().filter(|(name, _)| !name.starts_with("app/islands/")) {
        for (at, line) in code_lines(&text) {
            if line.contains("cfg(") && line.contains("feature =") && name != "server/tests/tidy.rs" {
                offences.push(format!("{name}:{at} {}", line.trim()));
            }
        }
    }
    assert_none("code that depends on how it is built", &offences);
}

/// Whether a file is one of a crate's `api`.
fn is_api(name: &str) -> bool {
    name.starts_with("app/") && name.contains("/src/api/")
}

#[test]
fn server_functions_live_in_the_api_and_are_never_asked_by_get() {
    let mut offences = Vec::new();
    for (name, text) in all_rust() {
        for (at, line) in code_lines(&text) {
            if line.trim_start().starts_with("#[server") && !is_api(&name) {
                offences.push(format!("{name}:{at} a server function outside an api"));
            }
            if line.contains("GetUrl") && name.starts_with("app/") {
                offences.push(format!("{name}:{at} a server function that is asked by GET"));
            }
        }
    }
    assert_none("server functions", &offences);
}

/// The functions that somebody who is not signed in may call.
const OPEN: [&str; 7] = [
    "sign_in",
    "ask_for_code",
    "sign_in_with_code",
    "join",
    "set_preference",
    "enrol_second_factor",
    "confirm_second_factor",
];

/// The functions of whoever is signed in that carry no request number: a code that is asked for twice is counted twice, and
/// columns that are chosen twice are the same ones.
const WITHOUT_NUMBER: [&str; 5] =
    ["ask_contract_code", "ask_draw_code", "ask_mobile_code", "register_mobile", "choose_columns"];

#[test]
fn every_server_function_says_in_whose_name_it_acts() {
    let mut offences = Vec::new();
    let mut seen = 0;
    for (name, text) in files("app", &["rs"]).into_iter().filter(|(name, _)| is_api(name)) {
        for part in text.split("#[server(endpoint").skip(1) {
            seen += 1;
            let function = part.split("pub async fn ").nth(1).and_then(|rest| rest.split('(').next()).unwrap();
            let body = part.split("\n}").next().unwrap();
            // Itself, or by handing its request number to the function beside it that does.
            let mut ways = vec!["writer(", "(&request_no", "(request_no"];
            if WITHOUT_NUMBER.contains(&function) {
                ways.push("reader()");
            }
            let acts = ways.iter().any(|way| body.contains(way));
            if !OPEN.contains(&function) && !acts {
                offences.push(format!("{name}: {function} names no acting person"));
            }
        }
    }
    assert!(seen > 5, "only {seen} server functions were found");
    assert_none("server functions", &offences);
}

#[test]
fn whatever_takes_a_password_or_a_code_is_braked() {
    let braked = fs::read_to_string(root().join("server/src/limits.rs")).unwrap();
    let mut offences = Vec::new();
    for (name, text) in files("app", &["rs"]).into_iter().filter(|(name, _)| is_api(name)) {
        for part in text.split("#[server(endpoint = \"").skip(1) {
            let (path, rest) = part.split_once('"').unwrap();
            let asked = rest.split("-> ").next().unwrap();
            let guessed = ["code: String", "password: String"].iter().any(|secret| asked.contains(secret));
            if guessed && !braked.contains(&format!("\"/api/{path}\"")) {
                offences.push(format!("{name}: {path} may be guessed as fast as one likes"));
            }
        }
    }
    assert_none("guesses", &offences);
}

#[test]
fn rules_use_no_floats_clocks_or_chance() {
    let mut offences = Vec::new();
    for (name, text) in files("domain/src", &["rs"]) {
        let rules = text.split("#[cfg(test)]").next().unwrap();
        for (at, line) in code_lines(rules) {
            for banned in
                ["f32", "f64", "now_utc", "SystemTime", "Instant::now", "getrandom", "async fn", " as i64", " as u"]
            {
                if line.contains(banned) {
                    offences.push(format!("{name}:{at} {banned}"));
                }
            }
        }
    }
    assert_none("the rules are pure", &offences);
}

#[test]
fn pages_hold_no_inline_style_handler_or_raw_markup() {
    let mut offences = Vec::new();
    for (name, text) in files("app", &["rs"]) {
        for (at, line) in code_lines(&text) {
            let trimmed = line.trim_start();
            for banned in [" style=", "inner_html", "onclick=", "onsubmit=", "javascript:"] {
                if line.contains(banned) {
                    offences.push(format!("{name}:{at} {banned}"));
                }
            }
            let writes_area = line.contains("<textarea") || line.contains("html::textarea");
            if writes_area && name != "app/parts/src/components/form.rs" && !trimmed.starts_with("assert") {
                offences.push(format!("{name}:{at} a textarea outside the one component that escapes it"));
            }
        }
    }
    assert_none("the content security policy and escaping", &offences);
}

/// The disclosure is a document with a hash; what an island writes into has slots.
const OWN_TABLES: [&str; 4] = [
    "app/parts/src/components/table.rs",
    "app/agent/src/pages/confirm.rs",
    "app/agent/src/pages/repay.rs",
    "app/islands/src/borrow_preview.rs",
];

#[test]
fn tables_are_made_of_their_columns() {
    let mut offences = Vec::new();
    for (name, text) in files("app", &["rs"]).into_iter().filter(|(name, _)| !OWN_TABLES.contains(&name.as_str())) {
        for (at, line) in code_lines(&text) {
            if line.contains("<table") {
                offences.push(format!("{name}:{at} a table of its own"));
            }
        }
    }
    assert_none("tables", &offences);
}

#[test]
fn no_state_is_compared_as_text() {
    let mut offences = Vec::new();
    for folder in ["app", "services/src"] {
        for (name, text) in files(folder, &["rs"]) {
            for (at, line) in code_lines(text.split("#[cfg(test)]").next().unwrap()) {
                let of_a_state = ["state", "status", "outcome", "phase"].iter().any(|of| {
                    [" == \"", " != \"", ".as_str()"].iter().any(|how| line.contains(&format!(".{of}{how}")))
                });
                let of_a_reason = [" == \"", ".strip_prefix(", ".starts_with("]
                    .iter()
                    .any(|how| line.contains(&format!("reason{how}")));
                let moved = line.split(".moved(").nth(1).and_then(|rest| rest.split("), ").next());
                let named = moved.is_some_and(|states| states.replace("\"\"", "").contains('"'));
                if of_a_state || of_a_reason || named {
                    offences.push(format!("{name}:{at} {}", line.trim()));
                }
            }
        }
    }
    assert_none("states", &offences);
}

#[test]
fn words_for_people_live_in_the_texts() {
    let mut offences = Vec::new();
    for (name, text) in files("app", &["rs"]).into_iter().filter(|(name, _)| !name.contains("/src/texts/")) {
        let shown = text.split("#[cfg(test)]").next().unwrap();
        for (at, line) in code_lines(shown) {
            // A language is called by its own name in every language.
            let chinese = line.replace("中文", "").chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
            if chinese {
                offences.push(format!("{name}:{at} {}", line.trim()));
            }
        }
    }
    assert_none("texts", &offences);
}

/// The islands answer in the browser, where the parts are not; the columns of a payment file are as banks name them.
const OWN_WORDS: [&str; 3] = ["app/islands/", "app/funder/src/texts/payment_file.rs", "app/parts/src/texts/word.rs"];

/// A word's two languages, in a line of a table of texts.
fn pair(line: &str) -> Option<&str> {
    line.split_once(": ").map(|(_, pair)| pair)
}

#[test]
fn shared_words_are_named_once() {
    let shared = fs::read_to_string(root().join("app/parts/src/texts/word.rs")).unwrap();
    let words: Vec<&str> = shared.lines().filter(|line| line.ends_with("\";")).filter_map(pair).collect();
    assert!(words.len() > 100, "only {} words were found", words.len());
    let mut offences = Vec::new();
    for (name, text) in files("app", &["rs"]).into_iter().filter(|(name, _)| name.contains("/src/texts/")) {
        let own = OWN_WORDS.iter().any(|own| name.starts_with(own));
        for (at, line) in text.lines().enumerate().filter(|_| !own) {
            if pair(line).is_some_and(|pair| words.contains(&pair)) {
                offences.push(format!("{name}:{} {}", at + 1, line.trim()));
            }
        }
    }
    assert_none("words that app/parts/src/texts/word.rs names", &offences);
}

/// What readers have stumbled over, and other names for what has one already (docs/glossary.md, "On screens").
const STUMBLED_OVER: [&str; 18] = [
    "看不懂",
    "可以怎么办",
    "等我们处理",
    "最久不到",
    "怎么分",
    "今日结清",
    "两边一致",
    "两个人",
    "早已记账",
    "不借了",
    "没有办成",
    "已发送，结果未知",
    "预付款",
    "经营者",
    "商户",
    "逾时",
    "少还一些",
    "不想继续",
];

#[test]
fn screens_say_nothing_that_was_stumbled_over() {
    let mut offences = Vec::new();
    for (name, text) in files("app", &["rs"]) {
        for (at, line) in code_lines(&text) {
            // An advance of a factor is a kind of contract.
            let line = line.replace("保理预付款", "");
            for word in STUMBLED_OVER.into_iter().filter(|word| line.contains(word)) {
                offences.push(format!("{name}:{at} {word}"));
            }
        }
    }
    assert_none("words", &offences);
}

/// What was done is searched for in words: an operation without them could not be chosen.
#[test]
fn every_operation_has_words() {
    let words = fs::read_to_string(root().join("app/admin/src/texts/audit.rs")).unwrap();
    let named = [
        "write(context, \"",
        "write(&context, \"",
        "attempt(db, \"",
        "revoke(db, context, \"",
        "NAME: &'static str = \"",
    ];
    let mut codes = BTreeSet::new();
    for (_, text) in files("services/src", &["rs"]) {
        for how in named {
            codes.extend(text.split(how).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
        }
    }
    assert!(codes.len() > 90, "only {} operations were found", codes.len());
    codes.retain(|code| !words.contains(&format!("\"{code}\"")));
    assert_none("operations without words", &codes.into_iter().collect::<Vec<_>>());
}

/// Two kinds of things that are locked under one class of numbers would wait for each other without a reason.
#[test]
fn each_class_of_advisory_locks_has_one_user() {
    let mut users: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, text) in files("services/src", &["rs"]) {
        for (_, call) in text.match_indices("advisory_xact_lock").map(|(at, _)| text[at..].split_once('(').unwrap()) {
            // `class, $1` locks one of many things, `class, number` always the same one.
            let arguments = call.split([';', '"']).next().unwrap();
            let class = if arguments.contains('$') { arguments.split(',').next().unwrap() } else { arguments };
            let user = if arguments.contains('$') { name.clone() } else { "one thing".to_owned() };
            users.entry(class.trim_matches([' ', ')']).to_owned()).or_default().insert(user);
        }
    }
    assert!(users.len() >= 4, "{users:?}");
    let shared = users.iter().filter(|(_, users)| users.len() > 1).map(|(class, users)| format!("{class}: {users:?}"));
    assert_none("classes of advisory locks with several users", &shared.collect::<Vec<_>>());
}

/// The document of the partner API knows what is sent by its name: the second of one name would take the place of the first.
#[test]
fn whatever_the_partner_api_sends_has_a_name_of_its_own() {
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, text) in files("server/src/partner", &["rs"]) {
        for part in text.split("ToSchema)]").skip(1) {
            let mut words = part.split([' ', '\n', '(', '<']).skip_while(|word| !matches!(*word, "struct" | "enum"));
            places.entry(words.nth(1).unwrap().to_owned()).or_default().insert(name.clone());
        }
    }
    assert!(places.len() > 40, "{places:?}");
    let twins =
        places.iter().filter(|(_, places)| places.len() > 1).map(|(form, places)| format!("{form}: {places:?}"));
    assert_none("names that the document gives twice", &twins.collect::<Vec<_>>());
}

#[test]
fn every_concept_has_a_name_and_every_file_ends() {
    let mut offences = Vec::new();
    for (name, text) in all_rust() {
        let stem = Path::new(&name).file_stem().unwrap().to_string_lossy().into_owned();
        let folder = Path::new(&name).parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
        for nameless in ["common", "utils", "util", "helpers", "types", "shared", "misc"] {
            if stem == nameless || folder == nameless {
                offences.push(format!("{name} is named after nothing"));
            }
        }
        let lines = text.lines().count();
        if lines > 500 {
            offences.push(format!("{name} has {lines} lines"));
        }
    }
    assert_none("files", &offences);
}

#[test]
fn no_function_is_excused_from_its_length() {
    let lint = ["too", "many", "lines"].join("_");
    let mut offences = Vec::new();
    for (name, text) in all_rust() {
        let excused = text.lines().enumerate().filter(|(_, line)| line.contains(&lint));
        offences.extend(excused.map(|(at, _)| format!("{name}:{}", at + 1)));
    }
    assert_none("long functions", &offences);
}

#[test]
fn nothing_is_left_for_later() {
    // Put together here, so that this file does not offend itself.
    let marks = [("TO", "DO"), ("FIX", "ME"), ("XX", "X")].map(|(start, end)| format!("{start}{end}"));
    let mut offences = Vec::new();
    let everything = all_rust()
        .into_iter()
        .chain(files("end2end", &["ts"]))
        .chain(files("migrations", &["sql"]))
        .chain(files("style", &["css"]));
    for (name, text) in everything.filter(|(name, _)| name != "server/tests/tidy.rs") {
        for (at, line) in text.lines().enumerate() {
            let ignored = line.contains("#[ignore") || line.contains(".skip(true") || line.contains("test.only");
            let unfinished = line.contains("todo!(") || line.contains("unimplemented!(");
            if ignored || unfinished || marks.iter().any(|mark| line.contains(mark.as_str())) {
                offences.push(format!("{name}:{} {}", at + 1, line.trim()));
            }
        }
    }
    let folders = CRATES.iter().map(|(folder, _)| *folder).chain(["docs", "end2end", "migrations", "scripts", "style"]);
    let left = folders.flat_map(paths).filter(|path| ends_with(path, &["orig", "rej", "bak"]));
    offences.extend(left.map(|path| format!("{} was left by a merge", path.display())));
    assert_none("unfinished work", &offences);
}
