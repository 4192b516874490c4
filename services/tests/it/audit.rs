//! Reading the audit trail.

use domain::{
    actor::SystemPart,
    approval::Action,
    audit::Outcome,
    id::{BankMovementId, UserId},
    repayment::RepaymentChoice,
    role::{Party, Role},
};
use serde_json::json;
use services::{
    Error,
    audit::{AuditFilter, AuditRow, audit_trail, is_recorded},
    draw::{self, RequestDrawCommand},
    end_of_day,
    error::{Conflict, Never},
    identity::{self, Credentials, NewUser, Origin, SignInCommand, sign_in},
    page::{Page, PageRequest},
    repayment::{self, QuoteCommand},
    transition::TransitionRow,
};
use sqlx::{Connection, PgConnection};
use time::{
    Date,
    macros::{date, datetime},
};

use crate::{
    approval::{approve, give_back, movements::unknown, propose, refusal},
    draw::{instruct, request},
    harness::{FIRST, World, bullet_terms, yuan},
};

/// Notes something about a subject.
async fn note(world: &World, operation: &'static str, subject: &'static str, value: i64) {
    world
        .db
        .write::<_, _, Never, _>(&world.operator(Role::OperatorMaker), operation, &value, move |write| {
            Box::pin(async move {
                write.envelope.about(subject);
                write.envelope.changed(&json!({ "value": value - 1 }), &json!({ "value": value }))
            })
        })
        .await
        .unwrap();
}

