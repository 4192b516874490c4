//! Bindings and shares.

use domain::{
    binding::{BindingState, ShareState, ShareUse, Suspension},
    network::Reason,
    signing::SigningState,
};
use parts::{bilingual, texts::counted};

bilingual! {
    pub fn binding() -> BindingTexts {
        bindings: "协议与共享", "Bindings and shares";
        bindings_note:
            "客户签约成功的银行卡、共享的助贷机构，以及当前可扣款的一方。",
            "Cards that customers have bound, the facilitator each is shared with, and who may debit now.";
        no_bindings: "还没有协议", "No bindings yet";
        no_bindings_text: "签约成功后会出现在这里。", "Bindings appear here once a signing succeeds.";
        signings: "签约", "Signings";
        signings_note:
            "填写客户信息后，客户会收到短信验证码，输入验证码即完成签约。",
            "Enter the customer's details. The customer receives a code, which completes the signing.";
        no_signings: "还没有签约", "No signings yet";
        no_signings_text: "请在下方填写客户信息。", "Enter the customer's details below to start.";
        settlement_hint: "决定共享给哪家助贷机构", "Determines the facilitator the binding is shared with";
        line: "借款代理商的额度编号（选填）", "Borrower's credit line number (optional)";
        line_hint:
            "签约人是本平台借款代理商的法定代表人时填写；代理商的逾期借据由此可以转让给共享的助贷机构",
            "For the legal representative of one of your borrowers here. Overdue loans of that borrower can then be transferred to the facilitator";
        no_mapping_title: "还没有可用的结算编号", "No usable settlement ID yet";
        no_mapping_text: "请支付机构先发布结算映射。", "The payment institution must publish a mapping first.";
        payer: "客户", "Customer";
        alias: "协议别名", "Alias";
        signed_at: "签约时间", "Signed";
        ordered_at: "发起时间", "Started";
        share: "共享", "Share";
        binding_states(state: BindingState) {
            BindingState::Active => "有效", "Active";
            BindingState::Unsigning => "解约中", "Ending";
            BindingState::Unsigned => "已解约", "Ended";
            BindingState::Invalid => "已失效", "Invalid";
        }
        share_states(state: ShareState) {
            ShareState::Pending => "签约中", "Signing";
            ShareState::Shared => "已共享", "Shared";
            ShareState::Void => "未共享", "Not shared";
            ShareState::Released => "已退还", "Released";
            ShareState::Revoked => "已收回", "Revoked";
        }
        /// Whether a facilitator may debit with a share now.
        uses(usable: ShareUse) {
            ShareUse::Pending => "签约中", "Signing in progress";
            ShareUse::Locked => "已共享，未启用", "Shared, locked";
            ShareUse::Enabled => "已启用", "Enabled";
            ShareUse::Suspended => "已中止", "Suspended";
            ShareUse::Void => "未共享", "Not shared";
            ShareUse::Over => "已结束", "Ended";
        }
        /// And why.
        usable(usable: ShareUse) {
            ShareUse::Enabled =>
                "持有客户的债权，到期后可以扣款，以未清偿金额为限",
                "You hold debts of this customer and can debit what is due, up to the outstanding amount";
            ShareUse::Locked =>
                "受让逾期债权后可以扣款，此前只能查看",
                "You can debit once an overdue debt is transferred to you; view only until then";
            ShareUse::Pending => "等待客户签约", "Awaiting the customer's code";
            ShareUse::Suspended => "协议已中止，恢复之前不能扣款", "The binding is suspended; no debits until it resumes";
            ShareUse::Void => "签约未成功，或映射已停用", "The signing failed, or the mapping was disabled";
            ShareUse::Over => "不能再使用", "No longer usable";
        }
        suspended: "已中止", "Suspended";
        resumed: "恢复使用", "Resumed";
        /// Why nobody debits with a binding for a while.
        suspended_for(suspension: Suspension) {
            Suspension::Risk => "已中止：支付机构风险核查", "Suspended: risk review by the payment institution";
            Suspension::Operations => "已中止：支付机构运营处理", "Suspended: operational handling by the payment institution";
            Suspension::CardRefused =>
                "已中止：银行不再接受这张卡的扣款",
                "Suspended: the bank accepts no more debits of this card";
            Suspension::MappingBlocked =>
                "支付机构已暂停助贷机构按这个结算编号扣款",
                "The payment institution has blocked debits by the facilitator of this settlement ID";
        }
        /// And what lifts it.
        lifted_by(suspension: Suspension) {
            Suspension::Risk =>
                "支付机构正在核查风险，恢复之前双方都不能扣款；债权和共享不变",
                "The payment institution is reviewing a risk. Nobody can debit until it resumes; debts and share stay as they are";
            Suspension::Operations =>
                "支付机构已中止这份协议，恢复之前双方都不能扣款；债权和共享不变",
                "The payment institution has suspended it. Nobody can debit until it resumes; debts and share stay as they are";
            Suspension::CardRefused =>
                "银行不再接受这张卡的扣款；客户重新签约后，债权转到新的协议",
                "The bank accepts no more debits of this card. Once the customer signs again, the debts move to the new binding";
            Suspension::MappingBlocked =>
                "恢复之前助贷机构不能扣款；债权和共享不变，资金方仍可对自己持有的债权扣款",
                "The facilitator cannot debit until it resumes. Debts and share stay as they are, and the funder can still debit what it holds";
        }
        collectors: "谁可以扣款", "Who may debit";
        by_nobody_ended: "协议已结束，双方都不能扣款", "Nobody: the agreement has ended";
        by_none_owed: "没有未清偿的债权", "Nobody: nothing is owed";
        by_us(count: i64) -> String =
            format!("贵司：{count} 笔债权"),
            format!("You: {}", counted(count, "debt", "debts"));
        by_facilitator(count: i64) -> String =
            format!("助贷机构：{count} 笔债权"),
            format!("Facilitator: {}", counted(count, "debt", "debts"));
        by_nobody(count: i64) -> String =
            format!("双方都不能：{count} 笔债权（转让或回购中，客户有异议，或已暂停助贷机构扣款）"),
            format!("Nobody: {} (transfer or buy-back in progress, disputed, or debits by the facilitator blocked)", counted(count, "debt", "debts"));
        not_agreed: "客户未同意共享", "Customer did not agree to share";
        signing_states(state: SigningState) {
            SigningState::Created => "等待支付网络发送验证码", "Awaiting the code from the network";
            SigningState::CodeSent => "等待客户提供验证码", "Awaiting the customer's code";
            SigningState::Confirming => "等待支付网络答复", "Awaiting the network";
            SigningState::Succeeded => "成功", "Succeeded";
            SigningState::Failed => "失败", "Failed";
            SigningState::Expired => "超时", "Expired";
        }
        reasons(reason: Reason) {
            Reason::PayerMismatch => "姓名、身份证号、卡号或手机号与银行预留信息不符", "Name, ID number, card number or mobile number does not match the bank's records";
            Reason::CardInvalid => "银行卡无效", "Invalid card";
            Reason::CardExpired => "银行卡已过期", "Card expired";
            Reason::NotSupported => "银行暂不支持", "Bank not supported";
            Reason::InsufficientFunds => "余额不足", "Insufficient funds";
            Reason::LimitExceeded => "超过银行限额", "Over the bank's limit";
            Reason::AgreementEnded => "协议已失效", "The agreement has ended";
            Reason::Risk => "银行风控未通过", "Declined by the bank's risk control";
            Reason::CodeExpired => "验证码已过期", "The code has expired";
            Reason::TooManyCodes => "验证码错误次数过多", "Too many wrong codes";
            Reason::Other => "支付网络未说明原因", "No reason given by the network";
        }
        order_title: "新签约", "New signing";
        consents: "客户已同意签约协议支付", "The customer agrees to the binding";
        consents_to_share:
            "客户已同意：债权转让后，受让的助贷机构可凭这份协议扣款（不勾选则不共享）",
            "The customer agrees that a facilitator to which the debt is transferred may debit with it (not shared unless ticked)";
        order: "发送验证码", "Send code";
        consent: "客户授权内容", "What the customer agreed to";
        code_title: "输入客户收到的验证码", "Enter the customer's code";
        code: "验证码", "Code";
        confirm: "完成签约", "Complete signing";
        reload: "刷新查看结果", "Refresh to see the result";
        asked_title: "正在等待支付网络答复", "Awaiting the network's reply";
        asked_text:
            "支付网络未答复的，系统会自动查询直至有明确结果，不会重复签约。",
            "If the network does not reply, it is queried until the result is known. Nothing is signed twice.";
        see_binding: "查看协议", "View binding";
        reference: "签约编号", "Signing";
        register_title: "登记债权", "Register a debt";
        register_text: "客户欠款到期后，可凭这份协议扣款。", "What the customer owes is debited with this binding once due.";
        number: "债权编号", "Debt number";
        register: "登记债权", "Register debt";
        revoke_title: "收回共享", "Revoke the share";
        revoke_text:
            "收回后，助贷机构不能再凭这份协议扣款，并会收到通知和收回原因。贵司仍可使用这份协议。",
            "The facilitator can no longer debit with it, and is notified with your reason. You can still use the binding.";
        revoke: "收回共享", "Revoke share";
        unsign_title: "解约", "End the binding";
        unsign_text:
            "解约后任何一方都不能再扣款，共享同时收回；助贷机构会收到通知和解约原因。再次使用须由客户重新签约。",
            "Nobody can debit any more and the share is revoked. The facilitator is notified with your reason. To use it again, the customer must sign again.";
        payers_word: "客户本人撤回共享同意（助贷机构持有债权时也会收回，债权不变）", "The customer withdrew consent to share (even if the facilitator still holds debts, which stay with it)";
        payers_wish: "客户本人要求解约（助贷机构持有债权时也会解约）", "At the customer's request (even if the facilitator still holds debts)";
        unsign: "解约", "End binding";
        shares: "共享协议", "Shares";
        shares_note:
            "资金方的客户签约时，按结算编号共享给贵司的协议。",
            "Bindings of funders' customers shared with you under the settlement ID.";
        shared: "共享中", "Shared";
        no_shares: "没有共享协议", "No shares";
        no_shares_text: "资金方的客户签约后会出现在这里。", "Shares appear here once funders' customers sign.";
        release_title: "退还共享", "Release the share";
        release_text: "退还后，贵司不能再凭这份协议扣款，资金方会收到通知和退还原因。", "You can no longer debit with it. The funder is notified with your reason.";
        release: "退还共享", "Release share";
        ended_at: "结束时间", "Ended";
    }
}

/// Why something has ended: the network's code in words, or what somebody wrote.
#[must_use]
pub fn said(reason: &str) -> String {
    reason.parse().map_or_else(|_| reason.to_owned(), |code| binding().reasons(code).to_owned())
}
