//! Setting up a second factor.

use parts::bilingual;

bilingual! {
    pub fn second_factor() -> SecondFactorTexts {
        title: "设置动态口令", "Set up one-time codes";
        note: "工作人员登录时，除密码外还须填写动态口令", "Staff sign in with a password and a one-time code";
        present_code: "现有动态口令", "Current code";
        present_code_hint:
            "首次设置请留空；更换设备时填写原来的动态口令",
            "Leave empty the first time. To switch devices, enter a code from the old one";
        enrol: "下一步", "Continue";
        scan:
            "用身份验证器应用扫描二维码，再填写显示的六位数字。",
            "Scan the QR code with an authenticator app, then enter the six digits it shows.";
        or_type: "无法扫描时，请手工输入密钥：", "If you cannot scan it, enter this key:";
        picture: "动态口令密钥的二维码", "QR code of the one-time code key";
        first_code: "六位动态口令", "Six-digit code";
        confirm: "启用动态口令", "Turn on one-time codes";
        to_sign_in: "返回登录", "Back to sign-in";
        enrolled: "动态口令已启用", "One-time codes are on";
        enrolled_text:
            "其他设备均已退出登录。请用密码和新的动态口令登录。",
            "All other devices have been signed out. Sign in with your password and a new code.";
    }
}
