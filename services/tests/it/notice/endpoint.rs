//! Where a partner is told, and who decides it.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::Arc,
    time::Duration,
};

use domain::{
    endpoint::{EndpointRefusal, EndpointState},
    notice::{Attempt, AttemptOutcome, Unanswered},
    role::Role,
};
use ed25519_dalek::SigningKey;
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use services::{
    Error,
    notice::{
        EndpointRow, Message, Outbound, Reach, RegisterEndpointCommand, approve_endpoint, end_endpoint, endpoints,
        register_endpoint, reveal_secret, rotate_secret, secret_text, test_endpoint,
    },
};

use super::{
    deliver, happen, in_force,
    outbound::{knowing, loopback},
    receiver::{Answer, Receiver},
    registered, way,
};
use crate::harness::World;

fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error<EndpointRefusal>>) -> EndpointRefusal {
    match outcome {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?} is no refusal"),
    }
}

async fn newest(world: &World) -> EndpointRow {
    endpoints(&world.db, &world.partner('a')).await.unwrap().remove(0)
}

#[tokio::test]
async fn two_people_and_a_test_put_an_endpoint_in_force_instead_of_the_one_before() {
    let world = World::new().await;
    let (reviewer, approver) = (Role::FunderReviewer, Role::FunderApprover);
    let receiver = Receiver::answering([Answer::status(500), Answer::status(200)]).await;
    let id = registered(&world, 'a', &receiver.url).await.unwrap();
    let again = registered(&world, 'a', &receiver.url).await;
    assert_eq!(refusal(again), EndpointRefusal::AlreadyRegistered);
    let approve = async |role| approve_endpoint(&world.db, &world.funder_person('a', role), id).await;
    let test = async || test_endpoint(&world.db, &way(&world), &world.funder_person('a', reviewer), id).await;
    assert_eq!(refusal(approve(approver).await), EndpointRefusal::NotTested);
    assert_eq!(refusal(test().await), EndpointRefusal::TestFailed { outcome: AttemptOutcome::Status(500) });
    assert_eq!(refusal(approve(approver).await), EndpointRefusal::NotTested);
    test().await.unwrap();
    assert!(matches!(approve(reviewer).await, Err(Error::Forbidden)), "no approver");
    assert!(matches!(approve_endpoint(&world.db, &world.partner('a'), id).await, Err(Error::Forbidden)), "no person");
    let other = world.funder_person('b', approver);
    assert!(matches!(approve_endpoint(&world.db, &other, id).await, Err(Error::NotFound)), "another's");
    approve(approver).await.unwrap();
    assert_eq!(newest(&world).await.state, EndpointState::InForce);

    // An approver who registers the next one cannot put it in force; notices go on to the first.
    world.set_now(world.now() + time::Duration::SECOND);
    let next = Receiver::answering([Answer::status(200)]).await;
    let command = RegisterEndpointCommand { url: next.url.clone(), wants_success: false };
    let registrar = world.funder_person('a', approver);
    let id = register_endpoint(&world.db, &way(&world), &registrar, command).await.unwrap();
    test_endpoint(&world.db, &way(&world), &world.funder_person('a', reviewer), id).await.unwrap();
    let same = approve_endpoint(&world.db, &world.funder_person('a', approver), id).await;
    assert_eq!(refusal(same), EndpointRefusal::SamePerson);
    happen(&world, world.funders[0], 1).await;
    deliver(&world).await;
    assert_eq!((receiver.numbers(), next.numbers()), (vec![0, 0, 1], vec![0]));
    end_endpoint(&world.db, &world.funder_person('a', approver), id).await.unwrap();
    assert_eq!(newest(&world).await.state, EndpointState::Withdrawn);
    world.set_now(world.now() + time::Duration::SECOND);
    in_force(&world, 'a', &next).await;
    happen(&world, world.funders[0], 1).await;
    deliver(&world).await;
    assert_eq!((receiver.numbers(), next.numbers()), (vec![0, 0, 1], vec![0, 0, 2]));
    let states: Vec<EndpointState> =
        endpoints(&world.db, &world.partner('a')).await.unwrap().into_iter().map(|row| row.state).collect();
    assert_eq!(states, [EndpointState::InForce, EndpointState::Withdrawn, EndpointState::Replaced]);
    assert!(endpoints(&world.db, &world.partner('b')).await.unwrap().is_empty());
    world.finish().await;
}

