//! Of an endpoint.

use domain::endpoint::EndpointRefusal;

use super::Words;
use crate::{texts::attempt::attempt, words};

pub fn words(refusal: &EndpointRefusal) -> Words {
    match refusal {
        EndpointRefusal::NotPublic => words! {
            "这个地址不能使用", "请填写以 https 开头、可从互联网访问的地址；不支持内网地址和带用户名的地址。";
            "This address cannot be used", "It must start with https and be reachable from the internet. Private addresses and addresses with a user name are not allowed.";
        },
        EndpointRefusal::AlreadyRegistered => words! {
            "已有一个地址待启用", "请先启用或撤回它。";
            "Another endpoint is awaiting activation", "Activate or withdraw it first.";
        },
        EndpointRefusal::WrongState => words! {
            "当前状态不能进行此操作", "请刷新后查看状态。";
            "Not possible in its current status", "Refresh the page to see its current status.";
        },
        EndpointRefusal::NotTested => words! {
            "尚未通过测试", "请先发送测试通知。";
            "Not tested yet", "Send a test notice first.";
        },
        EndpointRefusal::TestFailed { outcome } => {
            let outcome = attempt().outcome(*outcome);
            words! {
                "测试未通过：{outcome}", "请检查贵司系统能否在 15 秒内返回 2xx，再试一次。";
                "Test failed: {outcome}",
                "Check that your system answers with 2xx within 15 seconds, then try again.";
            }
        }
        EndpointRefusal::SamePerson => words! {
            "登记人不能启用自己登记的地址", "请由另一位审批人启用。";
            "You cannot activate an endpoint you registered", "Another approver must activate it.";
        },
        EndpointRefusal::NoneInForce => words! {
            "没有启用的接收地址", "请先设置接收地址。";
            "No active endpoint", "Set one up first.";
        },
    }
}
