//! The keys with which a partner's system signs.

use domain::partner_key::KeyState;

use crate::bilingual;

bilingual! {
    pub fn key() -> KeyTexts {
        title: "接口密钥", "API keys";
        note:
            "贵司系统用私钥为每个请求签名，这里登记的是对应的公钥。更换时先登记并启用新的，再停用旧的，其间两个都有效。",
            "Your system signs every request with a private key; register the matching public key here. To rotate, register and approve the new key first, then end the old one. Both are valid in between.";
        none: "没有有效的密钥，贵司系统暂不能使用接口。", "No valid key: your system cannot use the API.";
        states(state: KeyState) {
            KeyState::Registered => "待启用", "Awaiting approval";
            KeyState::Live => "有效", "Valid";
            KeyState::Ended => "已停用", "Ended";
            KeyState::Withdrawn => "已撤回", "Withdrawn";
        }
        name: "密钥编号（X-Key-Id）", "Key ID (X-Key-Id)";
        fingerprint: "公钥指纹（SHA-256）", "Fingerprint of the public key (SHA-256)";
        algorithm: "签名算法", "Algorithm";
        registered: "登记", "Registered";
        approved: "启用", "Approved";
        ended: "停用", "Ended";
        last_used: "最近一次使用", "Last used";
        register: "登记新的公钥", "Register a public key";
        register_text(most: usize):
            "由另一位审批人启用之后才有效；同时有效的最多 {most} 个。",
            "It becomes valid once another approver approves it. Up to {most} keys can be valid at once.";
        pasted: "公钥内容", "Public key";
        pasted_hint:
            "Ed25519 或国密 SM2 公钥：PEM（以 -----BEGIN PUBLIC KEY----- 开头）；Ed25519 也可用 JWK，SM2 也可用以 04 开头的 65 字节公钥的 Base64。请勿粘贴私钥。使用 HMAC-SHA256 时，填写 32 字节共享密钥的 JWK（kty 为 oct，alg 为 HS256）。",
            "Ed25519 or SM2 public key as PEM (starting with -----BEGIN PUBLIC KEY-----). Ed25519 also as JWK; SM2 also as Base64 of the 65 bytes starting with 04. Never paste a private key. For HMAC-SHA256, the 32-byte shared secret as JWK (kty oct, alg HS256).";
        register_now: "登记", "Register key";
        compare:
            "启用前，请与持有私钥的同事核对指纹：openssl pkey -pubin -outform DER | sha256sum。",
            "Before you approve, check the fingerprint with the holder of the private key: openssl pkey -pubin -outform DER | sha256sum.";
        approve: "启用这个密钥", "Approve key";
        other_approver: "须由登记人以外的审批人启用。", "It must be approved by an approver other than the person who registered it.";
        withdraw: "撤回", "Withdraw key";
        end: "停用", "End";
        end_one(name: &str): "停用 {name}", "End {name}";
        end_text:
            "停用后立即失效，用它签名的请求不再受理；已受理的不受影响。停用后不能恢复。",
            "Requests signed with it are no longer accepted; requests already accepted are not affected. This cannot be undone.";
        end_now: "立即停用", "End key now";
        history: "以前的密钥", "Previous keys";
    }
}
