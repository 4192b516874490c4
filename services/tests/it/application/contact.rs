//! Contacts lie sealed, are masked to others, and are unmasked for a reason and a while.

use services::{
    application::{OwnerExposure, ShownContact, UnmaskCommand},
    reseal::reseal,
};

use sqlx::AssertSqlSafe;

use super::*;
use crate::harness::{bullet_terms, master_keys};

async fn shown(world: &World, context: &Context, application: ApplicationId) -> ShownContact {
    seen_by(world, context, application).await.contact.unwrap()
}

async fn unmask(
    world: &World,
    context: &Context,
    application: ApplicationId,
    reason: &str,
) -> Result<(), Error<ApplicationRefusal>> {
    let command = UnmaskCommand { application, reason: reason.to_owned() };
    application::unmask(&world.db, context, command).await
}

/// How many rows of the database have a text in them, whatever column it is in; in columns of bytes too.
async fn written(world: &World, text: &str) -> i64 {
    let hexadecimal: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut rows = 0;
    for table in ["applications", "audit", "outbox", "transitions", "unmaskings", "kept_forms"] {
        let query = format!(
            "select count(*) from {table} t
             where position('{text}' in to_jsonb(t)::text) > 0 or position('{hexadecimal}' in to_jsonb(t)::text) > 0"
        );
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(query)).fetch_one(&world.owner).await.unwrap();
        rows += count;
    }
    rows
}

#[tokio::test]
async fn a_contact_lies_nowhere_in_clear_and_others_see_it_masked() {
    let world = World::new().await;
    let application = submitted(&world).await;
    for text in ["欧阳海棠", "13800001402", "重庆市渝北区"] {
        assert_eq!(written(&world, text).await, 0, "{text}");
    }
    let own = shown(&world, &world.agent(1), application).await;
    assert_eq!(own, ShownContact { contact: contact(), unmasked_until: None });
    let masked = Contact { name: "欧*".to_owned(), phone: "138 **** 1402".to_owned(), ..contact() };
    for person in [reviewer(&world), approver(&world), world.operator(Role::OperatorMaker)] {
        let seen = shown(&world, &person, application).await;
        assert_eq!(seen, ShownContact { contact: masked.clone(), unmasked_until: None });
    }
    world.finish().await;
}

#[tokio::test]
async fn who_gives_a_reason_sees_it_in_clear_for_a_quarter_of_an_hour_and_nobody_else_does() {
    let world = World::new().await;
    let application = submitted(&world).await;
    assert_eq!(refusal(unmask(&world, &reviewer(&world), application, " ").await), "field.missing");
    assert_eq!(refusal(unmask(&world, &reviewer(&world), application, &"长".repeat(501)).await), "field.too_long");
    unmask(&world, &reviewer(&world), application, "致电核实经营情况").await.unwrap();
    let until = world.now() + Duration::minutes(15);
    assert_eq!(
        shown(&world, &reviewer(&world), application).await,
        ShownContact { contact: contact(), unmasked_until: Some(until) }
    );
    assert_eq!(
        shown(&world, &approver(&world), application).await.unmasked_until,
        None,
        "a colleague has given no reason"
    );
    let filed = "select count(*) from audit where operation = 'application.unmask' and outcome = 'done'
                 and after->>'unmasked_for' = '致电核实经营情况'";
    assert_eq!(world.number(filed).await, 1);
    world.set_now(until);
    assert_eq!(shown(&world, &reviewer(&world), application).await.contact.phone, "138 **** 1402");
    world.finish().await;
}

#[tokio::test]
async fn nobody_unmasks_what_is_not_theirs_or_not_consented_to() {
    let world = World::new().await;
    let application = submitted(&world).await;
    let treasurer = world.funder_person('a', Role::FunderTreasurer);
    for person in [treasurer, world.operator(Role::OperatorMaker), world.agent(1)] {
        let outcome = unmask(&world, &person, application, "看看").await;
        assert!(matches!(outcome, Err(Error::Forbidden)), "{outcome:?}");
    }
    let stranger = unmask(&world, &world.funder_person('b', Role::FunderReviewer), application, "看看").await;
    assert!(matches!(stranger, Err(Error::NotFound)), "{stranger:?}");
    withdraw(&world, 1, application, 4).await.unwrap();
    let late = unmask(&world, &reviewer(&world), application, "看看").await;
    assert!(matches!(late, Err(Error::NotFound)), "{late:?}");
    world.finish().await;
}

#[tokio::test]
async fn a_draft_that_is_given_up_for_another_keeps_nobody_s_contact() {
    let world = World::new().await;
    let offers = answered_round(&world).await;
    let draft = select(&world, 1, offers[0]).await.unwrap();
    save(&world, draft, 1, shop()).await.unwrap();
    let other = select(&world, 1, offers[1]).await.unwrap();
    assert_eq!(shown(&world, &world.agent(1), other).await.contact, contact());
    assert_eq!(shown(&world, &world.agent(1), draft).await.contact, Contact::default());
    // Sealed for its own row, it opens in no other.
    let planted = format!(
        "update applications set contact = (select contact from applications where id = '{}') where id = '{}'",
        other.0, draft.0
    );
    assert_eq!(world.as_owner(&planted).await, None);
    let moved = application::application(&world.db, &world.agent(1), draft).await;
    assert!(matches!(moved, Err(Error::Failed(_))), "{moved:?}");
    world.finish().await;
}

