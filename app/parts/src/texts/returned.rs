//! What the network has given back to a payer.

use domain::network::ReturnReason;

use crate::bilingual;

bilingual! {
    pub fn returned() -> ReturnedTexts {
        word: "已被银行退回付款人", "Taken back by the payer's bank";
        reasons(reason: ReturnReason) {
            ReturnReason::Unauthorised => "付款人称未授权", "The payer says it did not agree";
            ReturnReason::Duplicate => "重复扣款", "Taken twice";
            ReturnReason::Other => "网络未说明原因", "The network gives no reason";
        }
        /// With the debit's number, which the transfer has to carry.
        owed_back(reference: &str): "款项已付出，应退回，附言请写 {reference}", "It was paid out and is owed back, with {reference} in the remittance text";
    }
}
