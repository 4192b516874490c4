//! The texts of the bar below a table with tick boxes.

use crate::bilingual;

bilingual! {
    pub fn ticked() -> TickedTexts {
        all: "全选本页", "Select all on this page";
        ticked(count: usize): "已选 {count} 笔", "{count} selected";
        ticked_sum(count: usize, sum: &str): "已选 {count} 笔 · 合计 {sum} 元", "{count} selected · {sum} yuan";
    }
}
