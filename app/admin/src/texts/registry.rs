//! Carriers and reserve accounts, as two people register them.

use parts::bilingual;

bilingual! {
    pub fn registry() -> RegistryTexts {
        carriers_note:
            "运营商的登记名称和佣金账户；登记和变更都要两个人",
            "What carriers are called and which accounts their commissions come from; two people register and change them";
        no_carriers_title: "还没有运营商", "No carriers yet";
        no_carriers_text: "经办提出登记、复核通过后出现在这里。", "One appears here once two people have registered it.";
        carrier: "运营商", "Carrier";
        name: "登记名称", "Registered name";
        name_hint: "与银行账户的户名一致", "As its bank account is called";
        account_no: "账号", "Account number";
        account_hint: "佣金从这里转入，代理商预存也付到这里", "Commissions come from it, and agents prepay to it";
        bank_name: "开户行", "Bank and branch";
        agents: "代理商", "Agents";
        pool: "佣金余额（元）", "Pool (yuan)";
        register_carrier: "登记运营商", "Register a carrier";
        change_carrier: "变更登记信息", "Change what is registered";
        change_text:
            "复核通过后，新账户转入的款项才认作它的佣金；原账户的不再自动认领。代理商预存也改付新账户。",
            "Once approved, money from the new account counts as its commissions, and that from the old one does not by itself. Agents prepay to the new one.";
        proposed_carrier: "待登记的运营商", "A carrier that is proposed";
        proposed_account: "待登记的备付金账户", "A reserve account that is proposed";
        not_registered: "尚未登记，见下面的提出与复核。", "It is not registered; see what was proposed below.";
        accounts_note:
            "存放客户备付金的银行账户；登记和停用都要两个人",
            "The bank accounts that keep customers' money; two people register and end them";
        no_accounts_title: "还没有备付金账户", "No reserve accounts yet";
        no_accounts_text:
            "登记的第一个账户是默认账户：没有指定账户的款项转入这里。",
            "The first that is registered is the default: whatever names no partner is paid into it.";
        account: "备付金账户", "Reserve account";
        holder: "户名", "Account name";
        interface: "银行接口代码", "The bank's interface";
        interface_hint:
            "与系统配置一致，小写字母开头，例如 main",
            "As it is configured; it begins with a small letter, such as main";
        currency: "币种", "Currency";
        books: "账面余额（元）", "In our books (yuan)";
        partners: "指定使用的合作机构", "Partners that use it";
        is_default: "默认账户", "Default";
        ended_on(on: &str): "{on} 停用", "ended {on}";
        register_account: "登记备付金账户", "Register a reserve account";
        register_text:
            "复核通过后，系统开始向银行查询这个账户的流水。请先配置好银行接口。",
            "Once approved, its bank is asked for its movements. Configure the bank's interface first.";
        end_account: "停用备付金账户", "End the reserve account";
        end_text:
            "停用后不再有款项转入或付出；余额须为零、没有未完成的代付，也没有合作机构使用。系统仍会查询流水，误入的款项不会漏掉。",
            "Nothing is paid into it or out of it any more: it has to be empty, with no payout under way and no partner using it. It is still read, so that nothing that comes is overlooked.";
        propose: "提出", "Propose it";
    }
}
