//! The people of a shop.

use domain::role::Role;
use parts::bilingual;

bilingual! {
    pub fn people() -> PeopleTexts {
        title: "店员", "People of the shop";
        note:
            "店主办理业务；店员可以查看全部内容、用店主绑定的银行卡充值，不能办理其他业务。最多 10 人",
            "The owner acts; clerks see everything, top up from the owner's bound cards, and do nothing else. Ten people at most";
        role: "身份", "Role";
        /// Others are of no shop.
        roles(role: Role) {
            Role::Agent => "店主", "Owner";
            Role::AgentClerk => "店员", "Clerk";
            _ => "", "";
        }
        me: "本人", "You";
        mobile: "手机号", "Mobile number";
        opened_at: "加入时间", "Since";
        remove: "停用", "Remove";
        invitations: "未使用的邀请", "Open invitations";
        good_until: "有效期至", "Good until";
        revoke: "撤销", "Revoke";
        invite_title: "邀请店员", "Invite a clerk";
        invite_text:
            "生成一次性邀请链接，由您发给对方。对方打开后自己设置用户名和密码，即可查看本店的额度、借据和账户，并用您绑定的银行卡给本店充值。",
            "This makes a link for you to send. Whoever opens it chooses a user name and a password, sees the shop's limit, loans and wallet, and tops it up from your bound cards.";
        display_name: "姓名", "Name";
        optional_mobile: "手机号（选填）", "Mobile number (optional)";
        mobile_hint: "仅作备注，不用于登录；店员加入后自行登记", "A note only; clerks register their own numbers once they have joined";
        invite: "生成邀请链接", "Make the link";
        link_title: "邀请链接已生成", "The link is made";
        link_text:
            "链接只显示这一次，48 小时内有效、只能用一次。请只发给本人。",
            "It is shown this once, and is good once, for 48 hours. Send it to that person only.";
        link: "邀请链接", "Link";
    }
}
