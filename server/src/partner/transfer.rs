//! What a bank transfer to us needs, as the portals show it.

use domain::Reference;
use serde::Serialize;
use services::party::ReceivingAccount;
use utoipa::ToSchema;

/// Where money has to go, and what its transfer has to say.
#[derive(Serialize, ToSchema)]
pub struct TransferView {
    #[schema(example = "4000021029200123456")]
    account_no: String,
    #[schema(example = "联融支付有限公司客户备付金")]
    account_name: String,
    /// What the bank and its branch are called, as a bank asks for them. Empty where nobody has said.
    #[schema(example = "中国工商银行北京海淀支行")]
    branch: String,
    /// The remittance text, or a part of it: the money is recognised by it.
    #[schema(value_type = String, example = "DRW2026112000000017")]
    remittance: Reference,
}

impl TransferView {
    pub(super) fn new(to: ReceivingAccount, remittance: Reference) -> Self {
        Self { account_no: to.account_no, account_name: to.name, branch: to.branch, remittance }
    }
}
