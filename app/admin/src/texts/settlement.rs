//! What the agreement payment network settles.

use domain::{
    agreement_debit::DebitState,
    settlement::{LineKind, SettlementBreak, SettlementState},
};
use parts::bilingual;

bilingual! {
    pub fn settlement() -> SettlementTexts {
        title: "网络清算", "Network settlements";
        note:
            "网络每天一份清算文件：逐笔与我们的协议扣款核对，款项次日到备付金账户",
            "A file of the network's for every date, held line by line against our debits; its money comes a day later";
        none_title: "还没有清算日", "Nothing to settle yet";
        none_text: "第一笔协议扣款发送后，从当天起每天等待网络的清算文件。", "From the day of the first agreement debit on, a file is awaited for every date.";
        of(date: &str): "{date} 网络清算", "Network settlement of {date}";
        date: "清算日", "Date";
        states(state: SettlementState) {
            SettlementState::Awaited => "等待文件", "File awaited";
            SettlementState::Received => "核对中", "Being compared";
            SettlementState::Compared => "已核对", "Compared";
        }
        has_breaks: "有差异", "Has differences";
        received: "文件收到", "File came";
        lines: "笔数", "Lines";
        settled: "相符（笔）", "Agree";
        open_breaks: "未结差异（笔）", "Open differences";
        net: "应到账（元）", "To be paid (yuan)";
        money: "款项", "Money";
        nothing_due: "无需到账", "Nothing to come";
        not_arrived: "未到账", "Not arrived";
        arrived: "已到账", "Arrived";
        debited: "扣款合计（元）", "Debited (yuan)";
        refunded: "退款合计（元）", "Given back (yuan)";
        number: "清算编号", "Number";
        payer_account: "付款账户", "Paid from";
        files: "收到的文件", "Files that came";
        file: "文件", "File";
        first_file: "文件 1，以此为准", "File 1, which counts";
        other_file(number: usize): "文件 {number}", "File {number}";
        differing: "内容不同的明细", "Lines in which they differ";
        stands_in: "出现在", "Stands in";
        in_first(other: i64): "文件 1，文件 {other} 没有", "File 1, not in file {other}";
        in_other(other: i64): "文件 {other}，文件 1 没有", "File {other}, not in file 1";
        lines_alike: "明细相同，只有文件头或汇总不同。", "Their lines are the same: only their heads or sums differ.";
        first_differing(count: usize): "先列出前 {count} 行", "The first {count} are listed";
        awaited_title: "清算文件还没有到", "Its file has not come";
        awaited_text: "系统持续向网络索取，到达后自动核对。", "The network is asked for it again and again, and it is compared as soon as it is there.";
        settles: "相符", "Agrees";
        nothing: "没有动钱", "No money moved";
        details: "文件明细", "Lines of the file";
        no_lines_title: "文件里没有扣款", "No debit in it";
        no_lines_text: "这一天网络没有清算任何扣款。", "The network settled nothing for this date.";
        order: "扣款编号 · 网络流水", "Debit · the network's number";
        line_kinds(kind: LineKind) {
            LineKind::Payment => "扣款", "Debit";
            LineKind::Refund => "退款", "Refund";
            LineKind::Return => "退回付款人", "Taken back";
        }
        result: "网络结果", "The network says";
        ours: "我方状态", "We say";
        debit_states(state: DebitState) {
            DebitState::Accepted => "待发送", "To be sent";
            DebitState::Unknown => "结果未知", "Not known";
            DebitState::Succeeded => "成功", "Succeeded";
            DebitState::Failed => "失败", "Failed";
        }
        not_ours: "没有这笔", "No such debit";
        outcome: "核对结果", "Comparison";
        differences: "清算差异", "Differences of settlements";
        differences_text:
            "网络的清算文件与我们的扣款记录不一致。账务不会自动更改，请按说明与网络核实，并写明处理结果。",
            "The network's files and our debits do not say alike. Nothing in the books follows from it: find out with the network what is the case, and say what became of it.";
        differences_more: "还有更多，处理完这些后显示。", "There are more; they are shown when these are done.";
        kind: "类型", "Kind";
        kinds(kind: SettlementBreak) {
            SettlementBreak::OnlyTheirs => "我方没有这笔扣款", "No debit of ours";
            SettlementBreak::OnlyOurs => "清算文件缺少这笔成功的扣款", "A successful debit is in no file";
            SettlementBreak::AmountDiffers => "金额不一致", "Amounts differ";
            SettlementBreak::Repeated => "同一笔扣款清算了两次", "Settled twice";
            SettlementBreak::NeverSent => "我方还没有发送这笔扣款", "We have not sent it";
            SettlementBreak::LateSuccess => "已告失败的扣款后来成功", "Succeeded after it had failed";
            SettlementBreak::Contradicted => "我方成功，网络称未成功", "We say it succeeded, the network that it did not";
            SettlementBreak::UnorderedRefund => "没有提出过的退款", "A refund that nobody ordered";
            SettlementBreak::FileChanged => "同一清算日收到内容不同的文件", "Another file of the same date";
        }
        /// What to do about a difference.
        advice(kind: SettlementBreak) {
            SettlementBreak::OnlyTheirs =>
                "请网络说明来源；确认不是我方的，由网络收回款项。",
                "Ask the network whose it is; what is not ours it takes back.";
            SettlementBreak::OnlyOurs =>
                "通常次日补上，届时自动结清；迟迟没有的，请网络查明。",
                "It mostly comes with the next file, and is settled then; where it does not, ask the network.";
            SettlementBreak::AmountDiffers =>
                "请网络核对该笔实际扣款金额。",
                "Ask the network how much was taken.";
            SettlementBreak::Repeated =>
                "请网络确认是否重复清算，多付的由网络收回。",
                "Ask the network whether it paid twice; it takes back what is too much.";
            SettlementBreak::NeverSent =>
                "立即联系网络：我方没有发出过这笔扣款。",
                "Call the network at once: we have never ordered it.";
            SettlementBreak::LateSuccess =>
                "付款人的钱已被扣走，原答复不改：由两人决定退还付款人，或者入账。",
                "The payer has paid, and the old answer stays: two people give it back, or book it.";
            SettlementBreak::Contradicted =>
                "款项可能已付给合作机构：请网络提供该笔的最终结果。",
                "Its money may have been paid out: ask the network for its final word.";
            SettlementBreak::UnorderedRefund =>
                "请网络说明退款原因；可能是银行退回的扣款。",
                "Ask the network why; the bank may have taken the debit back.";
            SettlementBreak::FileChanged =>
                "以先到的文件为准。请网络说明哪一份正确。",
                "The first one counts. Ask the network which is right.";
        }
        debt: "债权", "Debt";
        owed_now: "现在欠款（元）", "Owed now (yuan)";
        debited_by: "扣款机构", "Debited by";
        held_by: "现在的债权人", "Held now by";
        decided: "已处理", "Settled";
        late_text:
            "这笔扣款已答复为失败，网络的清算文件却显示成功。原答复不改；默认退还付款人，债权仍欠这笔钱的，也可以入账。",
            "It was answered as failed, and the network's file says that it succeeded. The old answer stays; by default the payer gets it back, and where the debt owes it still it may be booked.";
        propose_give_back: "提出退还付款人", "Propose to give it back";
        give_back_text:
            "由网络原路退回被扣款的银行卡；网络确认后，这笔差异结清。",
            "The network gives it back to the card; once it says so, the difference is settled.";
        propose_adopt: "提出入账", "Propose to book it";
        adopt_text:
            "记为现在的债权人收到的款项：债权减少，款项代付给债权人。请先取得付款人和债权人的确认。",
            "It counts as collected by whoever holds the debt now: so much less is owed, and it is paid out. Have payer and holder confirm first.";
        theirs: "网络（元）", "Theirs (yuan)";
        ours_amount: "我方（元）", "Ours (yuan)";
        what_became: "处理结果", "What became of it";
        settle: "记录处理结果", "Record the outcome";
    }
}
