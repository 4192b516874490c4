//! Carriers and reserve accounts, as two people register them.

use parts::bilingual;

bilingual! {
    pub fn registry() -> RegistryTexts {
        carriers_note:
            "运营商的登记名称和佣金账户；登记和变更须双人办理",
            "Registered names and commission accounts of carriers. Registration and changes need two people";
        no_carriers_title: "还没有运营商", "No carriers yet";
        no_carriers_text: "经办提出登记、复核通过后出现在这里。", "Carriers appear here once proposed and approved.";
        name: "登记名称", "Registered name";
        name_hint: "与银行账户的户名一致", "Must match the bank account name";
        account_no: "账号", "Account number";
        account_hint: "佣金从此账户转入，代理商预存也付至此账户", "Commissions are paid from this account, and agents' prepayments go to it";
        pool: "待发佣金（元）", "Undistributed commission (yuan)";
        register_carrier: "登记运营商", "Register a carrier";
        change_carrier: "变更登记信息", "Change registration";
        change_text:
            "复核通过后，新账户转入的款项计为该运营商的佣金，原账户转入的不再自动计入；代理商预存改付新账户。",
            "Once approved, money from the new account counts as this carrier's commissions; money from the old account no longer does automatically. Agents' prepayments go to the new account.";
        proposed_carrier: "待登记的运营商", "Carrier awaiting registration";
        proposed_account: "待登记的备付金账户", "Reserve account awaiting registration";
        not_registered: "尚未登记，见下面的提出与复核。", "Not registered yet. See the proposal below.";
        accounts_note:
            "存放客户备付金的银行账户；登记和停用须双人办理",
            "Bank accounts holding customers' money. Registration and closing need two people";
        no_accounts_title: "还没有备付金账户", "No reserve accounts yet";
        no_accounts_text:
            "登记的第一个账户为默认账户，未指定账户的款项转入该账户。",
            "The first registered account is the default and receives money not assigned to another account.";
        account: "备付金账户", "Reserve account";
        interface: "银行接口代码", "Bank interface code";
        interface_hint:
            "与系统配置一致，小写字母开头，例如 main",
            "As configured in the system, starting with a lower-case letter, such as main";
        currency: "币种", "Currency";
        books: "账面余额（元）", "Book balance (yuan)";
        partners: "指定使用的合作机构", "Partners that use it";
        is_default: "默认账户", "Default";
        ended_on(on: &str): "{on} 停用", "Closed {on}";
        register_account: "登记备付金账户", "Register a reserve account";
        register_text:
            "复核通过后，系统开始向银行查询该账户的流水。请先完成银行接口配置。",
            "Once approved, the system starts querying the bank for movements. Configure the bank interface first.";
        end_account: "停用备付金账户", "Close reserve account";
        end_text:
            "停用后不再收付款项。停用前余额须为零，没有未完成的代付，也没有合作机构使用。停用后系统仍会查询流水，误入款项不会遗漏。",
            "A closed account no longer receives or pays money. It must be empty, with no open payouts and no partner using it. Its movements are still queried, so misdirected money is not missed.";
        recognition: "未填附言的来款", "Money without a reference";
        recognises(on: bool) {
            true => "按付款账户和户名识别", "Recognised by account and name";
            false => "全部由人工核对", "Checked by staff";
        }
        recognition_text(on: bool) {
            true => "现在：付款账户和户名与代理商登记的一致时自动充值，与运营商登记的一致时计为佣金。关闭后由人工核对。", "Now: money from an agent's registered account and name tops up its wallet, and money from a carrier's counts as commissions. Once off, staff check it.";
            false => "现在：没有业务编号的来款都由人工核对。开启后，付款账户和户名与代理商登记的一致时自动充值，与运营商登记的一致时计为佣金。", "Now: staff check all money that carries no reference. Once on, money from an agent's registered account and name tops up its wallet, and money from a carrier's counts as commissions.";
        }
        recognise(on: bool) {
            true => "提出开启", "Propose to turn on";
            false => "提出关闭", "Propose to turn off";
        }
        propose: "提交复核", "Submit for approval";
    }
}
