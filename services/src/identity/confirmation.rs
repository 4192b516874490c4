//! What somebody who is signed in confirms with a code: a contract, and a large draw.

use domain::{
    id::{SessionId, UserId},
    one_time_code::{CODE_LIFE, CodeRefusal, Confirms},
};
use time::OffsetDateTime;

use super::{
    digest,
    mobile::open_mobile,
    one_time_code::{Asking, Issue, Proof, issue, prove},
    sql,
};
use crate::{Actor, Context, Db, Error, context::SignedIn, error::Never, sms::Template};

/// What its page says about a confirmation that is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Masked; none where no number is registered.
    pub mobile: Option<String>,
    /// Until when the code that was sent last is good.
    pub good_until: Option<OffsetDateTime>,
}

/// What the code is found by: good for this session and this alone. The amount is the one that its message names.
fn bound_to(session: SessionId, confirms: &Confirms) -> Vec<u8> {
    let subject = match confirms {
        Confirms::Contract(application) => format!("contract\n{application}"),
        Confirms::Draw { amount, disclosure_hash } => format!("draw\n{amount}\n{disclosure_hash}"),
    };
    digest(&format!("{session}\n{subject}"))
}

/// The person who has to confirm something, when it has to be.
fn asked<'c>(db: &Db, context: &'c Context, confirms: &Confirms) -> Option<&'c SignedIn> {
    match &context.actor {
        Actor::User(person) if db.code_policy().asks(confirms) => Some(person),
        _ => None,
    }
}

/// What a page says about confirming; nothing where it need not be confirmed.
///
/// # Errors
/// Technical ones only.
pub async fn confirmation(
    db: &Db,
    context: &Context,
    confirms: &Confirms,
) -> Result<Option<Confirmation>, Error<Never>> {
    let Some(person) = asked(db, context, confirms) else { return Ok(None) };
    let (user, bound_to, since) = (person.user, bound_to(person.session, confirms), db.true_now() - CODE_LIFE);
    let (mobile, sent) = db
        .read(context, move |connection| {
            Box::pin(async move {
                let mobile = sql::find_mobile(connection, user).await?;
                Ok((mobile, sql::find_sent(connection, &bound_to, since).await?))
            })
        })
        .await?;
    let mobile = mobile.filter(|(_, sealed)| sealed.is_some()).map(|(masked, _)| masked);
    Ok(Some(Confirmation { mobile, good_until: sent.map(|sent| sent + CODE_LIFE) }))
}

/// Sends a code to one's own number, for confirming this and nothing else.
///
/// # Errors
/// `Forbidden` for anybody but an agent's person; refused without a number, or when a code was sent too recently or too often.
pub async fn ask_for_confirmation(db: &Db, context: &Context, confirms: Confirms) -> Result<(), Error<CodeRefusal>> {
    context.agent()?;
    let person = context.person()?;
    let (user, bound_to) = (person.user, bound_to(person.session, &confirms));
    let mobile = own_mobile(db, context, user).await?;
    let (template, amount) = match confirms {
        Confirms::Contract(_) => (Template::Contract, None),
        Confirms::Draw { amount, .. } => (Template::Draw, Some(amount)),
    };
    issue(db, Issue { mobile, template, amount, bound_to, asking: Asking::Holder(user) }).await
}

async fn own_mobile(db: &Db, context: &Context, user: UserId) -> Result<String, Error<CodeRefusal>> {
    let found = db
        .read(context, move |connection| Box::pin(async move { Ok(sql::find_mobile(connection, user).await?) }))
        .await?;
    let sealed = found.and_then(|(_, sealed)| sealed).ok_or(Error::Refused(CodeRefusal::NoMobile))?;
    open_mobile(db.seals(), user, &sealed).map_err(Error::Failed)
}

/// The proof that an operation needs, if it has to be confirmed.
///
/// # Errors
/// Refused when the code is missing, wrong, or no good any more.
pub(crate) async fn confirmed<R>(db: &Db, context: &Context, confirms: &Confirms) -> Result<Option<Proof>, Error<R>>
where
    R: From<CodeRefusal> + Send + 'static,
{
    let Some(person) = asked(db, context, confirms) else { return Ok(None) };
    let typed = context.code().ok_or_else(|| Error::Refused(CodeRefusal::Missing.into()))?;
    prove(db, bound_to(person.session, confirms), typed).await.map(Some)
}
