//! Which columns of a list somebody of the staff wants to see, and how close its rows stand. It is kept with the person, not with the
//! browser, and is nobody else's business: no audit row tells of it.

use crate::{Context, Db, Error, error::Never};

/// The longest name of a list, in bytes, and the most columns of one.
const NAME_LIMIT: usize = 200;
const COLUMNS_LIMIT: usize = 64;
/// How many lists of a person, the last ones chosen: more than there are.
const KEPT_BY_PERSON: i64 = 100;

/// The places of the columns of a list that the person wants to see; none where nothing was chosen.
///
/// # Errors
/// `Forbidden` outside the staff.
pub async fn shown_columns(db: &Db, context: &Context, list: String) -> Result<Option<Vec<i16>>, Error<Never>> {
    let user = context.staff::<Never>()?.user;
    db.read(context, move |connection| {
        Box::pin(async move {
            let shown =
                sqlx::query_scalar!("select shown from list_choices where user_id = $1 and list = $2", user.0, list);
            Ok(shown.fetch_optional(connection).await?)
        })
    })
    .await
}

/// Keeps the places of the columns of a list that the person wants to see.
///
/// # Errors
/// `Forbidden` outside the staff; `NotFound` for what is no list's name and for more columns than any has.
pub async fn choose_columns(db: &Db, context: &Context, list: String, shown: Vec<i16>) -> Result<(), Error<Never>> {
    let user = context.staff::<Never>()?.user;
    if list.len() > NAME_LIMIT || shown.len() > COLUMNS_LIMIT {
        return Err(Error::NotFound);
    }
    let at = db.true_now();
    db.note(context, move |connection| {
        Box::pin(async move {
            sqlx::query!(
                "insert into list_choices (user_id, list, shown, chosen_at) values ($1, $2, $3, $4)
                 on conflict (user_id, list) do update set shown = excluded.shown, chosen_at = excluded.chosen_at",
                user.0,
                list,
                &shown,
                at
            )
            .execute(&mut *connection)
            .await?;
            sqlx::query!(
                "delete from list_choices where user_id = $1 and list not in
                     (select list from list_choices where user_id = $1 order by chosen_at desc, list limit $2)",
                user.0,
                KEPT_BY_PERSON
            )
            .execute(connection)
            .await?;
            Ok(())
        })
    })
    .await
}

/// Keeps whether the person wants the rows of tables to stand close.
///
/// # Errors
/// `Forbidden` outside the staff.
pub async fn choose_compact(db: &Db, context: &Context, compact: bool) -> Result<(), Error<Never>> {
    let user = context.staff::<Never>()?.user;
    db.note(context, move |connection| {
        Box::pin(async move {
            sqlx::query!("update users set compact = $2 where id = $1", user.0, compact).execute(connection).await?;
            Ok(())
        })
    })
    .await
}
