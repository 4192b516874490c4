//! What went wrong, in words: what happened, and what to do. Each refusal is matched whole, so that none lacks its words.

mod application;
mod approval;
mod attachment;
mod binding;
mod calendar;
mod card;
mod correction;
mod draw;
mod endpoint;
mod export;
mod file;
mod invitation;
mod key;
mod layout;
mod offer;
mod payment_file;
mod repayment;
mod request;
mod sign_in;
mod wallet;

use domain::{
    amount::AmountError,
    application::{COMMENT_LIMIT, FIELD_LIMIT, OPINION_LIMIT},
    consent::ConsentRefusal,
    standing::StandingRefusal,
};

use crate::{
    api::{Problem, batch::BatchOutcome},
    words,
};

/// What happened, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub title: String,
    pub advice: String,
}

impl Problem {
    /// What a person is told of it.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Amount(refusal) => amount(refusal),
            Self::Application(refusal) => application::words(refusal),
            Self::Approval(refusal) => approval::words(refusal),
            Self::Attachment(refusal) => attachment::words(refusal),
            Self::Batch(outcome) => batch(outcome),
            Self::Binding(refusal) => binding::binding(refusal),
            Self::Calendar(refusal) => calendar::words(refusal),
            Self::Card(refusal) => card::words(refusal),
            Self::Code(refusal) => sign_in::code(refusal),
            Self::Confirmation(refusal) => repayment::confirmation(refusal),
            Self::Consent(refusal) => consent(refusal),
            Self::Day(refusal) => wallet::day(refusal),
            Self::Debt(refusal) => binding::debt(refusal),
            Self::DebtImport(outcome) => binding::debt_import(outcome),
            Self::Draw(refusal) => draw::words(refusal),
            Self::Endpoint(refusal) => endpoint::words(refusal),
            Self::Export(refusal) => export::words(refusal),
            Self::Import(refusal) => file::import(refusal),
            Self::Invitation(refusal) => invitation::words(refusal),
            Self::Key(refusal) => key::words(*refusal),
            Self::Layout(refusal) => layout::words(refusal),
            Self::Mapping(refusal) => binding::mapping(refusal),
            Self::Offer(refusal) => offer::words(refusal),
            Self::PaymentFile(refusal) => payment_file::words(refusal),
            Self::PaymentImport(outcome) => payment_file::import(outcome),
            Self::Repayment(refusal) => repayment::words(refusal),
            Self::Request(refusal) => request::words(refusal),
            Self::Round(refusal) => offer::round(refusal),
            Self::SignIn(refusal) => sign_in::words(refusal),
            Self::Signing(refusal) => binding::signing(refusal),
            Self::StandingOrder(refusal) => repayment::standing_order(refusal),
            Self::Statement(refusal) => file::statement(refusal),
            Self::TopUp(refusal) => card::top_up(refusal),
            Self::Transfer(refusal) => binding::transfer(refusal),
            Self::Withdrawal(refusal) => wallet::withdrawal(refusal),
        }
    }
}

/// What somebody is told who asked too often, wherever that was: outside of a page no language is known.
#[must_use]
pub fn too_often(seconds: u64) -> String {
    format!(
        "操作过于频繁，没有执行。请 {seconds} 秒后返回再试。\n\
         Too many requests; nothing was done. Go back and try again in {seconds} seconds.\n"
    )
}

fn batch(outcome: &BatchOutcome) -> Words {
    let (done, refused) = (outcome.done, outcome.refused.len() + outcome.unlisted);
    match (done, refused) {
        (_, 0) => words! {
            "已办理 {done} 笔", "全部成功。";
            "{done} done", "None is left.";
        },
        (0, _) => words! {
            "{refused} 笔均未办理", "原因如下。";
            "None of {refused} was done", "This is why:";
        },
        _ => words! {
            "已办理 {done} 笔，{refused} 笔未办理", "未办理的及原因如下。";
            "{done} done, {refused} not", "Those that were not, and why:";
        },
    }
}

fn amount(refusal: &AmountError) -> Words {
    match refusal {
        AmountError::Empty => words! {
            "请填写金额", "金额不能为空。";
            "Enter an amount", "The amount is empty.";
        },
        AmountError::NotANumber => words! {
            "金额格式不正确", "请只填数字，例如 50000.00。";
            "That is not an amount", "Use digits only, such as 50000.00.";
        },
        AmountError::MisplacedComma => words! {
            "金额里的逗号位置不对", "逗号只能作千分位，例如 50,000.00；小数点请用“.”。";
            "A comma of the amount is misplaced",
            "Commas stand between thousands, as in 50,000.00; the decimal mark is a point.";
        },
        AmountError::FinerThanFen => words! {
            "金额最小到分", "最多两位小数。";
            "Amounts end at the fen", "Use at most two decimals.";
        },
        AmountError::TooLarge => words! {
            "金额过大", "请检查是否多输了零。";
            "The amount is too large", "Check for extra zeros.";
        },
    }
}

