//! Of signing in.

use domain::{identity::SignInRefusal, one_time_code::CodeRefusal};

use super::Words;
use crate::{api::instant, words};

pub fn words(refusal: &SignInRefusal) -> Words {
    match refusal {
        SignInRefusal::WrongCredentials => words! {
            "用户名或密码不对", "请检查后再试；多次输错会暂停登录。";
            "Wrong user name or password", "Check and try again; too many misses lock the door for a while.";
        },
        SignInRefusal::TooManyAttempts { .. } => words! {
            "尝试次数过多", "请 15 分钟后再试。";
            "Too many attempts", "Try again in 15 minutes.";
        },
        SignInRefusal::Disabled => words! {
            "账号已停用", "请联系管理员。";
            "The account is disabled", "Ask your administrator.";
        },
        SignInRefusal::DemonstrationAccount => words! {
            "演示账号只能在演示环境使用", "请使用您自己的账号。";
            "A demonstration account", "It works only in a demonstration.";
        },
        SignInRefusal::SecondFactorMissing => words! {
            "还没有设置动态口令", "工作人员须先设置动态口令才能登录，请点下方“设置动态口令”。";
            "No second factor yet", "Staff need one-time codes to sign in: set them up below.";
        },
        SignInRefusal::CodeNeeded => words! {
            "请填写动态口令", "打开身份验证器，填写六位数字。";
            "Enter the one-time code", "Six digits from your authenticator.";
        },
        SignInRefusal::CodeWrong => words! {
            "动态口令不对", "请填写当前显示的六位数字。";
            "Wrong code", "Enter the six digits shown now.";
        },
        SignInRefusal::CodeUsed => words! {
            "动态口令已用过", "请等下一个口令。";
            "That code was used", "Wait for the next one.";
        },
        SignInRefusal::NothingToConfirm => words! {
            "没有待确认的动态口令", "请重新开始设置。";
            "There is nothing to confirm", "Start setting up the second factor again.";
        },
        SignInRefusal::PasswordInvalid => words! {
            "新密码不符合要求", "密码 8～200 个字符。";
            "That password will not do", "It has 8 to 200 characters.";
        },
        SignInRefusal::Code(refusal) => code(refusal),
    }
}

/// Of codes that are sent.
pub fn code(refusal: &CodeRefusal) -> Words {
    match refusal {
        CodeRefusal::MobileInvalid => words! {
            "手机号不正确", "请填写 11 位手机号。";
            "That is no mobile number", "Enter its eleven digits.";
        },
        CodeRefusal::TooSoon { until } => {
            let until = instant(*until);
            words! {
                "验证码发送过于频繁", "请在 {until} 之后再获取。";
                "A code was sent already", "Ask for the next one after {until}.";
            }
        }
        CodeRefusal::Missing => words! {
            "请填写短信验证码", "先点“获取验证码”，再填写短信里的六位数字。";
            "The code is missing", "Have a code sent to you, then enter its six digits.";
        },
        CodeRefusal::Mistyped => words! {
            "验证码不对", "请填写最近一条短信里的六位数字；输错五次须重新获取。";
            "Wrong code", "Enter the six digits of the last message; after five misses ask for a new one.";
        },
        CodeRefusal::Over => words! {
            "验证码已失效", "验证码五分钟内有效、只能用一次，只能在获取它的页面使用，输错五次也会失效。请重新获取。";
            "The code is no good any more", "It is good once, where it was asked for, for five minutes and five tries. Ask for a new one.";
        },
        CodeRefusal::NoMobile => words! {
            "还没有登记手机号", "请先登记手机号，再获取验证码。";
            "No mobile number is registered", "Register one first, then ask for a code.";
        },
        CodeRefusal::MobileTaken => words! {
            "该手机号已用于另一个账号", "请换一个手机号，或先在那个账号更换。";
            "Another account has this number", "Use another one, or change it there first.";
        },
    }
}
