//! The keys with which a partner's system signs.

use domain::partner_key::KeyState;

use crate::bilingual;

bilingual! {
    pub fn key() -> KeyTexts {
        title: "接口密钥", "API keys";
        note:
            "我方系统用私钥为每个请求签名，这里登记的是对应的公钥。更换时先登记并启用新的，再停用旧的，其间两个都有效。",
            "Your system signs every request with its private key; the public keys are registered here. To change one, have the new one approved first and end the old one then: meanwhile both count.";
        none: "没有有效的密钥，我方系统不能使用接口。", "No key counts: your system cannot use the API.";
        states(state: KeyState) {
            KeyState::Registered => "待启用", "Not approved yet";
            KeyState::Live => "有效", "Valid";
            KeyState::Ended => "已停用", "Ended";
            KeyState::Withdrawn => "已撤回", "Withdrawn";
        }
        name: "密钥编号（X-Key-Id）", "Name (X-Key-Id)";
        fingerprint: "公钥指纹（SHA-256）", "Fingerprint of the public key (SHA-256)";
        algorithm: "签名算法", "Algorithm";
        registered: "登记", "Registered";
        approved: "启用", "Approved";
        ended: "结束", "Ended";
        last_used: "最近一次使用", "Last used";
        register: "登记新的公钥", "Register a public key";
        register_text(most: usize):
            "由另一位审批人启用之后才有效；同时有效的最多 {most} 个。",
            "It counts once another approver has approved it; at most {most} count at once.";
        pasted: "公钥内容", "The public key";
        pasted_hint:
            "Ed25519 或国密 SM2 公钥：PEM（以 -----BEGIN PUBLIC KEY----- 开头）；Ed25519 也可用 JWK，SM2 也可用 04 开头的 65 字节的 Base64。请勿粘贴私钥。",
            "Ed25519 or SM2, in PEM (it begins with -----BEGIN PUBLIC KEY-----); Ed25519 as a JWK too, SM2 as the base 64 of its 65 bytes, which begin with 04. Never paste the private key.";
        register_now: "登记", "Register";
        compare:
            "启用前，请与持有私钥的同事核对指纹：openssl pkey -pubin -outform DER | sha256sum。",
            "Compare the fingerprint with whoever has the private key before you approve: openssl pkey -pubin -outform DER | sha256sum.";
        approve: "启用这个密钥", "Approve";
        other_approver: "登记人以外的审批人可以启用。", "An approver other than who registered it approves it.";
        withdraw: "撤回", "Withdraw";
        end: "停用", "End";
        end_one(name: &str): "停用 {name}", "End {name}";
        end_text:
            "停用后立即失效，用它签名的请求不再受理，已受理的不受影响；停用后不能恢复。",
            "Nothing that it signs is accepted from then on; what was accepted stands. It cannot be brought back.";
        end_now: "立即停用", "End it now";
        history: "以前的密钥", "Keys before";
    }
}
