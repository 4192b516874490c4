//! How many clients, for how long, and how the server ends while they are there.

use std::time::Duration;

use server::serve::Limits;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::house::{House, SOON};

const HEALTH: &[u8] = b"GET /healthz HTTP/1.1\r\nhost: lianrong.test\r\n\r\n";

/// What the server sends until it ends the connection.
async fn to_its_end(client: &mut TcpStream) -> String {
    let mut told = Vec::new();
    // A connection that is cut may end with a reset.
    let _ = timeout(SOON, client.read_to_end(&mut told)).await.expect("the server ends the connection");
    String::from_utf8(told).unwrap()
}

/// Sends a request and reads the head of its answer; the connection stays.
async fn healthy(client: &mut TcpStream) {
    client.write_all(HEALTH).await.unwrap();
    assert!(answered(client, SOON).await);
}

async fn answered(client: &mut TcpStream, patience: Duration) -> bool {
    let mut told = [0; 12];
    match timeout(patience, client.read_exact(&mut told)).await {
        Ok(read) => {
            read.unwrap();
            assert_eq!(&told, b"HTTP/1.1 200");
            true
        }
        Err(_) => false,
    }
}

#[tokio::test]
async fn whoever_says_nothing_or_half_of_it_is_shown_out() {
    let house = House::with(Limits { head: Duration::from_millis(300), ..Limits::default() }).await;
    for said in [
        "",
        "G",
        "GET /healthz HTTP/1.1\r\nhost: lianrong.te",
        // The beginning of HTTP/2, which takes more to be told from the other.
        "PRI * HT",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let mut client = house.connect().await;
        client.write_all(said.as_bytes()).await.unwrap();
        let told = to_its_end(&mut client).await;
        assert!(!told.contains("200 OK"), "{said:?}: {told}");
    }
    let mut kept = house.connect().await;
    healthy(&mut kept).await;
    assert!(to_its_end(&mut kept).await.ends_with("ok"), "an idle connection ends after its last answer");
    house.close().await;
}

#[tokio::test]
async fn who_comes_when_all_seats_are_taken_waits_until_one_is_free() {
    let house = House::with(Limits { clients: 2, ..Limits::default() }).await;
    let (mut first, mut second, mut third) = (house.connect().await, house.connect().await, house.connect().await);
    healthy(&mut first).await;
    healthy(&mut second).await;
    third.write_all(HEALTH).await.unwrap();
    assert!(!answered(&mut third, Duration::from_millis(300)).await, "there are two seats");
    drop(first);
    assert!(answered(&mut third, SOON).await);
    house.close().await;
}

#[tokio::test]
async fn a_server_that_is_stopped_ends_whatever_its_clients_do() {
    let house = House::with(Limits { drain: Duration::from_millis(300), ..Limits::default() }).await;
    let (mut idle, mut silent, mut slow) = (house.connect().await, house.connect().await, house.connect().await);
    healthy(&mut idle).await;
    silent.write_all(b"PRI").await.unwrap();
    let head = "POST /api/session/sign_in HTTP/1.1\r\nhost: lianrong.test\r\ncontent-length: 1000\r\n\r\nusername=";
    slow.write_all(head.as_bytes()).await.unwrap();
    let world = house.stop().await;
    for client in [&mut idle, &mut silent, &mut slow] {
        to_its_end(client).await;
    }
    world.finish().await;
}
