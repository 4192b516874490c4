//! A partner's endpoint over real HTTP, that answers as it is told to.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    task::JoinHandle,
};

/// How an endpoint answers.
#[derive(Clone, Debug)]
pub enum Answer {
    /// With a status line, headers and a body, as they stand.
    Says(String),
    /// Never.
    Hangs,
    /// With 200, once these are closed.
    Waits(Arc<Semaphore>),
    /// With headers at once, and a byte of the body now and then.
    Drips,
    /// By breaking the connection.
    Resets,
}

impl Answer {
    pub fn status(status: u16) -> Self {
        Self::of(status, "", "")
    }

    pub fn of(status: u16, headers: &str, body: &str) -> Self {
        let length =
            if status == 204 || status == 304 { String::new() } else { format!("content-length: {}\r\n", body.len()) };
        Self::Says(format!("HTTP/1.1 {status} x\r\n{headers}{length}connection: close\r\n\r\n{body}"))
    }
}

/// What an endpoint was sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Received {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(String::as_str).unwrap_or_default()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

pub struct Receiver {
    pub url: String,
    received: Arc<Mutex<Vec<Received>>>,
    answers: Arc<Mutex<VecDeque<Answer>>>,
    served: JoinHandle<()>,
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.served.abort();
    }
}

impl Receiver {
    /// One that gives these answers, and the last of them for ever.
    pub async fn answering(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hooks?token=t0ken", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let answers = Arc::new(Mutex::new(answers.into_iter().collect::<VecDeque<_>>()));
        let (kept, queue) = (received.clone(), answers.clone());
        let served = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(stream, kept.clone(), queue.clone()));
            }
        });
        Self { url, received, answers, served }
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    pub fn count(&self) -> usize {
        self.received.lock().unwrap().len()
    }

    /// From now on it answers so.
    pub fn answers(&self, answer: Answer) {
        *self.answers.lock().unwrap() = VecDeque::from([answer]);
    }

    /// The numbers of what it was sent, in their order.
    pub fn numbers(&self) -> Vec<i64> {
        let mut numbers: Vec<i64> =
            self.received().iter().map(|received| received.json()["number"].as_i64().unwrap()).collect();
        numbers.sort_unstable();
        numbers
    }
}

async fn serve(mut stream: TcpStream, received: Arc<Mutex<Vec<Received>>>, answers: Arc<Mutex<VecDeque<Answer>>>) {
    let Some(request) = read(&mut stream).await else { return };
    received.lock().unwrap().push(request);
    let answer = {
        let mut answers = answers.lock().unwrap();
        if answers.len() > 1 { answers.pop_front().unwrap() } else { answers.front().unwrap().clone() }
    };
    match answer {
        Answer::Says(text) => say(&mut stream, &text).await,
        Answer::Waits(until) => {
            let _ = until.acquire().await;
            say(&mut stream, "HTTP/1.1 200 x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await;
        }
        Answer::Hangs => std::future::pending().await,
        Answer::Drips => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n").await;
            while stream.write_all(b".").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        Answer::Resets => drop(stream),
    }
}

async fn say(stream: &mut TcpStream, text: &str) {
    let _ = stream.write_all(text.as_bytes()).await;
    let _ = stream.shutdown().await;
}

async fn read(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8(bytes[..head].to_vec()).unwrap();
    let headers: BTreeMap<String, String> = text
        .lines()
        .skip(1)
        .map(|line| line.split_once(':').unwrap())
        .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
        .collect();
    let length: usize = headers["content-length"].parse().unwrap();
    while bytes.len() < head + 4 + length {
        stream.read_buf(&mut bytes).await.ok()?;
    }
    Some(Received { headers, body: bytes[head + 4..].to_vec() })
}
