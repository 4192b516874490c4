//! What a correction would do if it were made now: for those who decide it.

use domain::{
    Amount,
    correction::{Correction, CorrectionRefusal, Split},
    id::LoanId,
    loan::LoanState,
};
use time::Date;

use super::{
    plan::{Planned, plan},
    sql::PayableStanding,
};
use crate::{
    Context, Db, Error,
    business_day::is_lock_timeout,
    context::INSTITUTION,
    error::{Conflict, database_error},
};

/// What is different after a correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The payments that are split otherwise, in the order in which they count.
    pub payments: Vec<ChangedPayment>,
    /// Before and after it: the outstanding principal, what settles the loan today, and its state.
    pub principal: (Amount, Amount),
    pub payoff: (Amount, Amount),
    pub state: (LoanState, LoanState),
}

/// By how much a payment's split differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedPayment {
    /// The number of the repayment; none of a payment received outside, and of principal that is waived.
    pub repayment: Option<String>,
    pub waives: bool,
    pub value_on: Date,
    /// What is added to what was posted; of a payment that is none any more, its excess is all that it paid.
    pub by: Split,
    /// What of the excess its holder has been paid already, and owes back.
    pub owed_back: Amount,
}

/// What a correction would do now. Nothing is done.
///
/// # Errors
/// `Forbidden` outside the institution; otherwise as making it.
pub async fn correction_effect(
    db: &Db,
    context: &Context,
    loan: LoanId,
    correction: Correction,
) -> Result<Effect, Error<CorrectionRefusal>> {
    context.operator::<CorrectionRefusal>(INSTITUTION)?;
    // It is planned on what is locked, as when it is made, and written nowhere.
    db.note(context, move |connection| {
        Box::pin(async move {
            // Who looks waits for nobody who pays.
            sqlx::query!("set local lock_timeout = '300ms'").execute(&mut *connection).await?;
            let planned = match plan(connection, loan, &correction).await {
                Err(Error::Failed(failure)) if database_error(&failure).is_some_and(is_lock_timeout) => {
                    return Err(Error::Conflict(Conflict::StillRunning));
                }
                planned => planned?,
            };
            if let Some(right) = super::right_wallet_of(&correction) {
                super::right_wallet::check(connection, &planned, right).await?;
            }
            Ok(Effect::of(&planned))
        })
    })
    .await
}

impl Effect {
    fn of(planned: &Planned) -> Self {
        let Planned { loan, after, .. } = planned;
        let (before, today) = (&loan.kept, loan.today);
        Self {
            payments: planned.changed.iter().map(|changed| planned.told(changed)).collect(),
            principal: (before.position.outstanding_principal(), after.position.outstanding_principal()),
            payoff: (before.position.quote(today).payoff_total(), after.position.quote(today).payoff_total()),
            state: (before.state(today), after.state(today)),
        }
    }
}

impl Planned {
    fn told(&self, changed: &super::plan::Changed) -> ChangedPayment {
        let payable = self.payables.get(&changed.payment);
        let by = if payable.is_some() && changed.undone { changed.by.taken_back() } else { changed.by };
        let paid_out = payable.is_some_and(|payable| payable.standing == PayableStanding::PaidOut);
        let share = self.shares.get(&changed.payment).map(|share| share.back(by.excess)).unwrap_or_default();
        ChangedPayment {
            repayment: self.repayments.get(&changed.payment).map(|paid| paid.reference.clone()),
            waives: changed.waives,
            value_on: changed.on,
            by,
            owed_back: if paid_out { by.excess.less(share) } else { Amount::ZERO },
        }
    }
}
