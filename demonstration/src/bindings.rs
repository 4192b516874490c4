//! The second half of the story: settlement ids, customers whose cards are bound, debts, and how they change hands.

use std::sync::atomic::Ordering;

use domain::{
    Amount,
    account_no::ending,
    approval::Action,
    debt_transfer::{Item, LegalBasis},
    id::{BindingId, DebtId, DebtTransferId, MappingId},
    job::JobKind,
    signing::SigningState,
};
use services::{
    agreement_debit::{DebitCommand, debit},
    approval::{ProposeCommand, propose},
    bank::Banks,
    context::SignedIn,
    credit_line::{CreditLineFilter, credit_lines},
    debt::{RegisterDebtCommand, register_debt},
    debt_transfer::{
        AddDocumentCommand, NotifyCommand, SubmitTransferCommand, add_document, confirm_transfer, notify_debtors,
        submit_transfer,
    },
    error::Failure,
    mapping::{AddMappingCommand, add_mapping},
    outside_payment::{ReportPaymentCommand, report_payment},
    page::PageRequest,
    signing::{ConfirmSigningCommand, OrderSigningCommand, confirm_signing, order_signing, signing},
    worker::Worker,
};
use time::{
    Date, OffsetDateTime,
    macros::{date, datetime},
};

use crate::{bank::PatientBank, network::PatientNetwork, stage::Told, story::OVERDUE, world::World};

/// What the maker says of what two people decide here.
const CHECKED: &str = "协议已核对";
const CODE: &str = "123456";
/// From when a transfer counts for which nothing else is missing.
const EFFECTIVE_FROM: OffsetDateTime = datetime!(2026-12-01 00:00 +8);

/// A customer of a funder: made up, as the check digits are right.
pub struct Customer {
    pub name: &'static str,
    pub id_number: &'static str,
    pub card_number: &'static str,
    pub mobile: &'static str,
    pub settlement_id: &'static str,
    pub shares: bool,
    pub debts: &'static [(&'static str, i64, Date, Fate)],
}

impl Customer {
    pub fn order(&self) -> OrderSigningCommand {
        OrderSigningCommand {
            settlement_id: self.settlement_id.to_owned(),
            name: self.name.to_owned(),
            id_number: self.id_number.to_owned(),
            card_number: self.card_number.to_owned(),
            mobile: self.mobile.to_owned(),
            consents: true,
            consents_to_share: self.shares,
            line: None,
        }
    }
}

/// What has become of a debt.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Held,
    /// The funder has tried to collect a part of it.
    Tried,
    /// Submitted by the funder.
    Offered,
    /// Confirmed by the facilitator too.
    Confirmed,
    /// Proposed by one of the institution's people, and waits for another.
    Proposed,
    /// Approved, and frozen until the debtor is notified.
    Frozen,
    /// The debtor is notified, and it waits for its day.
    Dated,
    Transferred,
    /// Transferred, and to be bought back: the facilitator has not confirmed that.
    BoughtBack,
}