async fn page(world: &World, filter: AuditFilter, page: PageRequest) -> Page<AuditRow> {
    audit_trail(&world.db, &world.operator(Role::Auditor), filter, page).await.unwrap()
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repetition() {
    let world = World::new().await;
    for value in 0..60 {
        note(&world, "test.note", "shelf-1", value).await;
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = page(&world, AuditFilter::default(), PageRequest::new(after, 50)).await;
        assert!(page.rows.len() <= 50 && !page.rows.is_empty());
        seen.extend(page.rows);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(i64::try_from(seen.len()).unwrap(), world.number("select count(*) from audit").await);
    assert!(seen.is_sorted_by(|one, next| (one.recorded_at, one.id) > (next.recorded_at, next.id)));

    let of_subject = AuditFilter { subject: Some("shelf-1".to_owned()), ..AuditFilter::default() };
    let first = page(&world, of_subject.clone(), PageRequest::new(None, 50)).await;
    assert_eq!(first.rows.len(), 50);
    let rest = page(&world, of_subject, PageRequest::new(first.next, 50)).await;
    assert_eq!((rest.rows.len(), rest.next), (10, None));
    world.finish().await;
}

#[tokio::test]
async fn a_row_says_who_did_what_with_the_state_before_and_after() {
    let world = World::new().await;
    note(&world, "test.note", "shelf-1", 7).await;
    let filter = AuditFilter { subject: Some("shelf-1".to_owned()), ..AuditFilter::default() };
    let [row] = page(&world, filter, FIRST).await.rows.try_into().unwrap();
    assert_eq!((row.actor.as_str(), row.operation.as_str()), ("user:operator-maker", "test.note"));
    assert_eq!((row.outcome, row.recorded_at), (Outcome::Done, world.now()));
    assert_eq!(row.session, world.operator(Role::OperatorMaker).session());
    assert_eq!((row.before, row.after), (Some(json!({ "value": 6 })), Some(json!({ "value": 7 }))));
    world.finish().await;
}

/// How many rows fit what somebody types.
async fn count(world: &World, subject: Option<&str>, actor: Option<&str>, operation: Option<&str>) -> usize {
    let filter = AuditFilter {
        subject: subject.map(str::to_owned),
        actor: actor.map(str::to_owned),
        operation: operation.map(str::to_owned),
        ..AuditFilter::default()
    };
    page(world, filter, FIRST).await.rows.len()
}

#[tokio::test]
async fn every_filter_narrows() {
    let world = World::new().await;
    note(&world, "test.note", "shelf-1", 1).await;
    note(&world, "test.note_again", "shelf-1", 2).await;
    note(&world, "other.note", "shelf-2", 3).await;
    let maker = Some("user:operator-maker");
    assert_eq!(count(&world, None, maker, None).await, 3);
    assert_eq!(count(&world, None, maker, Some("test.note")).await, 1);
    assert_eq!(count(&world, None, None, Some("test.note_again")).await, 1);
    assert_eq!(count(&world, Some("shelf-1"), None, None).await, 2);
    assert_eq!(count(&world, Some("shelf-1"), maker, Some("test.note")).await, 1);
    assert_eq!(count(&world, Some("shelf-1"), maker, Some("other.note")).await, 0);
    assert_eq!(count(&world, Some("shelf-1"), Some("user:auditor"), None).await, 0);
    assert_eq!(count(&world, Some("shelf-2"), None, None).await, 1);
    // What can mean nothing fits nothing, and what stands for any text elsewhere stands for itself.
    let long = "长".repeat(10_000);
    for odd in ["%", "_", "test.", "' or true --", long.as_str()] {
        assert_eq!(count(&world, Some(odd), None, None).await, 0, "about {odd:.20}");
        assert_eq!(count(&world, None, Some(odd), None).await, 0, "by {odd:.20}");
        assert_eq!(count(&world, None, None, Some(odd)).await, 0, "{odd:.20} was done");
    }
    assert_eq!(count(&world, None, None, Some("test.note\0")).await, 0);
    assert_eq!(count(&world, Some("\0"), None, None).await, 0);
    world.finish().await;
}

#[tokio::test]
async fn who_acted_is_found_by_every_name_of_theirs() {
    let world = World::new().await;
    note(&world, "test.note", "shelf-1", 1).await;
    sqlx::query(
        "insert into partner_keys (id, key_id, partner_id, public_key, registered_by, registered_at, active_from)
         values (gen_random_uuid(), 'funder-a-1', $1, decode(repeat('00', 32), 'hex'), 'system:test', now(), now())",
    )
    .bind(world.funders[0].0)
    .execute(&world.owner)
    .await
    .unwrap();
    for context in [&world.partner('a'), &world.agent(1), &world.funder_person('a', Role::FunderReviewer)] {
        let noted: Result<(), Error<Never>> =
            world.db.write(context, "test.seen", &(), |_| Box::pin(async { Ok(()) })).await;
        noted.unwrap();
    }
    sqlx::query("update users set display_name = '陈一鸣' where username = 'operator-maker'")
        .execute(&world.owner)
        .await
        .unwrap();
    let maker = async |typed: &str| count(&world, None, Some(typed), Some("test.note")).await;
    for typed in ["operator-maker", " OPERATOR-MAKER ", "user:operator-maker", "陈一", "operator-m"] {
        assert_eq!(maker(typed).await, 1, "{typed}");
    }
    for typed in ["陈", "auditor", "user:auditor", "operator-checker"] {
        assert_eq!(maker(typed).await, 0, "{typed}");
    }
    let seen = async |typed: &str| count(&world, None, Some(typed), Some("test.seen")).await;
    assert_eq!(seen("嘉禾").await, 2, "a partner's people and its keys");
    assert_eq!(seen("funder-a-1").await + seen("key:funder-a-1").await, 2);
    assert_eq!(seen("第1通讯").await, 1, "a shop's people");
    assert_eq!(seen("A0001").await, 1);
    assert_eq!(seen("agent-1").await, 1);
    assert_eq!(seen("恒信").await + seen("第2通讯").await, 0);
    assert!(count(&world, None, Some(SystemPart::Operator.code()), None).await > 0, "a part of Lianrong itself");
    let filter = AuditFilter { operation: Some("test.seen".to_owned()), ..AuditFilter::default() };
    let named = page(&world, filter, FIRST).await.rows.into_iter().map(|row| row.actor_name.is_some());
    assert_eq!(named.collect::<Vec<_>>(), [true; 3]);
    world.finish().await;
}

#[tokio::test]
async fn a_thing_is_found_by_its_number_and_by_its_name() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let requested = request(&world, 1, "10000").await.unwrap();
    let (reference, id) = (requested.reference.to_string(), requested.draw.to_string());
    for typed in [reference.as_str(), &reference.to_lowercase(), id.as_str(), "第1通讯", "A0001"] {
        assert_eq!(count(&world, Some(typed), None, Some("draw.request")).await, 1, "{typed}");
    }
    assert_eq!(count(&world, Some("第2通讯"), None, Some("draw.request")).await, 0);
    assert_eq!(count(&world, Some("第1通讯"), None, Some("agent.register")).await, 1);
    assert_eq!(count(&world, Some("通讯"), None, Some("agent.register")).await, 5, "all that have it in their names");
    assert_eq!(count(&world, Some("嘉禾"), None, Some("partner.register")).await, 1);
    assert_eq!(count(&world, Some("华信通信"), None, Some("carrier.register")).await, 1);
    assert_eq!(count(&world, Some("DRW2026112000099999"), None, None).await, 0);
    world.finish().await;
}

#[tokio::test]
async fn days_begin_and_end_in_china_and_pages_follow_each_other_under_every_filter() {
    let world = World::new().await;
    // The last instant of a day, the first of the next, and many in its middle.
    world.set_now(datetime!(2026-11-20 23:59:59.999 +8));
    note(&world, "test.note", "shelf-1", 0).await;
    world.set_now(datetime!(2026-11-21 00:00 +8));
    for value in 1..=25 {
        note(&world, "test.note", "shelf-1", value).await;
        note(&world, "other.note", "shelf-2", value).await;
    }
    let some = |text: &str| Some(text.to_owned());
    let (eve, day) = (Some(date!(2026 - 11 - 20)), Some(date!(2026 - 11 - 21)));
    let whole = AuditFilter::default();
    let of = |from, to| AuditFilter { operation: some("test.note"), from, to, ..AuditFilter::default() };
    for (filter, expected) in [
        (of(day, None), 25),
        (of(None, eve), 1),
        (of(eve, eve), 1),
        (of(eve, day), 26),
        (of(day, eve), 0),
        (of(Some(date!(2026 - 11 - 22)), None), 0),
        (of(Some(Date::MIN), Some(Date::MAX)), 26),
        (AuditFilter { from: day, ..whole.clone() }, 50),
        (AuditFilter { from: day, actor: some("operator-maker"), ..whole.clone() }, 50),
        (AuditFilter { from: day, subject: some("shelf-2"), ..whole.clone() }, 25),
        (AuditFilter { from: day, subject: some("shelf-2"), actor: some("operator-maker"), ..of(day, day) }, 0),
        (AuditFilter { subject: some("shelf-1"), actor: some("operator-maker"), ..of(day, day) }, 25),
        (AuditFilter { actor: some("operator-maker"), ..of(eve, day) }, 26),
        (AuditFilter { actor: some("auditor"), ..of(eve, day) }, 0),
    ] {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = page(&world, filter.clone(), PageRequest::new(after, 10)).await;
            seen.extend(page.rows);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), expected, "{filter:?}");
        assert!(seen.is_sorted_by(|one, next| one.id > next.id), "{filter:?}");
    }
    world.finish().await;
}

