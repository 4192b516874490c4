//! The frame of every page: brand, sign-in, menus, states that all portals share.

use crate::bilingual;

bilingual! {
    pub fn frame() -> FrameTexts {
        brand: "联融", "Lianrong";
        skip: "跳到正文", "Skip to content";
        demonstration: "演示环境", "Demonstration";
        made_up: "人物、店铺、账号均为虚构", "people, shops and accounts are fictitious";
        leap: "时间前进到", "Move time to";
        leap_day: "次日", "the next day";
        leap_week: "一周后", "a week later";
        leap_due: "下一到期日之后", "past the next due date";
        leap_commission: "下一佣金日", "the next commission";
        leap_told: "查看日终情况", "What each day brought";
        main_navigation: "主导航", "Main navigation";
        /// After a number.
        waiting: " 项待办", " waiting";
        menu: "菜单", "Menu";
        language: "语言", "Language";
        theme: "外观", "Appearance";
        theme_system: "跟随系统", "System";
        theme_light: "浅色", "Light";
        theme_dark: "深色", "Dark";
        text: "文字", "Text";
        text_standard: "标准", "Standard";
        text_large: "大字", "Large";
        density: "表格行距", "Table rows";
        density_standard: "标准", "Standard";
        density_compact: "紧凑", "Compact";
        keys: "快捷键", "Shortcut keys";
        keys_on: "开", "On";
        keys_off: "关", "Off";
        sign_out: "退出登录", "Sign out";
        only_looks:
            "您以店员身份登录，可以查看，也可以充值；申请、借款、还款、提现等由店主办理。",
            "You are signed in as a clerk. You can view everything and top up; applying, borrowing, repaying and withdrawing are done by the owner.";
        sign_in: "登录", "Sign in";
        sign_in_to: "代理商 · 资金方 · 运营", "Agents · Funders · Operations";
        code_hint: "合作机构与运营人员填写；代理商留空", "For partners and operations staff. Agents leave it empty";
        institution: "联融支付有限公司", "Lianrong Payments Co., Ltd.";
        reference: "编号", "Reference";
        to_start: "回到首页", "Go to home";
        sessions_note:
            "如有不认识的设备，请立即退出该设备，并联系我们重置密码。",
            "Sign out any device you do not recognise, and contact us to reset your password.";
        wechat: "微信", "WeChat";
        unknown_device: "未知设备", "Unknown device";
        revoke: "退出该设备", "Sign out this device";
        portal_admin: "运营", "Operations";
    }
}
