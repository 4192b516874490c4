//! What the network settles of a date: a file of every debit, and the money for all of them. The file is what Lianrong's reader
//! describes.

use time::Date;

use crate::{
    amount,
    bank::Receipt,
    network::{Line, OK},
};

/// From where the network pays.
const ACCOUNT: &str = "31050161364000005678";

fn day(on: Date) -> String {
    on.to_string().replace('-', "")
}

/// What its money names.
fn number(on: Date) -> String {
    format!("STL{}00000001", day(on))
}

/// A debit that somebody else has ordered.
pub fn stranger(on: Date) -> Line {
    Line { order_no: format!("DBT{}99999999", day(on)), amount: 100, result: OK.to_owned(), kind: "payment" }
}

/// The file of a date, and what is paid for it.
pub fn file(on: Date, lines: &[Line]) -> (String, i64) {
    let day = day(on);
    let sum = |back| -> i64 {
        lines.iter().filter(|line| line.result == OK && line.is_back() == back).map(|line| line.amount).sum()
    };
    let (debited, returned) = (sum(false), sum(true));
    let net = debited - returned;
    let rows: String = lines
        .iter()
        .zip(1..)
        .map(|(Line { order_no, amount, result, kind }, place)| {
            format!("D|N{day}{place:06}|{order_no}|{kind}|{}|{result}\n", amount::text(*amount))
        })
        .collect();
    let [debited, returned, paid] = [debited, returned, net].map(amount::text);
    (format!("H|{}|{on}|{ACCOUNT}\n{rows}T|{}|{debited}|{returned}|{paid}\n", number(on), lines.len()), net)
}

/// The money for a date.
pub fn receipt(on: Date, net: i64) -> Receipt {
    Receipt {
        amount: net,
        payer_account: ACCOUNT.to_owned(),
        payer_name: "协议支付网络清算专户".to_owned(),
        payer_bank: "中国建设银行上海分行".to_owned(),
        remittance: format!("清算款 {}", number(on)),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_file_has_a_line_for_each_debit_and_pays_those_that_succeeded() {
        let line = |order_no: &str, amount, result: &str| Line {
            order_no: order_no.to_owned(),
            amount,
            result: result.to_owned(),
            kind: "payment",
        };
        let returned = Line { kind: "return", ..line("DBT2026112000000003", 500, OK) };
        let lines =
            [line("DBT2026112000000001", 300_000, OK), line("DBT2026112000000002", 1_000, "PB012002"), returned];
        let (text, net) = file(date!(2026 - 11 - 20), &lines);
        assert_eq!(net, 299_500);
        assert_eq!(
            text,
            "H|STL2026112000000001|2026-11-20|31050161364000005678\n\
             D|N20261120000001|DBT2026112000000001|payment|3000.00|00000000\n\
             D|N20261120000002|DBT2026112000000002|payment|10.00|PB012002\n\
             D|N20261120000003|DBT2026112000000003|return|5.00|00000000\n\
             T|3|3000.00|5.00|2995.00\n"
        );
        assert_eq!(file(date!(2026 - 11 - 20), &[]).0.lines().last(), Some("T|0|0.00|0.00|0.00"));
    }
}
