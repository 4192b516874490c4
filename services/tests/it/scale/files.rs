//! What files and invoices tell line by line, and the dates that were closed.

use domain::{
    id::{CommissionFileId, NetworkSettlementId, RevenueShareInvoiceId},
    role::Role,
    search::Sought,
};
use services::{
    commission::{self, commissions_of_file},
    end_of_day::{ClosedDayFilter, closed_days},
    page::{Narrow, Narrowed, PageRequest, Sort},
    revenue_share::{self, invoice},
    settlement::{self, settlement_lines},
};
use time::macros::date;
use uuid::Uuid;

use super::{Book, PAGE, Told};

impl Book<'_> {
    /// Each in its own order, by amount, and by a number that one line has.
    pub async fn of_files(&self, told: &mut Told) {
        let (db, page, who) = (self.db, PageRequest::new(None, PAGE), &self.world.operator(Role::Auditor));
        let file = CommissionFileId(self.one("select id from commission_files").await);
        let settled = NetworkSettlementId(self.one("select id from settlements where file_id is not null").await);
        let invoiced = RevenueShareInvoiceId(self.one("select id from revenue_share_invoices").await);
        let text = Narrow { text: Sought::of("00000008"), ..Narrow::default() };
        for (narrow, sort) in [(Narrow::default(), None), (Narrow::default(), Some(Sort::Largest)), (text, None)] {
            let list = Narrowed { part: commission::ItemFilter::All, narrow: narrow.clone(), sort };
            self.measure(told, "one file: commissions", commissions_of_file(db, who, file, list, None)).await;
            let list = Narrowed { part: settlement::LineFilter::All, narrow: narrow.clone(), sort };
            self.measure(told, "one file: what is settled", settlement_lines(db, who, settled, list, None)).await;
            let list = Narrowed { part: revenue_share::LineFilter::All, narrow, sort };
            self.measure(told, "one file: an invoice", invoice(db, who, invoiced, list, page)).await;
        }
        let none = Narrow { from: Some(date!(2027 - 01 - 01)), ..Narrow::default() };
        for (narrow, sort) in [(Narrow::default(), None), (Narrow::default(), Some(Sort::Oldest)), (none, None)] {
            for part in [ClosedDayFilter::All, ClosedDayFilter::Failed] {
                let list = Narrowed { part, narrow: narrow.clone(), sort };
                self.measure(told, "one a day: closed days", closed_days(db, who, list, page)).await;
            }
        }
        let list = revenue_share::LineFilter::All;
        self.measure(told, "an invoice", invoice(db, who, invoiced, list, page)).await;
    }

    async fn one(&self, id: &'static str) -> Uuid {
        sqlx::query_scalar(id).fetch_one(&self.world.owner).await.unwrap()
    }
}
