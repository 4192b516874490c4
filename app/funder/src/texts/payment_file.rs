//! Paying draws by files for a bank, and releasing what was registered.

use parts::{bilingual, texts::counted};
use services::payment_file::PaymentStanding;

bilingual! {
    pub fn payment_file() -> PaymentFileTexts {
        title: "批量付款", "Payments";
        note:
            "勾选已受理的支用，生成网银批量付款文件；付款后把银行的结果文件传回来，逐笔登记",
            "Tick accepted draws and take a file to your bank; send its result file back, and each payment is reported";
        to_pay: "待付款", "To pay";
        to_release: "待放行", "To release";
        files: "付款文件", "Files";
        none_to_pay: "没有待付款的支用", "No draw is to be paid";
        none_to_pay_text: "受理后、登记付款前的支用会出现在这里。", "Draws appear here from being accepted to being reported as paid.";
        none_to_release: "没有待放行的付款", "No payment waits for release";
        none_to_release_text: "资金岗登记付款后会出现在这里。", "They appear here when the treasurer has registered them.";
        none_made: "还没有付款文件", "No files yet";
        none_made_text: "在“待付款”里勾选支用即可生成。", "Tick draws under “To pay” to make one.";
        file: "付款文件", "File";
        not_in_file: "未生成", "None";
        make_text: "请核对合计后生成，再到网银上传", "Check the sum, then upload the file at your bank";
        earlier_unused: "之前的文件没有使用，可再次生成", "The earlier files were not used";
        make: "生成付款文件", "Make file";
        prepared_by: "登记人", "Registered by";
        release_text: "放行即向代理商登记已付款，请与网银核对", "This reports them as paid; compare with your bank";
        release: "放行", "Release";
        release_this: "放行这笔付款", "Release this payment";
        waits_title: "付款已登记，等待放行", "Registered, awaiting release";
        waits_text(by: &str, at: &str, reference: &str):
            "{by} 于 {at} 登记，流水号 {reference}。由审批人放行后才生效。",
            "Registered by {by} on {at}, number {reference}. It counts when an approver has released it.";
        register: "登记付款，交复核放行", "Register for release";
        register_note:
            "审批人放行后才算登记付款；放行前可以重新登记。",
            "It counts when an approver has released it; until then it can be registered anew.";
        setting: "放款复核", "Release of payments";
        setting_on: "已开启：资金岗登记，审批人放行", "On: the treasurer registers, an approver releases";
        setting_off: "未开启：资金岗登记即生效", "Off: what the treasurer reports counts at once";
        setting_note: "只管人工登记；贵司系统签名报送的不受影响。", "It is about people; what your system signs and reports counts as before.";
        turn_on: "开启放款复核", "Turn on";
        turn_off: "关闭放款复核", "Turn off";
        number(number: &str): "付款文件 {number}", "File {number}";
        made_at: "生成时间", "Made";
        count: "笔数", "Payments";
        payments(count: i64) -> String = format!("{count} 笔"), counted(count, "payment", "payments");
        sum: "合计（元）", "Sum (yuan)";
        download_xlsx: "下载 xlsx", "Download xlsx";
        download_csv: "下载 csv", "Download csv";
        standings(standing: PaymentStanding) {
            PaymentStanding::NotReported => "未登记", "Not reported";
            PaymentStanding::ToRelease => "待放行", "Awaits release";
            PaymentStanding::Reported => "已登记付款", "Reported";
            PaymentStanding::Ended => "支用已结束", "Its draw has ended";
        }
        /// The columns of the file, as banks name them.
        payee_name: "收款户名", "Account name";
        payee_account: "收款账号", "Account number";
        payee_branch: "收款开户行", "Bank and branch";
        remittance: "附言", "Remittance text";
        reference: "业务编号", "Reference";
        total(count: i64) -> String = format!("合计 {count} 笔"), format!("Total of {count}");
        upload_title: "传回银行的结果文件", "Read the bank's results back";
        upload_label: "结果文件", "File of results";
        upload_hint:
            "网银导出的 xlsx 或 csv，最多 1,000 行。需要三列：金额、交易结果（成功、失败等）、银行流水号；任一列里有业务编号即可。写明成功且金额一致的逐笔登记付款，其余列出原因。",
            "xlsx or csv from your bank, up to 1,000 rows, with the amount, the result and the bank's number; the reference may stand in any column. Each success of the exact amount is reported as paid, the others are listed with the reason.";
        upload_button: "上传并登记", "Upload and report";
        faults: "没有登记的行", "Rows not reported";
    }
}
