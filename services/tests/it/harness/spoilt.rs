//! Worlds in which something is wrong that the program would never do.

use std::sync::Arc;

use domain::actor::SystemPart;
use services::{Context, Db, verify::Verdict};
use sqlx::Connection;

use super::{START, World, connect, execute, with_database};

impl World {
    /// What the invariants say of a copy in which `statement` was done past every rule, for each of the statements.
    pub async fn spoilt<'s>(self, statements: impl IntoIterator<Item = &'s str>) -> Vec<Vec<Verdict>> {
        // A database is copied while nobody is connected to it.
        self.db.drain().await;
        self.owner.close().await;
        let mut admin = connect(&self.admin_url).await;
        let copy = format!("{}_spoilt", self.name);
        let url = with_database(&self.admin_url, &copy);
        let mut told = Vec::new();
        for statement in statements {
            execute(&mut admin, format!("create database {copy} template {}", self.name)).await;
            let mut owner = connect(&url).await;
            execute(&mut owner, format!("set session_replication_role = replica; {statement}")).await;
            owner.close().await.unwrap();
            let db = Db::connect(&url, 2, Arc::new(|| START), Arc::new(|_| ())).await.unwrap();
            told.push(services::verify::verify(&db, &Context::system(SystemPart::Operator, "")).await.unwrap());
            db.drain().await;
            execute(&mut admin, format!("drop database {copy}")).await;
        }
        execute(&mut admin, format!("drop database {}", self.name)).await;
        admin.close().await.unwrap();
        told
    }
}