const CUSTOMERS: [Customer; 5] = [
    Customer {
        name: "周文彬",
        id_number: "500103198506141230",
        card_number: "6228480123456789015",
        mobile: "13900001111",
        settlement_id: "JH-RQ-01",
        shares: true,
        debts: &[
            ("XF20260711-0032", 1_280_000, date!(2026 - 10 - 11), Fate::Transferred),
            ("XF20260720-0035", 410_000, date!(2026 - 09 - 20), Fate::BoughtBack),
            ("XF20260811-0047", 640_000, date!(2026 - 12 - 11), Fate::Held),
        ],
    },
    Customer {
        name: "罗小倩",
        id_number: "510108199003221237",
        card_number: "6217003760001234566",
        mobile: "13900002222",
        settlement_id: "JH-RQ-01",
        shares: true,
        debts: &[
            ("XF20260619-0018", 956_000, date!(2026 - 09 - 19), Fate::Offered),
            ("XF20260625-0022", 268_000, date!(2026 - 09 - 25), Fate::Proposed),
            ("XF20260628-0024", 175_000, date!(2026 - 09 - 28), Fate::Dated),
        ],
    },
    Customer {
        name: "梁志远",
        id_number: "420106198809111230",
        card_number: "6225881234123412344",
        mobile: "13900003333",
        settlement_id: "JH-RQ-01",
        shares: true,
        debts: &[
            ("XF20260702-0009", 2_200_000, date!(2026 - 10 - 02), Fate::Confirmed),
            ("XF20260730-0021", 315_000, date!(2026 - 10 - 30), Fate::Frozen),
        ],
    },
    Customer {
        name: "孟晓东",
        id_number: "520102199311051237",
        card_number: "6230580000765432104",
        mobile: "13900004444",
        settlement_id: "JH-RQ-02",
        shares: true,
        debts: &[("XF20260805-0066", 480_000, date!(2026 - 11 - 05), Fate::Tried)],
    },
    Customer {
        name: "韩雪梅",
        id_number: "610113197902281239",
        card_number: "6214830000987654321",
        mobile: "13900005555",
        settlement_id: "JH-RQ-01",
        shares: false,
        debts: &[],
    },
];

/// The owner of the shop whose loan is overdue has bound a card too: its loan can change hands.
async fn bind_borrower(world: &World, network: &PatientNetwork) -> Result<BindingId, Failure> {
    let shop = world.shop(OVERDUE)?;
    let context = world.owner(shop, "signing/line")?;
    let lines = credit_lines(&world.stage.db, &context, CreditLineFilter::Open, PageRequest::FIRST);
    let line = lines.await.told("the line")?.rows.into_iter().next().ok_or("the shop has a line")?;
    let command = OrderSigningCommand {
        settlement_id: "JH-RQ-01".to_owned(),
        name: shop.facts.legal_person.clone(),
        id_number: "522301198409171044".to_owned(),
        card_number: "6228480011556677885".to_owned(),
        mobile: "13900006666".to_owned(),
        consents: true,
        consents_to_share: true,
        line: Some(line.reference.to_string()),
    };
    bind(world, network, command).await
}

/// Everything, in its order. It may be played again: what was done stays.
///
/// # Errors
/// When a step is refused or the database fails.
pub async fn play(world: &World) -> Result<(), Failure> {
    let network = PatientNetwork::default();
    for settlement_id in ["JH-RQ-01", "JH-RQ-02"] {
        publish(world, settlement_id).await?;
    }
    // One for a visitor to publish, and one that is published and begins later.
    draft(world, "JH-RQ-03", None).await?;
    let mapping = draft(world, "JH-RQ-04", Some(datetime!(2027-01-01 00:00 +8))).await?;
    world.approve("mapping/JH-RQ-04", Action::Publish { mapping }, CHECKED).await?;
    bind_borrower(world, &network).await?;
    for customer in &CUSTOMERS {
        let binding = bind(world, &network, customer.order()).await?;
        for (number, fen, due_on, fate) in customer.debts {
            let debt = register(world, binding, (number, *fen, *due_on)).await?;
            changes_hands(world, &network, (number, debt), *fate).await?;
            paid_elsewhere(world, debt, *fate).await?;
        }
    }
    // The second settlement id has ended: who had signed by then stays shared.
    let stage = &world.stage;
    let drafted = draft(world, "JH-RQ-02", None).await?;
    world.approve("mapping/JH-RQ-02/disable", Action::Disable { mapping: drafted }, CHECKED).await?;
    services::event::number_events(&stage.db).await.told("events")?;
    Ok(())
}

/// From now on a settlement id stands for the facilitator.
pub async fn publish(world: &World, settlement_id: &str) -> Result<(), Failure> {
    let mapping = draft(world, settlement_id, None).await?;
    world.approve(&format!("mapping/{settlement_id}"), Action::Publish { mapping }, CHECKED).await
}

