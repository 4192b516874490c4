//! The lists of what bound cards pay.

use std::iter::once;

use domain::{agreement_debit::DebitState, callback::CallbackOutcome, role::Role};
use services::{
    Db, Error,
    agreement_debit::{DebitFilter, debits},
    binding::{BindingFilter, ShareFilter, bindings, shares},
    callback::{CallbackFilter, callbacks},
    debt::{DebtFilter, debts},
    debt_transfer::{TransferFilter, transfers},
    error::Never,
    freeze::freezes,
    loan::{FoundFilter, held},
    loan_debit::{LoanDebitFilter, loan_debits},
    outside_payment::{PassOnFilter, pass_ons},
    page::{Narrow, Narrowed, PageRequest, Sort},
    search::search,
    signing::{ConfirmSigningCommand, OrderSigningCommand, SigningFilter, confirm_signing, order_signing, signings},
};

use super::{Book, PAGE, Told, narrows};
use crate::{
    binding::{
        bound,
        network::{CODE, TestNetwork},
        order, treasurer,
    },
    debt::{collector, debited, registered, submitted},
    harness::World,
};

/// One of each, of which the others are copies.
pub async fn first(world: &World) {
    let binding = bound(world, &TestNetwork::default()).await;
    let debt = registered(world, binding.id, "D-1", "1000").await;
    debited(world, &treasurer(world), debt, "1").await.unwrap();
    let other = registered(world, binding.id, "D-2", "1000").await;
    submitted(world, &[other], false).await.unwrap();
}

/// Another card is bound for the same settlement id.
async fn signed(db: &Db, world: &World) -> Result<(), Error<Never>> {
    let network = TestNetwork::default();
    let command = OrderSigningCommand { card_number: "6222020200112233552".to_owned(), ..order("JH-01") };
    let ordered = order_signing(db, &network, &treasurer(world), command).await.map_err(Error::into_defect)?;
    let command = ConfirmSigningCommand { signing: ordered.signing, code: CODE.to_owned() };
    confirm_signing(db, &network, &treasurer(world), command).await.map_err(Error::into_defect)
}

impl Book<'_> {
    pub async fn of_a_signing(&self, told: &mut Told) {
        self.measure(told, "a signing", signed(self.db, self.world)).await;
        let own =
            "select count(*) from bindings b join signings s on s.id = b.signing_id where s.reference < 'SGN20261121'";
        assert_eq!(self.world.number(own).await, 2);
    }

    /// Debts have no index on amounts, which every one of them would pay for; transfers are few, and walked for a text.
    pub async fn of_bound_cards(&self, told: &mut Told) {
        let (db, page) = (self.db, PageRequest::new(None, PAGE));
        let sides = [treasurer(self.world), collector(self.world)];
        let auditor = self.world.operator(Role::Auditor);
        for (narrow, sort) in once((Narrow::default(), None)).chain(narrows()) {
            for who in &sides {
                let list = Narrowed { part: DebitFilter::All, narrow: narrow.clone(), sort };
                self.measure(told, "debits", debits(db, who, list, page)).await;
                for part in [DebtFilter::Held, DebtFilter::All] {
                    if narrow.least.is_none() && sort.is_none() {
                        let list = Narrowed { part, narrow: narrow.clone(), sort };
                        self.measure(told, "debts", debts(db, who, list, page)).await;
                    }
                }
            }
            for who in sides.iter().chain([&auditor]).filter(|_| narrow.least.is_none() && narrow.text.is_none()) {
                let list = Narrowed { part: TransferFilter::All, narrow: narrow.clone(), sort };
                self.measure(told, "transfers", transfers(db, who, list, page)).await;
            }
            if narrow.least.is_none() {
                let [funder, facilitator] = &sides;
                let list = Narrowed { part: SigningFilter::All, narrow: narrow.clone(), sort };
                self.measure(told, "signings", signings(db, funder, list, page)).await;
                let list = Narrowed { part: BindingFilter::All, narrow: narrow.clone(), sort };
                self.measure(told, "bindings", bindings(db, funder, list, page)).await;
                let list = Narrowed { part: ShareFilter::All, narrow, sort };
                self.measure(told, "shares", shares(db, facilitator, list, page)).await;
            }
        }
        for sort in [None, Some(Sort::Oldest)] {
            for who in sides.iter().chain([&auditor]) {
                let list = Narrowed { part: PassOnFilter::All, narrow: Narrow::default(), sort };
                self.measure(told, "what is passed on", pass_ons(db, who, list, page)).await;
            }
            for part in [CallbackFilter::All, CallbackFilter::Of(CallbackOutcome::Contradicts)] {
                let list = Narrowed { part, narrow: Narrow::default(), sort };
                self.measure(told, "by policy: callbacks", callbacks(db, &auditor, list, page)).await;
            }
            let list = Narrowed { part: (), narrow: Narrow::default(), sort };
            self.measure(told, "what stands: freezes", freezes(db, &auditor, list, page)).await;
            let held_ones = Narrowed { part: FoundFilter::All, narrow: Narrow::default(), sort };
            self.measure(told, "loans that are held", held(db, &sides[1], held_ones, page)).await;
            for part in [LoanDebitFilter::All, LoanDebitFilter::In(DebitState::Failed)] {
                let list = Narrowed { part, narrow: Narrow::default(), sort };
                self.measure(told, "by policy: debits for loans", loan_debits(db, &sides[0], list, page)).await;
            }
        }
        for text in ["DBT2026112100000001", "X-1", "1.00", "SH-1"] {
            self.measure(told, "a facilitator's search", search(db, &sides[1], text)).await;
        }
    }
}
