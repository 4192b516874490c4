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
mod product;
mod repayment;
mod request;
mod sign_in;
mod wallet;
mod write_off;

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

pub use product::fault as product_fault;

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
            Self::CreditLine(refusal) => draw::credit_line(refusal),
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
            Self::PassOn(refusal) => binding::pass_on(*refusal),
            Self::PaymentFile(refusal) => payment_file::words(refusal),
            Self::PaymentImport(outcome) => payment_file::import(outcome),
            Self::Product(refusal) => product::words(refusal),
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
            Self::WriteOff(refusal) => write_off::words(refusal),
        }
    }
}

/// What somebody is told who asked too often, wherever that was: outside of a page no language is known.
#[must_use]
pub fn too_often(seconds: u64) -> String {
    format!(
        "操作过于频繁，未执行。请 {seconds} 秒后返回再试。\n\
         Too many requests. Nothing was done. Go back and try again in {seconds} seconds.\n"
    )
}

fn batch(outcome: &BatchOutcome) -> Words {
    let (done, refused, left) = (outcome.done, outcome.refused.len() + outcome.unlisted, outcome.left);
    match (done, refused) {
        _ if left > 0 => words! {
            "已办理 {done} 笔，{refused} 笔未办理，还有 {left} 行没有处理",
            "请再次上传同一份文件，继续处理其余各行；已办理的不会重复办理。";
            "{done} done, {refused} not, {left} rows not processed",
            "Upload the same file again to process the rest. Nothing is done twice.";
        },
        (_, 0) => words! {
            "已办理 {done} 笔", "全部成功。";
            "{done} done", "All were successful.";
        },
        (0, _) => words! {
            "{refused} 笔均未办理", "原因如下。";
            "None of {refused} was done", "Reasons:";
        },
        _ => words! {
            "已办理 {done} 笔，{refused} 笔未办理", "未办理的业务及原因如下。";
            "{done} done, {refused} not", "Those not done, with reasons:";
        },
    }
}

fn amount(refusal: &AmountError) -> Words {
    match refusal {
        AmountError::Empty => words! {
            "请填写金额", "金额不能为空。";
            "Enter an amount", "The amount cannot be empty.";
        },
        AmountError::NotANumber => words! {
            "金额格式不正确", "请填写数字，例如 50000.00。";
            "Invalid amount", "Enter a number, such as 50000.00.";
        },
        AmountError::MisplacedComma => words! {
            "金额中的逗号位置不正确", "逗号只能作千分位，例如 50,000.00；小数点请用“.”。";
            "Misplaced comma in the amount",
            "Use commas only between thousands, as in 50,000.00, and a point for decimals.";
        },
        AmountError::FinerThanFen => words! {
            "金额最小到分", "最多两位小数。";
            "Too many decimals", "Use up to two decimals.";
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
            "这是合同条款，不能单独撤回", "合同项下债务结清、额度终止后自动失效。";
            "This is part of a contract and cannot be withdrawn separately", "It ends once the debts under the contract are settled and the credit line is closed.";
        },
        ConsentRefusal::AlreadyWithdrawn => words! {
            "这项授权已经撤回", "无需再操作。";
            "This consent has already been withdrawn", "No further action needed.";
        },
    }
}

fn standing(refusal: StandingRefusal) -> Words {
    match refusal {
        StandingRefusal::FunderSuspended => words! {
            "资金方已暂停新业务", "暂不能询价、申请、审批和新增借款；已有借款的还款不受影响。";
            "The funder has paused new business",
            "No new offers, applications, approvals or loans. Repayments are not affected.";
        },
        StandingRefusal::FunderLicenceExpired => words! {
            "资金方的许可证已过期", "更新之前不能询价、申请、审批和新增借款；已有借款的还款不受影响。";
            "The funder's licence has expired",
            "Until it is renewed, no new offers, applications, approvals or loans. Repayments are not affected.";
        },
        StandingRefusal::AgentLicenceExpired => licence_expired(),
        StandingRefusal::AgentDeparted => agent_departed(),
    }
}

