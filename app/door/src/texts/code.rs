//! Signing in with a code that is sent.

use parts::bilingual;

bilingual! {
    pub fn code() -> CodeTexts {
        title: "验证码登录", "Sign in with a code";
        forgotten_title: "重设密码", "Reset password";
        note: "代理商使用登记的手机号", "For agents with a registered mobile number";
        /// Whether the number is known is not told.
        sent_to(mobile: &str):
            "如 {mobile} 已登记，短信验证码已发出，5 分钟内有效。",
            "If {mobile} is registered, a code has been sent. It is valid for 5 minutes.";
        code: "短信验证码", "Code";
        other: "换一个手机号", "Use another number";
        new_password: "新密码", "New password";
        new_password_hint: "至少 8 个字符；其他设备会退出登录", "At least 8 characters. Other devices will be signed out";
        set_and_enter: "设置新密码并登录", "Set password and sign in";
        by_password: "用密码登录", "Sign in with a password";
        by_code: "代理商：验证码登录", "Agents: sign in with a code";
        forgotten: "忘记密码", "Forgot password";
    }
}
