//! Files of an application: by their content, sealed, for the shop and for who at the funder may see who applies.

use domain::{
    attachment::{AttachmentRefusal, LARGEST, Media},
    id::AttachmentId,
};
use services::{
    application::{AttachCommand, AttachmentRow, attach, attachments, download_attachment, remove_attachment},
    reseal::reseal,
};

use super::*;
use crate::harness::master_keys;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n%%EOF\n";

async fn bring(
    world: &World,
    who: &Context,
    application: ApplicationId,
    content: &[u8],
) -> Result<AttachmentId, Error<AttachmentRefusal>> {
    let command =
        AttachCommand { application, file_name: "C:\\营业 执照.exe".to_owned(), content: content.to_vec() };
    attach(&world.db, who, command).await
}

/// A document of its own.
fn document(number: usize) -> Vec<u8> {
    [PDF, number.to_string().as_bytes(), b"\n%%EOF"].concat()
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Error<AttachmentRefusal>>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?}"),
    }
}

async fn listed(world: &World, who: &Context, application: ApplicationId) -> Vec<AttachmentRow> {
    attachments(&world.db, who, application).await.unwrap()
}

#[tokio::test]
async fn a_file_is_known_by_its_content_and_lies_sealed() {
    let world = World::new().await;
    let draft = drafted(&world).await;
    let agent = || world.agent(1);
    for (content, code) in [
        (Vec::new(), "attachment.empty"),
        (b"MZ\x90\0 a program".to_vec(), "attachment.unknown"),
        ([PDF, b"PK\x05\x06"].concat(), "attachment.not_whole"),
        ([PDF, &vec![0; LARGEST + 1 - PDF.len()]].concat(), "attachment.too_large"),
    ] {
        assert_eq!(refused(bring(&world, &agent(), draft, &content).await), code);
    }
    let whole = [PDF, &vec![7; 1_000_000], b"%%EOF"].concat();
    let id = bring(&world, &agent(), draft, &whole).await.unwrap();
    assert_eq!(refused(bring(&world, &agent(), draft, &whole).await), "attachment.twice");
    let rows = listed(&world, &agent(), draft).await;
    let row = &rows[0];
    assert_eq!((row.id, row.file_name.as_str(), row.media), (id, "营业_执照.pdf", Media::Pdf));
    assert_eq!(usize::try_from(row.size).unwrap(), whole.len());
    let clear = "select count(*) from attachments where position('\\x255044462d312e37'::bytea in content) > 0";
    assert_eq!(world.number(clear).await, 0);
    world.finish().await;
}

#[tokio::test]
async fn five_come_with_a_draft_five_more_with_answers_and_what_was_submitted_stays() {
    let world = World::new().await;
    let draft = drafted(&world).await;
    let agent = || world.agent(1);
    for number in 0..5 {
        bring(&world, &agent(), draft, &document(number)).await.unwrap();
    }
    assert_eq!(refused(bring(&world, &agent(), draft, &document(5)).await), "attachment.too_many");
    let first = listed(&world, &agent(), draft).await[0].id;
    remove_attachment(&world.db, &agent(), first).await.unwrap();
    bring(&world, &agent(), draft, &document(5)).await.unwrap();
    world.set_now(START + Duration::minutes(5));
    submit_at(&world, draft, 3).await.unwrap();
    assert_eq!(refused(bring(&world, &agent(), draft, &document(6)).await), "attachment.not_now");
    world.set_now(START + Duration::minutes(6));
    claim(&world, &reviewer(&world), draft, 4).await.unwrap();
    ask(&world, draft, 5, "请补充租赁合同").await.unwrap();
    for number in 6..11 {
        bring(&world, &agent(), draft, &document(number)).await.unwrap();
    }
    assert_eq!(refused(bring(&world, &agent(), draft, &document(11)).await), "attachment.too_many", "the eleventh");
    let last = listed(&world, &agent(), draft).await.pop().unwrap().id;
    assert_eq!(refused(remove_attachment(&world.db, &agent(), last).await), "attachment.submitted");
    world.finish().await;
}

#[tokio::test]
async fn the_funder_s_people_fetch_it_which_is_written_down_and_else_the_shop_s_own_alone() {
    let world = World::new().await;
    let draft = drafted(&world).await;
    let id = bring(&world, &world.agent(1), draft, PDF).await.unwrap();
    // A draft is the agent's own business.
    let early = download_attachment(&world.db, &reviewer(&world), id).await;
    assert!(matches!(early, Err(Error::NotFound)), "{early:?}");
    world.set_now(START + Duration::minutes(5));
    submit_at(&world, draft, 3).await.unwrap();
    for person in [reviewer(&world), approver(&world), world.funder_person('a', Role::FunderTreasurer)] {
        assert_eq!(listed(&world, &person, draft).await.len(), 1);
        let file = download_attachment(&world.db, &person, id).await.unwrap();
        assert_eq!((file.file_name.as_str(), file.media, file.content.as_slice()), ("营业_执照.pdf", Media::Pdf, PDF));
    }
    let noted = "select count(*) from audit where operation = 'attachment.download' and outcome = 'done'
                 and actor like 'user:%'";
    assert_eq!(world.number(noted).await, 3);
    let other = world.funder_person('b', Role::FunderReviewer);
    assert!(matches!(download_attachment(&world.db, &other, id).await, Err(Error::NotFound)));
    assert!(matches!(attachments(&world.db, &other, draft).await, Err(Error::NotFound)));
    for stranger in [world.operator(Role::OperatorMaker), world.partner('a')] {
        assert!(matches!(download_attachment(&world.db, &stranger, id).await, Err(Error::Forbidden)));
    }
    // The shop's own people fetch it too, which is nothing to be written down.
    for own in [world.agent(1), world.clerk(1)] {
        assert_eq!(download_attachment(&world.db, &own, id).await.unwrap().content, PDF);
    }
    assert!(matches!(download_attachment(&world.db, &world.agent(2), id).await, Err(Error::NotFound)));
    assert_eq!(world.number(noted).await, 3);
    assert!(matches!(bring(&world, &world.agent(2), draft, PDF).await, Err(Error::NotFound)));
    assert!(matches!(remove_attachment(&world.db, &world.agent(2), id).await, Err(Error::NotFound)));
    for stranger in [world.clerk(1), reviewer(&world)] {
        assert!(matches!(bring(&world, &stranger, draft, PDF).await, Err(Error::Forbidden)));
    }
    assert_eq!(listed(&world, &world.clerk(1), draft).await.len(), 1, "a clerk sees what is attached");
    world.finish().await;
}

#[tokio::test]
async fn files_go_along_to_the_draft_that_takes_the_place_and_a_new_key_wraps_them() {
    let world = World::new().await;
    let offers = answered_round(&world).await;
    let draft = select(&world, 1, offers[0]).await.unwrap();
    bring(&world, &world.agent(1), draft, PDF).await.unwrap();
    let other = select(&world, 1, offers[1]).await.unwrap();
    assert_eq!(listed(&world, &world.agent(1), draft).await, []);
    assert_eq!(listed(&world, &world.agent(1), other).await.len(), 1);
    let rotated = world.db.clone().with_master_keys(master_keys(&["1", "0"]));
    assert_eq!(reseal(&rotated, &world.system()).await.unwrap(), 1);
    assert_eq!(reseal(&rotated, &world.system()).await.unwrap(), 0);
    world.finish().await;
}
