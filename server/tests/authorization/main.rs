//! The authorization matrix: everything that can be asked, by everybody, about what is one's own, a colleague's, somebody
//! else's and absent, on the real router and a real database. What is observed is `docs/authorization-matrix.txt`.
//!
//! `LIANRONG_WRITE_MATRIX=1` writes the file anew, to be reviewed as a difference.

mod cases;
mod world;

use std::{collections::BTreeSet, fs, path::Path};

use app::App;
use axum::body::to_bytes;
use cases::{Case, FUNCTIONS, OPERATIONS, PAGES, PATHS, Thing, plain};
use leptos::server_fn::axum::server_fn_paths;
use uuid::Uuid;
use world::{Asker, Call, Template, World};

const ROLES: [&str; 13] = [
    "anonymous",
    "agent",
    "clerk",
    "reviewer",
    "approver",
    "treasurer",
    "fac-oper",
    "fac-appr",
    "maker",
    "checker",
    "auditor",
    "partner",
    "fac-sys",
];
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data; boundary=part";
const LEGEND: &str = "\
Everything that can be asked, by everybody. Observed by server/tests/authorization on the demonstration world; a difference
fails. Write it anew with LIANRONG_WRITE_MATRIX=1, and review what has changed.

whose        what is asked about belongs to the asker's own party (of the institution's things: was made by the asker),
             or is held by a colleague (only where a thing is a person's), is another party's, or does not exist
anonymous    nobody is signed in
agent        the owner of a shop; own: the shop's
clerk        somebody who works in the same shop
reviewer, approver, treasurer   of one funder's team; own: the funder's
fac-oper, fac-appr              operator and approver of the facilitator; own: what it shares of that funder's
maker, checker, auditor         the institution's people
partner      the same funder's own system, with a right signature
fac-sys      the facilitator's own system

allowed      it is done, or shown
sign-in      first prove who you are
home         sent to one's own portal
forbidden    not with this role
not found    does not exist, or is not yours: told alike
refused      somebody who may ask is told why not: the code stands at the end of the row
";

type Row = [String; 2 + ROLES.len()];

/// The relations in which an asker can stand to a thing.
const RELATIONS: [&str; 4] = ["own", "colleague's", "other's", "absent"];

fn asker(role: &str, case: &Case) -> Asker {
    match role {
        "anonymous" => Asker::Nobody,
        "agent" => Asker::Person(case.shop.to_owned()),
        "clerk" => Asker::Person(format!("{}-clerk", case.shop)),
        "reviewer" | "approver" | "treasurer" => Asker::Person(format!("funder-{}-{role}", case.team)),
        "fac-oper" => Asker::Person("facilitator-1-operator".to_owned()),
        "fac-appr" => Asker::Person("facilitator-1-approver".to_owned()),
        "maker" | "checker" => Asker::Person(format!("operator-{role}")),
        "auditor" => Asker::Person("auditor".to_owned()),
        "fac-sys" => Asker::Partner('1'),
        _ => Asker::Partner(case.team),
    }
}

/// A query, for whoever asks.
fn filled(query: &str, case: &Case, asker: &Asker) -> String {
    let me = if let Asker::Person(name) = asker { name } else { case.shop };
    query
        .replace("{shop}", &format!("(select agent_id from users where username = '{}')", case.shop))
        .replace("{funder}", &format!("(select id from partners where code = 'funder-{}')", case.team))
        .replace("{me}", &format!("(select id from users where username = '{me}')"))
}

/// Which relations a case has.
fn relations(case: &Case) -> Vec<&'static str> {
    let Some(thing) = case.thing else { return vec!["–"] };
    let there = [true, !thing.colleague.is_empty() || !case.hand_over.is_empty(), !thing.other.is_empty(), true];
    RELATIONS.into_iter().zip(there).filter_map(|(relation, there)| there.then_some(relation)).collect()
}