/// Case 48: registration, test and delivery have one guard.
#[tokio::test]
async fn every_way_to_an_endpoint_has_the_same_guard() {
    let world = World::new().await;
    for url in
        ["", "hooks", "https://", "ftp://hooks.partner.example/", "https://[::ffff:10.0.0.1]/", "http://10.0.0.5/x"]
    {
        assert_eq!(refusal(registered(&world, 'a', url).await), EndpointRefusal::NotPublic, "{url}");
    }
    let long = format!("https://127.0.0.1/{}", "x".repeat(500));
    assert_eq!(refusal(registered(&world, 'a', &long).await), EndpointRefusal::NotPublic);
    let elsewhere = Receiver::answering([Answer::status(200)]).await;
    let location = format!("location: {}\r\n", elsewhere.url);
    let receiver = Receiver::answering([Answer::of(307, &location, "")]).await;
    let id = registered(&world, 'a', &receiver.url).await.unwrap();
    let reviewer = world.funder_person('a', Role::FunderReviewer);
    let redirected = test_endpoint(&world.db, &way(&world), &reviewer, id).await;
    assert_eq!(refusal(redirected), EndpointRefusal::TestFailed { outcome: AttemptOutcome::Status(307) });
    assert!(elsewhere.received().is_empty(), "a redirect is not followed");

    // What was registered while the switch of development was on is not called without it.
    receiver.answers(Answer::status(200));
    in_force(&world, 'b', &elsewhere).await;
    let switched_off = Outbound::new(
        Reach::default(),
        knowing(vec!["127.0.0.1".parse().unwrap()]),
        SigningKey::from_bytes(&[7; 32]),
        Arc::new(|| time::OffsetDateTime::UNIX_EPOCH),
    )
    .unwrap();
    let reviewer = world.funder_person('a', Role::FunderReviewer);
    let tested = test_endpoint(&world.db, &switched_off, &reviewer, id).await;
    let outcome = AttemptOutcome::Unanswered(Unanswered::NotPublic);
    assert_eq!(refusal(tested), EndpointRefusal::TestFailed { outcome });
    happen(&world, world.funders[1], 1).await;
    let bank = crate::bank::FakeBank::silent();
    let banks = services::bank::Banks::one(&bank);
    let worker =
        services::worker::Worker { outbound: &switched_off, ..services::worker::Worker::new(&world.db, &banks) };
    worker.work_off(domain::job::JobKind::DeliverNotices).await.unwrap();
    assert_eq!(elsewhere.numbers(), [0], "its own test, and nothing else");
    let told = world.dump().await;
    let audit: String =
        sqlx::query_scalar("select string_agg(a::text, '') from audit a").fetch_one(&world.owner).await.unwrap();
    assert!(told.contains("t0ken") && !audit.contains("t0ken"), "an address' path stands where it is needed alone");
    world.finish().await;
}

#[tokio::test]
async fn a_secret_is_shown_to_who_asks_for_a_while_and_the_one_before_signs_for_a_day() {
    let world = World::new().await;
    let receiver = Receiver::answering([Answer::status(200)]).await;
    let id = in_force(&world, 'a', &receiver).await;
    let (reviewer, approver) =
        (|| world.funder_person('a', Role::FunderReviewer), || world.funder_person('a', Role::FunderApprover));
    let seen = async |context: services::Context| endpoints(&world.db, &context).await.unwrap().remove(0).secrets;
    assert!(seen(reviewer()).await.is_empty());
    assert!(matches!(
        reveal_secret(&world.db, &world.funder_person('b', Role::FunderReviewer), id).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(reveal_secret(&world.db, &world.partner('a'), id).await, Err(Error::Forbidden)));
    reveal_secret(&world.db, &reviewer(), id).await.unwrap();
    let [first] = seen(reviewer()).await[..] else { panic!("one secret") };
    assert!(secret_text(&first).starts_with("whsec_") && !world.dump().await.contains(&secret_text(&first)[6..]));
    assert!(seen(approver()).await.is_empty(), "it was shown to another");
    assert!(matches!(rotate_secret(&world.db, &reviewer(), id).await, Err(Error::Forbidden)));
    rotate_secret(&world.db, &approver(), id).await.unwrap();
    let secrets = seen(reviewer()).await;
    assert_eq!((secrets.len(), secrets[1]), (2, first));
    let signatures = async || {
        happen(&world, world.funders[0], 1).await;
        deliver(&world).await;
        receiver.received().pop().unwrap().header("webhook-signature").split(' ').count()
    };
    assert_eq!(signatures().await, 3);
    world.set_now(world.now() + time::Duration::hours(24));
    assert_eq!(signatures().await, 2);
    assert!(seen(reviewer()).await.is_empty(), "the quarter of an hour is over");
    world.finish().await;
}

/// The last row of case 43: whom nobody vouches for is sent nothing.
#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_gets_nothing() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases-binding");
    let certificate = CertificateDer::from_pem_file(folder.join("self-signed.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(folder.join("self-signed.key")).unwrap();
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    let config = Arc::new(builder.with_single_cert(vec![certificate], key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}/", listener.local_addr().unwrap().port());
    let served = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
        let mut read = vec![0; 10_000];
        let told = stream.read(&mut read).map(|length| read[..length].to_vec());
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        told
    });
    let clock = Arc::new(|| time::OffsetDateTime::UNIX_EPOCH);
    let lookup = knowing(vec!["127.0.0.1".parse().unwrap()]);
    let key = SigningKey::from_bytes(&[7; 32]);
    let way = Outbound::with_patience(Duration::from_secs(5), (loopback(), lookup), key, clock).unwrap();
    let attempt = way.send(&Message { url: &url, id: "event_1", body: b"{}", secrets: &[], sm2: false }).await;
    assert_eq!(attempt, Attempt::NoAnswer);
    assert!(served.join().unwrap().is_err(), "the handshake ends before anything is said");
}
