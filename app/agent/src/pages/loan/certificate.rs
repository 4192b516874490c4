//! The certificate that a loan is settled, to be printed. It is there while that is so: a correction that leaves something owing takes
//! it away.

use domain::{Amount, loan::LoanState};
use leptos::prelude::*;
use parts::{
    api::loan::CertificateView,
    components::{
        alert::Alert,
        certificates::{certificates, voided},
        load::load,
        page_header::PageHeader,
        status::{Tone, status},
    },
    texts::word,
};

use super::param;
use crate::{
    api::certificate::{CertificatePageView, certificate as asked},
    texts::repayment::repayment,
};

#[must_use]
pub fn page() -> AnyView {
    load(asked(param("id")), content)
}

fn content(view: CertificatePageView) -> AnyView {
    let (texts, page) = (repayment(), &view.page);
    let state = (page.loan.state == LoanState::Settled).then(|| status(Tone::Done, word().settled()));
    let back = format!("/agent/loans/{}", page.loan.id);
    let valid = page.certificates.last().filter(|one| page.loan.state == LoanState::Settled && !one.is_void());
    let body = match valid {
        Some(valid) => certificate(&view, valid).into_any(),
        None => {
            view! { <Alert kind="warn" title=texts.not_settled_title() text=texts.not_settled_text() /> }.into_any()
        }
    };
    let void: Vec<CertificateView> = page.certificates.iter().filter(|one| one.is_void()).cloned().collect();
    view! {
        <PageHeader title=texts.certificate()>{state}</PageHeader>
        {voided(&page.certificates)}
        {body}
        {certificates(&void)}
        <p class="form__actions"><a class="button button--quiet" href=back>{texts.back_to_loan()}</a></p>
    }
    .into_any()
}

fn certificate(view: &CertificatePageView, valid: &CertificateView) -> impl IntoView + use<> {
    let (texts, page, loan) = (repayment(), &view.page, &view.page.loan);
    let settled_on = page.position.accrued_to().to_string();
    let part = |of: fn(&domain::position::InstalmentPosition) -> Amount| -> Amount {
        page.position.instalments().iter().map(of).sum()
    };
    let (interest, penalty) = (part(|part| part.interest_paid), part(|part| part.penalty_paid));
    let waived = page.position.principal_waived();
    let waived = waived.is_positive().then(|| (texts.principal_waived(), waived.grouped()));
    let rows = [
        (word().reference(), loan.reference.clone()),
        (word().borrower(), view.borrower.clone()),
        (word().funder(), loan.funder_name.clone()),
        (word().principal(), loan.principal.grouped()),
        (texts.credited_on(), loan.credited_on.clone()),
        (texts.settled_on(), settled_on.clone()),
        (texts.interest_paid(), interest.grouped()),
        (texts.penalty_paid(), penalty.grouped()),
    ]
    .into_iter()
    .chain(waived)
    .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
    view! {
        <section class="document" aria-label=texts.certificate()>
            <h2>{texts.certificate()}</h2>
            <p class="muted small">{texts.certificate_no(&valid.number)}</p>
            <p>
                {texts.certificate_text(
                    &view.borrower,
                    &loan.funder_name,
                    &format!("{}（{}）", loan.principal.grouped(), loan.principal.in_words()),
                    &settled_on,
                )}
            </p>
            <dl class="facts facts--2">{rows.collect_view()}</dl>
            <p class="muted small">{texts.certificate_as_of(&page.today.to_string())}</p>
        </section>
    }
}
