//! What a funder's people write to each other.

use services::application::CommentCommand;

use super::*;

async fn comment(
    world: &World,
    context: &Context,
    application: ApplicationId,
    text: &str,
) -> Result<(), Error<ApplicationRefusal>> {
    let command = CommentCommand { application, comment: text.to_owned() };
    application::comment(&world.db, context, command).await
}

/// Who has written what, as somebody sees it.
async fn read(world: &World, context: &Context, application: ApplicationId) -> Vec<(String, String)> {
    let seen = application::comments(&world.db, context, application, None).await.unwrap().rows;
    seen.into_iter().map(|comment| (comment.by_name, comment.text)).collect()
}

#[tokio::test]
async fn what_a_funder_s_people_write_stays_and_only_they_read_it() {
    let world = World::new().await;
    let application = submitted(&world).await;
    for (text, code) in [
        (" ".to_owned(), "field.missing"),
        ("长".repeat(1_001), "field.too_long"),
        ("一\t二".to_owned(), "field.unprintable"),
    ] {
        assert_eq!(refusal(comment(&world, &reviewer(&world), application, &text).await), code);
    }
    let context = reviewer(&world);
    comment(&world, &context, application, " 已致电\r\n情况属实 ").await.unwrap();
    comment(&world, &context, application, " 已致电\r\n情况属实 ").await.expect("the same again changes nothing");
    let treasurer = world.funder_person('a', Role::FunderTreasurer);
    comment(&world, &treasurer, application, "收款账户无误").await.unwrap();
    let written = [
        ("funder-a-reviewer".to_owned(), "已致电\n情况属实".to_owned()),
        ("funder-a-treasurer".to_owned(), "收款账户无误".to_owned()),
    ];
    assert_eq!(read(&world, &approver(&world), application).await, written);
    for stranger in [world.agent(1), world.operator(Role::OperatorMaker), world.operator(Role::Auditor)] {
        let outcome = application::comments(&world.db, &stranger, application, None).await;
        assert!(matches!(outcome, Err(Error::Forbidden)), "{outcome:?}");
    }
    let told = "select count(*) from audit where operation = 'application.comment' and outcome = 'done'";
    assert_eq!(world.number(told).await, 2);
    assert_eq!(world.number("select count(*) from audit where to_jsonb(audit)::text like '%已致电%'").await, 0);
    // What they wrote is theirs, whatever becomes of the shop's consent.
    withdraw(&world, 1, application, 4).await.unwrap();
    assert_eq!(read(&world, &reviewer(&world), application).await, written);
    world.finish().await;
}

#[tokio::test]
async fn many_comments_are_read_from_the_last_on() {
    let world = World::new().await;
    let application = submitted(&world).await;
    sqlx::query(
        "insert into comments (id, application_id, funder_id, user_id, text, commented_at)
         select gen_random_uuid(), a.id, a.funder_id, u.id, n::text, now()
         from applications a, users u, generate_series(1, 201) n
         where a.id = $1 and u.username = 'funder-a-reviewer' order by n + 0",
    )
    .bind(application.0)
    .execute(&world.owner)
    .await
    .unwrap();
    let last = application::comments(&world.db, &reviewer(&world), application, None).await.unwrap();
    let texts: Vec<&str> = last.rows.iter().map(|comment| comment.text.as_str()).collect();
    assert_eq!((texts.len(), texts.first(), texts.last()), (200, Some(&"2"), Some(&"201")));
    let earlier = application::comments(&world.db, &reviewer(&world), application, last.next).await.unwrap();
    assert_eq!(earlier.rows.iter().map(|comment| comment.text.as_str()).collect::<Vec<_>>(), ["1"]);
    assert_eq!(earlier.next, None);
    let stranger = world.funder_person('b', Role::FunderReviewer);
    let outcome = application::comments(&world.db, &stranger, application, None).await;
    assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
    world.finish().await;
}

#[tokio::test]
async fn nobody_else_comments_and_nothing_that_was_written_changes() {
    let world = World::new().await;
    let application = submitted(&world).await;
    let operator = world.operator(Role::OperatorMaker);
    for person in [world.agent(1), operator, world.partner('a')] {
        let outcome = comment(&world, &person, application, "看看").await;
        assert!(matches!(outcome, Err(Error::Forbidden)), "{outcome:?}");
    }
    let stranger = comment(&world, &world.funder_person('b', Role::FunderReviewer), application, "看看").await;
    assert!(matches!(stranger, Err(Error::NotFound)), "{stranger:?}");
    comment(&world, &reviewer(&world), application, "已致电").await.unwrap();
    assert_eq!(world.as_application("update comments set text = text").await.as_deref(), Some("42501"));
    assert_eq!(world.as_owner("delete from comments").await.as_deref(), Some("23001"));
    // Not even with the institution's rights does the application's role find any.
    let as_institution = "set app.party = 'institution'; set app.party_kind = 'institution';
        do $$ begin if exists (select from comments) then raise exception 'found'; end if; end $$";
    assert_eq!(world.as_application(as_institution).await, None);
    world.finish().await;
}
