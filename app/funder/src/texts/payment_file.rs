//! Paying draws by files for a bank, and releasing what was registered.

use parts::{bilingual, texts::counted};
use services::payment_file::PaymentStanding;

bilingual! {
    pub fn payment_file() -> PaymentFileTexts {
        title: "批量付款", "Payments";
        note:
            "勾选已受理的支用，生成网银批量付款文件；付款后上传银行的结果文件，逐笔登记付款",
            "Select accepted draws and create a batch payment file for your bank. Then upload the bank's result file to report each payment";
        to_pay: "待付款", "To pay";
        to_release: "待放行", "To release";
        files: "付款文件", "Payment files";
        none_to_pay: "没有待付款的支用", "No draws to pay";
        none_to_pay_text: "已受理、尚未登记付款的支用会出现在这里。", "Accepted draws appear here until they are reported as paid.";
        none_to_release: "没有待放行的付款", "No payments to release";
        none_to_release_text: "资金岗登记付款后会出现在这里。", "Payments registered by the treasurer appear here.";
        none_made: "还没有付款文件", "No payment files yet";
        none_made_text: "在“待付款”中勾选支用即可生成。", "Select draws under “To pay” to create one.";
        file: "付款文件", "Payment file";
        not_in_file: "未生成", "Not created";
        make_text: "请核对合计后生成，再到网银上传", "Check the total, create the file, then upload it to your bank";
        earlier_unused: "之前的文件没有使用，可再次生成", "Earlier files were not used, create again";
        make: "生成付款文件", "Create payment file";
        prepared_by: "登记人", "Registered by";
        release_text: "放行即登记已付款，放行前请与网银核对", "Releasing reports them as paid. Check with your bank first";
        release: "放行", "Release";
        release_this: "放行这笔付款", "Release this payment";
        waits_title: "付款已登记，等待放行", "Payment registered, awaiting release";
        waits_text(by: &str, at: &str, reference: &str):
            "{by} 于 {at} 登记，流水号 {reference}。审批人放行后生效。",
            "Registered by {by} at {at}, reference {reference}. Takes effect once an approver releases it.";
        register: "登记付款，提交放行", "Register and submit for release";
        register_note:
            "审批人放行后生效，放行前可以重新登记。",
            "Takes effect once an approver releases it. Until then you can register it again.";
        setting: "放款复核", "Payment release";
        setting_on: "已开启：资金岗登记，审批人放行", "On: registered by the treasurer, released by an approver";
        setting_off: "未开启：资金岗登记即生效", "Off: takes effect as soon as the treasurer registers it";
        setting_note: "仅适用于人工登记，贵司系统通过接口报送的不受影响。", "Applies to manual registration only. Payments reported by your system through the API are not affected.";
        turn_on: "开启放款复核", "Turn on payment release";
        turn_off: "关闭放款复核", "Turn off payment release";
        number(number: &str): "付款文件 {number}", "Payment file {number}";
        made_at: "生成时间", "Created";
        count: "笔数", "Payments";
        payments(count: i64) -> String = format!("{count} 笔"), counted(count, "payment", "payments");
        sum: "合计（元）", "Total (yuan)";
        download_xlsx: "下载 xlsx", "Download xlsx";
        download_csv: "下载 csv", "Download csv";
        standings(standing: PaymentStanding) {
            PaymentStanding::NotReported => "未登记", "Not reported";
            PaymentStanding::ToRelease => "待放行", "Awaiting release";
            PaymentStanding::Reported => "已登记付款", "Reported";
            PaymentStanding::Ended => "支用已结束", "Draw ended";
        }
        /// The columns of the file, as banks name them.
        payee_name: "收款户名", "Account name";
        payee_account: "收款账号", "Account number";
        payee_branch: "收款开户行", "Bank and branch";
        total(count: i64) -> String = format!("合计 {count} 笔"), format!("Total of {count}");
        upload_title: "上传银行结果文件", "Upload the bank's result file";
        upload_label: "结果文件", "Result file";
        upload_hint:
            "网银导出的 xlsx 或 csv，最多 1,000 行。需要三列：金额、交易结果（成功、失败等）、银行流水号；业务编号在任一列中均可。交易成功且金额一致的，逐笔登记付款；其余列出原因。",
            "xlsx or csv from your bank, up to 1,000 rows, with three columns: amount, result and bank reference number. The draw reference can be in any column. Successful payments of the exact amount are reported; the others are listed with reasons.";
        upload_button: "上传并登记", "Upload and report";
        faults: "未登记的行", "Rows not reported";
    }
}
