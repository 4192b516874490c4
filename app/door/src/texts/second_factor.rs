//! Setting up a second factor.

use parts::texts::Language;

pub struct SecondFactorTexts {
    pub title: &'static str,
    pub note: &'static str,
    pub present_code: &'static str,
    pub present_code_hint: &'static str,
    pub enrol: &'static str,
    pub scan: &'static str,
    pub or_type: &'static str,
    pub picture: &'static str,
    pub first_code: &'static str,
    pub confirm: &'static str,
    pub to_sign_in: &'static str,
    pub enrolled: &'static str,
    pub enrolled_text: &'static str,
}

static ZH: SecondFactorTexts = SecondFactorTexts {
    title: "设置动态口令",
    note: "工作人员登录时，除密码外还须填写动态口令",
    present_code: "现有动态口令",
    present_code_hint: "首次设置请留空；更换设备时填写原来的动态口令",
    enrol: "下一步",
    scan: "用身份验证器应用扫描二维码，再填写它显示的六位数字。",
    or_type: "无法扫描时，请手工输入密钥：",
    picture: "动态口令密钥的二维码",
    first_code: "六位动态口令",
    confirm: "启用动态口令",
    to_sign_in: "返回登录",
    enrolled: "动态口令已启用",
    enrolled_text: "其他设备均已退出登录。请用密码和新的动态口令登录。",
};

static EN: SecondFactorTexts = SecondFactorTexts {
    title: "Set up one-time codes",
    note: "Staff sign in with a password and a one-time code",
    present_code: "Present code",
    present_code_hint: "Leave empty the first time; to replace a device give a code of the old one",
    enrol: "Continue",
    scan: "Scan the picture with an authenticator app, then type the six digits that it shows.",
    or_type: "If you cannot scan it, type this key:",
    picture: "The key of the one-time codes as a QR code",
    first_code: "Six-digit code",
    confirm: "Turn on one-time codes",
    to_sign_in: "Back to sign-in",
    enrolled: "One-time codes are on",
    enrolled_text: "All other devices were signed out. Sign in with your password and a new code.",
};

/// The texts of the page's language.
#[must_use]
pub fn second_factor() -> &'static SecondFactorTexts {
    Language::here().choose(&ZH, &EN)
}
