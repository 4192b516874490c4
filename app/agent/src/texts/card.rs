//! The agent's own bank cards, and topping up from them.

use domain::{agreement_debit::DebitState, card::CardState, card_bank::CardBank, network::Reason};
use parts::bilingual;

bilingual! {
    pub fn card() -> CardTexts {
        title: "我的银行卡", "My bank cards";
        note:
            "绑定本人银行卡，可随时给支付账户充值。只有您本人和本店店员可以发起扣款。",
            "Link your own bank card to top up your wallet at any time. Only you and your shop's clerks can start a debit.";
        /// The same for a clerk.
        owners_note: "店主绑定的银行卡，可用来给本店充值。", "Cards that the owner has linked. You can top up the shop's wallet from them.";
        owners_none: "店主绑定银行卡后，您可以在这里用它充值。", "Once the owner links a card, you can top up from it here.";
        from_card: "用我的银行卡充值", "Top up from my bank card";
        none_title: "还没有绑定银行卡", "No linked cards";
        none_text: "请在下方填写银行卡信息，输入短信验证码后完成绑定。", "Enter your card details below, then the code sent to you, to link it.";
        added_at: "添加时间", "Added";
        add_title: "添加银行卡", "Add a card";
        add_text:
            "须为营业执照上法定代表人本人的银行卡，信息与银行预留信息一致。",
            "The card must belong to the shop's legal representative, with details matching the bank's records.";
        name: "持卡人姓名", "Name on the card";
        consent: "授权内容", "Authorisation";
        consents: "我已阅读并同意以上授权", "I have read and agree to the authorisation above";
        add: "获取验证码", "Send me a code";
        banks(bank: CardBank) {
            CardBank::Icbc => "中国工商银行", "ICBC";
            CardBank::Abc => "中国农业银行", "Agricultural Bank of China";
            CardBank::Boc => "中国银行", "Bank of China";
            CardBank::Ccb => "中国建设银行", "China Construction Bank";
            CardBank::Bocom => "交通银行", "Bank of Communications";
            CardBank::Psbc => "中国邮政储蓄银行", "Postal Savings Bank of China";
            CardBank::Cmb => "招商银行", "China Merchants Bank";
            CardBank::Other => "其他银行", "Other bank";
        }
        states(state: CardState) {
            CardState::Created => "正在发送验证码", "Sending code";
            CardState::CodeSent => "待输入验证码", "Awaiting your code";
            CardState::Confirming => "正在绑定", "Linking";
            CardState::Failed => "绑定失败", "Linking failed";
            CardState::Expired => "验证码已超时", "Code expired";
            CardState::Active => "可用", "Active";
            CardState::Paused => "已暂停", "Paused";
            CardState::Unsigning => "解绑中", "Removing";
            CardState::Unsigned => "已解绑", "Removed";
            CardState::Invalid => "已失效", "Invalid";
        }
        /// What follows from a state, and what can be done.
        what_now(state: CardState) {
            CardState::Created | CardState::Confirming =>
                "正在等待银行答复，结果会自动更新，不会重复绑定。",
                "We are waiting for the bank and will update this automatically. The card will not be linked twice.";
            CardState::CodeSent => "银行已向您的预留手机号发送验证码。", "The bank has sent a code to your registered mobile number.";
            CardState::Failed | CardState::Expired => "未绑定，也未扣款。可以重新添加。", "The card was not linked and nothing was debited. You can add it again.";
            CardState::Active => "已绑定，可随时暂停或解绑。", "The card is linked. You can pause or remove it at any time.";
            CardState::Paused => "暂停期间不能用这张卡充值，恢复后可以继续使用。", "You cannot top up from this card until you resume it.";
            CardState::Unsigning =>
                "不再发起扣款。已发出的充值以银行结果为准，处理完后解绑。",
                "No further debits. The card is removed once any top-up already sent has completed.";
            CardState::Unsigned => "不会再扣款。需要时可以重新添加。", "No further debits. You can add the card again.";
            CardState::Invalid => "扣款协议已被您、银行或支付网络终止，不会再扣款。可以重新添加。", "The agreement was ended by you, the bank or the payment network. You can add the card again.";
        }
        reasons(reason: Reason) {
            Reason::PayerMismatch => "姓名、身份证号、卡号或手机号与银行预留信息不符", "Name, ID number, card number or mobile number does not match the bank's records";
            Reason::CardInvalid => "银行卡无效", "Invalid card";
            Reason::CardExpired => "银行卡已过期", "Card expired";
            Reason::NotSupported => "暂不支持该银行或该卡种", "This bank or card type is not supported";
            Reason::InsufficientFunds => "卡内余额不足", "Insufficient funds on the card";
            Reason::LimitExceeded => "超过银行限额，请明天再试", "Over the bank's limit. Try again tomorrow";
            Reason::AgreementEnded => "协议已失效，请重新添加银行卡", "The agreement has ended. Add the card again";
            Reason::Risk => "银行风控未通过，请联系发卡银行", "Declined by the bank's risk control. Contact your bank";
            Reason::CodeExpired => "验证码已过期", "The code has expired";
            Reason::TooManyCodes => "验证码错误次数过多", "Too many wrong codes";
            Reason::Other => "银行未说明原因", "No reason given by the bank";
        }
        code_title: "输入短信验证码", "Enter the code";
        confirm: "确认绑定", "Link card";
        top_up_title: "充值到支付账户", "Top up your wallet";
        top_up_text:
            "从这张卡扣款，一般几秒到账。",
            "Debited from this card, usually within seconds.";
        amount(most: &str): "金额（元），单笔最多 {most}", "Amount (yuan), up to {most} at a time";
        limits(tries: i64):
            "这张卡每天最多扣款 {tries} 次；银行另有限额的，以银行为准。",
            "Up to {tries} debits a day from this card. Your bank's own limits may also apply.";
        top_up: "确认充值", "Top up";
        under_way: "有一笔充值正在处理，有结果后可以再次充值。", "A top-up is in progress. You can top up again once it has completed.";
        top_up_of(amount: &str): "充值 {amount} 元", "Top-up of {amount} yuan";
        receipt: "充值回单", "Top-up receipt";
        failed_at: "确认失败时间", "Failed at";
        back_to_card: "返回银行卡", "Back to card";
        /// What becomes of it by itself, and by when.
        next(state: DebitState) {
            DebitState::Accepted =>
                "已受理，您无需再操作。平台正在向银行发起扣款，一般几秒到账。",
                "In progress. The debit is being sent to the bank and the money usually arrives within seconds. You do not need to do anything.";
            DebitState::Unknown =>
                "正在等待银行结果，不会重复扣款，您无需再操作。银行未及时答复的，次日按支付网络的清算文件确认。",
                "We are waiting for the bank. The card is not debited twice, and you do not need to do anything. If the bank does not answer in time, the payment network's settlement file decides the next day.";
            DebitState::Succeeded => "款项已存入支付账户，已办理完成。", "The money is in your wallet. This top-up is complete.";
            DebitState::Failed => "银行卡未扣款。可以再次充值，也可以改用银行转账。", "The card was not debited. You can try again, or use a bank transfer.";
        }
        next_returned: "银行已将款项退回银行卡，这笔充值已从支付账户扣回。", "The bank has returned the money to the card, and it is deducted from your wallet.";
        top_ups: "充值记录", "Top-ups";
        no_top_ups_title: "还没有充值记录", "No top-ups yet";
        no_top_ups_text: "用这张卡充值后，会显示在这里。", "Top-ups from this card will appear here.";
        top_up_states(state: DebitState) {
            DebitState::Accepted => "处理中", "In progress";
            DebitState::Unknown => "处理中，正在向银行核实", "In progress, checking with the bank";
            DebitState::Succeeded => "已到账", "Credited";
            DebitState::Failed => "充值失败，未扣款", "Failed, nothing was debited";
        }
        /// Of what was given back to the card and is in the wallet no more.
        taken_later(amount: &str): "还有 {amount} 元待从支付账户扣回", "{amount} yuan still to be deducted from your wallet";
        by_transfer: "查看转账充值账户", "See the account for bank transfers";
        not_sent:
            "发起扣款前，银行卡已不可用、已达当日扣款次数，或支付账户已冻结",
            "Before the debit was sent, the card was no longer usable, the daily number of debits was reached, or the wallet was frozen";
        pause_title: "暂停使用", "Pause card";
        pause_text:
            "暂停后不能用这张卡充值，可随时恢复。已发出的充值仍以银行结果为准。",
            "You cannot top up from this card until you resume it. Top-ups already sent are still processed.";
        pause: "确认暂停", "Pause card";
        resume_title: "恢复使用", "Resume card";
        resume_text:
            "恢复后可继续用这张卡充值，每次仍由您本人或本店店员发起。",
            "You can top up from this card again. Only you and your shop's clerks can start a debit.";
        resume: "恢复使用", "Resume card";
        revoke_title: "解绑银行卡", "Remove card";
        revoke_text:
            "解绑后扣款协议终止，任何一方都不能再从这张卡扣款；再次使用须重新绑定。已发出的充值仍以银行结果为准。借款和还款不受影响。",
            "The agreement ends and nobody can debit this card; to use it again, link it again. Top-ups already sent are still processed. Loans and repayments are not affected.";
        revoke: "确认解绑", "Remove card";
    }
}
