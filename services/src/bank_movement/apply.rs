//! Planning the lines of one reading on the database, and doing what was planned.

use std::collections::BTreeMap;

use domain::{
    draw::DrawRefusal,
    id::{BankMovementId, WalletId},
    ledger::{AccountKind, EventKind, Journal},
    matching::Direction,
};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    MovementFacts,
    identity::{Fingerprint, Identity, recognise},
    plan::{Outcome, Placement, Target, references},
    sql::{self, NewBreak, NewMovement, Origin, thing},
};
use crate::{Error, Write, draw, ledger, payout, wallet};

/// A line of a reserve account.
pub struct Incoming<'a> {
    pub reserve_account: Uuid,
    pub facts: &'a MovementFacts,
}

/// What is to become of a line.
#[derive(Clone, Debug)]
pub enum Planned {
    New(Fingerprint, Placement),
    Known {
        movement: Uuid,
        numbers_it: bool,
    },
    /// The same reading has it before, at this place.
    Repeats(usize),
}

impl Planned {
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::New(_, placement) => placement.outcome.clone(),
            Self::Known { .. } | Self::Repeats(_) => Outcome::Known,
        }
    }

    /// The movement that it is, if it is one already.
    pub const fn movement(&self) -> Option<BankMovementId> {
        match self {
            Self::Known { movement, .. } => Some(BankMovementId(*movement)),
            Self::New(..) | Self::Repeats(_) => None,
        }
    }
}

