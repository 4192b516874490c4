//! What the network has given back to a payer.

use domain::network::ReturnReason;

use crate::bilingual;

bilingual! {
    pub fn returned() -> ReturnedTexts {
        word: "已被银行退回", "Returned by the bank";
        reasons(reason: ReturnReason) {
            ReturnReason::Unauthorised => "持卡人称未授权", "Not authorised, says the cardholder";
            ReturnReason::Duplicate => "重复扣款", "Debited twice";
            ReturnReason::Other => "支付网络未说明原因", "No reason given by the network";
        }
        /// With the debit's number, which the transfer has to carry.
        owed_back(reference: &str): "款项已代付，应退回，附言请填写 {reference}", "Already paid out and to be returned, with {reference} in the remittance text";
    }
}