#[tokio::test]
async fn only_the_institution_reads_the_trail() {
    let world = World::new().await;
    for role in [Role::OperatorMaker, Role::OperatorChecker, Role::Auditor] {
        assert!(audit_trail(&world.db, &world.operator(role), AuditFilter::default(), FIRST).await.is_ok());
    }
    for context in [world.agent(1), world.funder_person('a', Role::FunderApprover), world.partner('a'), world.system()]
    {
        let answer = audit_trail(&world.db, &context, AuditFilter::default(), FIRST).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "{}", context.actor_name());
    }
    world.finish().await;
}

#[tokio::test]
async fn a_refusal_says_what_it_was_about_and_what_was_asked_for() {
    let world = World::new().await;
    let refused = async |operation: &str| {
        let filter = AuditFilter { operation: Some(operation.to_owned()), ..AuditFilter::default() };
        let rows = page(&world, filter, FIRST).await.rows;
        rows.into_iter().find(|row| row.outcome == Outcome::Refused).unwrap()
    };
    // What the command names.
    let movement = unknown(&world, "50").await;
    let reference = "DRW2026112000000099".parse().unwrap();
    let outcome = propose(&world, Action::Match { movement, reference }).await;
    assert_eq!(refusal(outcome), "match.reference_unknown");
    let row = refused("approval.propose").await;
    assert_eq!((row.subject, row.actor.as_str()), (movement.to_string(), "user:operator-maker"));
    let asked = json!({
        "action": { "match": { "movement": movement, "reference": "DRW2026112000000099" } }, "note": "…"
    });
    assert_eq!(row.command, Some(asked), "what a person wrote is left out");
    assert_eq!((row.before, row.after), (None, None), "nothing was changed");
    // What the operation found out.
    let proposed = propose(&world, Action::Return { movement }).await.unwrap();
    give_back(&world, proposed, "不").await.unwrap();
    assert_eq!(refusal(approve(&world, proposed).await), "approval.already_decided");
    assert_eq!(refused("approval.decide").await.subject, movement.to_string());
    // Where it names nothing: who asked.
    world.open_line(1, yuan("1000"), bullet_terms(), &["30d"]).await;
    let command = RequestDrawCommand {
        amount: yuan("2000"),
        tenor: "30d".parse().unwrap(),
        purpose: "备货".to_owned(),
        disclosure_hash: String::new(),
    };
    draw::request_draw(&world.db, &world.agent(1), command).await.unwrap_err();
    let row = refused("draw.request").await;
    assert_eq!(row.subject, world.agents[0].agent.to_string());
    assert_eq!(row.command.unwrap()["amount"], "2000.00");
    world.finish().await;
}

