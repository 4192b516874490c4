//! The lists of what goes back of debits and is paid elsewhere, of mappings, of the network's settlements, of agents and jobs, and of
//! notices.

use domain::{role::Role, search::Sought};
use services::{
    complaint::{ComplaintFilter, complaints},
    job::dead_jobs,
    mapping::{MappingFilter, mappings},
    notice::{NoticeFilter, notices, notices_of},
    outside_payment::{OutsidePaymentFilter, outside_payments},
    page::{Narrow, Narrowed, PageRequest, Sort},
    party::agents,
    refund::{RefundFilter, refunds},
    settlement::{DifferenceFilter, SettlementFilter, settlement_breaks, settlements},
};
use time::macros::date;

use super::{Book, PAGE, Told};

impl Book<'_> {
    /// Each in its own order, the other way, and of days of which there is nothing. For a text and for amounts they are walked.
    pub async fn given_back(&self, told: &mut Told) {
        let (db, page, who) = (self.db, PageRequest::new(None, PAGE), &self.world.operator(Role::Auditor));
        let none = Narrow { from: Some(date!(2027 - 01 - 01)), ..Narrow::default() };
        for (narrow, sort) in [(Narrow::default(), None), (Narrow::default(), Some(Sort::Oldest)), (none, None)] {
            let list = Narrowed { part: RefundFilter::All, narrow: narrow.clone(), sort };
            self.measure(told, "refunds", refunds(db, who, list, page)).await;
            let list = Narrowed { part: ComplaintFilter::All, narrow: narrow.clone(), sort };
            self.measure(told, "complaints", complaints(db, who, list, page)).await;
            let list = Narrowed { part: OutsidePaymentFilter::All, narrow: narrow.clone(), sort };
            self.measure(told, "paid elsewhere", outside_payments(db, who, list, page)).await;
            let list = Narrowed { part: MappingFilter::All, narrow: narrow.clone(), sort };
            self.measure(told, "mappings", mappings(db, who, list, page)).await;
            let list = Narrowed { part: SettlementFilter::All, narrow: narrow.clone(), sort };
            self.measure(told, "one a day: settlements", settlements(db, who, list, page)).await;
            let list = Narrowed { part: DifferenceFilter::All, narrow, sort };
            self.measure(told, "differences", settlement_breaks(db, who, list, page)).await;
        }
        for sort in [Sort::Newest, Sort::Oldest] {
            let list = Narrowed { part: (), narrow: Narrow::default(), sort: Some(sort) };
            self.measure(told, "by policy: agents by joining", agents(db, who, list.clone(), page)).await;
            self.measure(told, "by policy: jobs that were given up", dead_jobs(db, who, list, page)).await;
        }
    }

    /// For the partner and for the institution: all, one by its number, those of days of which there are none, and by a text.
    pub async fn of_notices(&self, told: &mut Told) {
        let (db, partner) = (self.db, self.world.partner('a'));
        let (auditor, funder) = (self.world.operator(Role::Auditor), self.world.funders[0]);
        let text = |typed| Narrow { text: Sought::of(typed), ..Narrow::default() };
        let none = Narrow { from: Some(date!(9000 - 01 - 01)), ..Narrow::default() };
        for (name, narrow) in [
            ("notices", Narrow::default()),
            ("notices by number", text("1008")),
            ("notices of days", none),
            ("latest thousand: notices by text", text("nothing-like-this")),
        ] {
            for sort in [None, Some(Sort::Oldest)] {
                let list = Narrowed { part: NoticeFilter::All, narrow: narrow.clone(), sort };
                self.measure(told, name, notices(db, &partner, list.clone(), None)).await;
                self.measure(told, name, notices_of(db, &auditor, funder, list, None)).await;
            }
        }
    }
}
