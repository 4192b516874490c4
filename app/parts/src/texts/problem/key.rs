//! Of a partner's key.

use domain::partner_key::{KeyRefusal, MOST_LIVE};

use super::Words;
use crate::words;

pub fn words(refusal: KeyRefusal) -> Words {
    let most = MOST_LIVE;
    match refusal {
        KeyRefusal::Unreadable => words! {
            "没有读到 Ed25519 或 SM2 公钥", "请粘贴完整的 PEM（从 -----BEGIN PUBLIC KEY----- 到 -----END PUBLIC KEY-----）或 JWK。";
            "No Ed25519 or SM2 public key was read",
            "Paste the whole PEM (from -----BEGIN PUBLIC KEY----- to -----END PUBLIC KEY-----) or the JWK.";
        },
        KeyRefusal::NoPrefix => words! {
            "这个 SM2 公钥缺少开头的 04", "请在 64 字节的公钥前加上 04，再登记全部 65 字节。";
            "This SM2 public key lacks its 04", "Put 04 before its 64 bytes, and register all 65.";
        },
        KeyRefusal::Private => words! {
            "这是私钥，没有保存", "私钥不应离开我方系统：请勿再使用它，重新生成一对密钥，只登记公钥。";
            "This is a private key; it was not kept",
            "It should never leave your system: make a new pair, use this one no more, and register the public key only.";
        },
        KeyRefusal::Weak => words! {
            "这个公钥不安全", "请重新生成一对 Ed25519 密钥。";
            "This key proves nothing", "Make a new Ed25519 pair.";
        },
        KeyRefusal::Known => words! {
            "这个公钥已经登记过", "停用过的公钥不能再次启用；请生成新的密钥。";
            "This key was registered before", "One that has ended does not come back: make a new pair.";
        },
        KeyRefusal::AlreadyRegistered => words! {
            "已有一个密钥待启用", "请先启用或撤回它。";
            "Another key waits", "Approve or withdraw it first.";
        },
        KeyRefusal::TooMany => words! {
            "已有 {most} 个有效的密钥", "请先停用一个。";
            "{most} keys count already", "End one of them first.";
        },
        KeyRefusal::WrongState => words! {
            "这个密钥现在不能这样处理", "请刷新后查看状态。";
            "It is in another state", "Reload and look.";
        },
        KeyRefusal::SamePerson => words! {
            "登记人不能自己启用", "请由另一位审批人启用。";
            "Whoever registered it does not approve it", "Another approver does.";
        },
        KeyRefusal::Last => words! {
            "这是最后一个有效的密钥", "请先启用新的密钥，或在门户中停用。";
            "No other key counts", "Have another one approved first, or end this one in the portal.";
        },
    }
}
