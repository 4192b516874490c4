//! Agents, partners and what waits, as the institution's people list them.

use std::collections::BTreeSet;

use domain::{
    draw::DrawPhase,
    id::PartnerId,
    role::{PartnerKind, Role},
    search::Sought,
};
use services::{
    Actor, Context, Error, bank_movement, draw,
    loan::{self, FoundFilter, LoanFilter},
    page::{Narrow, Narrowed, PageRequest, Sort, Total},
    partner,
    party::{NewAgent, agents, partner_detail, partner_sums, partners, register_agent, register_key},
    worklist::worklist,
};
use time::macros::date;

use crate::{
    draw::{instruct, request},
    harness::{FIRST, World, bullet_terms, yuan},
    repayment::lend,
};

async fn join(world: &World, number: usize) {
    let agent = NewAgent {
        number: format!("B{number:04}"),
        shop_name: format!("北湖{number}号店"),
        legal_person: "李四".to_owned(),
        licence_no: format!("licence-{number}"),
        licence_expires_on: date!(2029 - 12 - 31),
        region: "重庆市".to_owned(),
        carrier: world.carrier,
        phone_masked: "139 **** 0000".to_owned(),
        bank_account_no: format!("62{number:04}"),
        bank_account_name: format!("北湖{number}号店"),
        joined_on: date!(2024 - 01 - 01),
        wallet_number: None,
    };
    register_agent(&world.db, &world.system(), agent).await.unwrap();
}

#[tokio::test]
async fn agents_are_found_by_any_part_of_their_names_and_paged_by_number() {
    let world = World::new().await;
    for number in 1..=60 {
        join(&world, number).await;
    }
    let auditor = world.operator(Role::Auditor);
    let find = |text: &str, sort, after| {
        let narrow = Narrow { text: Sought::of(text), ..Narrow::default() };
        agents(&world.db, &auditor, Narrowed { part: (), narrow, sort }, PageRequest::new(after, 50))
    };
    let first = find("北湖", None, None).await.unwrap();
    assert_eq!((first.rows.len(), first.rows[49].number.as_str()), (50, "B0050"));
    assert_eq!(first.total, Some(Total { count: 60, sum: Some(yuan("0")), outgo: None }));
    let rest = find("北湖", None, first.next).await.unwrap();
    assert_eq!((rest.rows.len(), rest.rows[0].number.as_str(), rest.next), (10, "B0051", None));
    for (text, expected) in [("b0007", 1), ("第3通讯", 1), ("张三", 5), ("wlt", 50), ("100%", 0), ("_", 0)] {
        assert_eq!(find(text, None, None).await.unwrap().rows.len(), expected, "{text}");
    }
    // In every order all of them are there, each once.
    for sort in Sort::ALL {
        let first = find("北湖", Some(sort), None).await.unwrap();
        let rest = find("北湖", Some(sort), first.next).await.unwrap();
        let seen: BTreeSet<String> = first.rows.iter().chain(&rest.rows).map(|row| row.number.clone()).collect();
        assert_eq!((seen.len(), rest.next), (60, None), "{sort:?}");
    }
    world.finish().await;
}

#[tokio::test]
async fn an_agent_is_listed_with_its_money_its_line_and_its_debt() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    world.fill_wallet(1, yuan("1234.50")).await;
    let listed = agents(&world.db, &world.operator(Role::OperatorMaker), (), FIRST).await.unwrap();
    let (one, two) = (&listed.rows[0], &listed.rows[1]);
    assert_eq!((one.wallet_balance, one.outstanding), (yuan("1234.50"), yuan("0")));
    assert_eq!(one.funder_name.as_deref(), Some("嘉禾小额贷款有限公司"));
    assert_eq!((two.wallet_balance, two.funder_name.as_deref()), (yuan("0"), None));
    world.finish().await;
}

