//! Cases of debts that change hands, and of who debits them meanwhile.

use domain::{
    agreement_debit::{DebitFailure, DebitState, NotSent},
    approval::Action,
    binding::ShareUse,
    debt::{DebtRefusal, Holder},
    debt_transfer::{Declined, ItemState, TransferState},
    id::{DebtId, DebtTransferId},
    job::JobKind,
};
use services::{
    Error,
    debt_transfer::{
        EndTransferCommand, NotifyCommand, SubmitTransferCommand, cancel_transfer, confirm_transfer, notify_debtors,
        submit_transfer, transfer,
    },
};
use time::{
    Duration, OffsetDateTime,
    macros::{date, datetime},
};

use super::play::{Play, Step};
use crate::{
    approval::{approve, propose},
    binding::{follow, shares_of, treasurer},
    debt::{
        approved, collector, debited, documented, facilitator_approver, newest_debit, notified, refusal, seen,
        submit_command, submitted,
    },
    harness::{START, yuan},
};

/// The debts that a call names.
fn items(play: &Play, step: &Step) -> Vec<DebtId> {
    let rows = step.body["items"].as_array().unwrap();
    rows.iter().map(|row| play.debt(row["debt_item"].as_str().unwrap())).collect()
}

async fn holder(play: &Play, number: &str) -> Holder {
    seen(&play.world, &treasurer(&play.world), play.debt(number)).await.holder
}

/// A transfer that is approved, and takes effect at a time.
async fn approved_from(play: &Play, number: &str, from: OffsetDateTime) -> DebtTransferId {
    let command = from_then_on(play, number, from);
    let id = submit_transfer(&play.world.db, &treasurer(&play.world), command).await.unwrap();
    approved(&play.world, id).await;
    id
}

fn from_then_on(play: &Play, number: &str, from: OffsetDateTime) -> SubmitTransferCommand {
    SubmitTransferCommand { effective_from: Some(from), ..submit_command(&[play.debt(number)], false) }
}

/// Case 15.
#[tokio::test]
async fn the_former_creditor_s_run_stops_at_what_it_sold_and_goes_on_with_its_own() {
    let case = include_str!("../../data/cases-binding/15-scenario.json");
    let mut play = Play::transferred(case).await;
    play.call().await;
    for by in ["funder", "facilitator"] {
        play.call().await;
        play.says("network", "pay");
        play.send().await;
        assert_eq!(play.network.paid().len(), if by == "funder" { 1 } else { 2 });
    }
    play.call().await;
    let named = play.network.payees().into_iter().flatten().map(|payee| payee.name);
    assert_eq!(named.collect::<Vec<_>>(), ["嘉禾小额贷款有限公司", "顺联助贷服务有限公司"], "whoever collects");
    let owed = seen(&play.world, &collector(&play.world), play.debt("D1")).await.outstanding;
    assert_eq!(owed, Some(yuan("20450.00")));
    let of_the_funder = |debit: &str, credit: &str, book: &str| {
        (book.to_owned(), debit.to_owned(), credit.to_owned(), yuan("500.00").fen())
    };
    let beside = [
        of_the_funder("claim", "debt_principal", "claims"),
        of_the_funder("channel_receivable", "partner_payable", "custody"),
    ];
    assert_eq!(play.ends().await, beside);

    let (d1, d2) = (play.debt("D1"), play.debt("D2"));
    assert_eq!(refusal(debited(&play.world, &treasurer(&play.world), d1, "0.01").await), "debt.not_held");
    let strange = debited(&play.world, &collector(&play.world), d2, "0.01").await;
    assert!(matches!(strange, Err(Error::NotFound)), "{strange:?}");
    let more = debited(&play.world, &collector(&play.world), d1, "20450.01").await;
    let outstanding = yuan("20450.00");
    assert!(
        matches!(more, Err(Error::Refused(DebtRefusal::MoreThanOutstanding { outstanding: left })) if left == outstanding)
    );
    debited(&play.world, &collector(&play.world), d1, "20450.00").await.unwrap();
    assert_eq!(seen(&play.world, &treasurer(&play.world), d2).await.may_collect, Ok(()));
    play.finish().await;
}