/// The identifier of the thing in this relation to the asker.
async fn identifier(world: &mut World, thing: &Thing, case: &Case, relation: &str, asker: &Asker) -> Uuid {
    let query = match relation {
        "absent" => return Uuid::from_u128(7),
        "colleague's" if !thing.colleague.is_empty() => thing.colleague,
        "other's" => thing.other,
        _ => thing.own,
    };
    let query = filled(query, case, asker);
    world.find(&query).await.unwrap_or_else(|| panic!("{} has nothing {relation}: {query}", case.path))
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// The value of a field as it stands in the form on a page.
async fn value_on(world: &World, case: &Case, page: &str, field: &str) -> String {
    let call = get(page.to_owned());
    let response = world.send(&Asker::Person(case.shop.to_owned()), &call).await;
    let page = String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap();
    let name = format!("name=\"{field}\"");
    let tag = page.split('<').find(|tag| tag.starts_with("input") && tag.contains(&name));
    let value = tag.and_then(|tag| tag.split("value=\"").nth(1)?.split('"').next());
    value.unwrap_or_else(|| panic!("{} finds no {field} on the page: {page}", case.path)).to_owned()
}

const fn get(target: String) -> Call {
    Call { method: "GET", target, content_type: "", body: Vec::new(), inside: false }
}

/// The fields of a form, with what stands for something.
async fn values(
    world: &mut World,
    case: &Case,
    fields: &[(&'static str, &'static str)],
    thing: Option<Uuid>,
) -> Vec<(&'static str, String)> {
    let shop = Asker::Nobody;
    let mut pairs = vec![("request_no", format!("request-{}", Uuid::from_bytes(world::random()).simple()))];
    let text = |id: Uuid| case.thing.map_or_else(String::new, |thing| (thing.text)(id));
    let own = match case.thing.filter(|_| fields.iter().any(|(_, value)| value.contains("@own"))) {
        Some(known) => text(identifier(world, known, case, "own", &shop).await),
        None => String::new(),
    };
    for (name, value) in fields {
        let value = match *value {
            "@thing" => text(thing.unwrap()),
            "@version" => {
                let query = format!("select version from applications where id = '{}'", thing.unwrap());
                world.find::<i64>(&query).await.unwrap_or(1).to_string()
            }
            "@facilitator" => {
                let id = world.find("select id from partners where kind = 'facilitator'").await.unwrap();
                domain::id::PartnerId(id).to_string()
            }
            "@carrier" => {
                let id = world.find("select id from carriers").await.unwrap();
                domain::id::CarrierId(id).to_string()
            }
            "@loan" => {
                let loan = identifier(world, &cases::LOAN, case, "own", &shop).await;
                (cases::LOAN.text)(loan)
            }
            value => match value.strip_prefix("@on ") {
                Some(page) => value_on(world, case, &page.replace("@own", &own), name).await,
                None => value.to_owned(),
            },
        };
        pairs.push((name, value));
    }
    pairs
}

/// A form as a browser posts it.
async fn form(world: &mut World, case: &Case, fields: &[(&'static str, &'static str)], thing: Option<Uuid>) -> Vec<u8> {
    let pairs = values(world, case, fields, thing).await;
    pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&").into_bytes()
}

fn multipart(name: &str, content: &[u8], fields: &[(&str, String)]) -> Vec<u8> {
    let part = |name: &str| format!("--part\r\nContent-Disposition: form-data; name=\"{name}\"");
    let fields: String = fields.iter().map(|(name, value)| format!("{}\r\n\r\n{value}\r\n", part(name))).collect();
    let head = format!("{fields}{}; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n", part("file"));
    [head.as_bytes(), content, b"\r\n--part--\r\n"].concat()
}

/// Of what kind a path is: how it is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Path,
    Page,
    PageInside,
    Function,
    Operation,
}

async fn call(world: &mut World, kind: Kind, method: &'static str, case: &Case, thing: Option<Uuid>) -> Call {
    let name = thing.and_then(|id| Some((case.thing?.text)(id))).unwrap_or_default();
    let path = format!("{}{}", case.path.replace("{id}", &name), case.query);
    let (content_type, body) = match (kind, case.file) {
        (_, Some((name, content))) => {
            (MULTIPART, multipart(name, content, &values(world, case, case.fields, thing).await))
        }
        (Kind::Function, None) => (FORM, form(world, case, case.fields, thing).await),
        (Kind::Operation, None) if method == "POST" => {
            let product = "select id from product_versions where funder_id = {funder} order by id limit 1";
            let product = world.find(&filled(product, case, &Asker::Nobody)).await.unwrap();
            let body = case.body.replace("@product", &domain::id::ProductVersionId(product).to_string());
            let body = body.replace("@thing", &name);
            ("application/json", body.into_bytes())
        }
        _ => ("", Vec::new()),
    };
    let target = if kind == Kind::Operation { format!("{}{path}", server::partner::MOUNTED_AT) } else { path };
    Call { method, target, content_type, body, inside: kind == Kind::PageInside }
}

