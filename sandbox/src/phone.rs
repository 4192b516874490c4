//! The phones to which a gateway sends Lianrong's messages.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::network::Sms;

/// A message as it is handed over.
#[derive(Clone, Debug, Deserialize)]
pub struct Message {
    pub number: String,
    pub mobile: String,
    pub template: Template,
    pub code: String,
    #[serde(default)]
    pub amount: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Template {
    SignIn,
    Mobile,
    Contract,
    Draw,
}

impl Template {
    fn words(self, amount: &str) -> String {
        match self {
            Self::SignIn => "登录".to_owned(),
            Self::Mobile => "登记手机号".to_owned(),
            Self::Contract => "签订授信合同".to_owned(),
            Self::Draw => format!("借款 {amount} 元"),
        }
    }
}

/// A message that was sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Texted {
    pub number: String,
    #[serde(flatten)]
    pub sms: Sms,
}

/// What was sent, each number once.
#[derive(Default)]
pub struct Phones {
    numbers: BTreeSet<String>,
    messages: Vec<Sms>,
}

impl Phones {
    /// What is to be sent, which is nothing where it was before.
    pub fn take(&self, message: Message, at: String) -> Option<Texted> {
        let Message { number, mobile, template, code, amount } = message;
        let sms = Sms { mobile, code, purpose: template.words(&amount), at };
        (!self.numbers.contains(&number)).then_some(Texted { number, sms })
    }

    /// Notes what was sent, be it now or read from the journal.
    pub fn note(&mut self, texted: Texted) {
        self.numbers.insert(texted.number);
        self.messages.push(texted.sms);
    }

    pub fn messages(&self) -> impl Iterator<Item = &Sms> {
        self.messages.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_sent_once_whoever_hands_it_over_again() {
        let mut phones = Phones::default();
        let message = || Message {
            number: "code_1".to_owned(),
            mobile: "13900000001".to_owned(),
            template: Template::Draw,
            code: "123456".to_owned(),
            amount: "50,000.01".to_owned(),
        };
        for sent in [true, false] {
            let texted = phones.take(message(), "now".to_owned());
            assert_eq!(texted.is_some(), sent);
            texted.into_iter().for_each(|texted| phones.note(texted));
        }
        let purposes: Vec<&str> = phones.messages().map(|sms| sms.purpose.as_str()).collect();
        assert_eq!(purposes, ["借款 50,000.01 元"]);
    }
}
