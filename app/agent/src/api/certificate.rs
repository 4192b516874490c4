//! The certificate that a loan is settled.

use parts::api::{
    Answer, Told, db,
    loan::{LoanPageView, loan},
    reader,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificatePageView {
    /// Of the licence, as the agent's bank account has it.
    pub borrower: String,
    pub page: LoanPageView,
}

/// What a loan's certificate says, whether it is settled or not.
pub async fn certificate(id: String) -> Answer<CertificatePageView> {
    let page = loan(id, None).await?;
    let wallet = services::wallet::wallet(&db(), &reader()?, None).await.told()?;
    Ok(CertificatePageView { borrower: wallet.bank_account_name, page })
}