#[tokio::test]
async fn what_is_done_keeps_no_command() {
    let world = World::new().await;
    note(&world, "test.note", "shelf-1", 7).await;
    assert_eq!(world.number("select count(*) from audit where command is not null").await, 0);
    world.finish().await;
}

async fn steps(world: &World, subject: String) -> Vec<(String, String, String)> {
    let told = world
        .db
        .read::<_, Never, _>(&world.system(), move |connection| {
            Box::pin(async move { Ok(services::transition::list(connection, &subject).await?) })
        })
        .await
        .unwrap();
    told.into_iter().map(|TransitionRow { from, to, actor, .. }| (from, to, actor)).collect()
}

fn step(from: &str, to: &str, actor: &str) -> (String, String, String) {
    (from.to_owned(), to.to_owned(), actor.to_owned())
}

#[tokio::test]
async fn an_automatic_match_and_a_loan_s_settlement_leave_their_transitions() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let requested = request(&world, 1, "10000").await.unwrap();
    let line =
        crate::bank_movement::fed("B1", domain::matching::Direction::Credit, "10000", requested.reference.as_str());
    crate::bank_movement::feed(&world, vec![line]).await;
    let movement: uuid::Uuid =
        sqlx::query_scalar("select id from bank_movements").fetch_one(&world.owner).await.unwrap();
    instruct(&world, requested.draw, "10000").await.unwrap();
    let treasurer = "user:funder-a-treasurer";
    assert_eq!(steps(&world, BankMovementId(movement).to_string()).await, [step("broken", "matched", treasurer)]);
    let loan = draw::draw(&world.db, &world.agent(1), requested.draw).await.unwrap().loan.unwrap();
    world.fill_wallet(1, yuan("500")).await;
    let command = QuoteCommand { loan, choice: RepaymentChoice::All };
    let quote = repayment::quote(&world.db, &world.agent(1), command).await.unwrap();
    repayment::repay(&world.db, &world.agent(1), quote.id).await.unwrap();
    assert_eq!(
        steps(&world, loan.to_string()).await,
        [step("", "active", treasurer), step("active", "settled", "user:agent-1")]
    );
    world.finish().await;
}

