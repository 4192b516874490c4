//! One box: each party finds what is its own, and nothing of anybody else's.

use domain::{role::Role, search::Found};
use services::{Context, Error, search::search};

use crate::{
    bank_movement::requested_payout,
    binding::{bound, network::TestNetwork, shares_of},
    draw::request,
    harness::{World, bullet_terms, yuan},
    repayment::lend,
};

/// What is found, by its kind and title.
async fn found(world: &World, context: &Context, text: &str) -> Vec<(Found, String)> {
    let hits = search(&world.db, context, text).await.unwrap();
    hits.into_iter().map(|hit| (hit.found, hit.title)).collect()
}

#[tokio::test]
async fn each_party_finds_its_own_by_number_name_and_amount() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    lend(&world, 1, "12345.67").await;
    let told = |query: &'static str| sqlx::query_scalar::<_, String>(query).fetch_one(&world.owner);
    let loan = told("select reference from loans").await.unwrap();
    let shop = told("select shop_name from agents order by number limit 1").await.unwrap();
    let account = told("select bank_account_no from agents order by number limit 1").await.unwrap();
    let licence = told("select licence_no from agents order by number limit 1").await.unwrap();
    let part: String = shop.chars().take(2).collect();
    let (operator, own) = (world.operator(Role::Auditor), world.funder_person('a', Role::FunderReviewer));

    let kinds = |hits: Vec<(Found, String)>| hits.into_iter().map(|(found, _)| found).collect::<Vec<_>>();
    assert_eq!(found(&world, &operator, &loan).await, [(Found::Loan, loan.clone())]);
    assert!(found(&world, &operator, &part).await.contains(&(Found::Agent, shop.clone())));
    assert!(found(&world, &operator, &account[account.len() - 4..]).await.contains(&(Found::Agent, shop.clone())));
    assert!(found(&world, &operator, &licence.to_lowercase()).await.contains(&(Found::Agent, shop.clone())));
    assert!(kinds(found(&world, &own, &licence).await).contains(&Found::Loan));
    assert!(kinds(found(&world, &operator, "12,345.67").await).starts_with(&[Found::Loan]));
    assert!(kinds(found(&world, &operator, "12,345.67").await).contains(&Found::Movement));

    assert_eq!(found(&world, &own, &loan.to_lowercase()).await, [(Found::Loan, loan.clone())]);
    assert!(kinds(found(&world, &own, &shop).await).contains(&Found::Loan));
    assert_eq!(found(&world, &own, "12345.67").await, [(Found::Loan, loan.clone())]);

    // A draw that has become no loan stands for itself.
    world.open_line(2, yuan("100000"), bullet_terms(), &["30d"]).await;
    let requested = request(&world, 2, "1000").await.unwrap().reference.to_string();
    assert_eq!(found(&world, &operator, &requested).await, [(Found::Draw, requested.clone())]);

    // A payment as the funder's bank shows it, and what is asked for.
    world.open_line(3, yuan("100000"), bullet_terms(), &["30d"]).await;
    requested_payout(&world, 3, "432.10").await;
    let paid = told("select reference from payouts where amount_fen = 43210").await.unwrap();
    assert_eq!(found(&world, &own, "432.10").await, [(Found::Payout, paid.clone())]);
    assert_eq!(found(&world, &own, "1,000.00").await, [(Found::Draw, requested.clone())]);

    // Partners and carriers by name and by how their account ends.
    for (table, kind) in [("partners", Found::Partner), ("carriers", Found::Carrier)] {
        let of = |column: &str| {
            format!("select {column} from {table} where bank_account_no is not null order by name limit 1")
        };
        let told = async |column| {
            sqlx::query_scalar::<_, String>(sqlx::AssertSqlSafe(of(column))).fetch_one(&world.owner).await.unwrap()
        };
        let (name, account) = (told("name").await, told("bank_account_no").await);
        for text in [name.as_str(), &account[account.len() - 6..]] {
            assert!(found(&world, &operator, text).await.contains(&(kind, name.clone())), "{text}");
        }
    }

    // Everything that this text can mean, for those whose it is not.
    for other in [world.funder_person('b', Role::FunderTreasurer), world.facilitator(1, Role::FacilitatorOperator)] {
        for text in
            [&loan, &requested, &shop, &part, &account, &licence, "12345.67", "432.10", "1000.00", "operator", "funder"]
        {
            assert_eq!(found(&world, &other, text).await, [], "{text}");
        }
    }
    for text in ["", "%", "_", "店", "a\0b", &"店".repeat(65), "99999999999999999999"] {
        assert_eq!(found(&world, &operator, text).await, [], "{text:?}");
    }
    assert!(matches!(search(&world.db, &world.agent(1), &loan).await, Err(Error::Forbidden)));
    world.finish().await;
}

#[tokio::test]
async fn a_partner_finds_an_account_by_its_end_where_it_may_see_it() {
    let world = World::new().await;
    world.open_line(1, yuan("100000"), bullet_terms(), &["30d"]).await;
    requested_payout(&world, 1, "432.10").await;
    let binding = bound(&world, &TestNetwork::default()).await;
    let paid: String = sqlx::query_scalar("select reference from payouts where amount_fen = 43210")
        .fetch_one(&world.owner)
        .await
        .unwrap();
    let own = world.funder_person('a', Role::FunderTreasurer);
    // The end of a customer's card, and of the account that payouts to the funder went to.
    for text in ["3446", "233446", "6222020200112233446"] {
        assert_eq!(found(&world, &own, text).await, [(Found::Binding, binding.alias.clone())], "{text}");
    }
    for text in ["3445", "233445", "6222020200112233445"] {
        assert_eq!(found(&world, &own, text).await, [(Found::Payout, paid.clone())], "{text}");
    }
    for text in ["93445", "446", "**** 3446", "%446"] {
        assert_eq!(found(&world, &own, text).await, [], "{text}");
    }
    let shared = shares_of(&world, 1).await.remove(0).alias;
    let facilitator = |number| world.facilitator(number, Role::FacilitatorOperator);
    assert_eq!(found(&world, &facilitator(1), "3446").await, [(Found::Share, shared)]);
    for stranger in [facilitator(2), world.funder_person('b', Role::FunderTreasurer)] {
        for text in ["3446", "3445", "6222020200112233446"] {
            assert_eq!(found(&world, &stranger, text).await, [], "{text}");
        }
    }
    world.finish().await;
}