/// The world in the state in which the case is asked.
async fn arrange(world: &mut World, case: &Case) {
    world.restore().await;
    if let Some((path, (name, content))) = case.uploaded {
        let (content_type, body) = (MULTIPART, multipart(name, content, &values(world, case, &[], None).await));
        let call = Call { method: "POST", target: path.to_owned(), content_type, body, inside: false };
        let outcome = world.outcome(&Asker::Person("operator-maker".to_owned()), &call).await;
        assert_eq!(outcome, "allowed", "{path} before {}", case.path);
    }
    for (who, path, fields) in case.before {
        let own = match case.thing {
            Some(thing) => Some(identifier(world, thing, case, "own", &Asker::Nobody).await),
            None => None,
        };
        let body = form(world, case, fields, own).await;
        let call = Call { method: "POST", target: (*path).to_owned(), content_type: FORM, body, inside: false };
        let outcome = world.outcome(&Asker::Person((*who).to_owned()), &call).await;
        assert_eq!(outcome, "allowed", "{path} before {}", case.path);
    }
    if !case.arrange.is_empty() {
        world.arrange(case.arrange).await;
    }
}

/// Everybody asks, in every relation. The world is as it was again after everything that somebody was allowed to change.
async fn rows(world: &mut World, (kind, method, case): (Kind, &'static str, &Case)) -> Vec<Row> {
    let mut rows = Vec::new();
    for relation in relations(case) {
        let handed_over = relation == "colleague's" && !case.hand_over.is_empty();
        if handed_over {
            world.arrange(case.hand_over).await;
        }
        let mut row = vec![format!("{method} {}", case.path), relation.to_owned()];
        for role in ROLES {
            let asker = asker(role, case);
            let thing = match case.thing {
                Some(thing) => Some(identifier(world, thing, case, relation, &asker).await),
                None => None,
            };
            let call = call(world, kind, method, case, thing).await;
            let before = if method == "GET" { None } else { Some(world.before().await) };
            let outcome = world.outcome(&asker, &call).await;
            if let Some(before) = before
                && outcome == "allowed"
                && let Some(tables) = world.written_unaudited(before).await
            {
                world.unaudited.push(format!("{method} {} by {role}: {tables}", case.path));
            }
            let changed = method != "GET" && outcome == "allowed" && !case.harmless;
            row.push(outcome);
            if changed {
                arrange(world, case).await;
                if handed_over {
                    world.arrange(case.hand_over).await;
                }
            }
        }
        rows.push(row.try_into().unwrap());
        if handed_over {
            arrange(world, case).await;
        }
    }
    rows
}

/// The paths that the code gives to `route`, `route_service` and `nest_service`, as they are written there.
fn paths_in_the_code() -> BTreeSet<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut waiting = vec![source];
    let mut found = BTreeSet::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        for call in [".route(", ".route_service(", ".nest_service("] {
            for rest in text.split(call).skip(1) {
                found.insert(rest.split([',', ')']).next().unwrap().trim().to_owned());
            }
        }
    }
    found
}

fn assert_same(what: &str, code: &BTreeSet<String>, listed: &BTreeSet<String>) {
    let unlisted: Vec<_> = code.difference(listed).collect();
    let gone: Vec<_> = listed.difference(code).collect();
    assert!(unlisted.is_empty() && gone.is_empty(), "{what} without a case: {unlisted:?}; cases of none: {gone:?}");
}

fn listed(cases: &[Case]) -> BTreeSet<String> {
    cases.iter().map(|case| case.path.to_owned()).collect()
}

/// Every page, with its case or one that takes nothing.
fn pages() -> Vec<Case> {
    let mut paths: Vec<String> =
        leptos_axum::generate_route_list(App).iter().map(|route| route.path().to_owned()).collect();
    paths.sort();
    let known: BTreeSet<String> = paths.iter().cloned().collect();
    let gone: Vec<_> = listed(&PAGES.concat()).difference(&known).cloned().collect();
    assert!(gone.is_empty(), "cases of pages that do not exist: {gone:?}");
    let case = |path: String| {
        PAGES.concat().iter().find(|case| case.path == path).copied().unwrap_or_else(|| {
            assert!(!path.contains(['{', '*']), "a page without a case: {path}");
            plain(String::leak(path))
        })
    };
    paths.into_iter().map(case).collect()
}

