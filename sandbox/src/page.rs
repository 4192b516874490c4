//! The page for whoever tries the product: the phones with the codes that were sent, the agreements that payers can end, what was taken from
//! cards and can be demanded back, the payouts that can come back, what partners' systems were told, and what shall go wrong.

use axum::response::Html;

use crate::{
    amount,
    hook::{Hooks, Taken},
    mischief::Mischief,
    network::Sms,
    state::Sandbox,
};

/// How much of a kind the page shows.
const SHOWN: usize = 50;

pub fn page(sandbox: &Sandbox, hooks: &Hooks) -> Html<String> {
    let (codes, taken, told, mischief) = (codes(sandbox), taken(sandbox), told(hooks), mischief(sandbox));
    let (agreements, paid) = (agreements(sandbox), paid(sandbox));
    Html(format!(
        "<!DOCTYPE html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>沙箱</title><h1>沙箱短信</h1><p>发给客户和代理商的短信验证码，最新的在前。请刷新查看。</p>\
         <table><thead><tr><th>时间</th><th>手机号</th><th>用途</th><th>验证码</th></tr></thead><tbody>{codes}</tbody></table>\
         <h1>银行卡扣款</h1><p>客户可以通过银行要求退回已成功的扣款。</p>\
         <table><thead><tr><th>扣款编号</th><th>金额（元）</th><th></th></tr></thead><tbody>{taken}</tbody></table>\
         <h1>代付</h1><p>收款方银行可以退回已付出的代付。以下为最近付出的代付。</p>\
         <table><thead><tr><th>代付编号</th><th></th></tr></thead><tbody>{paid}</tbody></table>\
         <h1>协议</h1><p>客户可以在自己的银行解约。以下为新签的协议，编号为支付网络内部编号。</p>\
         <table><thead><tr><th>协议号</th><th></th></tr></thead><tbody>{agreements}</tbody></table>\
         <h1>异常场景</h1><p>选择接下来发生的异常和次数；0 次即取消。</p>{mischief}\
         <h1>合作机构收到的通知</h1><p>在门户中启用接收地址 /hooks/funder-a（或其他合作机构的地址）后，通知会显示在这里。</p>\
         <table><thead><tr><th>发生时间</th><th>合作机构</th><th>编号</th><th>事项</th><th>对象</th></tr></thead>\
         <tbody>{told}</tbody></table></html>"
    ))
}

fn codes(sandbox: &Sandbox) -> String {
    let row = |Sms { mobile, code, purpose, at }: &Sms| {
        format!("<tr><td>{at}</td><td>{mobile}</td><td>{purpose}</td><td><b>{code}</b></td></tr>")
    };
    sandbox.messages().iter().take(SHOWN).map(row).collect()
}

fn taken(sandbox: &Sandbox) -> String {
    let row = |(serial, fen): &(String, i64)| {
        let amount = amount::text(*fen);
        format!(
            "<tr><td>{serial}</td><td>{amount}</td><td><form method=\"post\" action=\"/control/return/{serial}\">\
             <button>客户要求退回</button></form></td></tr>"
        )
    };
    sandbox.taken().iter().map(row).collect()
}

fn paid(sandbox: &Sandbox) -> String {
    let row = |order_no: &String| {
        format!(
            "<tr><td>{order_no}</td><td><form method=\"post\" action=\"/control/send_back/{order_no}\">\
             <button>收款方银行退回</button></form></td></tr>"
        )
    };
    sandbox.paid_orders().iter().map(row).collect()
}

fn agreements(sandbox: &Sandbox) -> String {
    let row = |agreement_no: &String| {
        format!(
            "<tr><td>{agreement_no}</td><td><form method=\"post\" action=\"/control/end/{agreement_no}\">\
             <button>客户在银行解约</button></form></td></tr>"
        )
    };
    sandbox.agreements().iter().map(row).collect()
}

fn told(hooks: &Hooks) -> String {
    let row = |Taken { partner, number, r#type, subject, timestamp, .. }: &Taken| {
        format!(
            "<tr><td>{timestamp}</td><td>{partner}</td><td>{number}</td><td><b>{type}</b></td><td>{subject}</td></tr>"
        )
    };
    hooks.taken().iter().take(SHOWN).map(row).collect()
}

/// The form that asks for it, and what was asked for and has not happened yet.
fn mischief(sandbox: &Sandbox) -> String {
    let option = |what: Mischief| format!("<option value=\"{}\">{}</option>", what.code(), what.words());
    let options: String = Mischief::ALL.into_iter().map(option).collect();
    let left = |(what, times): (Mischief, u32)| format!("<li>{}：还有 {times} 次</li>", what.words());
    let left: String = sandbox.mischief().into_iter().map(left).collect();
    format!(
        "<form method=\"post\" action=\"/control/mischief\"><label>场景 <select name=\"what\">{options}</select></label> \
         <label>次数 <input type=\"number\" name=\"times\" value=\"1\" min=\"0\" max=\"99\" required></label> \
         <button>设定</button></form><ul>{left}</ul>"
    )
}
