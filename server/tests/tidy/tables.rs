//! Who writes which tables, who reads a loan as one, and which states and kinds statements name.

use std::collections::BTreeSet;

use super::{assert_none, files};

/// Whether a text has a statement that changes a table.
fn writes(text: &str, table: &str) -> bool {
    let lower = text.to_lowercase();
    let inside = |letter: char| letter.is_alphanumeric() || letter == '_';
    ["insert into", "update", "delete from"]
        .iter()
        .any(|how| lower.split(&format!("{how} {table}")).skip(1).any(|rest| !rest.starts_with(inside)))
}

/// Every table of `tables` is written by files that begin with one of `owners` only, and by some.
fn assert_written_by(rule: &str, tables: &[&str], owners: &[&str]) {
    let (mut offences, mut own) = (Vec::new(), 0);
    for (name, text) in files("services/src", &["rs"]) {
        let owned = owners.iter().any(|owner| name.starts_with(owner));
        for table in tables.iter().filter(|table| writes(&text, table)) {
            if owned {
                own += 1;
            } else {
                offences.push(format!("{name} writes {table}"));
            }
        }
    }
    assert!(own > 0, "nobody writes {tables:?}: the check would prove nothing");
    assert_none(rule, &offences);
}

#[test]
fn only_the_ledger_and_the_envelope_write_the_books() {
    let books = ["journals", "entries", "closing_balances", "closing_totals", "closed_days"];
    assert_written_by("ledger tables", &books, &["services/src/ledger/", "services/src/envelope.rs"]);
}

#[test]
fn only_loan_writes_loans() {
    assert_written_by("loans", &["loans", "loan_facts", "loan_days", "cash_days"], &["services/src/loan/"]);
}

/// Where a loan is read as one outside of `loan/`, and why: the statement locks or lists something else with it.
const READ_WITH: [(&str, &str); 3] = [
    ("services/src/repayment/sql.rs", "wallet, lines and loans are locked by one statement"),
    ("services/src/correction/sql.rs", "wallet, line and loan are locked by one statement"),
    ("services/src/standing_order/sql.rs", "an agent's orders come with the loans that they repay"),
];

#[test]
fn a_loan_is_read_as_one_in_its_own_folder() {
    let mut offences = Vec::new();
    for (name, text) in files("services/src", &["rs"]) {
        let known = name.starts_with("services/src/loan/") || READ_WITH.iter().any(|(reader, _)| name == *reader);
        if text.contains("Json<Position>") != known && !name.starts_with("services/src/loan/") {
            offences
                .push(format!("{name} {}", if known { "does not read positions any more" } else { "reads positions" }));
        }
    }
    assert_none("positions of loans", &offences);
}

/// What may be read of a loan outside of its folder: what names it, whose it is, and how it stands.
const TOLD: [&str; 13] = [
    "id",
    "draw_id",
    "credit_line_id",
    "agent_id",
    "funder_id",
    "holder_id",
    "reference",
    "state",
    "principal_fen",
    "outstanding_fen",
    "credited_on",
    "due_on",
    "overdue_since",
];

/// The texts in a file that may be statements, and whatever else stands between quotes.
fn statements(text: &str) -> Vec<&str> {
    let mut parts = text.split("r#\"");
    let mut plain = vec![parts.next().unwrap()];
    let mut found = Vec::new();
    for part in parts {
        let (raw, rest) = part.split_once("\"#").unwrap();
        found.push(raw);
        plain.push(rest);
    }
    found.extend(plain.into_iter().flat_map(|text| text.split('"')));
    found
}

/// What a statement calls `loans`, by one letter.
fn names_of_loans(statement: &str) -> BTreeSet<&str> {
    let joined = ["from loans ", "join loans "].into_iter().flat_map(|how| statement.split(how).skip(1));
    let mut names: BTreeSet<&str> =
        joined.filter_map(|rest| rest.split_whitespace().next()).filter(|name| name.len() == 1).collect();
    if statement.contains("select * from loans") {
        names.insert("l");
    }
    names
}

