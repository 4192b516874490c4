//! Of signing in.

use domain::identity::SignInRefusal;

use super::Words;
use crate::words;

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
        SignInRefusal::MobileInvalid => words! {
            "手机号不正确", "请填写 11 位手机号。";
            "That is no mobile number", "Enter its eleven digits.";
        },
        SignInRefusal::CodeTooSoon { .. } => words! {
            "验证码发送过于频繁", "一分钟内只发一次，一小时内最多五次。请稍后再试。";
            "A code was sent already", "One a minute, and five an hour. Try again later.";
        },
        SignInRefusal::SentCodeWrong => words! {
            "验证码不对", "请填写短信里的六位数字；输错五次须重新获取。";
            "Wrong code", "Enter the six digits of the message; after five misses ask for a new one.";
        },
        SignInRefusal::CodeEnded => words! {
            "验证码已失效", "验证码五分钟内有效、只能用一次，输错五次也会失效。请重新获取。";
            "The code is no good any more", "It is good once, for five minutes and five tries. Ask for a new one.";
        },
        SignInRefusal::PasswordInvalid => words! {
            "新密码不符合要求", "密码 8～200 个字符。";
            "That password will not do", "It has 8 to 200 characters.";
        },
    }
}
