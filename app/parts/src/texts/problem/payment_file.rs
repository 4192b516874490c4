//! Of files of payments for a funder's bank, and their results.

use domain::payment_file::PaymentFileRefusal;

use super::Words;
use crate::{api::payment_import::PaymentImportOutcome, words};

pub fn words(refusal: &PaymentFileRefusal) -> Words {
    match refusal {
        PaymentFileRefusal::Count { most } => words! {
            "一份付款文件含 1 至 {most} 笔", "请勾选要付的支用，或分成几份。";
            "A payment file contains 1 to {most} draws", "Select the draws to pay, or create several files.";
        },
        PaymentFileRefusal::NotToPay { reference } => words! {
            "{reference} 现在不用付款", "该支用可能已登记付款、已到账或已取消。未生成文件，请刷新后重新勾选。";
            "{reference} does not need to be paid", "It may already be reported as paid, credited or cancelled. No file was created. Refresh and select again.";
        },
        PaymentFileRefusal::InEarlierFile { reference, number } => words! {
            "{reference} 已在付款文件 {number} 中",
            "为避免重复付款，未生成文件。确认该文件未提交给银行后，勾选“之前的文件没有使用”再生成。";
            "{reference} is already in payment file {number}",
            "No file was created, to avoid paying twice. If that file was not submitted to the bank, tick “Earlier files were not used” and try again.";
        },
        PaymentFileRefusal::NoAccount => words! {
            "还没有收款账户", "请联系支付机构登记备付金账户。";
            "No receiving account", "Ask the payment institution to register its reserve account.";
        },
    }
}

pub fn import(outcome: &PaymentImportOutcome) -> Words {
    let PaymentImportOutcome { reported, already, left, faults_total: faults, .. } = outcome;
    match (*left, *faults) {
        (0, 0) => words! {
            "已登记 {reported} 笔付款", "另有 {already} 笔此前已登记，没有重复登记。";
            "{reported} payments reported", "{already} were already reported. Nothing was reported twice.";
        },
        (0, _) => words! {
            "已登记 {reported} 笔付款，{faults} 处没有登记",
            "另有 {already} 笔此前已登记。未登记的见下表，请逐笔核对；再次上传不会重复登记。";
            "{reported} payments reported, {faults} not reported",
            "{already} were already reported. Check those listed below. Uploading the file again reports nothing twice.";
        },
        _ => words! {
            "已登记 {reported} 笔付款，{faults} 处没有登记，还有 {left} 行没有处理",
            "请再次上传同一份文件，继续处理其余各行；已登记的不会重复登记。";
            "{reported} payments reported, {faults} not reported, {left} rows not processed",
            "Upload the same file again to process the rest. Nothing will be reported twice.";
        },
    }
}
