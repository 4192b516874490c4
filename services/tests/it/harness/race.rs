//! Operations that begin at the same moment.

use std::sync::Arc;

use services::error::Never;
use tokio::{sync::Barrier, task::JoinSet};

use super::{CONNECTIONS, World};

impl World {
    /// An empty set of tasks, and a connection waiting for each: who has to wait until one is made does not race.
    pub async fn race<T: 'static>(&self) -> JoinSet<T> {
        let all_there = Arc::new(Barrier::new(CONNECTIONS));
        let mut readers = JoinSet::new();
        for _ in 0..CONNECTIONS {
            let (db, system, all_there) = (self.db.clone(), self.system(), all_there.clone());
            readers.spawn(async move {
                db.read::<(), Never, _>(&system, move |_| {
                    Box::pin(async move {
                        all_there.wait().await;
                        Ok(())
                    })
                })
                .await
                .unwrap();
            });
        }
        readers.join_all().await;
        JoinSet::new()
    }
}