fn all_references(lines: &[Incoming<'_>]) -> Vec<String> {
    let mut all: Vec<String> =
        lines.iter().flat_map(|line| references(line.facts)).map(|reference| reference.to_string()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Takes every lock that recording `lines` needs before their state is read: first the accounts, then what their texts
/// name.
pub async fn lock(connection: &mut PgConnection, lines: &[Incoming<'_>]) -> Result<(), sqlx::Error> {
    let mut accounts: Vec<Uuid> = lines.iter().map(|line| line.reserve_account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    for account in accounts {
        sql::lock_reserve_account(connection, account).await?;
    }
    thing::lock_owners(connection, &all_references(lines)).await
}

/// Decides for every line, in order, what becomes of it.
pub async fn plan<R>(connection: &mut PgConnection, lines: &[Incoming<'_>]) -> Result<Vec<Planned>, Error<R>> {
    let mut things = thing::find_things(connection, &all_references(lines)).await?;
    let mut of_account: BTreeMap<Uuid, Vec<usize>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        of_account.entry(line.reserve_account).or_default().push(index);
    }
    let mut identities = BTreeMap::new();
    for (account, places) in of_account {
        let facts: Vec<&MovementFacts> = places.iter().map(|&place| lines[place].facts).collect();
        let stored = sql::list_like(connection, account, &facts).await?;
        for (index, identity) in recognise(&facts, &stored).into_iter().enumerate() {
            let identity = match identity {
                Identity::Repeats(first) => Identity::Repeats(places[first]),
                other => other,
            };
            identities.insert(places[index], identity);
        }
    }
    let planned = identities.into_iter().map(|(index, identity)| match identity {
        Identity::Known { movement, numbers_it } => Planned::Known { movement, numbers_it },
        Identity::Repeats(first) => Planned::Repeats(first),
        Identity::New(fingerprint) => {
            let line = &lines[index];
            Planned::New(fingerprint, things.place(line.facts, line.reserve_account))
        }
    });
    Ok(planned.collect())
}

/// Records the new lines and does what was planned for them. Gives each line's movement.
pub async fn apply<R>(
    write: &mut Write,
    lines: &[Incoming<'_>],
    planned: &[Planned],
    import: Option<Uuid>,
    actor: &str,
) -> Result<Vec<BankMovementId>, Error<R>> {
    let mut movements: Vec<Uuid> = Vec::with_capacity(lines.len());
    for plan in planned {
        movements.push(match plan {
            Planned::New(..) => write.id(),
            Planned::Known { movement, .. } => *movement,
            Planned::Repeats(first) => movements[*first],
        });
    }
    insert(write, lines, planned, &movements, import).await?;
    for ((line, plan), movement) in lines.iter().zip(planned).zip(&movements) {
        if let Planned::New(_, placement) = plan {
            carry_out(write, line, placement.target, *movement, actor).await?;
        }
    }
    Ok(movements.into_iter().map(BankMovementId).collect())
}

async fn insert<R>(
    write: &mut Write,
    lines: &[Incoming<'_>],
    planned: &[Planned],
    movements: &[Uuid],
    import: Option<Uuid>,
) -> Result<(), Error<R>> {
    let (mut rows, mut breaks, mut numbered, mut numbers) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for ((line, plan), &movement) in lines.iter().zip(planned).zip(movements) {
        match (plan, &line.facts.bank_reference) {
            (Planned::New(fingerprint, placement), _) => {
                rows.push(row(line, fingerprint, placement.target, movement));
                if let Target::Break { kind, draw, payout } = placement.target {
                    let (draw_id, payout_id) = (draw.map(|draw| draw.0), payout.map(|payout| payout.0));
                    breaks.push(NewBreak {
                        id: write.id(),
                        kind: kind.code(),
                        movement_id: movement,
                        draw_id,
                        payout_id,
                    });
                }
            }
            (Planned::Known { numbers_it: true, .. }, Some(number)) => {
                numbered.push(movement);
                numbers.push(number.clone());
            }
            _ => {}
        }
    }
    let at = write.at;
    sql::insert_movements(write.connection(), &rows, Origin { import, at }).await?;
    sql::insert_breaks(write.connection(), &breaks, at).await?;
    if !numbered.is_empty() {
        sql::update_bank_references(write.connection(), &numbered, &numbers).await?;
    }
    Ok(())
}

fn row<'a>(line: &Incoming<'a>, fingerprint: &Fingerprint, target: Target, id: Uuid) -> NewMovement<'a> {
    let facts = line.facts;
    let (state, matched_kind, matched_id) = match target {
        Target::Draw(draw) => ("matched", Some("draw"), Some(draw.0)),
        Target::Wallet(wallet) => ("matched", Some("wallet"), Some(wallet.0)),
        Target::Payout(payout) => ("matched", Some("payout"), Some(payout.0)),
        Target::Break { .. } => ("broken", None, None),
        Target::Unmatched => ("unmatched", None, None),
    };
    NewMovement {
        id,
        reserve_account_id: line.reserve_account,
        fingerprint: draw::hexadecimal(fingerprint),
        direction: facts.direction.code(),
        amount_fen: facts.amount.fen(),
        booked_on: facts.booked_on,
        booked_time: facts.booked_time,
        balance_after_fen: facts.balance_after.map(domain::Amount::fen),
        counterparty_name: &facts.counterparty_name,
        counterparty_account: &facts.counterparty_account,
        counterparty_bank: &facts.counterparty_bank,
        remittance: &facts.remittance,
        end_to_end_reference: facts.end_to_end_reference.as_deref(),
        bank_reference: facts.bank_reference.as_deref(),
        state,
        matched_kind,
        matched_id,
    }
}

/// Posts what the line is in the books, and gives the money to what it is for.
async fn carry_out<R>(
    write: &mut Write,
    line: &Incoming<'_>,
    target: Target,
    movement: Uuid,
    actor: &str,
) -> Result<(), Error<R>> {
    if let Target::Payout(id) = target {
        return payout::confirm(write, id, line.reserve_account, line.facts.booked_on, actor).await;
    }
    post(write, line, movement)?;
    match target {
        Target::Draw(id) => {
            let locked = draw::lock(write, id).await?.ok_or_else(|| Error::defect("a draw that was found is gone"))?;
            draw::receive(write, locked, line.reserve_account, line.facts.amount, actor).await.map_err(as_defect)
        }
        Target::Wallet(id) => top_up(write, id, (movement, line.reserve_account), line.facts.amount).await,
        _ => Ok(()),
    }
}

/// Money in stands as received for nobody in particular, until it is given to somebody; money out that no payout
/// explains is taken from there.
fn post<R>(write: &mut Write, line: &Incoming<'_>, movement: Uuid) -> Result<(), Error<R>> {
    let cash = ledger::account(AccountKind::ReserveCash, line.reserve_account);
    let unmatched = ledger::account(AccountKind::UnmatchedReceipts, line.reserve_account);
    let (event, debit, credit) = match line.facts.direction {
        Direction::Credit => (EventKind::ReceiptRecorded, cash, unmatched),
        Direction::Debit => (EventKind::DebitUnexplained, unmatched, cash),
    };
    let journal = Journal::of(event.of(movement), line.facts.booked_on)
        .transfer(debit, credit, line.facts.amount)
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    Ok(())
}

/// Gives a movement's money on a reserve account to the wallet that it is for.
pub async fn top_up<R>(
    write: &mut Write,
    id: WalletId,
    (movement, reserve_account): (Uuid, Uuid),
    amount: domain::Amount,
) -> Result<(), Error<R>> {
    let after = sql::lock_wallet(write.connection(), id).await?.credit(amount).map_err(Error::defect)?;
    wallet::change(&mut write.envelope, id, after);
    let journal = Journal::of(EventKind::TopUpMatched.of(movement), write.business_date)
        .transfer(
            ledger::account(AccountKind::UnmatchedReceipts, reserve_account),
            ledger::wallet_account(id.0, after),
            amount,
        )
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    // The next line of the same statement may be for the same wallet.
    Ok(write.flush().await?)
}

/// The plan was made under the locks that are still held, so that a refusal now contradicts it.
pub fn as_defect<R>(error: Error<DrawRefusal>) -> Error<R> {
    match error {
        Error::Refused(refusal) => Error::defect(refusal),
        Error::NotFound => Error::NotFound,
        Error::Forbidden => Error::Forbidden,
        Error::Conflict(conflict) => Error::Conflict(conflict),
        Error::Unknown => Error::Unknown,
        Error::Failed(failure) => Error::Failed(failure),
    }
}
