//! Bindings and shares.

use domain::{
    binding::{BindingState, ShareState, ShareUse},
    network::Reason,
    signing::SigningState,
};
use parts::bilingual;

bilingual! {
    pub fn binding() -> BindingTexts {
        bindings: "协议与共享", "Bindings and shares";
        bindings_note:
            "客户签约成功的银行卡，共享给哪家助贷机构，现在谁可以扣款。",
            "Cards that customers have bound, which facilitator shares each, and who may debit now.";
        no_bindings: "还没有协议", "No bindings yet";
        no_bindings_text: "签约成功后会出现在这里。", "They appear here when a signing succeeds.";
        signings: "签约", "Signings";
        signings_note:
            "填写客户信息，客户收到短信验证码，输入后完成签约。",
            "Enter the customer's data; the customer gets a code, and the code signs.";
        no_signings: "还没有签约", "No signings yet";
        no_signings_text: "在下面填写客户信息开始。", "Begin with the customer's data below.";
        settlement_id: "结算编号", "Settlement id";
        settlement_hint: "决定共享给哪家助贷机构", "It decides which facilitator shares the binding";
        no_mapping_title: "还没有可用的结算编号", "No settlement id can be used yet";
        no_mapping_text: "请支付公司先发布映射。", "The institution publishes mappings.";
        facilitator: "助贷机构", "Facilitator";
        payer: "客户", "Customer";
        card: "银行卡", "Card";
        alias: "协议别名", "Alias";
        signed_at: "签约时间", "Signed";
        ordered_at: "发起时间", "Ordered";
        share: "共享", "Share";
        funder: "资金方", "Funder";
        binding_states(state: BindingState) {
            BindingState::Active => "有效", "Active";
            BindingState::Unsigning => "解约中", "Being ended";
            BindingState::Unsigned => "已解约", "Ended";
            BindingState::Invalid => "已失效", "Invalid";
        }
        share_states(state: ShareState) {
            ShareState::Pending => "签约中", "Being signed";
            ShareState::Shared => "已共享", "Shared";
            ShareState::Void => "未共享", "Not shared";
            ShareState::Released => "已退还", "Released";
            ShareState::Revoked => "已收回", "Revoked";
        }
        /// Whether a facilitator may debit with a share now.
        uses(usable: ShareUse) {
            ShareUse::Pending => "签约中", "Being signed";
            ShareUse::Locked => "已共享，未启用", "Shared, locked";
            ShareUse::Enabled => "已启用", "Enabled";
            ShareUse::Void => "未共享", "Not shared";
            ShareUse::Over => "已结束", "Over";
        }
        /// And why.
        usable(usable: ShareUse) {
            ShareUse::Enabled =>
                "持有客户的债权，到期后可以扣款，以未清偿金额为限",
                "Holds debts of the customer: debits what is due, up to what is outstanding";
            ShareUse::Locked =>
                "受让逾期债权后可以扣款；在那之前只能查看",
                "Debits once an overdue debt is transferred; until then for information only";
            ShareUse::Pending => "等待客户签约", "Awaits the customer's code";
            ShareUse::Void => "签约未成功，或映射已停用", "The signing failed, or the mapping was disabled";
            ShareUse::Over => "不能再使用", "Of no more use";
        }
        collectors: "谁可以扣款", "Who may debit";
        by_nobody_ended: "协议已结束，双方都不能扣款", "Nobody: the binding has ended";
        by_none_owed: "没有未清偿的债权", "Nobody: nothing is owed";
        by_us(count: i64): "我方：{count} 笔债权", "We: {count} debts";
        by_facilitator(count: i64): "助贷机构：{count} 笔债权", "The facilitator: {count} debts";
        by_nobody(count: i64):
            "双方都不能：{count} 笔债权（转让或回购中，或客户有异议）",
            "Nobody: {count} debts (changing hands, or the payer has complained)";
        not_agreed: "客户未同意共享", "The customer did not agree";
        signing_states(state: SigningState) {
            SigningState::Created => "等待网络发送验证码", "Awaiting the code's sending";
            SigningState::CodeSent => "等待客户验证码", "Awaiting the customer's code";
            SigningState::Confirming => "等待网络答复", "Awaiting the network";
            SigningState::Succeeded => "成功", "Succeeded";
            SigningState::Failed => "失败", "Failed";
            SigningState::Expired => "超时", "Expired";
        }
        reasons(reason: Reason) {
            Reason::PayerMismatch => "姓名、证件、卡号或手机号与银行预留不符", "Name, identity, card or mobile number do not fit";
            Reason::CardInvalid => "银行卡无效", "The card is invalid";
            Reason::CardExpired => "银行卡已过期", "The card has expired";
            Reason::NotSupported => "银行不支持", "The bank does not take part";
            Reason::InsufficientFunds => "余额不足", "Not enough money";
            Reason::LimitExceeded => "超过银行限额", "Above the bank's limit";
            Reason::AgreementEnded => "协议已失效", "The agreement has ended";
            Reason::Risk => "银行风控拒绝", "The bank suspects a risk";
            Reason::CodeExpired => "验证码已过期", "The code has expired";
            Reason::TooManyCodes => "验证码错误次数过多", "Too many wrong codes";
            Reason::Other => "网络没有说明原因", "The network gives no reason";
        }
        order_title: "新签约", "New signing";
        name: "姓名", "Name";
        id_number: "身份证号", "Identity number";
        card_number: "银行卡号", "Card number";
        mobile: "银行预留手机号", "Mobile number at the bank";
        consents: "客户已同意签约协议支付", "The customer agrees to the binding";
        consents_to_share:
            "客户已同意：债权转让后，由受让的助贷机构用这份协议扣款（不勾选则不共享）",
            "The customer agrees that a facilitator to which the debt is transferred collects with it (else it is not shared)";
        order: "发送验证码", "Send the code";
        consent: "客户授权内容", "What the customer agreed to";
        code_title: "输入客户收到的验证码", "The customer's code";
        code: "验证码", "Code";
        confirm: "完成签约", "Sign";
        reload: "刷新查看结果", "Reload to see what came of it";
        asked_title: "正在等待网络答复", "Awaiting the network's answer";
        asked_text:
            "网络没有答复的，系统会自动查询，直到有明确结果；不会重复签约。",
            "What it does not answer is asked for until it is known; nothing is signed twice.";
        see_binding: "查看协议", "See the binding";
        timeline: "经过", "What happened";
        reference: "签约编号", "Signing";
        what_to_do: "处理方式", "What can be done";
        register_title: "登记债权", "Register a debt";
        register_text: "客户欠款到期后，用这份协议扣款。", "What the customer owes is collected with this binding when it is due.";
        number: "债权编号", "Number";
        amount: "金额", "Amount";
        due_on: "到期日", "Due";
        register: "登记", "Register";
        revoke_title: "收回共享", "Revoke the share";
        revoke_text:
            "收回后助贷机构不能再受让并扣款，双方都会收到通知。协议仍由您使用。",
            "The facilitator can no longer collect with it; both are told. The binding stays yours.";
        revoke: "收回", "Revoke";
        unsign_title: "解约", "End the binding";
        unsign_text:
            "解约后任何一方都不能再扣款，共享同时收回。客户以后需要重新签约。",
            "Nobody debits any more, and the share is revoked. The customer would have to sign again.";
        payers_wish: "客户本人要求解约（助贷机构持有债权时也会解约）", "The payer wants it (also while the facilitator holds debts)";
        unsign: "解约", "End it";
        shares: "共享协议", "Shares";
        shares_note:
            "资金方的客户签约时，按结算编号共享给我方的协议。",
            "Bindings that funders' customers share with us, by the settlement id.";
        shared: "共享中", "Shared";
        no_shares: "没有共享协议", "No shares";
        no_shares_text: "资金方的客户签约后会出现在这里。", "They appear here when funders' customers sign.";
        release_title: "退还共享", "Release the share";
        release_text: "退还后我方不能再用它扣款，双方都会收到通知。", "We cannot collect with it any more; both are told.";
        release: "退还", "Release";
        ended_at: "结束时间", "Ended";
    }
}

/// Why something has ended: the network's code in words, or what somebody wrote.
#[must_use]
pub fn said(reason: &str) -> String {
    reason.parse().map_or_else(|_| reason.to_owned(), |code| binding().reasons(code).to_owned())
}
