//! The connection goes while an operation is committed: what has become of it is unknown, and its request number tells.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU8, Ordering},
    },
};

use services::{
    Db, Error,
    debt::{RegisterDebtCommand, register_debt},
};
use time::macros::date;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{UnixListener, UnixStream},
};

use crate::{
    binding::{bound, network::TestNetwork, treasurer},
    harness::{START, World, yuan},
};

/// The question that ends a transaction, as it goes over the wire.
const COMMIT: &[u8] = b"Q\0\0\0\x0bCOMMIT\0";

/// What the next commit loses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Loss {
    /// It does not reach the server.
    Question,
    /// It is done, and nobody hears of it.
    Answer,
}

/// A way to the database that loses what it is told to.
struct Lossy {
    folder: PathBuf,
    loses: Arc<Mutex<Option<Loss>>>,
}

impl Lossy {
    /// Gives the database as it is reached by this way, too.
    async fn open(world: &World) -> (Self, Db) {
        let folder = std::env::temp_dir().join(format!("lossy-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (front, sockets) = world.url.split_once("host=").expect("the test database is reached by a socket");
        let url = format!("{front}host={}", folder.display());
        let listener = UnixListener::bind(folder.join(".s.PGSQL.5432")).unwrap();
        let server = PathBuf::from(sockets).join(".s.PGSQL.5432");
        let loses = Arc::new(Mutex::new(None));
        let told = loses.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = UnixStream::connect(&server).await.unwrap();
                tokio::spawn(carry(client, server, told.clone()));
            }
        });
        // Its identifiers are none of the world's.
        let drawn = AtomicU8::new(0x80);
        let randomness = Arc::new(move |buffer: &mut [u8]| buffer.fill(drawn.fetch_add(1, Ordering::Relaxed)));
        let db = Db::connect(&url, 2, Arc::new(|| START), randomness).await.unwrap();
        (Self { folder, loses }, db)
    }
}

/// Carries what client and server say to each other, until one of them goes or something is to be lost.
async fn carry(mut client: UnixStream, mut server: UnixStream, loses: Arc<Mutex<Option<Loss>>>) {
    let (mut asked, mut answered, mut lost) = (vec![0; 65_536], vec![0; 65_536], None);
    loop {
        tokio::select! {
            read = client.read(&mut asked) => {
                let Ok(length @ 1..) = read else { return };
                if asked[..length].windows(COMMIT.len()).any(|window| window == COMMIT) {
                    lost = loses.lock().unwrap().take();
                }
                if lost == Some(Loss::Question) || server.write_all(&asked[..length]).await.is_err() {
                    return;
                }
            }
            read = server.read(&mut answered) => {
                let Ok(length @ 1..) = read else { return };
                if lost == Some(Loss::Answer) || client.write_all(&answered[..length]).await.is_err() {
                    return;
                }
            }
        }
    }
}

#[tokio::test]
async fn a_commit_whose_answer_is_lost_is_unknown_and_its_number_gives_the_one_true_answer() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await.id;
    let (lossy, db) = Lossy::open(&world).await;
    for (loss, done) in [(Loss::Question, 0), (Loss::Answer, 1)] {
        let number = format!("D-{loss:?}");
        let due_on = date!(2026 - 11 - 10);
        let command = RegisterDebtCommand { number, binding, amount: yuan("100"), due_on };
        let context = treasurer(&world);
        let before = world.number("select count(*) from debts").await;
        *lossy.loses.lock().unwrap() = Some(loss);
        let lost = register_debt(&db, &context, command.clone()).await;
        assert!(matches!(lost, Err(Error::Unknown)), "{loss:?}: {lost:?}");
        assert_eq!(world.number("select count(*) from debts").await, before + done, "{loss:?}");
        // Until the server has seen that nobody is there, the number is still its.
        let told = loop {
            match register_debt(&db, &context, command.clone()).await {
                Err(Error::Conflict(_)) => {}
                other => break other.unwrap(),
            }
        };
        assert_eq!(register_debt(&world.db, &context, command).await.unwrap(), told);
        assert_eq!(world.number("select count(*) from debts").await, before + 1, "{loss:?}");
    }
    db.drain().await;
    std::fs::remove_dir_all(&lossy.folder).unwrap();
    world.finish().await;
}
