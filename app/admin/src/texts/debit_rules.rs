//! How often cards are tried, and when again after they were refused.

use domain::{
    debit_rules::{DebitRules, REASONS, Retry},
    network::Reason,
};
use parts::{bilingual, texts::counted};

bilingual! {
    pub fn debit_rules() -> DebitRulesTexts {
        title: "扣款规则", "Debit rules";
        note:
            "对所有资金方、助贷机构的协议扣款和代理商的银行卡充值都适用，同一张卡合并计算",
            "They apply to all agreement debits by funders and facilitators and to agents' top-ups from cards, counted together for each card";
        tries: "每张卡每天最多扣款（次）", "Debits per card and day";
        hours: "扣款时间", "Debit hours";
        all_day: "全天", "All day";
        a_debit: "单笔限额（元）", "Limit per debit (yuan)";
        a_day: "单卡单日限额（元）", "Limit per card and day (yuan)";
        deployed: "时间和金额限额在部署配置中设定。", "Hours and amount limits are set in the deployment configuration.";
        reason: "被拒原因", "Refused for";
        retry: "何时可再次扣款", "May be tried again";
        retries(retry: Retry) {
            Retry::Today => "当天可再次扣款", "The same day";
            Retry::Tomorrow => "当天不再扣款，次日起可以", "From the next day";
            Retry::Never => "重新签约前不再扣款", "Only after the card is bound again";
        }
        reasons(reason: Reason) {
            Reason::PayerMismatch => "身份信息与银行预留信息不符", "Payer's details do not match";
            Reason::CardInvalid => "银行卡无效", "Invalid card";
            Reason::CardExpired => "银行卡已过期", "Card expired";
            Reason::NotSupported => "银行不支持", "Bank not supported";
            Reason::InsufficientFunds => "余额不足", "Insufficient funds";
            Reason::LimitExceeded => "超过银行限额", "Over the bank's limit";
            Reason::AgreementEnded => "协议已失效", "The agreement has ended";
            Reason::Risk => "银行风控未通过", "Declined by risk control";
            Reason::CodeExpired => "验证码已过期", "The code has expired";
            Reason::TooManyCodes => "验证码错误次数过多", "Too many wrong codes";
            Reason::Other => "未说明原因", "No reason given";
        }
        /// What is proposed, in a line.
        said(rules: &DebitRules) -> String = chinese(rules), english(rules);
        propose_title: "提出调整", "Propose a change";
        propose_text:
            "复核通过后立即生效；此前的扣款次数和拒绝原因按新规则计算。",
            "Counts as soon as it is approved, also for earlier debits and refusals.";
        propose: "提交复核", "Submit for approval";
    }
}

fn of(rules: &DebitRules, retry: Retry) -> Vec<Reason> {
    REASONS.into_iter().filter(|reason| rules.retry(*reason) == retry).collect()
}

fn chinese(rules: &DebitRules) -> String {
    let words = |retry| {
        let all: Vec<&str> = of(rules, retry).into_iter().map(|reason| debit_rules().reasons(reason)).collect();
        if all.is_empty() { "无".to_owned() } else { all.join("、") }
    };
    let (tomorrow, never) = (words(Retry::Tomorrow), words(Retry::Never));
    format!("每天 {} 次；次日再扣：{tomorrow}；重新签约前不扣：{never}", rules.tries)
}

fn english(rules: &DebitRules) -> String {
    let words = |retry| {
        let all: Vec<&str> = of(rules, retry).into_iter().map(|reason| debit_rules().reasons(reason)).collect();
        if all.is_empty() { "none".to_owned() } else { all.join(", ").to_lowercase() }
    };
    let (tomorrow, never) = (words(Retry::Tomorrow), words(Retry::Never));
    let tries = counted(rules.tries, "debit", "debits");
    format!("{tries} a day; next day after: {tomorrow}; not before a new binding after: {never}")
}
