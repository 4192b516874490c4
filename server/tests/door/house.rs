//! A world, served on a port of this machine.

use std::{net::SocketAddr, time::Duration};

use ed25519_dalek::SigningKey;
use leptos::config::LeptosOptions;
use reqwest::{Client, Method, RequestBuilder, redirect::Policy};
use server::{
    partner::PartnerApi,
    router::{AppState, router},
    serve::{Limits, serve},
    site::Site,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};

use crate::harness::World;

/// How long a test waits for what must come.
pub const SOON: Duration = Duration::from_secs(20);

/// A served world.
pub struct House {
    pub world: World,
    pub address: SocketAddr,
    client: Client,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

/// What the server is made with, outside demonstration mode and with nobody's word for it.
pub fn state(world: &World) -> AppState {
    AppState {
        db: world.db.clone(),
        site: Site {
            options: LeptosOptions::builder().output_name("lianrong").build(),
            stylesheet: "/pkg/lianrong.css".to_owned(),
        },
        partner_api: PartnerApi::new(world.db.clone(), SigningKey::from_bytes(&[7; 32])),
        demonstration: false,
        metrics_token: None,
        trusted_proxies: Vec::new().into(),
    }
}

impl House {
    pub async fn open() -> Self {
        Self::of(World::new().await, Limits::default(), |state| state).await
    }

    pub async fn with(limits: Limits) -> Self {
        Self::of(World::new().await, limits, |state| state).await
    }

    pub async fn of(world: World, limits: Limits, arranged: impl FnOnce(AppState) -> AppState) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let router = router(arranged(state(&world)));
        let served = tokio::spawn(serve(router, listener, limits, async {
            let _ = stopped.await;
        }));
        let client = Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
        Self { world, address, client, stop, served }
    }

    pub fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.address))
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.ask(Method::GET, path).header("accept", "text/html")
    }

    /// A form as a browser without JavaScript posts it from a page.
    pub fn post(&self, path: &str, page: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        self.ask(Method::POST, path)
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", format!("http://{}", self.address))
            .header("referer", format!("http://{}{page}", self.address))
            .body(body.join("&"))
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// One number of `/metrics`.
    pub async fn counted(&self, series: &str) -> u64 {
        let text = self.ask(Method::GET, "/metrics").send().await.unwrap().text().await.unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix(series)?.trim().parse().ok());
        line.unwrap_or_default()
    }

    /// Asks the server to end, and waits until it has.
    pub async fn stop(self) -> World {
        self.stop.send(()).unwrap();
        tokio::time::timeout(SOON, self.served).await.expect("a server that is stopped ends").unwrap();
        self.world
    }

    /// Ends everything, and demands that every invariant holds.
    pub async fn close(self) {
        self.stop().await.finish().await;
    }
}

/// As a form writes it.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |text, byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
            text + char::from(byte).encode_utf8(&mut [0; 4])
        }
        other => text + &format!("%{other:02X}"),
    })
}
