//! Bank statements as files.

use domain::bank_movement::{LineOutcome, LineRefusal};
use parts::{bilingual, texts::counted};

bilingual! {
    pub fn statement() -> StatementTexts {
        note: "从银行下载的备付金账户流水", "Reserve account statements downloaded from the bank";
        upload_title: "上传流水", "Upload a statement";
        upload_label: "银行流水文件", "Bank statement";
        upload_hint:
            "银行导出的 csv、xlsx，或 camt.053 报文，不超过 40\u{a0}MB。先逐行预览，由另一位同事确认后记账；重复上传不会重复记账。",
            "csv or xlsx exported by the bank, or a camt.053 message, up to 40\u{a0}MB. Every line is previewed and booked only after a second person confirms. Uploading the same statement again books nothing twice.";
        upload_button: "上传并预览", "Upload and preview";
        accounts_days: "账户 · 日期", "Account · dates";
        count: "笔数", "Movements";
        to_explain(count: usize) -> String = format!("{count} 个需要说明的问题"), counted(count, "issue to explain", "issues to explain");
        to_know(count: usize) -> String = format!("{count} 个提示"), counted(count, "note", "notes");
        /// The very same file was confirmed, or waits too.
        same_confirmed: "同一文件已记账", "The same file is already booked";
        same_waits: "同一文件另有一份待确认", "Another copy of this file is awaiting confirmation";
        recording: "记账中", "Being booked";
        recording_title(recorded: u64, movements: u64):
            "正在记账：已完成 {recorded} 笔，共 {movements} 笔", "Being booked: {recorded} of {movements} movements done";
        recording_text(at: &str, by: &str):
            "{by}已于 {at} 确认，系统按顺序分批记账。完成之前，该账户不读取银行推送，也不能确认其他流水。",
            "Confirmed by {by} at {at}. The lines are booked in batches, in order. Until that has finished, the account's bank feed is not read and no other statement of it can be confirmed.";
        confirmed: "已记账", "Booked";
        none_title: "还没有上传记录", "No statements yet";
        none_text:
            "上传后逐行预览处理结果，另一位同事确认之前不记账。",
            "The preview shows what each line will do. Nothing is booked before a second person confirms.";
        preview_title(count: u64) -> String =
            format!("预览：{count} 笔，尚未记账"),
            format!("Preview: {}, nothing booked yet", counted(count, "movement", "movements"));
        preview_text:
            "下表为确认后每笔的处理结果，确认时按当时的状态重新判断。",
            "The list shows what each line will do on confirmation. It is re-evaluated at that moment.";
        no_movements_title: "没有可记账的流水", "No movements to book";
        no_rows_text: "文件中没有明细行。", "The file has no lines.";
        /// Rows that are no movement, and rows that were not understood.
        other_rows(passed_over: u64, unread: u64) -> String =
            {
                let passed_over = (passed_over > 0).then(|| format!("另有 {passed_over} 行不是流水（合计、附注等）。"));
                let unread = (unread > 0).then(|| format!("另有 {unread} 行无法识别，不会记账。"));
                [passed_over, unread].into_iter().flatten().collect()
            },
            {
                let passed_over = match passed_over {
                    0 => String::new(),
                    1 => "1 other row is not a movement (total, note). ".to_owned(),
                    rows => format!("{rows} other rows are not movements (totals, notes). "),
                };
                let unread = match unread {
                    0 => String::new(),
                    1 => "1 row is unreadable and will not be booked.".to_owned(),
                    rows => format!("{rows} rows are unreadable and will not be booked."),
                };
                (passed_over + &unread).trim_end().to_owned()
            };
        nothing_new_title: "这份流水均已记账", "All lines are already booked";
        nothing_new_text: "再次确认不会重复记账。", "Confirming it again books nothing twice.";
        done_title(at: &str, by: &str): "{by}已于 {at} 确认记账", "Confirmed by {by} at {at}";
        done_text: "下表为每笔的处理结果。", "The list shows the result of each line.";
        confirm: "确认记账", "Confirm and book";
        given_back: "已退回", "Sent back";
        discarded_title: "这份文件已作废，未记账", "Discarded, nothing was booked";
        given_back_title(by: &str): "{by}已退回，未记账", "Sent back by {by}, nothing was booked";
        waits_title: "等待复核", "Awaiting a checker";
        waits_text:
            "由另一位有复核权限的同事确认记账或退回，在此之前不会记账。",
            "Another person with checker rights confirms it or sends it back. Nothing is booked until then.";
        decide_text:
            "请与网银或银行回单核对后再决定。确认后按当时的状态逐笔记账，每笔只记一次；笔数较多时分批记账。",
            "Check it against online banking or bank receipts first. On confirmation every line is booked once, as things stand then; many lines are booked in batches.";
        note_hint_grave:
            "上面有需要说明的问题，确认或退回均须写明核实经过。",
            "There are issues to explain above. State what was checked, whether you confirm or send back.";
        account: "账户", "Account";
        days: "日期", "Dates";
        no_lines: "这份流水没有收付。", "No movements in this statement.";
        outcomes(outcome: LineOutcome) {
            LineOutcome::Known => "此前已入账", "Already booked";
            LineOutcome::Draw => "支用", "Draws";
            LineOutcome::Wallet => "充值", "Top-ups";
            LineOutcome::Payout => "代付", "Payouts";
            LineOutcome::Receivable => "合作机构退款", "Partner refunds";
            LineOutcome::Commission => "佣金资金", "Commissions";
            LineOutcome::Settlement => "网络清算", "Settlements";
            LineOutcome::Break => "差异", "Breaks";
            LineOutcome::Unmatched => "未匹配", "Unmatched";
            LineOutcome::Doubtful => "疑似重复", "Possible duplicates";
            LineOutcome::Refused => "无法识别", "Unreadable";
            LineOutcome::PassedOver => "不是流水", "Not a movement";
        }
        movements_link: "查看这份流水的对账结果", "View reconciliation results";
        lines: "流水明细", "Lines";
        will_do: "确认后", "When confirmed";
        period(from: &str, to: &str) -> String = span(from, "～", to), span(from, " to ", to);
        known: "此前已入账，不重复记账", "Already booked, not repeated";
        draw_credited: "支用入账，放款给代理商", "Draw credited to the agent";
        draw_funded: "记为支用资金，待付款登记或余款", "Booked as draw funds, awaiting the payment report or the rest";
        top_up: "充值到支付账户", "Wallet topped up";
        receivable_settled: "合作机构退款", "Refund from partner";
        commission_funded: "佣金资金到账", "Commission funds received";
        settlement_arrived: "网络清算到账", "Network settlement received";
        payout_confirmed: "确认代付", "Payout confirmed";
        unmatched: "未匹配，待人工处理", "Unmatched, to be handled manually";
        doubtful: "疑似重复，双人判定前不记账", "Possible duplicate, not booked until two people decide";
        line_problems(why: LineRefusal) {
            LineRefusal::AmountUnreadable => "金额格式不正确", "Invalid amount";
            LineRefusal::AmountFinerThanFen => "金额小数超过两位", "More than two decimals";
            LineRefusal::AmountNotPositive => "金额须大于零", "Amount must be above zero";
            LineRefusal::AmountTooLarge => "金额过大", "Amount too large";
            LineRefusal::AccountUnreadable => "对方账号格式不正确", "Invalid counterparty account number";
            LineRefusal::AccountDigitsLost => "对方账号丢失位数", "Counterparty account number has lost digits";
            LineRefusal::BalanceUnreadable => "余额格式不正确", "Invalid balance";
            LineRefusal::DateUnreadable => "日期格式不正确", "Invalid date";
            LineRefusal::TimeUnreadable => "时间格式不正确", "Invalid time";
            LineRefusal::DirectionUnreadable => "收付方向无法识别", "Direction not recognised";
            LineRefusal::CurrencyUnknown => "币种无法识别", "Unknown currency";
            LineRefusal::CellMissing => "缺少必填内容", "Required cell empty";
            LineRefusal::TooManyCells => "列数多于表头", "More cells than headings";
            LineRefusal::ColumnsMoved =>
                "各列可能错位，开户行一栏为账号",
                "Columns may be shifted: account number in the bank column";
            LineRefusal::NoMovement => "合计或附注，不是流水", "Total or note, not a movement";
            LineRefusal::NotBooked => "银行尚未入账", "Not booked by the bank yet";
            LineRefusal::StatusUnreadable => "入账状态无法识别", "Booking status not recognised";
            LineRefusal::AfterEnd => "在合计行之后", "After the closing row";
        }
    }
}

fn span(from: &str, between: &str, to: &str) -> String {
    if from == to { from.to_owned() } else { format!("{from}{between}{to}") }
}