/// The draft of a mapping; the same one when it is asked for again.
async fn draft(world: &World, settlement_id: &str, from: Option<OffsetDateTime>) -> Result<MappingId, Failure> {
    let (stage, funder) = (&world.stage, world.funder(0)?);
    let command = AddMappingCommand {
        funder: funder.id,
        settlement_id: settlement_id.to_owned(),
        facilitator: world.facilitator.id,
        from,
    };
    let context = stage.person(&world.operator_maker, &format!("mapping/{settlement_id}/add"));
    add_mapping(&stage.db, &context, command).await.told(settlement_id)
}

/// Has the jobs of a kind done, and a minute later those that an interrupted run had taken.
pub async fn work_off(world: &World, network: &PatientNetwork, kind: JobKind, step: &str) -> Result<(), Failure> {
    let banks = Banks::one(&PatientBank);
    for step in [step.to_owned(), format!("{step}/again")] {
        world.stage.wait(time::Duration::MINUTE);
        world.stage.roll_for(&step);
        let worker = Worker { network, ..Worker::new(&world.stage.db, &banks) };
        worker.work_off(kind).await.told(&step)?;
    }
    Ok(())
}

/// A card is bound.
pub async fn bind(world: &World, network: &PatientNetwork, command: OrderSigningCommand) -> Result<BindingId, Failure> {
    let (stage, treasurer) = (&world.stage, &world.funder(0)?.treasurer);
    let step = format!("signing/{}", ending(&command.card_number));
    let context = stage.person(treasurer, &format!("{step}/order"));
    let id = order_signing(&stage.db, network, &context, command).await.told(&step)?.signing;
    let state = async || {
        let detail = signing(&stage.db, &stage.person(treasurer, &step), id).await.told(&step)?;
        Ok::<_, Failure>((detail.row.state, detail.row.binding))
    };
    // Where an interrupted run has left it, the network is asked.
    network.signed.store(false, Ordering::Relaxed);
    if state().await?.0 == SigningState::Created {
        work_off(world, network, JobKind::FollowSigning, &format!("{step}/sent")).await?;
    }
    let context = stage.person(treasurer, &format!("{step}/confirm"));
    let command = ConfirmSigningCommand { signing: id, code: CODE.to_owned() };
    confirm_signing(&stage.db, network, &context, command).await.told(&step)?;
    network.signed.store(true, Ordering::Relaxed);
    if state().await?.0 == SigningState::Confirming {
        work_off(world, network, JobKind::FollowSigning, &format!("{step}/signed")).await?;
    }
    state().await?.1.ok_or_else(|| format!("{step} has made no binding").into())
}

pub async fn register(
    world: &World,
    binding: BindingId,
    (number, fen, due_on): (&str, i64, Date),
) -> Result<DebtId, Failure> {
    let (stage, treasurer) = (&world.stage, &world.funder(0)?.treasurer);
    let command = RegisterDebtCommand { number: number.to_owned(), binding, amount: Amount::from_fen(fen), due_on };
    let context = stage.person(treasurer, &format!("debt/{number}"));
    register_debt(&stage.db, &context, command).await.told(number)
}

