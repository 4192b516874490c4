//! Joining a shop.

use parts::bilingual;

bilingual! {
    pub fn join() -> JoinTexts {
        title: "加入店铺", "Join the shop";
        note:
            "店员可以查看店铺的额度、借据和账户，并用店主绑定的银行卡充值",
            "Clerks see the shop's limit, loans and wallet, and top it up from the owner's cards";
        invited(name: &str, shop: &str):
            "{name}，您好：{shop} 邀请您以店员身份加入。",
            "{name}, {shop} invites you to join as a clerk.";
        good_until(at: &str): "邀请有效期至 {at}。", "The invitation is good until {at}.";
        username: "用户名", "User name";
        username_hint: "以字母开头，3～32 个小写字母、数字、点、横线或下划线", "It begins with a letter: 3 to 32 lower-case letters, digits, points, hyphens or underscores";
        password: "密码", "Password";
        password_hint: "至少 8 个字符", "At least 8 characters";
        enter: "加入并登录", "Join and sign in";
        to_sign_in: "去登录", "To the door";
    }
}
