//! A world, served on a port of this machine.

use std::{net::SocketAddr, time::Duration};

use domain::role::{Party, Role};
use ed25519_dalek::SigningKey;
use leptos::config::LeptosOptions;
use reqwest::{Client, Method, RequestBuilder, Response};
use server::{
    partner::PartnerApi,
    router::router,
    serve::{Limits, serve},
    site::Site,
    state::AppState,
};
use services::identity::{OpenUserCommand, open_user};
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
            built: app::BuiltFiles::default(),
        },
        partner_api: PartnerApi::new(world.db.clone(), SigningKey::from_bytes(&[7; 32])),
        network: std::sync::Arc::new(services::network::Nowhere),
        outbound: std::sync::Arc::default(),
        debit_limits: domain::debt::DebitLimits::default(),
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
        let client = services::http_client::builder().unwrap().build().unwrap();
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

    /// Signs in, and returns the cookies of the session and of the device.
    pub async fn enter(&self, username: &str) -> String {
        let fields = [("username", username), ("password", PASSWORD), ("code", ""), ("next", "")];
        let answer = self.post("/api/session/sign_in", "/sign-in", &fields).send().await.unwrap();
        let cookies = cookies(&answer);
        assert!(cookies.starts_with("__Host-session="), "{answer:?}");
        cookies
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

/// Opens an account, and returns nothing: its password is [`PASSWORD`].
pub async fn open_account(world: &World, username: &str, role: Role, party: Party, demonstration: bool) {
    let (username, display_name) = (username.to_owned(), "王五".to_owned());
    let password = PASSWORD.to_owned();
    let command = OpenUserCommand { username, display_name, password, role, party, demonstration };
    open_user(&world.db, &world.system(), command).await.unwrap();
}

pub const PASSWORD: &str = "correct horse";

/// The cookies that an answer sets, as a browser sends them back.
pub fn cookies(answer: &Response) -> String {
    let set = answer.headers().get_all("set-cookie").iter();
    let pairs: Vec<&str> = set.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap()).collect();
    pairs.join("; ")
}

pub fn location(answer: &Response) -> &str {
    answer.headers()["location"].to_str().unwrap()
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
