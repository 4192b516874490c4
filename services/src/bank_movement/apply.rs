//! Planning the lines of one reading on the database, and doing what was planned.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use domain::{
    Amount,
    id::{BankMovementId, DrawId, NetworkSettlementId, WalletId},
    ledger::{AccountKind, EventKind, Journal},
    matching::{Destination, Direction},
};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::{
    Entry, MovementFacts, MovementState,
    identity::{Identity, Source, Stored, recognise},
    plan::{Outcome, Owners, Placement, Target, Things, references},
    sql::{self, NewBreak, NewMovement, Origin, thing},
};
use crate::{Error, Write, commission, correction, draw, inflow, ledger, payout, wallet};

/// The movements that a statement begins after, shared by its lines.
pub type Earlier = Arc<HashSet<Uuid>>;

/// A line of a reserve account.
pub struct Incoming<'a> {
    pub reserve_account: Uuid,
    pub facts: &'a MovementFacts,
    pub earlier: Earlier,
    /// What the parts of its entry share, where that was decided before.
    pub entry: Option<Uuid>,
}

impl<'a> Incoming<'a> {
    /// One of which nothing more is known than what it says.
    pub fn of(reserve_account: Uuid, facts: &'a MovementFacts) -> Self {
        Self { reserve_account, facts, earlier: Earlier::default(), entry: None }
    }
}

/// What is to become of a line.
#[derive(Clone, Debug)]
pub enum Planned {
    New(Placement),
    /// It may be this movement: it is recorded beside it, and not in the books.
    Doubtful {
        like: Uuid,
    },
    /// Recorded before. `adds` is what this reading states beyond the record.
    Known {
        movement: Uuid,
        adds: Option<Box<Addition>>,
    },
}

/// What another reading adds to a movement.
#[derive(Clone, Debug)]
pub struct Addition {
    /// Everything that is known of it now.
    facts: MovementFacts,
    /// Where it goes, if only this reading says it.
    placement: Option<Placement>,
}

impl Planned {
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::New(placement) => placement.outcome.clone(),
            Self::Doubtful { like } => Outcome::Doubtful { like: BankMovementId(*like) },
            Self::Known { adds, .. } => match adds.as_ref().and_then(|adds| adds.placement.as_ref()) {
                Some(placement) => placement.outcome.clone(),
                None => Outcome::Known,
            },
        }
    }

    /// The movement that it is or may be, if there is one already.
    pub const fn is_or_may_be(&self) -> Option<Uuid> {
        match self {
            Self::Known { movement: id, .. } | Self::Doubtful { like: id } => Some(*id),
            Self::New(_) => None,
        }
    }

    /// The movement that it is, if it is one already.
    pub const fn movement(&self) -> Option<BankMovementId> {
        match self {
            Self::Known { movement, .. } => Some(BankMovementId(*movement)),
            Self::New(_) | Self::Doubtful { .. } => None,
        }
    }
}

