//! Reconciliation files: what the ledger has of a partner on a date, once, and nobody else's.

use domain::{
    event::PartnerEventKind,
    id::{LoanId, PartnerFileId, PartnerId},
    job::JobKind,
    repayment::RepaymentChoice,
    role::Role,
};
use services::{
    Error,
    bank::Banks,
    business_day::business_date,
    end_of_day,
    event::{events_after, number_events},
    job::Outcome,
    partner_file::{FileRow, file, files, files_of, make},
    repayment::{self, QuoteCommand},
    worker::Worker,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    bank::FakeBank,
    bank_movement::requested_payout,
    harness::{FIRST, World, bullet_terms, yuan},
    narrow::by_text,
};

async fn listed(world: &World, funder: char) -> Vec<FileRow> {
    files(&world.db, &world.partner(funder), (), FIRST).await.unwrap().rows
}

async fn close(world: &World) {
    let today = business_date(&world.db, &world.system()).await.unwrap();
    end_of_day::close(&world.db, today).await.unwrap();
}

/// Does the jobs that the close has left.
async fn work(world: &World) -> Vec<Outcome> {
    let bank = FakeBank::silent();
    let banks = Banks::one(&bank);
    Worker::new(&world.db, &banks).work_off(JobKind::MakePartnerFiles).await.unwrap()
}

async fn text(world: &World, id: PartnerFileId) -> String {
    String::from_utf8(file(&world.db, &world.partner('a'), id).await.unwrap().1).unwrap()
}

#[tokio::test]
async fn a_closed_date_has_a_file_that_comes_to_what_was_posted() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    requested_payout(&world, 1, "1000").await;
    let loan = "select id from loans";
    let loan = LoanId(sqlx::query_scalar(loan).fetch_one(&world.owner).await.unwrap());
    let command = QuoteCommand { loan, choice: RepaymentChoice::Part(yuan("500")) };
    let quote = repayment::quote(&world.db, &world.agent(1), command).await.unwrap();
    repayment::repay(&world.db, &world.agent(1), quote.id).await.unwrap();
    assert!(listed(&world, 'a').await.is_empty(), "the date is open");
    close(&world).await;
    assert!(work(&world).await.iter().all(|outcome| *outcome == Outcome::Done));

    let made = listed(&world, 'a').await;
    let [row] = &made[..] else { panic!("one date, one file") };
    let content = text(&world, row.id).await;
    assert_eq!(Sha256::digest(content.as_bytes()).to_vec(), row.digest);
    let lines: Vec<&str> = content.lines().collect();
    assert_eq!(lines[0], "journal,event,reference,value_date,payable,receivable,claim,revenue_share");
    assert_eq!(lines.len(), row.lines + 2);
    let totals = row.totals;
    let last = format!("total,,,,{},{},{},{}", totals.payable, totals.receivable, totals.claim, totals.revenue_share);
    assert_eq!(lines.last(), Some(&last.as_str()));
    let repaid = "select reference from repayments order by debited_at desc, id desc limit 1";
    let repaid: String = sqlx::query_scalar(repaid).fetch_one(&world.owner).await.unwrap();
    assert!(lines.iter().any(|line| line.contains(&format!(",loan.repaid,{repaid},"))), "{content}");
    assert!(lines.iter().any(|line| line.contains(",draw.credited,DRW")), "{content}");

    // Nothing was posted for another, which has a file too.
    let made = listed(&world, 'b').await;
    let [empty] = &made[..] else { panic!("one date, one file") };
    assert_eq!((empty.lines, empty.totals.payable), (0, yuan("0")));
    assert!(matches!(file(&world.db, &world.partner('b'), row.id).await, Err(Error::NotFound)), "another's");
    number_events(&world.db).await.unwrap();
    let told = events_after(&world.db, &world.partner('b'), 0, 200).await.unwrap();
    assert_eq!(told.iter().filter(|event| event.kind == PartnerEventKind::ReconciliationFileReady).count(), 1);
    world.finish().await;
}

#[tokio::test]
async fn what_is_made_is_not_made_again_and_what_was_missed_is() {
    let world = World::new().await;
    close(&world).await;
    assert_eq!(make(&world.db, world.funders[0]).await.unwrap(), 1);
    assert_eq!(make(&world.db, world.funders[0]).await.unwrap(), 0);
    close(&world).await;
    close(&world).await;
    let two = async || make(&world.db, world.funders[0]).await;
    let (one, other) = tokio::join!(two(), two());
    assert!(one.is_ok() || other.is_ok(), "{one:?} {other:?}");
    make(&world.db, world.funders[0]).await.unwrap();
    let dates: Vec<String> = listed(&world, 'a').await.iter().map(|row| row.business_date.to_string()).collect();
    assert_eq!(dates, ["2026-11-22", "2026-11-21", "2026-11-20"]);
    assert_eq!(world.as_application("delete from partner_files").await.as_deref(), Some("42501"));
    assert!(world.as_owner("update partner_files set lines = 1").await.is_some(), "nobody changes one");
    world.finish().await;
}

#[tokio::test]
async fn a_first_file_is_of_the_first_date_that_was_closed_however_late_it_is_made() {
    let world = World::new().await;
    close(&world).await;
    let later: Uuid = sqlx::query_scalar(
        "insert into partners (id, code, kind, name, licence_no, licence_expires_on, regions, bank_account_no, bank_name)
         values (gen_random_uuid(), 'funder-z', 'funder', '后来', 'F-1', '2030-01-01', '{全国}', '6222', '农行')
         returning id",
    )
    .fetch_one(&world.owner)
    .await
    .unwrap();
    close(&world).await;
    close(&world).await;
    assert_eq!(make(&world.db, world.funders[0]).await.unwrap(), 3);
    assert_eq!(make(&world.db, PartnerId(later)).await.unwrap(), 2, "it was no partner on the first date");
    world.finish().await;
}

#[tokio::test]
async fn only_partners_have_files() {
    let world = World::new().await;
    close(&world).await;
    make(&world.db, world.facilitators[0]).await.unwrap();
    let own = world.facilitator(1, Role::FacilitatorOperator);
    assert_eq!(files(&world.db, &own, (), FIRST).await.unwrap().rows.len(), 1);
    for (typed, count) in [("2026-11-20", 1), ("2026-12", 0)] {
        let found = files(&world.db, &own, by_text((), typed), FIRST).await.unwrap();
        assert_eq!((found.rows.len(), found.total.is_some()), (count, true), "{typed}");
    }
    let other = world.facilitator(2, Role::FacilitatorOperator);
    assert!(files(&world.db, &other, (), FIRST).await.unwrap().rows.is_empty());
    let auditor = world.operator(Role::Auditor);
    let seen = files_of(&world.db, &auditor, world.facilitators[0], FIRST).await.unwrap();
    assert_eq!(seen.rows, files(&world.db, &own, (), FIRST).await.unwrap().rows, "the institution reads the same");
    assert!(matches!(files_of(&world.db, &own, world.facilitators[0], FIRST).await, Err(Error::Forbidden)));
    for nobody in [world.agent(1), world.operator(Role::Auditor)] {
        assert!(matches!(files(&world.db, &nobody, (), FIRST).await, Err(Error::Forbidden)));
    }
    world.finish().await;
}
