//! The network's way to Lianrong: what it tells by itself is signed and sealed as its answers are, and told again until it is taken.

use std::sync::Arc;

use reqwest::{Client, StatusCode};

use crate::{
    callback::Callback, clock, guard::Guard, platform, sealed_field::WrappingKeys, signing::hexadecimal, state::Sandbox,
};

const PATH: &str = "/network/callbacks";
/// How long nothing is looked for while nothing is due.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(250);
/// How long Lianrong has for an answer. It may ask the network before it gives one.
const TIMEOUT: std::time::Duration = std::time::Duration::from_secs(20);

/// The way to Lianrong.
pub struct Line {
    client: Client,
    base: String,
    guard: Arc<Guard>,
    keys: WrappingKeys,
}

impl Line {
    pub fn new(base: &str, guard: Arc<Guard>) -> reqwest::Result<Self> {
        let keys = WrappingKeys::of(&guard);
        Ok(Self { client: platform::client(TIMEOUT)?, base: base.trim_end_matches('/').to_owned(), guard, keys })
    }

    /// Tells what is due, for ever.
    pub async fn run(self, sandbox: Arc<Sandbox>) {
        loop {
            let Some(callback) = sandbox.due_callback(clock::now()) else {
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            if !self.tell(&callback).await
                && let Some(again) = callback.again(clock::now())
            {
                sandbox.call_back(again);
            }
        }
    }

    /// Whether Lianrong has taken it, or never will.
    async fn tell(&self, callback: &Callback) -> bool {
        let mut random = [0; 16];
        if getrandom::fill(&mut random).is_err() {
            return false;
        }
        let nonce = hexadecimal(&random);
        let Some(body) = callback.body(&self.keys, &nonce) else { return false };
        let body = body.to_string().into_bytes();
        let asked = self.guard.asking(("POST", PATH), &nonce, &body);
        let mut request = self.client.post(format!("{}{PATH}", self.base)).header("content-type", "application/json");
        for (name, value) in asked.headers() {
            request = request.header(name, value);
        }
        let answer = match request.body(body).send().await {
            Ok(answer) => answer,
            Err(error) => {
                tracing::warn!(number = callback.number, %error, "a callback is not answered");
                return false;
            }
        };
        let (status, signed) = (answer.status(), self.guard.is_answered(&asked, answer.status(), answer.headers()));
        if !signed {
            tracing::warn!(number = callback.number, %status, "a callback is not taken");
        }
        signed && (status.is_success() || status == StatusCode::CONFLICT)
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Bytes, extract::State, middleware, routing::post};
    use serde_json::{Value, json};
    use time::Duration;
    use tokio::sync::mpsc;

    use super::*;
    use crate::{
        callback::TIMES,
        guard::{guard, tests::open},
        mischief::Mischief,
        network::{Done, Message, OK, UNAUTHORISED},
        state::tests::Folder,
    };

    fn pay(serial: &str) -> Message {
        Message::Pay { serial: serial.to_owned(), agreement_no: "SEED1".to_owned(), amount: 12_345 }
    }

    /// What is due within so many seconds.
    fn due(sandbox: &Sandbox, seconds: i64) -> Vec<Callback> {
        std::iter::from_fn(|| sandbox.due_callback(clock::now() + Duration::seconds(seconds))).collect()
    }

    #[test]
    fn what_was_done_is_told_and_goes_wrong_as_it_was_asked_to() {
        let folder = Folder::new("callbacks");
        let sandbox = Sandbox::open(&folder.arguments()).unwrap();
        sandbox.tell_network(pay("DBT-1")).unwrap();
        let [told] = &due(&sandbox, 2)[..] else { panic!("it is told once") };
        assert_eq!((told.category, told.serial.as_str(), told.business_code.as_str()), ("0301", "DBT-1", OK));
        assert_eq!(told.amount, Some(12_345));
        sandbox.tell_network(pay("DBT-1")).unwrap();
        assert!(due(&sandbox, 2).is_empty(), "nothing was done that was not told");
        assert!(sandbox.give_back("DBT-1").unwrap());
        let [back] = &due(&sandbox, 2)[..] else { panic!("it is told once") };
        assert_eq!((back.category, back.amount, back.business_code.as_str()), ("0303", Some(12_345), UNAUTHORISED));
        assert!(sandbox.end_there("SEED1").unwrap());
        let [ended] = &due(&sandbox, 2)[..] else { panic!("it is told once") };
        assert_eq!((ended.category, ended.serial.as_str(), ended.agreement_no.as_str()), ("0205", "", "SEED1"));

        for (mischief, soon, later) in [
            (Mischief::CallbackLost, vec![], 0),
            (Mischief::CallbackLate, vec![], 1),
            (Mischief::CallbackTwice, vec![NO, NO], 0),
            (Mischief::CallbackContrary, vec![OK, NO], 0),
        ] {
            sandbox.misbehave(mischief, 1);
            sandbox.tell_network(pay(&format!("DBT-{mischief:?}"))).unwrap();
            let told: Vec<String> = due(&sandbox, 2).into_iter().map(|told| told.business_code).collect();
            assert_eq!(told, soon, "{mischief:?}");
            assert_eq!(due(&sandbox, 120).len(), later, "{mischief:?}");
        }
    }

    /// The agreement has ended by then.
    const NO: &str = "PB012003";

    #[test]
    fn what_is_not_taken_is_told_again_and_given_up_one_day() {
        let now = clock::now();
        let done = Done::Signed { serial: "SGN-1".to_owned(), agreement_no: "NET-1".to_owned() };
        let mut told = Callback::of(&done, |_| None, now);
        let mut times = 0;
        while let Some(callback) = told {
            times += 1;
            assert!(callback.is_due(now + Duration::minutes(5)) && !callback.is_due(now));
            told = callback.again(now);
        }
        assert_eq!(times, TIMES);
    }

    #[tokio::test]
    async fn it_comes_signed_with_its_secret_sealed_and_is_taken_when_the_answer_is_lianrong_s() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (sender, mut taken) = mpsc::unbounded_channel();
        let take = async |State(sender): State<mpsc::UnboundedSender<String>>, body: Bytes| {
            sender.send(String::from_utf8(body.to_vec()).unwrap()).unwrap();
            StatusCode::NO_CONTENT
        };
        let theirs = Arc::new(open(&[[7; 32]]));
        let router = Router::new().route(PATH, post(take)).with_state(sender);
        let router = router.layer(middleware::from_fn_with_state(theirs, guard));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });

        let done = Done::Signed { serial: "SGN-1".to_owned(), agreement_no: "NET-AGREEMENT-1".to_owned() };
        let callback = Callback::of(&done, |_| None, clock::now()).unwrap();
        let line = Line::new(&base, Arc::new(open(&[[7; 32]]))).unwrap();
        assert!(line.tell(&callback).await);
        let body = taken.recv().await.unwrap();
        let told: Value = serde_json::from_str(&body).unwrap();
        assert_eq!((&told["callback_no"], &told["serial"]), (&json!(callback.number), &json!("SGN-1")));
        assert!(told["sealed"]["fields"]["agreement_no"].is_string() && !body.contains("NET-AGREEMENT"), "{body}");

        let forger = Line::new(&base, Arc::new(open(&[[8; 32]]))).unwrap();
        assert!(!forger.tell(&callback).await, "nobody takes it");
        assert!(taken.try_recv().is_err());
    }
}
