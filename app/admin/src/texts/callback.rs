//! What the network has told by itself.

use domain::callback::{CallbackKind, CallbackOutcome};
use parts::bilingual;

bilingual! {
    pub fn callback() -> CallbackTexts {
        title: "网络回调", "Network callbacks";
        note:
            "支付网络主动告知的结果。处理前先向支付网络查询，以查询结果为准；与已有结果不符的不改账，以清算文件核对",
            "Results that the network sends by itself. The network is queried first and its answer applies. What contradicts a known result changes nothing; the settlement file decides";
        none_title: "还没有网络回调", "No callbacks yet";
        none_text: "支付网络告知签约、扣款、退款的结果或解约后，会出现在这里。", "Results of signings, debits and refunds, and agreements ended at the network, appear here.";
        number: "回调编号", "Callback";
        serial: "本机构编号", "Our number";
        kind: "事项", "About";
        kinds(kind: CallbackKind) {
            CallbackKind::Signing => "签约", "Signing";
            CallbackKind::Ending => "在支付网络解约", "Agreement ended there";
            CallbackKind::Payment => "扣款", "Debit";
            CallbackKind::Refund => "退款", "Refund";
            CallbackKind::Return => "退回客户", "Returned to the customer";
        }
        outcomes(outcome: CallbackOutcome) {
            CallbackOutcome::Filed => "已入账", "Applied";
            CallbackOutcome::Known => "结果已知", "Already known";
            CallbackOutcome::Contradicts => "与已有结果不符", "Contradicts the known result";
            CallbackOutcome::NotOurs => "本机构没有这笔", "Not our order";
            CallbackOutcome::Undecided => "结果不明，继续查询", "Not decisive, queries continue";
        }
        waiting: "未处理完，等待支付网络重发", "Not processed yet, to be sent again";
        times: "收到次数", "Times received";
        received_at: "收到时间", "Received";
    }
}
