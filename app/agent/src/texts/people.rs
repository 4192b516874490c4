//! The people of a shop.

use domain::role::Role;
use parts::bilingual;

bilingual! {
    pub fn people() -> PeopleTexts {
        note:
            "店主办理业务；店员可以查看全部内容、用店主绑定的银行卡充值，不能办理其他业务。最多 10 人",
            "The owner manages everything. Clerks can view everything and top up from the owner's linked cards, nothing else. Up to 10 people";
        role: "身份", "Role";
        /// Others are of no shop.
        roles(role: Role) {
            Role::Agent => "店主", "Owner";
            Role::AgentClerk => "店员", "Clerk";
            _ => "", "";
        }
        opened_at: "加入时间", "Joined";
        remove: "停用", "Deactivate";
        invitations: "未使用的邀请", "Pending invitations";
        revoke: "撤销邀请", "Revoke invitation";
        invite_title: "邀请店员", "Invite a clerk";
        invite_text:
            "生成一次性邀请链接，由您发给对方。对方打开后自行设置用户名和密码，即可查看本店的额度、借款和账户，并用您绑定的银行卡给本店充值。",
            "Create a one-time link and send it to your clerk. They choose a user name and password, and can then view the shop's credit line, loans and wallet, and top up from your linked cards.";
        optional_mobile: "手机号（选填）", "Mobile number (optional)";
        mobile_hint: "仅作备注，不用于登录；店员加入后自行登记手机号", "For your reference only. Clerks register their own number after joining";
        invite: "生成邀请链接", "Create invitation link";
        link_title: "邀请链接已生成", "Invitation link created";
        link_text:
            "链接只显示这一次，48 小时内有效，只能使用一次。请只发给本人。",
            "The link is shown only once. It can be used once, within 48 hours. Send it only to this person.";
        link: "邀请链接", "Invitation link";
    }
}
