//! Bank statements as files.

use domain::bank_movement::LineOutcome;
use parts::{bilingual, texts::counted};

bilingual! {
    pub fn statement() -> StatementTexts {
        note: "从银行下载的备付金账户流水", "Statements of the reserve accounts, as the bank gives them";
        upload_title: "上传流水", "Upload a statement";
        upload_label: "银行流水文件", "Bank statement";
        upload_hint:
            "银行导出的 csv、xlsx，或 camt.053 报文，不超过 40 MB。先逐行预览，由另一位同事确认后才记账；同一份流水再次上传不会重复记账。",
            "csv or xlsx as the bank exports it, or a camt.053 message, up to 40 MB. Every line is shown first and recorded only when a second person confirms; the same statement twice adds nothing.";
        upload_button: "上传并预览", "Upload and preview";
        files: "上传记录", "Uploads";
        file_name: "文件", "File";
        uploaded: "上传", "Uploaded";
        accounts_days: "账户 · 日期", "Account · days";
        count: "笔数", "Movements";
        to_explain(count: usize) -> String = format!("{count} 个需要说明的问题"), counted(count, "thing to explain", "things to explain");
        to_know(count: usize) -> String = format!("{count} 个提示"), counted(count, "thing to know", "things to know");
        /// The very same file was confirmed, or waits too.
        same_confirmed: "同一文件已记账", "The same file is recorded already";
        same_waits: "同一文件另有一份待确认", "The same file waits a second time";
        confirmed: "已记账", "Recorded";
        to_confirm: "待确认", "To be confirmed";
        none_title: "还没有上传过流水", "No statement yet";
        none_text:
            "上传后先逐行预览会发生什么，另一位同事确认之前不记账。",
            "Every line shows first what it will do; nothing is recorded before a second person confirms.";
        preview_title(count: u64) -> String =
            format!("预览：{count} 笔，尚未记账"),
            format!("Preview: {}, nothing recorded yet", counted(count, "movement", "movements"));
        preview_text:
            "下表是每一笔确认后会发生的事。确认时按当时的状态重新判断。",
            "The list says what each line will do. It is decided anew at the moment of confirming.";
        no_movements_title: "没有可记账的流水", "No movement to record";
        no_rows_text: "文件里没有明细行。", "It has no lines.";
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
                    1 => "1 row besides is no movement: a total, a note. ".to_owned(),
                    rows => format!("{rows} rows besides are no movements: totals, notes. "),
                };
                let unread = match unread {
                    0 => String::new(),
                    1 => "1 row could not be read and will not be recorded.".to_owned(),
                    rows => format!("{rows} rows could not be read and will not be recorded."),
                };
                (passed_over + &unread).trim_end().to_owned()
            };
        nothing_new_title: "这份流水的每一笔都已记账", "Every line is recorded already";
        nothing_new_text: "再次确认不会重复记账。", "Confirming it again adds nothing.";
        done_title(at: &str, by: &str): "{by}已于 {at} 确认记账", "Confirmed by {by} at {at}";
        done_text: "下表是每一笔的结果。", "The list says what became of each line.";
        confirm: "确认记账", "Record";
        given_back: "已退回", "Given back";
        discarded: "已作废", "Discarded";
        discarded_title: "这份文件已作废，没有记账", "Discarded; nothing was recorded";
        given_back_title(by: &str): "{by}已退回，没有记账", "Given back by {by}; nothing was recorded";
        waits_title: "等待复核", "Waits for the checker";
        waits_text:
            "由另一位有复核权限的同事确认记账或退回。在此之前什么都不会发生。",
            "Another person confirms it or gives it back. Until then nothing happens.";
        decide_text:
            "请与银行网银或回单核对后再决定。确认后按当时的状态逐笔记账，全部成功或全部不做。",
            "Check it against the bank first. When it is confirmed, every line is recorded as things then stand, all or none.";
        note_hint_grave:
            "上面有需要说明的问题：确认或退回都要写明核实的经过。",
            "Something above has to be explained: say what was checked, whichever way you decide.";
        account: "账户", "Account";
        days: "日期", "Days";
        no_lines: "这份流水没有收付。", "Nothing moved.";
        outcomes(outcome: LineOutcome) {
            LineOutcome::Known => "此前已入账", "Already recorded";
            LineOutcome::Draw => "支用", "Draws";
            LineOutcome::Wallet => "充值", "Top-ups";
            LineOutcome::Payout => "代付", "Payouts";
            LineOutcome::Receivable => "合作机构退款", "Given back";
            LineOutcome::Commission => "佣金资金", "Commissions";
            LineOutcome::Settlement => "网络清算", "Settlements";
            LineOutcome::Break => "差异", "Breaks";
            LineOutcome::Unmatched => "未匹配", "Unmatched";
            LineOutcome::Doubtful => "疑似重复", "Possible duplicates";
            LineOutcome::Refused => "无法识别", "Unreadable";
            LineOutcome::PassedOver => "不是流水", "No movement";
        }
        movements_link: "查看这份流水的对账结果", "See its movements";
        lines: "流水明细", "Lines";
        row: "行", "Row";
        booked: "入账时间 · 对方", "Booked · counterparty";
        remittance: "附言", "Remittance";
        income: "收（元）", "In (yuan)";
        outgo: "付（元）", "Out (yuan)";
        will_do: "确认后", "When confirmed";
        has_done: "结果", "Result";
        period(from: &str, to: &str) -> String = span(from, "～", to), span(from, " to ", to);
        opening: "期初余额（元）", "Opening balance (yuan)";
        closing: "期末余额（元）", "Closing balance (yuan)";
        format: "格式", "Format";
        sha256: "文件摘要 SHA-256", "SHA-256 of the file";
        known: "此前已入账，不重复", "Already recorded: nothing";
        draw_credited: "支用入账，放款给代理商", "Draw credited to the agent";
        draw_funded: "记为支用资金，等待指令或余款", "Draw funded; awaits the instruction or the rest";
        top_up: "充值到支付账户", "Wallet topped up";
        receivable_settled: "合作机构退款", "Given back by a partner";
        commission_funded: "佣金资金到账", "A carrier's commissions";
        settlement_arrived: "网络清算到账", "The network's settlement";
        payout_confirmed: "确认代付", "Payout confirmed";
        unmatched: "未匹配，待人工", "Unmatched: for a person";
        doubtful: "疑似重复，两人判定前不记账", "Possible duplicate: not booked until two people have said";
        line_problems(code: &str) {
            "statement.amount_unreadable" => "金额格式不正确", "The amount cannot be read";
            "statement.amount_finer_than_fen" => "金额小数超过两位", "More than two decimals";
            "statement.amount_not_positive" => "金额须大于零", "The amount must be more than zero";
            "statement.amount_too_large" => "金额过大", "The amount is too large";
            "statement.account_unreadable" => "对方账号不是账号", "The other party's account is no account number";
            "statement.account_digits_lost" => "对方账号丢了位数", "The other party's account has lost digits";
            "statement.balance_unreadable" => "余额格式不正确", "The balance cannot be read";
            "statement.date_unreadable" => "日期格式不正确", "The date cannot be read";
            "statement.time_unreadable" => "时间格式不正确", "The time cannot be read";
            "statement.direction_unreadable" => "收付方向无法识别", "Neither in nor out";
            "statement.currency_unknown" => "币种无法识别", "Unknown currency";
            "statement.cell_missing" => "缺少必填内容", "A needed cell is empty";
            "statement.too_many_cells" => "列数多于表头", "More cells than headings";
            "statement.columns_moved" =>
                "各列可能错位，开户行处是账号",
                "The columns may have moved: an account stands for the bank";
            "statement.no_movement" => "合计或附注，不是流水", "A total or a note, no movement";
            "statement.not_booked" => "银行尚未入账", "Not booked yet";
            "statement.status_unreadable" => "入账状态无法识别", "The booking status cannot be read";
            "statement.after_end" => "在合计行之后", "After the end of the table";
            _ => "格式不正确", "Not understood";
        }
    }
}

fn span(from: &str, between: &str, to: &str) -> String {
    if from == to { from.to_owned() } else { format!("{from}{between}{to}") }
}
