//! Contracts and draws that are confirmed with a code, and the number that it is sent to.

use domain::{
    Amount,
    application::ApplicationRefusal,
    draw::DrawRefusal,
    id::ApplicationId,
    identity::SignInRefusal,
    one_time_code::{CodePolicy, CodeRefusal, Confirms},
    role::{Party, Role},
};
use services::{
    Actor, Context, Db, Error,
    context::SignedIn,
    draw::{self, RequestDrawCommand, RequestedDraw},
    identity::{
        Confirmation, RegisterMobileCommand, ask_for_confirmation, ask_for_mobile, confirmation, own_mobile,
        register_mobile, register_own_mobile,
    },
};
use time::Duration;

use super::{
    PASSWORD,
    code::{Gateway, MOBILE, ask, registered, type_code, wrong},
    code_of, credentials, enter, open_account, person,
};
use crate::harness::{START, World, bullet_terms, yuan};

/// The world of somebody who confirms contracts, and draws of more than 50,000.00.
struct Confirming {
    world: World,
    db: Db,
    gateway: Gateway,
    person: SignedIn,
}

impl Confirming {
    async fn new() -> Self {
        let world = World::new().await;
        registered(&world).await;
        world.open_line(1, yuan("200000"), bullet_terms(), &["30d"]).await;
        let policy = CodePolicy { contracts: true, draws_above: Some(yuan("50000")) };
        let session = enter(&world, credentials("shop", PASSWORD, None), false).await.unwrap();
        let person = person(&world, &session.token).await.unwrap();
        Self { db: world.db.clone().with_code_policy(policy), world, gateway: Gateway::default(), person }
    }

    fn context(&self) -> Context {
        Context::new(Actor::User(self.person.clone()), self.world.request_no())
    }

    async fn draw(&self, amount: &str) -> (RequestDrawCommand, Confirms) {
        let (amount, tenor) = (yuan(amount), "30d".parse().unwrap());
        let hash = draw::preview_draw(&self.db, &self.context(), amount, tenor).await.unwrap().hash;
        let command = RequestDrawCommand { amount, tenor, purpose: "备货".to_owned(), disclosure_hash: hash.clone() };
        (command, Confirms::Draw { amount, disclosure_hash: hash })
    }

    async fn sent(&self, confirms: Confirms) -> String {
        ask_for_confirmation(&self.db, &self.context(), confirms).await.unwrap();
        self.gateway.deliver(&self.world).await.unwrap()
    }

    async fn request(&self, context: &Context, command: &RequestDrawCommand) -> Result<RequestedDraw, &'static str> {
        match draw::request_draw(&self.db, context, command.clone()).await {
            Ok(requested) => Ok(requested),
            Err(Error::Refused(DrawRefusal::Code(refusal))) => Err(refusal.code()),
            Err(error) => panic!("{error:?}"),
        }
    }
}