fn agent_departed() -> Words {
    words! {
        "代理商已退出或变更佣金收款账户", "不能询价、申请和新增借款。需要恢复请联系支付机构。";
        "The agent has left, or its commissions are paid elsewhere", "No new offers, applications or loans. Contact the payment institution to resume.";
    }
}

fn licence_expired() -> Words {
    words! {
        "营业执照已过期", "请先更新营业执照。过期期间不能新增申请和借款，还款不受影响。";
        "The business licence has expired",
        "Renew it first. Until then you cannot apply or borrow. Repayments are not affected.";
    }
}

fn amount_not_positive() -> Words {
    words! {
        "金额须大于零", "请填写一个大于零的金额。";
        "The amount must be more than zero", "Enter an amount above zero.";
    }
}

fn reason_missing() -> Words {
    words! {
        "请填写原因", "对方会看到这个原因。";
        "Enter a reason", "The other party will see it.";
    }
}

fn slot_taken() -> Words {
    words! {
        "同一时间只能有一份申请或额度", "请先办结或撤回现有申请；已有额度的，额度终止后可再申请。";
        "One application or line at a time", "Complete or withdraw your current application first. If you have a credit line, you can apply again once it is closed.";
    }
}

fn offer_expired() -> Words {
    words! {
        "这个方案已过有效期", "请重新询价，以新的答复为准。";
        "The offer has expired", "Request new offers. The new prices apply.";
    }
}

fn field_missing(field: &str) -> Words {
    let (zh, en) = field_names(field);
    words! {
        "还有必填项没有填写", "请填写{zh}。";
        "A required field is empty", "Fill in: {en}.";
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
        "填写的内容过长", "{zh}最多 {most} 个字。";
        "Text too long", "Up to {most} characters: {en}.";
    }
}

fn field_unprintable(field: &str) -> Words {
    let (zh, en) = field_names(field);
    words! {
        "内容包含不可见字符", "{zh}只能包含文字和换行，请删除粘贴时带入的制表符等字符。";
        "Invisible characters", "Use only text and line breaks, and remove pasted tabs and similar characters: {en}.";
    }
}

/// What a form's field is called, in both languages.
fn field_names(field: &str) -> (&'static str, &'static str) {
    match field {
        "contact_name" => ("联系人", "contact person"),
        "contact_phone" => ("联系手机号", "mobile number"),
        "business_address" => ("经营地址", "business address"),
        "requested_limit" => ("申请额度", "requested limit"),
        "purpose" => ("主要用途", "main purpose"),
        "use_of_funds" => ("用款计划", "planned use of funds"),
        "answer" => ("回复", "answer"),
        "opinion" => ("审核意见", "opinion"),
        "comment" => ("备注", "comment"),
        _ => ("该项内容", "this field"),
    }
}

fn same_person() -> Words {
    words! {
        "您不能复核自己提出的意见", "请由另一位同事复核。";
        "You cannot confirm your own proposal", "A colleague must confirm it.";
    }
}

fn already_decided() -> Words {
    words! {
        "已复核", "请刷新后查看结果，没有重复办理。";
        "Already decided", "Refresh the page to see the result.";
    }
}

fn note_missing() -> Words {
    words! {
        "请填写理由", "复核人和审计会看到。";
        "Enter a reason", "The checker and auditors will see it.";
    }
}

fn note_too_long() -> Words {
    words! {
        "理由过长", "不超过 500 字。";
        "Reason too long", "Up to 500 characters.";
    }
}

/// Of what no screen can come to.
fn not_done() -> Words {
    words! {
        "操作未成功", "请稍后再试。如再次出现，请联系我们并提供编号。";
        "Something went wrong", "Try again later. If it happens again, contact us with the reference.";
    }
}