/// As far on its way to the facilitator as its fate says.
async fn changes_hands(
    world: &World,
    network: &PatientNetwork,
    (number, debt): (&str, DebtId),
    fate: Fate,
) -> Result<(), Failure> {
    if fate == Fate::Held {
        return Ok(());
    }
    if fate == Fate::Tried {
        return collect_in_vain(world, network, (number, debt)).await;
    }
    let (stage, step) = (&world.stage, format!("transfer/{number}"));
    let treasurer = &world.funder(0)?.treasurer;
    let command = SubmitTransferCommand {
        items: vec![Item::Debt(debt)],
        back: false,
        legal_basis: LegalBasis::Subrogation,
        document: format!("代偿及债权转让协议 {number}"),
        effective_from: (fate == Fate::Dated).then_some(EFFECTIVE_FROM),
    };
    let context = stage.person(treasurer, &format!("{step}/submit"));
    let id: DebtTransferId = submit_transfer(&stage.db, &context, command).await.told(&step)?;
    agreed(world, treasurer, (&step, id)).await?;
    if fate == Fate::Offered {
        return Ok(());
    }
    let context = stage.person(&world.facilitator.approver, &format!("{step}/confirm"));
    confirm_transfer(&stage.db, &context, id).await.told(&step)?;
    if fate == Fate::Confirmed {
        return Ok(());
    }
    if fate == Fate::Proposed {
        let command = ProposeCommand { action: Action::Transfer { transfer: id }, note: CHECKED.to_owned() };
        let context = stage.person(&world.operator_maker, &format!("{step}/propose"));
        return propose(&stage.db, &context, command).await.told(&step).map(|_| ());
    }
    world.approve(&step, Action::Transfer { transfer: id }, CHECKED).await?;
    if fate != Fate::Frozen {
        let command = NotifyCommand {
            transfer: id,
            notified_on: date!(2026 - 11 - 19),
            evidence: "EMS 1158930021CN 本人签收".to_owned(),
        };
        let context = stage.person(treasurer, &format!("{step}/notify"));
        notify_debtors(&stage.db, &context, command).await.told(&step)?;
    }
    work_off(world, network, JobKind::FollowTransfer, &format!("{step}/effect")).await?;
    if fate != Fate::BoughtBack {
        return Ok(());
    }
    let command = SubmitTransferCommand {
        items: vec![Item::Debt(debt)],
        back: true,
        legal_basis: LegalBasis::Assignment,
        document: format!("债权回购协议 {number}"),
        effective_from: None,
    };
    let context = stage.person(treasurer, &format!("{step}/back"));
    let id = submit_transfer(&stage.db, &context, command).await.told(&step)?;
    agreed(world, &world.facilitator.approver, (&format!("{step}/back"), id)).await
}

/// Whoever gives a debt away brings the agreement: an empty page.
async fn agreed(world: &World, giver: &SignedIn, (step, transfer): (&str, DebtTransferId)) -> Result<(), Failure> {
    let content = format!(
        "%PDF-1.4\n% {step}\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n\
         2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n\
         3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
    );
    let command =
        AddDocumentCommand { transfer, file_name: "债权转让协议.pdf".to_owned(), content: content.into_bytes() };
    let context = world.stage.person(giver, &format!("{step}/document"));
    add_document(&world.stage.db, &context, command).await.told(step).map(|_| ())
}

/// The funder was paid by some: what it holds owes less, and of what it has transferred the facilitator has to say a word.
async fn paid_elsewhere(world: &World, debt: DebtId, fate: Fate) -> Result<(), Failure> {
    let (number, fen, paid_on) = match fate {
        Fate::Held => ("HK20261118-0003", 40_000, date!(2026 - 11 - 18)),
        Fate::Transferred => ("HK20261120-0001", 50_000, date!(2026 - 11 - 20)),
        _ => return Ok(()),
    };
    let (stage, step) = (&world.stage, format!("paid/{number}"));
    let command = ReportPaymentCommand {
        debt,
        number: number.to_owned(),
        amount: Amount::from_fen(fen),
        paid_on,
        evidence: format!("银行回单 {number}"),
    };
    let context = stage.person(&world.funder(0)?.treasurer, &step);
    report_payment(&stage.db, &context, command).await.told(&step).map(|_| ())
}

async fn collect_in_vain(
    world: &World,
    network: &PatientNetwork,
    (number, debt): (&str, DebtId),
) -> Result<(), Failure> {
    let (stage, step) = (&world.stage, format!("debit/{number}"));
    let context = stage.person(&world.funder(0)?.treasurer, &step);
    debit(&stage.db, &context, Default::default(), DebitCommand { debt, amount: Amount::from_fen(200_000) })
        .await
        .told(&step)?;
    work_off(world, network, JobKind::FollowDebit, &format!("{step}/send")).await
}
