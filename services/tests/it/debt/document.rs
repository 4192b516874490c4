//! Files that are kept with a transfer.

use domain::{approval::Action, evidence::Subject, id::DebtTransferId};
use services::{
    Context, Error,
    debt_transfer::{
        AddDocumentCommand, EndTransferCommand, add_document, cancel_transfer, confirm_transfer, transfer,
    },
    evidence::{evidence, make_pack},
};

use super::{facilitator_approver, registered, submitted, transferred};
use crate::{
    approval::{approve, propose},
    binding::{bound, network::TestNetwork, treasurer},
    harness::World,
};

const AGREEMENT: &[u8] = b"%PDF-1.7 assignment\n%%EOF\n";
/// What `sha256sum` says of it.
fn digest() -> String {
    use sha2::{Digest, Sha256};
    domain::hexadecimal::text(&Sha256::digest(AGREEMENT))
}

async fn added(world: &World, context: &Context, id: DebtTransferId, content: &[u8]) -> Result<(), &'static str> {
    let command =
        AddDocumentCommand { transfer: id, file_name: "债权转让协议.pdf".to_owned(), content: content.to_vec() };
    match add_document(&world.db, context, command).await {
        Ok(_) => Ok(()),
        Err(Error::Refused(refusal)) => Err(refusal.code()),
        Err(Error::NotFound) => Err("not_found"),
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_document_is_kept_with_its_digest_shown_to_both_sides_and_given_away_with_the_evidence() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await.id;
    let debt = registered(&world, binding, "D-1", "100").await;
    let id = submitted(&world, &[debt], false).await.unwrap();
    assert_eq!(added(&world, &treasurer(&world), id, AGREEMENT).await, Ok(()));
    assert_eq!(added(&world, &facilitator_approver(&world), id, AGREEMENT).await, Err("attachment.twice"));
    assert_eq!(added(&world, &facilitator_approver(&world), id, b"MZ").await, Err("attachment.unknown"));
    let stranger = world.funder_person('b', domain::role::Role::FunderTreasurer);
    assert_eq!(added(&world, &stranger, id, AGREEMENT).await, Err("not_found"));
    for context in [treasurer(&world), facilitator_approver(&world)] {
        let documents = transfer(&world.db, &context, id).await.unwrap().documents;
        assert_eq!(documents.len(), 1);
        assert_eq!((documents[0].file_name.as_str(), documents[0].sha256.as_str()), ("债权转让协议.pdf", &*digest()));
    }
    let plain = "select count(*) from transfer_documents where position('assignment' in encode(content, 'escape')) > 0";
    assert_eq!(world.number(plain).await, 0, "sealed where it lies");

    let context = facilitator_approver(&world);
    let evidence = evidence(&world.db, &context, Subject::Transfer(id)).await.unwrap();
    assert_eq!(evidence.transfers[0].documents, [("债权转让协议.pdf".to_owned(), digest())]);
    let pack = make_pack(&world.db, &context, &evidence, "<p>甲</p>".to_owned()).await.unwrap();
    assert!(pack.bytes.windows(AGREEMENT.len()).any(|part| part == AGREEMENT), "as it was brought");
    assert!(pack.bytes.windows(64).any(|part| part == digest().as_bytes()));

    let end = EndTransferCommand { transfer: id, reason: "协议未签".to_owned() };
    cancel_transfer(&world.db, &treasurer(&world), end).await.unwrap();
    assert_eq!(added(&world, &treasurer(&world), id, b"%PDF-1.7 late %%EOF").await, Err("transfer.state"));
    world.finish().await;
}

/// Case 16: a transfer takes effect only with a file that is whoever gives the debts away's own.
#[tokio::test]
async fn nobody_approves_a_transfer_without_a_file_of_whoever_gives_the_debts_away() {
    let world = World::new().await;
    let network = TestNetwork::default();
    let binding = bound(&world, &network).await.id;
    let debt = registered(&world, binding, "D-1", "100").await;
    let proposed = async |id| match propose(&world, Action::Transfer { transfer: id }).await {
        Ok(approval) => Ok(approval),
        Err(Error::Refused(refusal)) => Err(refusal.code()),
        Err(other) => panic!("{other:?}"),
    };
    let id = submitted(&world, &[debt], false).await.unwrap();
    confirm_transfer(&world.db, &facilitator_approver(&world), id).await.unwrap();
    assert_eq!(proposed(id).await, Err("transfer.file_missing"));
    assert_eq!(added(&world, &facilitator_approver(&world), id, b"%PDF-1.7 theirs %%EOF").await, Ok(()));
    assert_eq!(proposed(id).await, Err("transfer.file_missing"), "the other side's is not enough");
    assert_eq!(added(&world, &treasurer(&world), id, AGREEMENT).await, Ok(()));
    approve(&world, proposed(id).await.unwrap()).await.unwrap();
    let end = EndTransferCommand { transfer: id, reason: "协议未签".to_owned() };
    cancel_transfer(&world.db, &treasurer(&world), end).await.unwrap();

    // On the way back it is the facilitator that gives.
    transferred(&world, &network, &[debt], false).await;
    let back = submitted(&world, &[debt], true).await.unwrap();
    confirm_transfer(&world.db, &facilitator_approver(&world), back).await.unwrap();
    assert_eq!(added(&world, &treasurer(&world), back, b"%PDF-1.7 back %%EOF").await, Ok(()));
    assert_eq!(proposed(back).await, Err("transfer.file_missing"));
    assert_eq!(added(&world, &facilitator_approver(&world), back, AGREEMENT).await, Ok(()));
    assert!(proposed(back).await.is_ok());
    world.finish().await;
}