/// Somebody of a shop signs in, with a wrong password first: who acted, and how it went.
async fn sign_ins(world: &World, demonstration: bool) -> Vec<(String, String, Outcome)> {
    let password_hash = identity::hash_password("正确的密码 horse 42", [7; 32]).await.unwrap();
    let user = NewUser {
        id: UserId(uuid::Uuid::from_u128(42)),
        username: "shop".to_owned(),
        display_name: "王五".to_owned(),
        password_hash,
        role: Role::Agent,
        party: Party::Agent(world.agents[0].agent),
        demonstration,
        opened_at: world.now(),
    };
    world
        .db
        .write::<_, (), Never, _>(&world.system(), "test.insert_user", &(), move |write| {
            Box::pin(async move { Ok(identity::insert_user(write.connection(), &user).await?) })
        })
        .await
        .unwrap();
    for password in ["wrong", "正确的密码 horse 42"] {
        let (username, password, origin) = ("shop".to_owned(), password.to_owned(), Origin::default());
        let credentials = Credentials { username, password, code: None, origin };
        let (address, device) = ("127.0.0.1".to_owned(), "test".to_owned());
        let _ = sign_in(&world.db, SignInCommand { credentials, address, device, demonstration: false }).await;
    }
    let filter = AuditFilter { operation: Some("identity.sign_in".to_owned()), ..AuditFilter::default() };
    let rows = page(world, filter, FIRST).await.rows.into_iter();
    rows.map(|row| (row.actor, row.subject, row.outcome)).collect()
}

#[tokio::test]
async fn who_signs_in_is_the_actor_once_it_is_proven_and_a_guess_leaves_no_row() {
    let subject = UserId(uuid::Uuid::from_u128(42)).to_string();
    // Where the demonstration does not run, its account is refused.
    for (demonstration, outcome) in [(false, Outcome::Done), (true, Outcome::Refused)] {
        let world = World::new().await;
        let told = sign_ins(&world, demonstration).await;
        assert_eq!(told, [("user:shop".to_owned(), subject.clone(), outcome)]);
        for (subject, actor) in [(None, Some("王五")), (None, Some("shop")), (Some("王五"), None), (Some("shop"), None)]
        {
            assert_eq!(count(&world, subject, actor, Some("identity.sign_in")).await, 1, "{subject:?} {actor:?}");
        }
        world.finish().await;
    }
}

#[tokio::test]
async fn what_was_carried_out_is_known_by_its_operation_and_number() {
    let world = World::new().await;
    let mut context = world.system();
    context.request_no = "whole".to_owned();
    assert!(!is_recorded(&world.db, &context, "note.made").await.unwrap());
    let noted: Result<(), Error<Never>> =
        world.db.write(&context, "note.made", &(), |_| Box::pin(async { Ok(()) })).await;
    noted.unwrap();
    assert!(is_recorded(&world.db, &context, "note.made").await.unwrap());
    assert!(!is_recorded(&world.db, &context, "note.unmade").await.unwrap());
    let operator = world.operator(Role::Auditor);
    assert!(matches!(is_recorded(&world.db, &operator, "note.made").await, Err(Error::Forbidden)));
    world.finish().await;
}

