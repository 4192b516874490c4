//! Confirming with a code, and the number that it is sent to.

use parts::bilingual;

bilingual! {
    pub fn confirmation() -> ConfirmationTexts {
        title: "短信验证", "Confirm by SMS";
        needed(mobile: &str): "须用 {mobile} 收到的短信验证码确认。", "Confirm with a code sent to {mobile}.";
        sent(mobile: &str):
            "验证码已发送至 {mobile}，5 分钟内有效，仅用于本次操作。",
            "A code was sent to {mobile}. It is valid for 5 minutes and for this step only.";
        code: "短信验证码", "Code";
        no_mobile_title: "请先登记手机号", "Register your mobile number first";
        no_mobile_text: "这一步须用短信验证码确认，您还没有登记手机号。", "This step must be confirmed by an SMS code, and you have no registered mobile number.";
        to_mobile: "登记手机号", "Register mobile number";
        mobile_note:
            "用于验证码登录、找回密码，以及签订合同和大额借款时的确认。",
            "Used to sign in with a code, reset your password, and confirm contracts and large loans.";
        present(mobile: &str): "已登记 {mobile}", "{mobile} is registered";
        registered_title: "手机号已登记", "Mobile number registered";
        mobile: "新手机号", "New mobile number";
        password: "登录密码", "Password";
        password_hint: "用于确认是您本人操作", "To confirm that it is you";
        register: "登记手机号", "Register mobile number";
        other: "换一个号码", "Use another number";
    }
}
