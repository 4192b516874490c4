//! Of files of payments for a funder's bank, and their results.

use domain::payment_file::PaymentFileRefusal;

use super::Words;
use crate::{api::payment_import::PaymentImportOutcome, words};

pub fn words(refusal: &PaymentFileRefusal) -> Words {
    match refusal {
        PaymentFileRefusal::Count { most } => words! {
            "一份付款文件含 1 至 {most} 笔", "请勾选要付的支用，或分成几份。";
            "A file pays 1 to {most} draws", "Tick those to pay, or make several files.";
        },
        PaymentFileRefusal::NotToPay { reference } => words! {
            "{reference} 现在不用付款", "它可能已登记付款、已到账或已取消。没有生成文件，请刷新后重新勾选。";
            "{reference} is not to be paid", "It may be reported as paid, have arrived or be cancelled. No file was made; reload and tick again.";
        },
        PaymentFileRefusal::InEarlierFile { reference, number } => words! {
            "{reference} 已在付款文件 {number} 里",
            "为免重复付款，没有生成文件。确认那份文件没有提交给银行后，勾选“之前的文件没有使用”再生成。";
            "{reference} is in the file {number} already",
            "No file was made, lest it be paid twice. If that file was not given to the bank, say so by ticking and make it again.";
        },
        PaymentFileRefusal::NoAccount => words! {
            "还没有收款账户", "请联系支付公司登记备付金账户。";
            "There is no account to pay into", "Ask the institution to register its reserve account.";
        },
    }
}

pub fn import(outcome: &PaymentImportOutcome) -> Words {
    let PaymentImportOutcome { reported, already, left, faults_total: faults, .. } = outcome;
    match (*left, *faults) {
        (0, 0) => words! {
            "已登记 {reported} 笔付款", "另有 {already} 笔此前已登记，没有重复登记。";
            "{reported} payments reported", "{already} were reported before; nothing was reported twice.";
        },
        (0, _) => words! {
            "已登记 {reported} 笔付款，{faults} 处没有登记",
            "另有 {already} 笔此前已登记。其余见下表，请逐笔核对；再次上传不会重复登记。";
            "{reported} payments reported, {faults} faults",
            "{already} were reported before. Look at the others in the list below; sending the file again reports nothing twice.";
        },
        _ => words! {
            "已登记 {reported} 笔付款，{faults} 处没有登记，还有 {left} 行没有处理",
            "请再次上传同一份文件，接着办理其余的行；已登记的不会重复登记。";
            "{reported} payments reported, {faults} faults, {left} rows not reached",
            "Send the same file again: it goes on with the rest, and nothing is reported twice.";
        },
    }
}
