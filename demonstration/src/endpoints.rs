//! How the funders' systems are told: each has an endpoint, which one of its people registers and tries out and another puts in force.

use std::path::Path;

use domain::{endpoint::EndpointState, hexadecimal};
use services::{
    Actor, Context, Db,
    context::SignedIn,
    error::Failure,
    identity::{Credentials, Origin, SignInCommand, session_by_token, sign_in, sign_out},
    machine,
    notice::{Outbound, Reach, RegisterEndpointCommand, approve_endpoint, endpoints, register_endpoint, test_endpoint},
    sealed::MasterKeys,
    server_key,
};

use crate::{
    stage::Told,
    world::{FUNDERS, PASSWORD},
};

/// Has each funder's system told below an address on this machine, in a world that stands; it has to listen there. Where it is told
/// already, it gets a test. Gives what could not be done, in sentences.
///
/// # Errors
/// When the database cannot be reached, or there is no key to sign with.
pub async fn tell_funders(
    database_url: &str,
    master_keys: MasterKeys,
    signing_key: &Path,
    below: &str,
) -> Result<Vec<String>, Failure> {
    let db = Db::connect(database_url, 2, machine::clock(), machine::randomness()).await?;
    let db = db.with_master_keys(master_keys).on_the_business_date().await?;
    let reach = Reach { loopback: true, own: Vec::new() };
    let outbound = Outbound::new(reach, machine::lookup(), server_key::load_or_create(signing_key)?, machine::clock())?;
    let mut complaints = Vec::new();
    for facts in &FUNDERS {
        if let Err(error) = tell(&db, &outbound, facts.code, below).await {
            complaints.push(format!("{} is not told: {error}", facts.code));
        }
    }
    db.drain().await;
    Ok(complaints)
}

async fn tell(db: &Db, outbound: &Outbound, code: &str, below: &str) -> Result<(), Failure> {
    let reviewer = enter(db, &format!("{code}-reviewer")).await?;
    let there = endpoints(db, &acting(db, &reviewer)).await.told("its endpoints")?;
    let url = format!("{below}/{code}");
    let open = |state| matches!(state, EndpointState::Registered | EndpointState::InForce);
    let own = there.iter().find(|row| row.url == url && open(row.state));
    let (id, waits) = match own {
        Some(row) => (row.id, row.state == EndpointState::Registered),
        None if there.is_empty() => {
            let command = RegisterEndpointCommand { url, wants_success: false };
            let registered = register_endpoint(db, outbound, &acting(db, &reviewer), command).await;
            (registered.told("its endpoint")?, true)
        }
        // Its people have decided otherwise.
        None => return leave(db, &reviewer).await,
    };
    test_endpoint(db, outbound, &acting(db, &reviewer), id).await.told("the test of its endpoint")?;
    leave(db, &reviewer).await?;
    if waits {
        let approver = enter(db, &format!("{code}-approver")).await?;
        approve_endpoint(db, &acting(db, &approver), id).await.told("the approval of its endpoint")?;
        leave(db, &approver).await?;
    }
    Ok(())
}

/// Somebody of the demonstration signs in.
async fn enter(db: &Db, username: &str) -> Result<SignedIn, Failure> {
    let credentials = Credentials {
        username: username.to_owned(),
        password: PASSWORD.to_owned(),
        code: None,
        origin: Origin::default(),
    };
    let (address, device) = ("127.0.0.1".to_owned(), "demonstration".to_owned());
    let session =
        sign_in(db, SignInCommand { credentials, address, device, demonstration: true }).await.told(username)?;
    let person = session_by_token(db, &session.token, true).await.told(username)?;
    person.ok_or_else(|| format!("{username} is not let in").into())
}

async fn leave(db: &Db, person: &SignedIn) -> Result<(), Failure> {
    sign_out(db, &acting(db, person)).await.told(&person.username)
}

/// A person acts, with a request of its own.
fn acting(db: &Db, person: &SignedIn) -> Context {
    Context::new(Actor::User(person.clone()), hexadecimal::text(&db.secret()))
}
