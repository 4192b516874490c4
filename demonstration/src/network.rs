//! The agreement payment network, as the past saw it.

use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use domain::network::{AgreementStanding, Meaning, Reason};
use services::{
    db::Work,
    network::{Network, PayOrder, RefundOrder, ReturnedPayment, SignOrder, Signed, SigningStanding},
};
use time::Date;

/// How agreements begin that were signed before the demonstration: the network of the sandbox takes them for its own.
const SEED: &str = "SEED";

/// A network that signs whatever it is asked to. Its payers have no money, unless it is said that they have.
#[derive(Default)]
pub struct PatientNetwork {
    pub signed: AtomicBool,
    /// Whether it takes money, and gives it back as it is ordered.
    pub pays: AtomicBool,
    /// What a payer has demanded back, and when.
    pub returned: Mutex<Option<(Date, ReturnedPayment)>>,
    /// The file of a date.
    pub file: Mutex<Option<(Date, String)>>,
}

impl PatientNetwork {
    fn taken(&self) -> Meaning {
        if self.pays.load(Ordering::Relaxed) { Meaning::Done } else { Meaning::Refused(Reason::InsufficientFunds) }
    }
}

fn held<T>(memory: &Mutex<T>) -> MutexGuard<'_, T> {
    memory.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Network for PatientNetwork {
    fn apply<'a>(&'a self, _: &'a SignOrder) -> Work<'a, Meaning> {
        Box::pin(std::future::ready(Meaning::Done))
    }

    fn sign<'a>(&'a self, serial: &'a str, _: &'a str) -> Work<'a, Signed> {
        let agreement_no = format!("{SEED}{serial}");
        Box::pin(std::future::ready(Signed { meaning: Meaning::Done, agreement_no }))
    }

    fn query<'a>(&'a self, serial: &'a str) -> Work<'a, SigningStanding> {
        let standing = if self.signed.load(Ordering::Relaxed) {
            SigningStanding::Signed { agreement_no: format!("{SEED}{serial}") }
        } else {
            SigningStanding::CodeSent
        };
        Box::pin(std::future::ready(standing))
    }

    fn unsign<'a>(&'a self, _: &'a str) -> Work<'a, Meaning> {
        Box::pin(std::future::ready(Meaning::Done))
    }

    fn query_agreement<'a>(&'a self, _: &'a str) -> Work<'a, AgreementStanding> {
        Box::pin(std::future::ready(AgreementStanding::Signed))
    }

    fn pay<'a>(&'a self, _: &'a PayOrder) -> Work<'a, Meaning> {
        Box::pin(std::future::ready(self.taken()))
    }

    fn query_pay<'a>(&'a self, _: &'a str) -> Work<'a, Meaning> {
        Box::pin(std::future::ready(self.taken()))
    }

    fn refund<'a>(&'a self, _: &'a RefundOrder) -> Work<'a, Meaning> {
        Box::pin(std::future::ready(self.taken()))
    }

    fn query_refund<'a>(&'a self, _: &'a str) -> Work<'a, Meaning> {
        Box::pin(std::future::ready(self.taken()))
    }

    fn settlement(&self, on: Date) -> Work<'_, Option<String>> {
        let file = held(&self.file).as_ref().filter(|(date, _)| *date == on).map(|(_, text)| text.clone());
        Box::pin(std::future::ready(file))
    }

    fn returned(&self, on: Date) -> Work<'_, Vec<ReturnedPayment>> {
        let told: Vec<ReturnedPayment> =
            held(&self.returned).iter().filter(|(date, _)| *date == on).map(|(_, told)| told.clone()).collect();
        Box::pin(std::future::ready(told))
    }
}
