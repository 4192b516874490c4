//! Confirming with a code, and the number that it is sent to.

use parts::bilingual;

bilingual! {
    pub fn confirmation() -> ConfirmationTexts {
        title: "短信验证", "Confirm by text message";
        needed(mobile: &str): "须用发送到 {mobile} 的验证码确认。", "This is confirmed with a code that is sent to {mobile}.";
        sent(mobile: &str):
            "验证码已发送至 {mobile}，5 分钟内有效，仅用于本次操作。",
            "A code is on its way to {mobile}. It is good for 5 minutes, and for this only.";
        ask: "获取验证码", "Send me a code";
        again: "重新获取", "Send another";
        code: "短信验证码", "Code";
        no_mobile_title: "请先登记手机号", "Register your mobile number first";
        no_mobile_text: "这一步须用短信验证码确认，您还没有登记手机号。", "This step is confirmed by a code, and no number is registered yet.";
        to_mobile: "登记手机号", "Register a number";
        mobile_title: "手机号", "Mobile number";
        mobile_note:
            "用于验证码登录、找回密码，以及签订合同和大额借款时的确认。",
            "For signing in with a code, a forgotten password, and confirming contracts and large draws.";
        present(mobile: &str): "已登记 {mobile}", "{mobile} is registered";
        registered_title: "手机号已登记", "The number is registered";
        mobile: "新手机号", "New mobile number";
        password: "登录密码", "Your password";
        password_hint: "确认是您本人", "So that we know it is you";
        register: "登记", "Register it";
        other: "换一个号码", "Another number";
    }
}
