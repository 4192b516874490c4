//! What the agreement payment network settles.

use domain::{
    agreement_debit::DebitState,
    approval::Action,
    settlement::{LineKind, LineStanding, SettlementBreak, SettlementState},
};
use parts::bilingual;

bilingual! {
    pub fn settlement() -> SettlementTexts {
        title: "网络清算", "Network settlements";
        note:
            "支付网络每天提供清算文件，逐笔与本机构协议扣款核对；款项次日到备付金账户",
            "The network provides a file for every date. It is compared line by line with our debits, and the money arrives a day later";
        none_title: "还没有清算记录", "No settlements yet";
        none_text: "自首笔协议扣款发送当天起，每天等待支付网络的清算文件。", "From the day of the first agreement debit, a file is expected for every date.";
        of(date: &str): "{date} 网络清算", "Network settlement of {date}";
        date: "清算日", "Date";
        states(state: SettlementState) {
            SettlementState::Awaited => "等待文件", "Awaiting file";
            SettlementState::Received => "核对中", "Comparing";
            SettlementState::Compared => "已核对", "Compared";
        }
        received: "文件收到时间", "File received";
        settled: "相符（笔）", "Matched";
        open_breaks: "未结差异（笔）", "Open differences";
        net: "应到账（元）", "To be paid (yuan)";
        money: "款项", "Money";
        nothing_due: "无需到账", "Nothing due";
        debited: "扣款合计（元）", "Debited (yuan)";
        refunded: "退款合计（元）", "Refunded (yuan)";
        number: "清算编号", "Settlement number";
        payer_account: "付款账户", "Paid from";
        files: "收到的文件", "Files received";
        first_file: "文件 1，以此为准", "File 1, which applies";
        other_file(number: usize): "文件 {number}", "File {number}";
        differing: "内容不同的明细", "Lines that differ";
        stands_in: "出现在", "Found in";
        in_first(other: i64): "文件 1，文件 {other} 没有", "File 1, not in file {other}";
        in_other(other: i64): "文件 {other}，文件 1 没有", "File {other}, not in file 1";
        lines_alike: "明细相同，只有文件头或汇总不同。", "The lines are the same. Only the headers or totals differ.";
        first_differing(count: usize): "仅显示前 {count} 行", "Showing the first {count}";
        awaited_title: "清算文件未到", "Settlement file not received";
        awaited_text: "系统持续向支付网络获取，收到后自动核对。", "We keep requesting it from the network and compare it as soon as it arrives.";
        standings(standing: LineStanding) {
            LineStanding::Differs => "有差异", "Has differences";
            LineStanding::Settles => "相符", "Matched";
            LineStanding::Nothing => "未发生资金变动", "No money moved";
        }
        details: "文件明细", "File details";
        no_lines_title: "文件中没有扣款", "No debits in the file";
        no_lines_text: "当日支付网络未清算任何扣款。", "The network settled nothing for this date.";
        order: "扣款编号 · 网络流水号", "Debit · network reference";
        line_kinds(kind: LineKind) {
            LineKind::Payment => "扣款", "Debit";
            LineKind::Refund => "退款", "Refund";
            LineKind::Return => "退回客户", "Return";
        }
        ours: "本机构状态", "Our status";
        debit_states(state: DebitState) {
            DebitState::Accepted => "待发送", "To be sent";
            DebitState::Unknown => "结果未知", "Result unknown";
            DebitState::Succeeded => "成功", "Succeeded";
            DebitState::Failed => "失败", "Failed";
        }
        not_ours: "没有这笔扣款", "Debit not found";
        outcome: "核对结果", "Comparison";
        differences: "清算差异", "Settlement differences";
        differences_text:
            "支付网络的清算文件与本机构扣款记录不一致。账务不会自动更改，请按说明与支付网络核实，并填写处理结果。",
            "The network's files and our debits do not match. The books are not changed automatically. Follow the advice, check with the network and record the outcome.";
        differences_all: "查看全部清算差异", "All settlement differences";
        no_differences_title: "没有未处理的清算差异", "No open differences";
        no_differences_text: "清算文件与本机构扣款记录一致。", "The network's files match our debits.";
        kinds(kind: SettlementBreak) {
            SettlementBreak::OnlyTheirs => "本机构没有这笔扣款", "Not our debit";
            SettlementBreak::OnlyOurs => "清算文件缺少这笔成功的扣款", "Successful debit missing from the file";
            SettlementBreak::AmountDiffers => "金额不一致", "Amounts differ";
            SettlementBreak::Repeated => "同一笔扣款清算了两次", "Settled twice";
            SettlementBreak::NeverSent => "本机构还没有发送这笔扣款", "Not sent by us yet";
            SettlementBreak::LateSuccess => "已答复失败的扣款后来成功", "Succeeded after failure was reported";
            SettlementBreak::Contradicted => "本机构记为成功，支付网络称未成功", "Succeeded in our records, not at the network";
            SettlementBreak::UnorderedRefund => "本机构未提出的退款", "Refund not requested";
            SettlementBreak::BeyondTaken => "退回超过所扣金额", "More given back than was taken";
            SettlementBreak::FileChanged => "同一清算日收到内容不同的文件", "Different file for the same date";
        }
        /// What to do about a difference.
        advice(kind: SettlementBreak) {
            SettlementBreak::OnlyTheirs =>
                "请支付网络说明来源；确认不属于本机构的，由支付网络收回款项。",
                "Ask the network for its origin. If it is not ours, the network takes the money back.";
            SettlementBreak::OnlyOurs =>
                "通常次日补充清算，届时自动结清；长时间未补的，请支付网络查明。",
                "It usually appears in the next file and is then settled automatically. If not, ask the network.";
            SettlementBreak::AmountDiffers =>
                "请支付网络核对该笔实际扣款金额。",
                "Ask the network for the amount actually debited.";
            SettlementBreak::Repeated =>
                "请支付网络确认是否重复清算，多付款项由支付网络收回。",
                "Ask the network whether it settled twice. The network takes back any excess.";
            SettlementBreak::NeverSent =>
                "请立即联系支付网络：本机构未发出过这笔扣款。",
                "Contact the network immediately: we never sent this debit.";
            SettlementBreak::LateSuccess =>
                "已答复失败的扣款、充值或退款，支付网络的清算文件却显示成功。由双人决定：扣款退还客户或入账，充值和退款入账。",
                "A debit, top-up or refund was answered as failed, but succeeded at the network. Two people decide: a debit is refunded or booked, a top-up or refund is booked.";
            SettlementBreak::Contradicted =>
                "款项可能已付给合作机构，请支付网络提供该笔的最终结果。",
                "The money may already have been paid out. Ask the network for the final result.";
            SettlementBreak::UnorderedRefund =>
                "请支付网络说明退款原因，可能是银行退回的扣款。",
                "Ask the network for the reason. The bank may have reversed the debit.";
            SettlementBreak::BeyondTaken =>
                "客户已通过退款和银行退回收到超过扣款的金额。由双人决定由收款机构承担，或确认支付网络已补付。",
                "The customer got back more than was debited, by a refund and by the bank. Two people decide that the partner owes it, or that the network has made it good.";
            SettlementBreak::FileChanged =>
                "以先收到的文件为准。请支付网络说明哪一份正确。",
                "The first file applies. Ask the network which one is correct.";
        }
        owed_now: "当前未清偿（元）", "Currently outstanding (yuan)";
        decided: "已处理", "Resolved";
        difference_amount: "差异金额（元）", "Difference (yuan)";
        /// What is proposed about a difference about which two people decide.
        propose_choice(choice: &Action) {
            Action::GiveBackLate { .. } => "提出退还客户", "Propose refund";
            Action::AdoptLate { .. } => "提出入账", "Propose booking";
            Action::SettleBeyond { charged: true, .. } => "提出由收款机构承担", "Propose charging the partner";
            Action::SettleBeyond { charged: false, .. } => "提出按支付网络已补付结清", "Propose closing as repaid by the network";
            _ => "", "";
        }
        choice_text(choice: &Action) {
            Action::GiveBackLate { .. } =>
                "由支付网络原路退回被扣款的银行卡；支付网络确认后，这笔差异自动结清。",
                "The network refunds the debited card. The difference is settled automatically once the network confirms.";
            Action::AdoptLate { .. } =>
                "扣款记为当前债权人收到的款项，债权相应减少，请先取得客户和债权人的确认；充值记入代理商支付账户；退款按成功入账，债权恢复，超出扣款的部分由退款机构承担。",
                "A debit counts as received by the current holder and the debt is reduced; get confirmation from the customer and the holder first. A top-up is credited to the shop's wallet. A refund is booked as made: the debt owes again, and the partner that ordered it owes anything beyond the debit.";
            Action::SettleBeyond { charged: true, .. } =>
                "客户收到的退回超过扣款，支付网络已从清算款中扣除。记为收款机构应还，并通知该机构。",
                "The customer received more than was debited, and the network deducted it from the settlement. The partner that was paid owes it and is told so.";
            Action::SettleBeyond { charged: false, .. } =>
                "仅在支付网络已随其他清算补付这笔款项时选择；不再记账。",
                "Only when the network has paid this back with another settlement. Nothing is booked.";
            _ => "", "";
        }
        theirs: "支付网络（元）", "Network (yuan)";
        ours_amount: "本机构（元）", "Ours (yuan)";
        settle: "记录处理结果", "Record outcome";
    }
}