/// Case 16. A transfer whose time has passed takes effect when the debtors were notified, and never earlier
/// (decision 0026): the time that the case has set anew is that of another one.
#[tokio::test]
async fn without_notice_nobody_debits_and_what_is_notified_late_is_not_effective_before() {
    let case = include_str!("../../data/cases-binding/16-scenario.json");
    let mut play = Play::shared(case).await;
    let id = approved_from(&play, "D1", datetime!(2026-11-20 12:00 +8)).await;
    play.says("clock", "12:00:01");
    play.world.set_now(datetime!(2026-11-20 12:00:01 +8));
    follow(&play.world, &play.network, JobKind::FollowTransfer).await;
    // Once it is offered a debt, the facilitator may know why it debits nothing.
    play.call().await;
    play.call().await;
    assert_eq!(holder(&play, "D1").await, Holder::InTransfer);

    play.asked("POST /debt-transfers/T1/notices");
    let command = |evidence: &str| NotifyCommand {
        transfer: id,
        notified_on: date!(2026 - 11 - 19),
        evidence: evidence.to_owned(),
    };
    let nothing = notify_debtors(&play.world.db, &facilitator_approver(&play.world), command("")).await;
    assert!(matches!(nothing, Err(Error::Refused(refusal)) if refusal.code() == "transfer.evidence_missing"));
    let notice = play.asked("POST /debt-transfers/T1/notices");
    play.world.set_now(datetime!(2026-11-20 12:06 +8));
    let evidence = notice.body["evidence_sha256"].as_str().unwrap();
    notify_debtors(&play.world.db, &treasurer(&play.world), command(evidence)).await.unwrap();
    assert_eq!(holder(&play, "D1").await, Holder::InTransfer, "what came before stays refused");
    follow(&play.world, &play.network, JobKind::FollowTransfer).await;
    assert_eq!(holder(&play, "D1").await, Holder::Facilitator);
    assert_eq!(shares_of(&play.world, 1).await[0].usable, ShareUse::Enabled);
    assert!(play.ends().await.is_empty());

    let (past, future) = (datetime!(2026-11-20 12:05 +8), datetime!(2026-11-20 13:00 +8));
    for at in [past, future] {
        let step = play.asked("POST /debt-transfers/T1/effective-at");
        assert!(step.body["at"].as_str().unwrap().contains(if at == past { "T12:05:00" } else { "T13:00:00" }));
    }
    let early = submit_transfer(&play.world.db, &treasurer(&play.world), from_then_on(&play, "D3", past)).await;
    assert!(matches!(early, Err(Error::Refused(refusal)) if refusal.code() == "transfer.in_the_past"));
    let id = approved_from(&play, "D3", future).await;
    notified(&play.world, id).await;
    play.says("clock", "13:00:00");
    for (at, expected) in [(future - Duration::MILLISECOND, Holder::InTransfer), (future, Holder::Facilitator)] {
        play.world.set_now(at);
        follow(&play.world, &play.network, JobKind::FollowTransfer).await;
        assert_eq!(holder(&play, "D3").await, expected, "{at}");
    }
    play.finish().await;
}