/// Everything that lines name, and the wallets of those who pay without naming anything.
async fn named(connection: &mut PgConnection, lines: &[Incoming<'_>]) -> Result<(Vec<String>, Owners), sqlx::Error> {
    let mut all: Vec<String> =
        lines.iter().flat_map(|line| references(line.facts)).map(|reference| reference.to_string()).collect();
    let from: Vec<(&str, Uuid, i64)> = lines
        .iter()
        .filter(|line| line.facts.names_nothing())
        .map(|line| (line.facts.counterparty_account.as_str(), line.reserve_account, line.facts.amount.fen()))
        .collect();
    let owners = thing::find_owners(connection, &from).await?;
    all.extend(owners.references());
    all.sort_unstable();
    all.dedup();
    Ok((all, owners))
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
    let (references, _) = named(connection, lines).await?;
    thing::lock_owners(connection, &references).await
}

/// Everything that lines name, in its present state.
async fn find_named<R>(connection: &mut PgConnection, lines: &[Incoming<'_>]) -> Result<Things, Error<R>> {
    let (references, owners) = named(connection, lines).await?;
    Ok(thing::find_things(connection, &references).await?.with(owners))
}

/// Decides for every line, in order, what becomes of it.
pub async fn plan<R>(
    connection: &mut PgConnection,
    lines: &[Incoming<'_>],
    source: Source,
) -> Result<Vec<Planned>, Error<R>> {
    let mut things = find_named(connection, lines).await?;
    let (identities, stored) = identify(connection, lines, source).await?;
    Ok(decide(lines, identities, &stored, &mut things))
}

/// The same of lines of which it was found out before what each is.
pub async fn plan_identified<R>(
    connection: &mut PgConnection,
    lines: &[Incoming<'_>],
    identities: Vec<Identity>,
) -> Result<Vec<Planned>, Error<R>> {
    let mut things = find_named(connection, lines).await?;
    let added: Vec<Uuid> = identities.iter().filter_map(Identity::added).collect();
    let stored = sql::parts::list_stored(connection, &added).await?;
    Ok(decide(lines, identities, &stored, &mut things))
}

/// Finds out what each line is, with the movements that lines are or may be.
pub async fn identify<R>(
    connection: &mut PgConnection,
    lines: &[Incoming<'_>],
    source: Source,
) -> Result<(Vec<Identity>, HashMap<Uuid, Stored>), Error<R>> {
    let mut of_account: BTreeMap<Uuid, Vec<usize>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        of_account.entry(line.reserve_account).or_default().push(index);
    }
    let (mut identities, mut stored) = (vec![Identity::New; lines.len()], HashMap::new());
    for (account, places) in of_account {
        let facts: Vec<&MovementFacts> = places.iter().map(|&place| lines[place].facts).collect();
        let like = sql::list_like(connection, account, &facts).await?;
        let earlier = |line: usize, movement: Uuid| lines[places[line]].earlier.contains(&movement);
        let identities_here = recognise(&facts, &like, source, &earlier);
        for (place, identity) in places.into_iter().zip(identities_here) {
            identities[place] = identity;
        }
        stored.extend(like.into_iter().map(|like| (like.id, like)));
    }
    Ok((identities, stored))
}

fn decide(
    lines: &[Incoming<'_>],
    identities: Vec<Identity>,
    stored: &HashMap<Uuid, Stored>,
    things: &mut Things,
) -> Vec<Planned> {
    let planned = lines.iter().zip(identities).map(|(line, identity)| match identity {
        Identity::New => Planned::New(things.place(line.facts, line.reserve_account)),
        Identity::Doubtful { like } => Planned::Doubtful { like },
        Identity::Known { movement, adds } => {
            let adds = stored.get(&movement).filter(|_| adds).and_then(|like| addition(like, line, things));
            Planned::Known { movement, adds: adds.map(Box::new) }
        }
    });
    planned.collect()
}

/// Where one line goes that is a movement of its own.
pub async fn place_one<R>(write: &mut Write, line: &Incoming<'_>) -> Result<Target, Error<R>> {
    let mut things = find_named(write.connection(), std::slice::from_ref(line)).await?;
    Ok(things.place(line.facts, line.reserve_account).target)
}

/// What a line adds to the movement that it is. A movement that named nothing goes where the line says.
fn addition(like: &Stored, line: &Incoming<'_>, things: &mut Things) -> Option<Addition> {
    let facts = like.facts.and(line.facts);
    if facts == like.facts {
        return None;
    }
    let named_nothing = like.unmatched && references(&like.facts).is_empty() && !references(&facts).is_empty();
    let placement = named_nothing.then(|| things.place(&facts, line.reserve_account));
    Some(Addition { facts, placement: placement.filter(|placement| placement.target != Target::Unmatched) })
}

/// Records the new lines and does what was planned for them. Gives each line's movement.
pub async fn apply<R>(
    write: &mut Write,
    lines: &[Incoming<'_>],
    planned: &[Planned],
    import: Option<Uuid>,
    actor: &str,
) -> Result<Vec<BankMovementId>, Error<R>> {
    let movements: Vec<Uuid> = planned
        .iter()
        .map(|plan| match plan {
            Planned::New(_) | Planned::Doubtful { .. } => write.id(),
            Planned::Known { movement, .. } => *movement,
        })
        .collect();
    let fed = if import.is_none() { Some(sql::next_feed_page(write.connection()).await?) } else { None };
    let origin = Origin { import, fed, at: write.at };
    insert(write, lines, planned, &movements, origin).await?;
    add(write, planned, &movements, origin).await?;
    for ((line, plan), &movement) in lines.iter().zip(planned).zip(&movements) {
        match plan {
            Planned::New(placement) => carry_out(write, line, placement.target, movement, actor).await?,
            Planned::Known { adds: Some(adds), .. } => {
                if let Some(placement) = &adds.placement {
                    let found = Found::of(movement, line.reserve_account, &adds.facts);
                    give(write, found, placement.target, actor).await?;
                    if adds.facts.direction == Direction::Debit {
                        payout::set_off_explained(write, actor).await?;
                    }
                }
            }
            Planned::Known { adds: None, .. } | Planned::Doubtful { .. } => {}
        }
    }
    Ok(movements.into_iter().map(BankMovementId).collect())
}

async fn insert<R>(
    write: &mut Write,
    lines: &[Incoming<'_>],
    planned: &[Planned],
    movements: &[Uuid],
    origin: Origin,
) -> Result<(), Error<R>> {
    let (mut rows, mut breaks, mut entries) = (Vec::new(), Vec::new(), BTreeMap::new());
    for (place, ((line, plan), &movement)) in lines.iter().zip(planned).zip(movements).enumerate() {
        let (target, like) = match plan {
            Planned::New(placement) => (placement.target, None),
            Planned::Doubtful { like } => (Target::Unmatched, Some(*like)),
            Planned::Known { .. } => continue,
        };
        let entry = line.facts.entry.as_ref().map(|entry| {
            let place = (line.reserve_account, entry.place);
            (*entries.entry(place).or_insert_with(|| line.entry.unwrap_or_else(|| write.id())), entry)
        });
        let feed_place = origin.feed_place(place);
        rows.push(NewMovement { feed_place, ..row(line, (movement, target, like), entry) });
        breaks.extend(new_break(write, movement, target));
    }
    sql::insert_movements(write.connection(), &rows, origin).await?;
    Ok(sql::insert_breaks(write.connection(), &breaks, origin.at).await?)
}

/// Writes down what other readings have added to known movements, and that the feed has told of them.
async fn add<R>(write: &mut Write, planned: &[Planned], movements: &[Uuid], origin: Origin) -> Result<(), Error<R>> {
    let known = planned.iter().zip(movements).enumerate().filter_map(|(place, (plan, &id))| match plan {
        Planned::Known { adds, .. } => Some((place, id, adds)),
        Planned::New(_) | Planned::Doubtful { .. } => None,
    });
    let (mut told, mut places, mut additions) = (Vec::new(), Vec::new(), Vec::new());
    for (place, id, adds) in known {
        if let Some(place) = origin.feed_place(place) {
            told.push(id);
            places.push(place);
        }
        additions.extend(adds.as_ref().map(|adds| sql::Addition::of(id, &adds.facts)));
    }
    if !additions.is_empty() {
        sql::update_facts(write.connection(), &additions).await?;
    }
    if !told.is_empty() {
        sql::update_fed(write.connection(), &told, &places).await?;
    }
    Ok(())
}

fn new_break(write: &mut Write, movement: Uuid, target: Target) -> Option<NewBreak> {
    let Target::Break { kind, named } = target else { return None };
    Some(NewBreak::of(write.id(), kind, movement, named))
}

/// Opens the break of a recorded movement, if its target is one.
pub async fn open_break<R>(write: &mut Write, movement: Uuid, target: Target) -> Result<(), Error<R>> {
    let (at, opened) = (write.at, new_break(write, movement, target));
    Ok(sql::insert_breaks(write.connection(), opened.as_slice(), at).await?)
}

/// Where a movement of this target stands, and what it is matched with.
pub const fn standing(target: Target) -> (MovementState, Option<Destination>) {
    match target {
        Target::To(destination) => (MovementState::Matched, Some(destination)),
        Target::Break { .. } => (MovementState::Broken, None),
        Target::Unmatched => (MovementState::Unmatched, None),
    }
}

fn row<'a>(
    line: &Incoming<'a>,
    (id, target, like): (Uuid, Target, Option<Uuid>),
    entry: Option<(Uuid, &'a Entry)>,
) -> NewMovement<'a> {
    let facts = line.facts;
    let (state, matched) = if like.is_some() { (MovementState::Doubtful, None) } else { standing(target) };
    NewMovement {
        id,
        reserve_account_id: line.reserve_account,
        direction: facts.direction.code(),
        amount_fen: facts.amount.fen(),
        booked_on: facts.booked_on,
        booked_time: facts.booked_time,
        balance_after_fen: facts.balance_after.map(Amount::fen),
        counterparty_name: &facts.counterparty_name,
        counterparty_account: &facts.counterparty_account,
        counterparty_bank: &facts.counterparty_bank,
        remittance: &facts.remittance,
        end_to_end_reference: facts.end_to_end_reference.as_deref(),
        bank_reference: facts.bank_reference.as_deref(),
        reversal: facts.reversal,
        state: state.code(),
        matched_kind: matched.map(Destination::code),
        matched_id: matched.map(Destination::id),
        like_id: like,
        feed_place: None,
        entry_id: entry.map(|(id, _)| id),
        entry_number: entry.and_then(|(_, entry)| entry.number.as_deref()),
        entry_amount_fen: entry.map(|(_, entry)| entry.amount.fen()),
    }
}

/// A movement that is recorded and stands in the books as money for nobody in particular.
#[derive(Clone, Copy)]
pub struct Found {
    pub movement: Uuid,
    pub reserve_account: Uuid,
    pub amount: Amount,
    pub booked_on: Date,
}

impl Found {
    pub const fn of(movement: Uuid, reserve_account: Uuid, facts: &MovementFacts) -> Self {
        Self { movement, reserve_account, amount: facts.amount, booked_on: facts.booked_on }
    }
}

/// Gives a recorded movement to what it turned out to be for.
pub async fn give<R>(write: &mut Write, found: Found, target: Target, actor: &str) -> Result<(), Error<R>> {
    let (id, (state, matched)) = (BankMovementId(found.movement), standing(target));
    sql::hand::update_settled(write.connection(), id, state, matched).await?;
    open_break(write, found.movement, target).await?;
    write.envelope.moved(id, (MovementState::Unmatched.code(), state.code()), actor, "");
    match target {
        Target::To(destination) => deliver(write, destination, found, actor).await,
        Target::Break { .. } | Target::Unmatched => Ok(()),
    }
}

/// Gives the money of a movement that stands in the books to what it is for.
pub async fn deliver<R>(write: &mut Write, to: Destination, found: Found, actor: &str) -> Result<(), Error<R>> {
    let Found { movement, reserve_account, amount, booked_on } = found;
    match to {
        Destination::Draw(id) => receive(write, id, reserve_account, amount, actor).await,
        Destination::Wallet(id) => top_up(write, id, (movement, reserve_account), amount, actor).await,
        Destination::Payout(id) => {
            let gone_back = payout::deliver(write, id, (movement, reserve_account, booked_on), actor).await?;
            returned(write, gone_back, actor).await
        }
        Destination::Receivable(id) => correction::settle(write, id, (movement, reserve_account), amount).await,
        Destination::Commission(id) => commission::fund(write, id, (movement, reserve_account), amount).await,
        Destination::Settlement(id) => recognise_settlement(write, id, (movement, reserve_account), amount).await,
    }
}

/// Posts what the line is in the books, and gives the money to what it is for.
pub async fn carry_out<R>(
    write: &mut Write,
    line: &Incoming<'_>,
    target: Target,
    movement: Uuid,
    actor: &str,
) -> Result<(), Error<R>> {
    if let (Target::To(Destination::Payout(id)), Direction::Debit) = (target, line.facts.direction) {
        let gone_back = payout::confirm(write, id, line.reserve_account, line.facts.booked_on, actor).await?;
        return returned(write, gone_back, actor).await;
    }
    post(write, line, movement)?;
    match target {
        Target::To(destination) => {
            deliver(write, destination, Found::of(movement, line.reserve_account, line.facts), actor).await
        }
        Target::Break { .. } | Target::Unmatched => Ok(()),
    }
}

/// The money of a movement has left its reserve account again.
async fn returned<R>(write: &mut Write, movement: Option<BankMovementId>, actor: &str) -> Result<(), Error<R>> {
    let Some(id) = movement else { return Ok(()) };
    let before = sql::hand::lock_movement(write.connection(), id).await?.ok_or(Error::NotFound)?.state;
    sql::hand::update_settled(write.connection(), id, MovementState::Returned, None).await?;
    write.envelope.moved(id, (before.code(), MovementState::Returned.code()), actor, "");
    Ok(())
}

/// The draw was found under the locks that are still held.
async fn receive<R>(
    write: &mut Write,
    id: DrawId,
    reserve_account: Uuid,
    amount: Amount,
    actor: &str,
) -> Result<(), Error<R>> {
    let locked = draw::lock(write, id).await?.ok_or_else(|| Error::defect("a draw that was found is gone"))?;
    draw::receive(write, locked, reserve_account, amount, actor).await.map_err(Error::into_defect)
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

/// A movement has brought what the network pays for a date.
async fn recognise_settlement<R>(
    write: &mut Write,
    id: NetworkSettlementId,
    (movement, reserve_account): (Uuid, Uuid),
    amount: Amount,
) -> Result<(), Error<R>> {
    let today = write.business_date;
    thing::update_arrived(write.connection(), id, amount, today).await?;
    let journal = Journal::of(EventKind::SettlementRecognised.of(movement), today)
        .transfer(
            ledger::account(AccountKind::UnmatchedReceipts, reserve_account),
            ledger::channel_receivable(),
            amount,
        )
        .and_then(Journal::finish)
        .map_err(Error::defect)?;
    write.envelope.post(journal);
    Ok(())
}

/// Gives a movement's money on a reserve account to the wallet that it is for.
async fn top_up<R>(
    write: &mut Write,
    id: WalletId,
    (movement, reserve_account): (Uuid, Uuid),
    amount: Amount,
    actor: &str,
) -> Result<(), Error<R>> {
    let after = wallet::lock_wallet(write.connection(), id).await?.credit(amount).map_err(Error::defect)?;
    write.envelope.change(wallet::WalletChange { id, after });
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
    write.flush().await?;
    inflow::settle(write, id, after.frozen, actor).await
}
