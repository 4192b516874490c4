//! Where the visitor's side pays what it owes back: the institution's account, each line with the button that copies it.

use leptos::prelude::*;
use parts::{
    api::repayment::RepaymentView,
    components::{load::load, value::copyable},
    texts::word,
};
use services::party::ReceivingAccount;

use crate::{
    api::{agreement_debit::DebitView, owed_back::owed_back_to, partner_file::FileView},
    texts::lending::lending,
};

/// Where something of these repayments is owed back.
#[must_use]
pub fn of_repayments(rows: &[RepaymentView]) -> Option<AnyView> {
    let owed: Vec<String> =
        rows.iter().filter(|row| row.owed_back.is_positive()).map(|row| row.reference.clone()).collect();
    (!owed.is_empty()).then(|| part(owed))
}

/// Where something of these debits is owed back.
pub(super) fn of_debits(rows: &[DebitView]) -> Option<AnyView> {
    let owed: Vec<String> = rows.iter().filter(|row| row.owes_back).map(|row| row.reference.clone()).collect();
    (!owed.is_empty()).then(|| part(owed))
}

/// Where something was owed back on one of these dates; the files say of what.
pub(super) fn of_files(rows: &[FileView]) -> Option<AnyView> {
    rows.iter().any(|row| row.receivable.is_positive()).then(|| part(Vec::new()))
}

/// The account, and the numbers of which one each has to stand in the text of its transfer.
fn part(numbers: Vec<String>) -> AnyView {
    load(owed_back_to(), move |to| account(to, numbers))
}

fn account(to: Option<ReceivingAccount>, numbers: Vec<String>) -> AnyView {
    let own = lending();
    let (name, account_no, branch) = to.map_or_else(Default::default, |to| (to.name, to.account_no, to.branch));
    let remittances = numbers.into_iter().map(|number| copyable(word().remittance(), number)).collect_view();
    view! {
        <section class="card">
            <h2>{own.owed_back()}</h2>
            <p>{own.owed_back_text()}</p>
            <dl class="facts facts--end facts--copy">
                {copyable(word().payee_name(), name)}
                {copyable(word().payee_account(), account_no)}
                {copyable(word().payee_branch(), branch)}
                {remittances}
            </dl>
        </section>
    }
    .into_any()
}