/// Case 18.
#[tokio::test]
async fn a_debt_is_in_one_transfer_at_a_time_and_in_another_once_that_is_over() {
    let case = include_str!("../../data/cases-binding/18-scenario.json");
    let mut play = Play::shared(case).await;
    let first = submitted(&play.world, &[play.debt("D1")], false).await.unwrap();
    approved(&play.world, first).await;
    let step = play.asked("POST /debt-transfers");
    let second = submitted(&play.world, &items(&play, &step), false).await.unwrap();
    let rows = transfer(&play.world.db, &treasurer(&play.world), second).await.unwrap().items;
    let rows: Vec<_> =
        rows.iter().map(|item| (item.item.debt(), item.state, item.reason.map(Declined::code))).collect();
    let expected = [
        (Some(play.debt("D1")), ItemState::Declined, Some("debt.in_other_transfer")),
        (Some(play.debt("D3")), ItemState::Pending, None),
    ];
    assert_eq!(rows, expected);
    let step = play.asked("POST /buy-backs");
    let back = submitted(&play.world, &[play.debt(step.body["debt_item"].as_str().unwrap())], true).await;
    assert!(matches!(back, Err(Error::Refused(refusal)) if refusal.code() == "transfer.none_left"));

    play.says("check", "T1 is cancelled");
    let command = EndTransferCommand { transfer: first, reason: "协议未签".to_owned() };
    cancel_transfer(&play.world.db, &treasurer(&play.world), command).await.unwrap();
    let step = play.asked("POST /debt-transfers");
    submitted(&play.world, &items(&play, &step), false).await.unwrap();

    let steps = play.parallel();
    let (one, other) = (items(&play, &steps[0]), items(&play, &steps[1]));
    let (one, other) = tokio::join!(submitted(&play.world, &one, false), submitted(&play.world, &other, false));
    let refused = [one, other].into_iter().filter_map(Result::err).collect::<Vec<_>>();
    assert!(matches!(&refused[..], [Error::Refused(refusal)] if refusal.code() == "transfer.none_left"), "{refused:?}");
    let open = "select count(*) from debt_transfer_items where state in ('pending', 'frozen')";
    assert_eq!(play.world.number(open).await, 3, "D3, D1 and D4, each once");
    play.finish().await;
}

/// Case 21; the hour at which the debt freezes is eleven here, since the world begins at ten.
#[tokio::test]
async fn what_was_accepted_a_moment_before_a_debt_froze_is_not_sent_a_moment_after() {
    let case = include_str!("../../data/cases-binding/21-scenario.json");
    let mut play = Play::shared(case).await;
    let (freezes, midnight) = (START + Duration::HOUR, datetime!(2026-11-21 00:00 +8));
    let command = from_then_on(&play, "D1", midnight);
    let id = submit_transfer(&play.world.db, &treasurer(&play.world), command).await.unwrap();
    documented(&play.world, id).await;
    confirm_transfer(&play.world.db, &facilitator_approver(&play.world), id).await.unwrap();
    let proposed = propose(&play.world, Action::Transfer { transfer: id }).await.unwrap();
    play.world.set_now(freezes - Duration::milliseconds(100));
    play.call().await;
    play.world.set_now(freezes);
    approve(&play.world, proposed).await.unwrap();
    play.says("process", "the worker takes it");
    play.world.set_now(freezes + Duration::milliseconds(100));
    play.send().await;
    let debit = newest_debit(&play.world, &treasurer(&play.world)).await;
    let frozen = Some(DebitFailure::NotSent(NotSent::TransferFrozen));
    assert_eq!((debit.state, debit.failure), (DebitState::Failed, frozen));
    assert!(play.network.paid().is_empty());
    assert!(play.ends().await.is_empty());

    notified(&play.world, id).await;
    play.says("clock", "2026-11-20T15:59:59.999Z");
    play.world.set_now(datetime!(2026-11-20 15:59:59.999 UTC));
    follow(&play.world, &play.network, JobKind::FollowTransfer).await;
    play.call().await;
    play.says("clock", "2026-11-20T16:00:00Z");
    play.world.set_now(datetime!(2026-11-20 16:00 UTC));
    follow(&play.world, &play.network, JobKind::FollowTransfer).await;
    play.says("check", "T1 effective");
    let row = transfer(&play.world.db, &treasurer(&play.world), id).await.unwrap().row;
    assert_eq!((row.transfer.state, holder(&play, "D1").await), (TransferState::Effective, Holder::Facilitator));
    play.says("clock", "07:00:00 +08:00");
    play.world.set_now(datetime!(2026-11-21 07:00 +8));
    play.call().await;
    play.finish().await;
}