#[tokio::test]
async fn a_new_master_key_takes_over_what_older_ones_sealed() {
    let world = World::new().await;
    let application = submitted(&world).await;
    let rotated = world.db.clone().with_master_keys(master_keys(&["1", "0"]));
    let system = world.system();
    assert_eq!(reseal(&rotated, &system).await.unwrap(), 1);
    assert_eq!(reseal(&rotated, &system).await.unwrap(), 0, "nothing is left to do");
    let only_new = world.db.clone().with_master_keys(master_keys(&["1"]));
    let seen = application::application(&only_new, &world.agent(1), application).await.unwrap();
    assert_eq!(seen.contact.unwrap().contact, contact());
    let without = application::application(&world.db, &world.agent(1), application).await;
    assert!(matches!(without, Err(Error::Failed(_))), "{without:?}");
    assert!(matches!(reseal(&rotated, &world.agent(1)).await, Err(Error::Forbidden)));
    world.finish().await;
}

#[tokio::test]
async fn what_lay_in_clear_from_before_is_sealed() {
    let world = World::new().await;
    let application = submitted(&world).await;
    let before = "update applications set contact = null, contact_phone_index = null, form = form ||
                  '{\"contact_name\": \"李四\", \"contact_phone\": \"13900001403\", \"business_address\": \"渝中区\"}'";
    assert_eq!(world.as_owner(before).await, None);
    assert_eq!(reseal(&world.db, &world.system()).await.unwrap(), 1);
    let contact = shown(&world, &world.agent(1), application).await.contact;
    assert_eq!(
        (contact.name.as_str(), contact.phone.as_str(), contact.address.as_str()),
        ("李四", "13900001403", "渝中区")
    );
    assert_eq!(written(&world, "13900001403").await, 0);
    assert_eq!(seen_by(&world, &world.agent(1), application).await.need, Some(need()));
    world.finish().await;
}

#[tokio::test]
async fn a_funder_is_told_what_it_has_granted_to_other_shops_of_the_same_owner_and_nobody_else_is() {
    let world = World::new().await;
    let application = submitted(&world).await;
    assert_eq!(seen_by(&world, &reviewer(&world), application).await.same_owner, OwnerExposure::default());
    for (agent, limit) in [(2, "100000"), (3, "50000"), (4, "30000"), (5, "20000")] {
        world.open_line(agent, yuan(limit), bullet_terms(), &["30d"]).await;
    }
    // Every legal person here has one name. Agent 3 has agent 1's licence too, agent 4 another name, and agent 5 its line
    // with another funder.
    let arranged = format!(
        "update agents set licence_no = (select licence_no from agents where number = 'A0001') where number = 'A0003';
         update agents set legal_person = '李四' where number = 'A0004';
         update credit_lines set funder_id = '{}' where agent_id = '{}'",
        world.funders[1].0, world.agents[4].agent.0
    );
    assert_eq!(world.as_owner(&arranged).await, None);
    let seen = seen_by(&world, &reviewer(&world), application).await.same_owner;
    let named: Vec<(&str, bool)> = seen.named.iter().map(|line| (line.shop_name.as_str(), line.same_licence)).collect();
    assert_eq!(named, [("第3通讯", true), ("第2通讯", false)]);
    assert_eq!((seen.lines, seen.limit, seen.outstanding), (2, yuan("150000"), yuan("0")));
    assert_eq!(world.as_owner("update credit_lines set state = 'closed'").await, None);
    for person in [reviewer(&world), world.agent(1), world.operator(Role::OperatorMaker)] {
        assert_eq!(seen_by(&world, &person, application).await.same_owner, OwnerExposure::default());
    }
    world.drop_database().await;
}

#[tokio::test]
async fn a_funder_is_told_of_other_shops_with_the_same_number_among_its_own_applications() {
    let world = World::new().await;
    let application = submitted(&world).await;
    assert_eq!(seen_by(&world, &reviewer(&world), application).await.same_phone, []);
    // Agent 2 applies to the same funder, agent 3 to another, both with the number of agent 1.
    let copy = |agent: usize, funder: usize, reference: &str| {
        format!(
            "insert into consents select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(),
                 'agent_id', '{agent}', 'funder_id', '{funder}'))).* from consents c
                 where c.purpose = 'application_data';
             insert into applications select (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(),
                 'agent_id', '{agent}', 'funder_id', '{funder}', 'reference', '{reference}'))).* from applications a
                 where a.id = '{}'",
            application.0,
            agent = world.agents[agent - 1].agent.0,
            funder = world.funders[funder].0
        )
    };
    assert_eq!(world.as_owner(&copy(2, 0, "APP2026112000000777")).await, None);
    assert_eq!(world.as_owner(&copy(3, 1, "APP2026112000000778")).await, None);
    let same = seen_by(&world, &reviewer(&world), application).await.same_phone;
    let references: Vec<String> = same.iter().map(|(_, reference)| reference.to_string()).collect();
    assert_eq!(references, ["APP2026112000000777"]);
    assert_eq!(seen_by(&world, &world.agent(1), application).await.same_phone, []);
    assert_eq!(seen_by(&world, &world.operator(Role::OperatorMaker), application).await.same_phone, []);
}