fn consent(refusal: &ConsentRefusal) -> Words {
    match refusal {
        ConsentRefusal::PartOfContract { .. } => words! {
            "这是合同条款，不能单独撤回", "合同项下的债务结清、额度终止后自动失效。";
            "This is part of a contract", "It ends with the contract, when its debts are settled.";
        },
        ConsentRefusal::AlreadyWithdrawn => words! {
            "这项授权已经撤回", "不需要再操作。";
            "This consent was withdrawn before", "Nothing more is needed.";
        },
    }
}

fn standing(refusal: StandingRefusal) -> Words {
    match refusal {
        StandingRefusal::FunderSuspended => words! {
            "资金方已暂停新业务", "暂不能新增报价、申请、审批和借款；已有借款的还款不受影响。";
            "The funder does no new business",
            "No new offers, applications, approvals or draws. Repaying always works.";
        },
        StandingRefusal::FunderLicenceExpired => words! {
            "资金方的许可证已过期", "更新之前不能新增报价、申请、审批和借款；已有借款的还款不受影响。";
            "The funder's licence has expired",
            "Until it is renewed: no new offers, applications, approvals or draws. Repaying always works.";
        },
        StandingRefusal::AgentLicenceExpired => licence_expired(),
    }
}

fn licence_expired() -> Words {
    words! {
        "营业执照已过期", "请先更新营业执照；过期期间不能新增申请和借款，还款不受影响。";
        "The business licence has expired",
        "Renew it first. Nothing new can be asked for until then; repaying always works.";
    }
}

fn amount_not_positive() -> Words {
    words! {
        "金额须大于零", "请填写一个大于零的金额。";
        "The amount must be more than zero", "Enter a larger amount.";
    }
}

fn reason_missing() -> Words {
    words! {
        "请填写原因", "对方会看到这个原因。";
        "Give a reason", "The other side will see it.";
    }
}

fn slot_taken() -> Words {
    words! {
        "同一时间只能有一份申请或额度", "请先办完或撤回手上的申请；已有额度的，终止后可再申请。";
        "One application or line at a time", "Finish or withdraw the present one first.";
    }
}

fn offer_expired() -> Words {
    words! {
        "这个方案已过有效期", "请重新询价，价格以新的答复为准。";
        "The offer has expired", "Ask for new offers; their prices count.";
    }
}

fn field_missing(field: &str) -> Words {
    let (zh, en) = field_names(field);
    words! {
        "还有必填项没有填写", "请填写{zh}。";
        "Something is missing", "Fill in: {en}.";
    }
}

fn field_too_long(field: &str) -> Words {
    let (zh, en) = field_names(field);
    let most = match field {
        "opinion" => OPINION_LIMIT,
        "comment" => COMMENT_LIMIT,
        _ => FIELD_LIMIT,
    };
    words! {
        "填写的内容太长", "{zh}最多 {most} 个字。";
        "A text is too long", "At most {most} characters: {en}.";
    }
}

fn field_unprintable(field: &str) -> Words {
    let (zh, en) = field_names(field);
    words! {
        "内容里有看不见的字符", "{zh}只能有文字和换行，请删去粘贴时带入的制表符等字符。";
        "A character cannot be seen", "Only text and line breaks; remove tabs and the like that were pasted: {en}.";
    }
}

/// What a form's field is called, in both languages.
fn field_names(field: &str) -> (&'static str, &'static str) {
    match field {
        "contact_name" => ("联系人", "contact person"),
        "contact_phone" => ("联系手机", "mobile number"),
        "business_address" => ("经营地址", "business address"),
        "requested_limit" => ("申请额度", "limit"),
        "purpose" => ("主要用途", "main purpose"),
        "use_of_funds" => ("用款计划", "plan for the money"),
        "answer" => ("回复", "answer"),
        "opinion" => ("审核意见", "opinion"),
        "comment" => ("备注", "comment"),
        _ => ("该项内容", "this field"),
    }
}

fn same_person() -> Words {
    words! {
        "您不能复核自己的意见", "请由另一位审批人确认。";
        "You cannot confirm your own proposal", "Another approver has to.";
    }
}

fn already_decided() -> Words {
    words! {
        "已经复核过了", "请刷新后查看结果，没有重复办理。";
        "It was decided before", "Reload and see what came of it.";
    }
}

fn note_missing() -> Words {
    words! {
        "请写明理由", "复核人和审计会看到。";
        "Give a reason", "The checker and auditors will read it.";
    }
}

fn note_too_long() -> Words {
    words! {
        "理由太长", "不超过 500 字。";
        "The reason is too long", "At most 500 characters.";
    }
}

/// Of what no screen can come to.
fn not_done() -> Words {
    words! {
        "操作未成功", "请稍后再试；如再次出现，请把编号告诉我们。";
        "It did not work", "Try again later; if it happens again, tell us the reference.";
    }
}