#[tokio::test]
async fn a_draw_above_the_limit_takes_a_code_for_this_amount_in_this_session_once() {
    let all = Confirming::new().await;
    let (small, none) = all.draw("50000").await;
    assert_eq!(confirmation(&all.db, &all.context(), &none).await.unwrap(), None);
    all.request(&all.context(), &small).await.unwrap();

    let (large, confirms) = all.draw("50000.01").await;
    let masked = Some("139 **** 0001".to_owned());
    let shown = confirmation(&all.db, &all.context(), &confirms).await.unwrap();
    assert_eq!(shown, Some(Confirmation { mobile: masked.clone(), good_until: None }));
    assert_eq!(all.request(&all.context(), &large).await, Err("code.missing"));
    assert_eq!(all.request(&all.context().with_code("123456"), &large).await, Err("code.over"));
    let code = all.sent(confirms.clone()).await;
    let shown = confirmation(&all.db, &all.context(), &confirms).await.unwrap();
    assert_eq!(shown, Some(Confirmation { mobile: masked, good_until: Some(START + Duration::minutes(5)) }));
    assert_eq!(all.request(&all.context().with_code(wrong(&code)), &large).await, Err("code.mistyped"));

    // What the message says is what it is good for.
    let little = Confirms::Draw { amount: yuan("1"), disclosure_hash: large.disclosure_hash.clone() };
    all.world.set_now(START + Duration::minutes(1));
    let said = all.sent(little).await;
    if said != code {
        assert_eq!(all.request(&all.context().with_code(&said), &large).await, Err("code.mistyped"));
    }
    // For no other amount, and in no other session.
    let (other, _) = all.draw("60000").await;
    assert_eq!(all.request(&all.context().with_code(&code), &other).await, Err("code.over"));
    let elsewhere = enter(&all.world, credentials("shop", PASSWORD, None), false).await.unwrap();
    let elsewhere = person(&all.world, &elsewhere.token).await.unwrap();
    let elsewhere = Context::new(Actor::User(elsewhere), all.world.request_no());
    assert_eq!(all.request(&elsewhere.with_code(&code), &large).await, Err("code.over"));
    // Who signs in is sent codes for that: this is none.
    assert_eq!(code_of(type_code(&all.world, MOBILE, &code, None).await), "code.over");

    let context = all.context().with_code(&format!(" {} {} ", &code[..3], &code[3..]));
    let requested = all.request(&context, &large).await.unwrap();
    assert_eq!(all.request(&context, &large).await.as_ref(), Ok(&requested), "sent again, it is answered as before");
    assert_eq!(all.request(&all.context().with_code(&code), &large).await, Err("code.over"));
    assert_eq!(all.world.number("select count(*) from draws").await, 2);
    assert_eq!(all.world.number("select count(*) from one_time_codes where used_at is not null").await, 1);
    all.world.finish().await;
}

#[tokio::test]
async fn what_is_refused_otherwise_leaves_the_code_good() {
    let all = Confirming::new().await;
    let (large, confirms) = all.draw("150000").await;
    let code = all.sent(confirms).await;
    all.world.as_owner("update credit_lines set earmarked_fen = 10000000").await;
    let refused = draw::request_draw(&all.db, &all.context().with_code(&code), large.clone()).await;
    assert!(matches!(refused, Err(Error::Refused(DrawRefusal::InsufficientLimit { .. }))), "{refused:?}");
    all.world.as_owner("update credit_lines set earmarked_fen = 0").await;
    all.request(&all.context().with_code(&code), &large).await.unwrap();
    all.world.finish().await;
}

#[tokio::test]
async fn a_contract_takes_a_code_and_who_has_no_number_is_told_to_register_one() {
    let all = Confirming::new().await;
    let application = ApplicationId(uuid::Uuid::from_u128(7));
    let agree = async |context: Context| {
        let command =
            services::application::AgreeContractCommand { application, version: 1, contract_hash: String::new() };
        match services::application::agree_contract(&all.db, &context, command).await {
            Err(Error::Refused(ApplicationRefusal::Code(refusal))) => refusal.code(),
            _ => "asked",
        }
    };
    assert_eq!(agree(all.context()).await, "code.missing");
    let code = all.sent(Confirms::Contract(application)).await;
    assert_eq!(agree(all.context().with_code(wrong(&code))).await, "code.mistyped");
    assert_eq!(agree(all.context().with_code(&code)).await, "asked");
    all.world.as_owner("update users set mobile_index = null, mobile_masked = null, mobile_sealed = null").await;
    let refused = ask_for_confirmation(&all.db, &all.context(), Confirms::Contract(application)).await;
    assert!(matches!(refused, Err(Error::Refused(CodeRefusal::NoMobile))), "{refused:?}");
    let nothing = Confirms::Draw { amount: Amount::ZERO, disclosure_hash: String::new() };
    let staff = ask_for_confirmation(&all.db, &all.world.operator(Role::Auditor), nothing).await;
    assert!(matches!(staff, Err(Error::Forbidden)));
    all.world.finish().await;
}

#[tokio::test]
async fn what_was_sent_to_a_number_that_was_replaced_proves_nothing() {
    let all = Confirming::new().await;
    ask(&all.world, MOBILE, "203.0.113.7").await.unwrap();
    let sign_in = all.gateway.deliver(&all.world).await.unwrap();
    let (large, confirms) = all.draw("60000").await;
    let draw = all.sent(confirms).await;
    register_mobile(&all.db, &all.world.system(), all.person.user, "13911112222").await.unwrap();
    assert_eq!(code_of(type_code(&all.world, MOBILE, &sign_in, None).await), "code.over");
    assert_eq!(all.request(&all.context().with_code(&draw), &large).await, Err("code.over"));
    register_mobile(&all.db, &all.world.system(), all.person.user, MOBILE).await.unwrap();
    assert_eq!(code_of(type_code(&all.world, MOBILE, &sign_in, None).await), "in");
    all.world.finish().await;
}

