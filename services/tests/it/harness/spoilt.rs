//! Worlds in which something is wrong that the program would never do.

use services::verify::{Verdict, verify_one};
use sqlx::Connection;

use super::{World, connect, execute};

impl World {
    /// What each invariant says, as Lianrong itself asks, once the statement beside its name was done past every rule. What was
    /// done is taken back before the next.
    pub async fn spoilt<'s>(&self, planted: impl IntoIterator<Item = (&'s str, &'s str)>) -> Vec<Verdict> {
        let mut connection = connect(&self.url).await;
        let mut told = Vec::new();
        for (name, statement) in planted {
            let spoil = format!(
                "begin; set local session_replication_role = replica; {statement};
                 set local role lianrong_app;
                 select set_config('app.party_kind', 'institution', true), set_config('app.party', '', true)"
            );
            execute(&mut connection, spoil).await;
            let verdict = verify_one(&mut connection, name).await.unwrap();
            told.push(verdict.unwrap_or_else(|| panic!("no invariant is called: {name}")));
            execute(&mut connection, "rollback".to_owned()).await;
        }
        connection.close().await.unwrap();
        told
    }
}