/// The operations of the partner API, with their methods.
fn operations() -> Vec<(&'static str, &'static Case)> {
    let document = serde_json::to_value(server::partner::openapi()).unwrap();
    let mut found = BTreeSet::new();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            found.insert(path.clone());
            let case = OPERATIONS.iter().find(|case| case.path == path);
            operations.push((if method == "get" { "GET" } else { "POST" }, case));
        }
    }
    assert_same("operations", &found, &listed(OPERATIONS));
    operations.into_iter().map(|(method, case)| (method, case.unwrap())).collect()
}

/// The rows below each other, aligned. What a refusal says stands at the end of its row, so that no column grows by it.
fn table(title: &str, rows: &[Row]) -> String {
    let first = rows.iter().map(|row| row[0].chars().count()).chain([title.chars().count()]).max().unwrap_or(0);
    let line = |cells: &[String], why: &str| {
        let aligned = cells.iter().enumerate().map(|(place, cell)| match place {
            0 => format!("{cell:<first$}"),
            1 => format!("{cell:<11}"),
            _ => format!("{cell:<9}"),
        });
        format!("{}  {why}", aligned.collect::<Vec<_>>().join("  ")).trim_end().to_owned()
    };
    let mut head = vec![title.to_owned(), "whose".to_owned()];
    head.extend(ROLES.map(str::to_owned));
    let mut lines = vec![line(&head, "refused:")];
    for row in rows {
        let codes: BTreeSet<&str> = row.iter().filter_map(|cell| cell.strip_prefix("refused:")).collect();
        let cells = row.clone().map(|cell| if cell.starts_with("refused:") { "refused".to_owned() } else { cell });
        lines.push(line(&cells, &codes.into_iter().collect::<Vec<_>>().join(", ")));
    }
    format!("\n{}\n", lines.join("\n"))
}

async fn section(template: &Template, title: &str, kind: Kind, cases: Vec<(&'static str, Case)>) -> String {
    let mut all = Vec::new();
    let mut world = template.copy().await;
    let mut as_it_was = true;
    for (method, case) in cases {
        if !(as_it_was && case.needs_nothing()) {
            arrange(&mut world, &case).await;
        }
        all.extend(rows(&mut world, (kind, method, &case)).await);
        as_it_was = case.needs_nothing();
    }
    assert!(world.unaudited.is_empty(), "written without an audit row: {:#?}", world.unaudited);
    template.discard(world).await;
    table(title, &all)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_gets_what_the_matrix_says_and_nothing_is_missing_in_it() {
    assert_same("paths", &paths_in_the_code(), &PATHS.iter().map(|(written, ..)| (*written).to_owned()).collect());
    let functions: BTreeSet<String> = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    assert_same("server functions", &functions, &listed(&FUNCTIONS.concat()));
    let by_get: Vec<_> = server_fn_paths().filter(|(_, method)| *method != axum::http::Method::POST).collect();
    assert!(by_get.is_empty(), "server functions that are not posted: {by_get:?}");
    let (pages, operations) = (pages(), operations());

    let template = Template::new().await;
    let paths = PATHS.iter().map(|(_, method, case)| (*method, *case)).collect();
    let functions = FUNCTIONS.concat().iter().map(|case| ("POST", *case)).collect();
    let operations = operations.into_iter().map(|(method, case)| (method, *case)).collect();
    let asked = |pages: &[Case]| pages.iter().map(|case| ("GET", *case)).collect::<Vec<_>>();
    let (paths, outside, inside, functions, operations) = tokio::join!(
        section(&template, "Paths", Kind::Path, paths),
        section(&template, "Pages", Kind::Page, asked(&pages)),
        section(&template, "Pages, without the portals' gate", Kind::PageInside, asked(&pages)),
        section(&template, "Server functions", Kind::Function, functions),
        section(&template, "Partner API", Kind::Operation, operations),
    );
    template.drop().await;

    let observed = [LEGEND, &paths, &outside, &inside, &functions, &operations].concat();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/authorization-matrix.txt");
    if std::env::var_os("LIANRONG_WRITE_MATRIX").is_some() {
        fs::write(&file, &observed).unwrap();
    }
    let reviewed = fs::read_to_string(&file).unwrap_or_default();
    let differences: Vec<_> = observed.lines().filter(|line| !reviewed.lines().any(|known| known == *line)).collect();
    let gone: Vec<_> = reviewed.lines().filter(|line| !observed.lines().any(|known| known == *line)).collect();
    assert!(
        observed == reviewed,
        "observed, and not in the matrix:\n{}\nin the matrix, and not observed:\n{}",
        differences.join("\n"),
        gone.join("\n")
    );
}