#[tokio::test]
async fn who_was_let_go_while_the_code_came_registers_no_number() {
    let all = Confirming::new().await;
    let new = "13911112222";
    ask_for_mobile(&all.db, &all.context(), new).await.unwrap();
    let code = all.gateway.deliver(&all.world).await.unwrap();
    all.world.as_owner("update users set disabled_at = now() where username = 'shop'").await;
    let origin = credentials("", "", None).origin;
    let command = RegisterMobileCommand { mobile: new.to_owned(), code, password: PASSWORD.to_owned(), origin };
    let refused = register_own_mobile(&all.db, &all.context(), command).await;
    assert_eq!(code_of(refused), "identity.disabled");
    assert_eq!(own_mobile(&all.db, &all.context()).await.unwrap().as_deref(), Some("139 **** 0001"));
    all.world.finish().await;
}

#[tokio::test]
async fn a_person_registers_a_number_that_it_has_and_with_its_password() {
    let all = Confirming::new().await;
    let new = "13911112222";
    let register = async |code: &str, password: &str| {
        let origin = credentials("", "", None).origin;
        let (code, password) = (code.to_owned(), password.to_owned());
        let command = RegisterMobileCommand { mobile: new.to_owned(), code, password, origin };
        code_of(register_own_mobile(&all.db, &all.context(), command).await)
    };
    let ask_new = async || ask_for_mobile(&all.db, &all.context(), new).await;
    assert_eq!(code_of(ask_for_mobile(&all.db, &all.context(), "123").await), "code.mobile_invalid");
    assert_eq!(register("000000", PASSWORD).await, "code.over");
    ask_new().await.unwrap();
    let code = all.gateway.deliver(&all.world).await.unwrap();
    assert_eq!(register(wrong(&code), PASSWORD).await, "code.mistyped");
    assert_eq!(register(&code, "wrong").await, "identity.wrong_credentials");
    assert_eq!(register(&code, PASSWORD).await, "in");
    assert_eq!(own_mobile(&all.db, &all.context()).await.unwrap().as_deref(), Some("139 **** 2222"));
    assert_eq!(register(&code, PASSWORD).await, "code.over");
    // The number before signs nobody in any more; the new one does.
    all.world.set_now(START + Duration::minutes(2));
    for (mobile, told) in [(MOBILE, false), (new, true)] {
        let before = all.gateway.deliver(&all.world).await.unwrap();
        ask(&all.world, mobile, "203.0.113.7").await.unwrap();
        let code = all.gateway.deliver(&all.world).await.unwrap();
        assert_eq!(code != before && code_of(type_code(&all.world, mobile, &code, None).await) == "in", told);
    }

    let other = open_account(&all.world, "other", Role::Agent, Party::Agent(all.world.agents[1].agent), false).await;
    let session = enter(&all.world, credentials("other", PASSWORD, None), false).await.unwrap();
    let context = || async {
        Context::new(Actor::User(person(&all.world, &session.token).await.unwrap()), all.world.request_no())
    };
    all.world.set_now(START + Duration::minutes(4));
    ask_for_mobile(&all.db, &context().await, new).await.unwrap();
    let code = all.gateway.deliver(&all.world).await.unwrap();
    let origin = credentials("", "", None).origin;
    let command = RegisterMobileCommand { mobile: new.to_owned(), code, password: PASSWORD.to_owned(), origin };
    let taken = register_own_mobile(&all.db, &context().await, command).await;
    assert!(
        matches!(taken, Err(Error::Refused(SignInRefusal::Code(CodeRefusal::MobileTaken)))),
        "{taken:?} of {other}"
    );
    let clear = "select count(*) from users where to_jsonb(users)::text like '%13911112222%'";
    assert_eq!(all.world.number(clear).await, 0);
    all.world.finish().await;
}
