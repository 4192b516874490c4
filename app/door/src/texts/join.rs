//! Joining a shop.

use parts::bilingual;

bilingual! {
    pub fn join() -> JoinTexts {
        title: "加入店铺", "Join the shop";
        note:
            "店员可以查看店铺的额度、借款和账户，并用店主绑定的银行卡充值",
            "Clerks can view the shop's credit line, loans and wallet, and top up from the owner's linked cards";
        invited(name: &str, shop: &str):
            "{name}，您好：{shop} 邀请您以店员身份加入。",
            "Hello {name}, {shop} invites you to join as a clerk.";
        good_until(at: &str): "邀请有效期至 {at}。", "This invitation is valid until {at}.";
        username_hint: "以小写字母开头，3～32 个字符，可用小写字母、数字、点、横线和下划线", "3 to 32 characters: lower-case letters, digits, dots, hyphens or underscores, starting with a letter";
        password_hint: "至少 8 个字符", "At least 8 characters";
        enter: "加入并登录", "Join and sign in";
        to_sign_in: "去登录", "Go to sign-in";
    }
}