#[tokio::test]
async fn partners_are_listed_with_their_own_keys() {
    let world = World::new().await;
    register_key(&world.db, &world.system(), world.funders[1], "funder-b-9".to_owned(), [7; 32]).await.unwrap();
    let listed = partners(&world.db, &world.operator(Role::OperatorChecker)).await.unwrap();
    let keys: Vec<_> = listed
        .iter()
        .map(|partner| {
            let own = partner.keys.iter().filter(|key| key.key_id == "funder-b-9");
            (partner.code.as_str(), own.map(|key| key.public_key.bytes.clone()).collect::<Vec<_>>())
        })
        .collect();
    assert_eq!(keys[..3], [("funder-a", vec![]), ("funder-b", vec![vec![7; 32]]), ("funder-c", vec![])]);
    assert_eq!(keys[3..], [("facilitator-1", vec![]), ("facilitator-2", vec![])]);
    world.finish().await;
}

#[tokio::test]
async fn what_waits_is_counted_and_gone_when_it_is_done() {
    let world = World::new().await;
    let maker = world.operator(Role::OperatorMaker);
    let nothing = worklist(&world.db, &maker).await.unwrap();
    assert_eq!((nothing.unmatched_movements, nothing.open_breaks, nothing.statements_to_confirm), (0, 0, 0));
    let sample = include_bytes!("../../../files/tests/data/statements/icbc-reserve-2026-11-20.gb18030.csv").to_vec();
    let preview = bank_movement::preview_statement(&world.db, &maker, "day.csv", sample, None).await.unwrap();
    assert_eq!(worklist(&world.db, &maker).await.unwrap().statements_to_confirm, 1);
    let command = bank_movement::DecideStatementCommand { import: preview, agree: true, note: String::new() };
    bank_movement::decide_statement(&world.db, &world.operator(Role::OperatorChecker), command).await.unwrap();
    let after = worklist(&world.db, &maker).await.unwrap();
    let unmatched = world.number("select count(*) from bank_movements where state = 'unmatched'").await;
    let breaks = world.number("select count(*) from breaks").await;
    assert!(unmatched > 0);
    assert_eq!((after.unmatched_movements, after.open_breaks, after.statements_to_confirm), (unmatched, breaks, 0));
    world.finish().await;
}

#[tokio::test]
async fn a_loan_is_found_by_its_number_its_agent_and_its_funder() {
    let world = World::new().await;
    let auditor = world.operator(Role::Auditor);
    assert!(loan::find_loans(&world.db, &auditor, FoundFilter::All, FIRST).await.unwrap().rows.is_empty());
    world.open_line(2, yuan("100000"), bullet_terms(), &["30d"]).await;
    let drawn = request(&world, 2, "50000").await.unwrap().draw;
    instruct(&world, drawn, "50000").await.unwrap();
    world.record_receipt(drawn, yuan("50000")).await;
    let loan = draw::draw(&world.db, &world.agent(2), drawn).await.unwrap().loan;
    let reference: String =
        sqlx::query_scalar("select lower(reference) from loans").fetch_one(&world.owner).await.unwrap();
    for (text, expected) in [(&*reference, 1), ("drw2026", 0), ("第2通讯", 1), ("嘉禾", 1), ("第3通讯", 0)] {
        let narrow = Narrow { text: Sought::of(text), ..Narrow::default() };
        let list = Narrowed { part: FoundFilter::All, narrow, sort: None };
        let found = loan::find_loans(&world.db, &auditor, list, FIRST).await.unwrap().rows;
        assert_eq!(found.len(), expected, "{text}");
        assert!(found.iter().all(|found| Some(found.id) == loan));
    }
    world.finish().await;
}

#[tokio::test]
async fn only_the_institutions_people_see_these_lists() {
    let world = World::new().await;
    for stranger in [world.agent(1), world.funder_person('a', Role::FunderApprover), world.partner('a')] {
        let seen = agents(&world.db, &stranger, (), FIRST).await;
        assert!(matches!(seen, Err(Error::Forbidden)));
        assert!(matches!(partners(&world.db, &stranger).await, Err(Error::Forbidden)));
        assert!(matches!(worklist(&world.db, &stranger).await, Err(Error::Forbidden)));
        let loans = loan::find_loans(&world.db, &stranger, FoundFilter::All, FIRST).await;
        assert!(matches!(loans, Err(Error::Forbidden)));
    }
    world.finish().await;
}

