//! Of a partner's key.

use domain::partner_key::{KeyRefusal, MOST_LIVE};

use super::Words;
use crate::words;

pub fn words(refusal: KeyRefusal) -> Words {
    let most = MOST_LIVE;
    match refusal {
        KeyRefusal::Unreadable => words! {
            "未识别到 Ed25519 或 SM2 公钥", "请粘贴完整的 PEM（从 -----BEGIN PUBLIC KEY----- 到 -----END PUBLIC KEY-----）或 JWK。";
            "No Ed25519 or SM2 public key found",
            "Paste the full PEM (from -----BEGIN PUBLIC KEY----- to -----END PUBLIC KEY-----) or JWK.";
        },
        KeyRefusal::NoPrefix => words! {
            "SM2 公钥缺少开头的 04", "请在 64 字节的公钥前加上 04，登记全部 65 字节。";
            "The SM2 public key has no leading 04", "Put 04 before its 64 bytes and register all 65.";
        },
        KeyRefusal::Private => words! {
            "这是私钥，未保存", "私钥不应离开贵司系统。请停用这对密钥，重新生成后只登记公钥。";
            "This is a private key and was not saved",
            "A private key must never leave your system. Stop using this pair, generate a new one and register only the public key.";
        },
        KeyRefusal::Weak => words! {
            "这个公钥不安全", "请重新生成一对 Ed25519 密钥。";
            "This public key is not secure", "Generate a new Ed25519 key pair.";
        },
        KeyRefusal::Known => words! {
            "这个公钥已登记", "已停用的公钥不能再次启用，请生成新的密钥。";
            "This key was already registered", "Ended keys cannot be reactivated. Generate a new key pair.";
        },
        KeyRefusal::AlreadyRegistered => words! {
            "已有一个密钥待启用", "请先启用或撤回它。";
            "Another key is awaiting approval", "Approve or withdraw it first.";
        },
        KeyRefusal::TooMany => words! {
            "已有 {most} 个有效的密钥", "请先停用一个。";
            "{most} keys are already valid", "End one first.";
        },
        KeyRefusal::WrongState => words! {
            "当前状态不能进行此操作", "请刷新后查看状态。";
            "Not possible in its current status", "Refresh the page to see its current status.";
        },
        KeyRefusal::SamePerson => words! {
            "登记人不能启用自己登记的密钥", "请由另一位审批人启用。";
            "You cannot approve a key you registered", "Another approver must approve it.";
        },
        KeyRefusal::Last => words! {
            "这是最后一个有效的密钥", "请先启用新的密钥，或在门户中停用它。";
            "This is the last valid key", "Have a new key approved first, or end this one in the portal.";
        },
    }
}