/// The columns that a statement reads of what it calls so.
fn columns<'a>(statement: &'a str, name: &str) -> BTreeSet<&'a str> {
    let inside = |letter: char| letter.is_alphanumeric() || letter == '_';
    let read = format!("{name}.");
    let whole = statement.match_indices(&read).filter(|(at, _)| !statement[..*at].ends_with(inside));
    whole.map(|(at, _)| statement[at + read.len()..].split(|letter: char| !inside(letter)).next().unwrap()).collect()
}

#[test]
fn whoever_joins_loans_reads_what_names_them_and_how_they_stand() {
    let (mut offences, mut seen) = (Vec::new(), 0);
    for (name, text) in files("services/src", &["rs"]) {
        let own = ["services/src/loan/", "services/src/verify"].iter().any(|owner| name.starts_with(owner));
        if own || READ_WITH.iter().any(|(reader, _)| name == *reader) {
            continue;
        }
        for statement in statements(&text) {
            for column in names_of_loans(statement).into_iter().flat_map(|loan| columns(statement, loan)) {
                seen += 1;
                if !TOLD.contains(&column) {
                    offences.push(format!("{name} reads {column} of a loan"));
                }
            }
        }
    }
    assert!(seen > 40, "only {seen} columns were found");
    assert_none("what is read of loans", &offences);
}

/// What statements compare with one of a few values: `state`, and whatever ends so, as `matched_kind` does.
const CODED: [&str; 6] = ["state", "kind", "cause", "figure", "direction", "part"];

/// The values that statements in a text compare such a column with: `state = 'one'`, `state in ('one', 'other')`.
fn compared<'a>(text: &'a str, column: &str) -> Vec<&'a str> {
    let after = |how: &str| text.split(&format!("{column} {how}")).skip(1).collect::<Vec<&str>>();
    let one = ["= '", "<> '"].map(after).concat().into_iter().filter_map(|rest| rest.split('\'').next());
    let lists = ["in ('", "not in ('"].map(after).concat().into_iter().filter_map(|rest| rest.split("')").next());
    one.chain(lists.flat_map(|list| list.split('\'').step_by(2))).collect()
}

#[test]
fn statements_name_states_and_kinds_by_the_codes_of_the_domain() {
    let rules = files("domain/src", &["rs"]);
    let codes: BTreeSet<&str> = rules
        .iter()
        .flat_map(|(_, text)| text.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next()))
        .collect();
    let (mut offences, mut seen) = (Vec::new(), 0);
    for (name, text) in files("services/src", &["rs"]) {
        for (column, value) in
            CODED.iter().flat_map(|column| compared(&text, column).into_iter().map(move |value| (column, value)))
        {
            seen += 1;
            if !codes.contains(value) {
                offences.push(format!("{name}: {column} {value}"));
            }
        }
    }
    assert!(seen > 600, "only {seen} values were found");
    assert_none("states and kinds that no enum has", &offences);
}

/// Each migration that lets people do more says all that they may: what was written apart would take the other's away.
#[test]
fn what_two_people_do_may_be_stored() {
    let rules = files("domain/src", &["rs"]);
    let (_, action) = rules.iter().find(|(name, _)| name == "domain/src/approval.rs").unwrap();
    let table = action.split("\nactions! {\n").nth(1).and_then(|rest| rest.split("\n}\n").next()).unwrap();
    let codes: Vec<&str> = table.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(codes.len() > 30, "only {codes:?} were found");
    let says = "constraint approval_does_what_it_may check (action in (";
    let migrations = files("migrations", &["sql"]);
    let last = migrations.iter().rev().find_map(|(_, text)| text.rsplit_once(says)).unwrap().1;
    let may: BTreeSet<&str> = last.split("))").next().unwrap().split('\'').skip(1).step_by(2).collect();
    let offences: Vec<String> =
        codes.into_iter().filter(|code| !may.contains(code)).map(|code| (*code).to_owned()).collect();
    assert_none("what people decide and no approval may be of", &offences);
}
