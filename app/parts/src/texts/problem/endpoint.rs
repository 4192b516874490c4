//! Of an endpoint.

use domain::endpoint::EndpointRefusal;

use super::Words;
use crate::words;

pub fn words(refusal: &EndpointRefusal) -> Words {
    match refusal {
        EndpointRefusal::NotPublic => words! {
            "这个地址不能使用", "请填写 https 开头、互联网可以访问的地址；内网地址、带用户名的地址不能使用。";
            "This address cannot be used", "It begins with https and is on the public internet, without a user name in it.";
        },
        EndpointRefusal::AlreadyRegistered => words! {
            "已有一个地址待启用", "请先启用或撤回它。";
            "Another address waits", "Put it in force or withdraw it first.";
        },
        EndpointRefusal::WrongState => words! {
            "这个地址现在不能这样处理", "请刷新后查看状态。";
            "It is in another state", "Reload and look.";
        },
        EndpointRefusal::NotTested => words! {
            "还没有通过测试", "请先发送测试通知。";
            "It has not acknowledged a test", "Send a test first.";
        },
        EndpointRefusal::TestFailed { outcome } => words! {
            "测试没有通过：{outcome}", "请检查我方系统是否在 15 秒内以 2xx 回应，再试一次。";
            "It did not acknowledge the test: {outcome}",
            "See whether your system answers with 2xx within 15 seconds, and try again.";
        },
        EndpointRefusal::SamePerson => words! {
            "登记人不能自己启用", "请由另一位审批人启用。";
            "Whoever registered it does not approve it", "Another approver does.";
        },
        EndpointRefusal::NoneInForce => words! {
            "没有启用的接收地址", "请先设置接收地址。";
            "No endpoint is in force", "Set one up first.";
        },
    }
}
