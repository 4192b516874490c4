//! The agent's own bank cards, and topping up from them.

use domain::{agreement_debit::DebitState, card::CardState, card_bank::CardBank, network::Reason};
use parts::bilingual;

bilingual! {
    pub fn card() -> CardTexts {
        title: "我的银行卡", "My bank cards";
        note:
            "绑定本人的银行卡，可以随时给支付账户充值。只有您本人和本店店员能发起扣款。",
            "Bind your own card, and top the wallet up from it. Nobody but you and the shop's clerks has money taken.";
        from_card: "用我的银行卡充值", "Top up from my bank card";
        none_title: "还没有绑定银行卡", "No card yet";
        none_text: "在下面填写银行卡信息，收到验证码后即可绑定。", "Enter your card below; a code that is sent to you binds it.";
        column: "银行卡", "Card";
        added_at: "添加时间", "Added";
        add_title: "添加银行卡", "Add a card";
        add_text:
            "须是营业执照上法定代表人本人的银行卡，信息与银行预留的一致。",
            "The card of the shop's legal person, with the data that the bank has.";
        name: "持卡人姓名", "Name on the card";
        id_number: "身份证号", "Identity number";
        card_number: "银行卡号", "Card number";
        mobile: "银行预留手机号", "Mobile number at the bank";
        consent: "授权内容", "What you agree to";
        consents: "我已阅读并同意以上授权", "I have read this and agree";
        add: "发送验证码", "Send me a code";
        banks(bank: CardBank) {
            CardBank::Icbc => "中国工商银行", "ICBC";
            CardBank::Abc => "中国农业银行", "Agricultural Bank of China";
            CardBank::Boc => "中国银行", "Bank of China";
            CardBank::Ccb => "中国建设银行", "China Construction Bank";
            CardBank::Bocom => "交通银行", "Bank of Communications";
            CardBank::Psbc => "中国邮政储蓄银行", "Postal Savings Bank of China";
            CardBank::Cmb => "招商银行", "China Merchants Bank";
            CardBank::Other => "其他银行", "Another bank";
        }
        states(state: CardState) {
            CardState::Created => "正在发送验证码", "The code is being sent";
            CardState::CodeSent => "待输入验证码", "Awaits your code";
            CardState::Confirming => "正在绑定", "Being bound";
            CardState::Failed => "绑定失败", "Not bound";
            CardState::Expired => "验证码已超时", "The code was not typed in time";
            CardState::Active => "可用", "Usable";
            CardState::Paused => "已暂停", "Paused";
            CardState::Unsigning => "解绑中", "Being removed";
            CardState::Unsigned => "已解绑", "Removed";
            CardState::Invalid => "已失效", "Invalid";
        }
        /// What follows from a state, and what can be done.
        what_now(state: CardState) {
            CardState::Created | CardState::Confirming =>
                "正在等待银行答复，有结果后会自动更新，不会重复绑定。",
                "We wait for the bank's answer and keep asking; nothing is bound twice.";
            CardState::CodeSent => "银行已向您的预留手机号发送验证码。", "The bank has sent a code to the number that it has.";
            CardState::Failed | CardState::Expired => "没有绑定，也没有扣款。可以重新添加。", "Nothing was bound and nothing taken. You can add it again.";
            CardState::Active => "已绑定，可随时暂停或解绑。", "It is bound, and can be paused and removed at any time.";
            CardState::Paused => "暂停期间不能用这张卡充值，恢复后可以继续使用。", "Nothing is taken until you resume.";
            CardState::Unsigning =>
                "不能再扣款。已发出的充值以银行结果为准，之后完成解绑。",
                "Nothing more is taken. A top-up that was sent is waited for; then the card is removed.";
            CardState::Unsigned => "不能再扣款。需要时可以重新添加。", "Nothing more is taken. You can add it again.";
            CardState::Invalid => "协议已被您、银行或网络结束，不能再扣款。可以重新添加。", "You, the bank or the network has ended it. You can add it again.";
        }
        reasons(reason: Reason) {
            Reason::PayerMismatch => "姓名、证件、卡号或手机号与银行预留不符", "Name, identity, card or mobile number do not fit";
            Reason::CardInvalid => "银行卡无效", "The card is invalid";
            Reason::CardExpired => "银行卡已过期", "The card has expired";
            Reason::NotSupported => "这家银行或这种卡不支持", "The bank or this card does not take part";
            Reason::InsufficientFunds => "卡内余额不足", "Not enough money on the card";
            Reason::LimitExceeded => "超过银行限额，请明天再试", "Above the bank's limit; try again tomorrow";
            Reason::AgreementEnded => "协议已失效，请重新添加银行卡", "The agreement has ended; add the card again";
            Reason::Risk => "银行风险控制拒绝，请联系发卡银行", "The bank suspects a risk; please call it";
            Reason::CodeExpired => "验证码已过期", "The code has expired";
            Reason::TooManyCodes => "验证码错误次数过多", "Too many wrong codes";
            Reason::Other => "银行没有说明原因", "The bank gives no reason";
        }
        code_title: "输入收到的验证码", "The code that you got";
        confirm: "确认绑定", "Bind the card";
        reload: "刷新", "Reload";
        top_up_title: "充值到支付账户", "Top up the wallet";
        top_up_text:
            "从这张卡扣款，一般几秒到账。",
            "It is taken from this card, usually within seconds.";
        amount(most: &str): "金额（元），单笔最多 {most}", "Amount (yuan), {most} at most at once";
        limits(tries: i64):
            "这张卡每天最多扣款 {tries} 次；银行另有限额的，以银行为准。",
            "The card is tried {tries} times a day at most; the bank may have limits of its own.";
        top_up: "确认充值", "Top up";
        ordered_title: "充值已受理", "The top-up is under way";
        ordered_text: "银行扣款成功后立即到账，结果见下面的记录。", "It is in the wallet as soon as the bank has paid; see below.";
        top_ups: "充值记录", "Top-ups";
        no_top_ups_title: "还没有充值", "No top-ups yet";
        no_top_ups_text: "用这张卡充值后，记录会显示在这里。", "What is taken from this card appears here.";
        top_up_states(state: DebitState) {
            DebitState::Accepted => "处理中", "Under way";
            DebitState::Unknown => "处理中，正在向银行核实", "Under way; the bank is being asked";
            DebitState::Succeeded => "已到账", "In the wallet";
            DebitState::Failed => "未成功，没有扣款", "Failed; nothing was taken";
        }
        /// Of what was given back to the card and is in the wallet no more.
        taken_later(amount: &str): "还有 {amount} 元待从支付账户扣回", "{amount} yuan are to be taken out of the wallet yet";
        by_transfer: "去看转账充值的账户", "Where to transfer to";
        not_sent:
            "发送前银行卡已不能使用、当天已不能再扣，或支付账户已冻结",
            "When it was to be sent the card could not be used or was at its limit, or the wallet was frozen";
        pause_title: "暂停使用", "Pause";
        pause_text:
            "暂停后不能用这张卡充值，随时可以恢复。已发出的充值仍以银行结果为准。",
            "Nothing is taken until you resume, at any time. A top-up that was sent goes on.";
        pause: "确认暂停", "Pause the card";
        resume_title: "恢复使用", "Resume";
        resume_text:
            "恢复后可以继续用这张卡充值，仍然每次由您本人或本店店员发起。",
            "The wallet can be topped up from it again; only you and the shop's clerks have money taken.";
        resume: "恢复使用", "Resume";
        revoke_title: "解绑银行卡", "Remove the card";
        revoke_text:
            "解绑后协议终止，任何人都不能再从这张卡扣款；以后使用须重新绑定并输入验证码。已发出的充值仍以银行结果为准。借款和还款不受影响。",
            "The agreement ends and nobody takes money from the card; to use it again it is bound anew with a code. A top-up that was sent goes on. Loans and repayments are not affected.";
        revoke: "确认解绑", "Remove the card";
        timeline: "经过", "What happened";
    }
}