#[tokio::test]
async fn what_was_filed_on_a_closed_date_is_fixed_with_it_and_each_change_of_it_is_found() {
    let world = World::new().await;
    world.fill_wallet(1, yuan("10")).await;
    world.turn_to(date!(2026 - 11 - 22)).await;
    let own =
        "select string_agg(business_date::text, ' ' order by business_date) from audit where operation = 'day.close'";
    let own: String = sqlx::query_scalar(own).fetch_one(&world.owner).await.unwrap();
    assert_eq!(own, "2026-11-21 2026-11-22", "a close is filed on the date that it opens");
    assert_eq!(world.number("select count(*) from audit where business_date is null").await, 0);
    let one = "(select min(id::text)::uuid from audit where business_date = '2026-11-20')";
    let row = |on: &str| {
        format!(
            "insert into audit (id, recorded_at, actor, operation, subject, outcome, party, request_no, content_hash, answer, business_date)
             values (gen_random_uuid(), now(), 'system:test', 'test', 'x', 'done', 'institution', 'put in', '', '{{}}', '{on}')"
        )
    };
    let statements = [
        "select 1".to_owned(),
        format!("delete from audit where id = {one}"),
        format!("update audit set outcome = 'refused' where id = {one}"),
        format!("update audit set answer = '{{\"ok\": 7}}' where id = {one}"),
        format!("update audit set business_date = '2026-11-21' where id = {one}"),
        row("2026-11-20"),
        row("2026-11-22"),
        "update closed_days set audit_digest = null where business_date = '2026-11-21'".to_owned(),
    ];
    let name = "the audit rows of a closed date are those that it was closed with";
    let told = world.spoilt(statements.iter().map(|statement| (name, statement.as_str()))).await;
    let offending = told.iter().map(|verdict| verdict.offending.len());
    assert_eq!(offending.collect::<Vec<_>>(), [0, 1, 1, 1, 2, 1, 0, 1], "the open date is still written");
    world.finish().await;
}

/// Counts the rows that are hashed.
const COUNTED: &str = "alter function digest_of_audit_row(audit) rename to hashed_row;
    create sequence hashed; grant usage on sequence hashed to public;
    create function digest_of_audit_row(a audit) returns bytea language sql volatile
        as $$ select nextval('hashed'); select hashed_row(a) $$";
const NOT_COUNTED: &str = "drop function digest_of_audit_row(audit);
    alter function hashed_row(audit) rename to digest_of_audit_row";

#[tokio::test]
async fn a_close_hashes_before_it_keeps_others_from_writing_and_then_only_what_has_come() {
    let world = World::new().await;
    for value in 0..5 {
        note(&world, "note.made", "x", value).await;
    }
    let today = date!(2026 - 11 - 20);
    let filed = "select count(*) from audit where business_date = '2026-11-20'";
    let before = world.number(filed).await;
    assert_eq!(world.as_owner(COUNTED).await, None);
    // Somebody is writing, so that the barrier is not to be had.
    let mut writer = PgConnection::connect(&world.url).await.unwrap();
    sqlx::raw_sql("begin; select pg_advisory_xact_lock_shared(4051, 0)").execute(&mut writer).await.unwrap();
    let waited = end_of_day::cut_off(&world.db, &world.system(), today).await;
    assert!(matches!(waited, Err(Error::Conflict(Conflict::Changed))), "{waited:?}");
    assert_eq!(world.number("select last_value from hashed").await, before, "all of them, and nobody waited");
    let late = "insert into audit (id, recorded_at, actor, operation, subject, outcome, party, request_no, content_hash, answer, business_date)
                values (gen_random_uuid(), now(), 'system:test', 'test', 'x', 'done', 'institution', 'late', '', '{}', '2026-11-20')";
    sqlx::raw_sql(late).execute(&mut writer).await.unwrap();
    let (db, system) = (world.db.clone(), world.system());
    let closing = tokio::spawn(async move { end_of_day::cut_off(&db, &system, today).await });
    let waiting =
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    while world.number(waiting).await == 0 && !closing.is_finished() {}
    sqlx::raw_sql("commit").execute(&mut writer).await.unwrap();
    assert!(closing.await.unwrap().is_ok());
    assert_eq!(world.number("select last_value from hashed").await, 2 * before + 1, "once more, and the late one");
    writer.close().await.unwrap();
    assert_eq!(world.as_owner(NOT_COUNTED).await, None);
    world.finish().await;
}