#[tokio::test]
async fn a_partner_is_told_with_its_book_its_people_and_what_was_done_about_it() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    lend(&world, 1, "50000").await;
    let (auditor, funder) = (world.operator(Role::Auditor), world.funders[0]);
    let seen = partner_detail(&world.db, &auditor, funder).await.unwrap();
    let people: Vec<_> = seen.people.iter().map(|person| person.username.as_str()).collect();
    assert_eq!(people, ["funder-a-approver", "funder-a-reviewer", "funder-a-treasurer"]);
    let name: String = sqlx::query_scalar("select name from partners where id = $1")
        .bind(funder.0)
        .fetch_one(&world.owner)
        .await
        .unwrap();
    assert!(seen.trail.iter().any(|trace| trace.operation == "partner.register" && trace.subject_name == name));
    assert!(seen.owed_back.is_empty() && seen.owes_back.is_zero() && seen.payouts.is_empty());
    let sums = partner_sums(&world.db, &auditor).await.unwrap();
    assert_eq!(sums.iter().map(|sum| sum.partner).collect::<Vec<_>>(), world.funders);
    assert_eq!((sums[0].lines, sums[0].limit), (1, yuan("100000")));
    assert_eq!((sums[0].loans, sums[0].outstanding, sums[0].overdue_loans), (1, yuan("50000"), 0));
    assert_eq!((sums[1].lines, sums[1].loans), (0, 0));
    let unknown = partner_detail(&world.db, &auditor, PartnerId(uuid::Uuid::nil())).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
    for stranger in [world.agent(1), world.funder_person('a', Role::FunderApprover), world.partner('a')] {
        assert!(matches!(partner_detail(&world.db, &stranger, funder).await, Err(Error::Forbidden)));
        assert!(matches!(partner_sums(&world.db, &stranger).await, Err(Error::Forbidden)));
    }
    world.finish().await;
}

/// A partner of the other kind, which has nothing to do yet.
async fn facilitator(world: &World) -> PartnerId {
    let id: uuid::Uuid = sqlx::query_scalar(
        "insert into partners (id, code, kind, name, licence_no, licence_expires_on, regions, bank_account_no, bank_name)
         values (gen_random_uuid(), 'facilitator-a', 'facilitator', '恒信融资担保', 'F-1', '2030-01-01', '{全国}', '6222', '农行')
         returning id",
    )
    .fetch_one(&world.owner)
    .await
    .unwrap();
    PartnerId(id)
}

#[tokio::test]
async fn a_facilitator_may_nothing_that_funders_may() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    let id = facilitator(&world).await;
    let key = "facilitator-a-1".to_owned();
    let context = |world: &World| {
        let actor = Actor::Partner { kind: PartnerKind::Facilitator, id, key_id: key.clone() };
        Context::new(actor, world.request_no())
    };
    register_key(&world.db, &world.system(), id, key.clone(), [8; 32]).await.unwrap();
    let found = partner::find_key(&world.db, "facilitator-a", &key).await.unwrap().unwrap();
    assert_eq!((found.kind, found.partner), (PartnerKind::Facilitator, id));
    let draws = partner::draws(&world.db, &context(&world), Some(DrawPhase::Requested), FIRST).await;
    assert!(matches!(draws, Err(Error::Forbidden)), "{draws:?}");
    let loans = services::loan::book(&world.db, &context(&world), LoanFilter::Open, FIRST).await;
    assert!(matches!(loans, Err(Error::Forbidden)), "{loans:?}");
    let seen = async |kind: &str| {
        let statement = format!(
            "begin; set local role lianrong_app;
             select set_config('app.party_kind', '{kind}', true), set_config('app.party', '{}', true);
             select count(*) from wallets; rollback",
            id.0
        );
        let rows = sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).fetch_all(&world.owner).await.unwrap();
        sqlx::Row::get::<i64, _>(rows.last().unwrap(), 0)
    };
    assert_eq!((seen("funder").await, seen("facilitator").await), (5, 0));
    let person = format!(
        "insert into users (id, username, display_name, password_hash, role, partner_id)
         values (gen_random_uuid(), 'x', 'x', 'x', 'funder_reviewer', '{}')",
        id.0
    );
    assert_eq!(world.as_owner(&person).await.as_deref(), Some("23514"), "nobody reviews for a facilitator");
    world.finish().await;
}
