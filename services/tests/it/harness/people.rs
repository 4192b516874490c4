//! The people of the world.

use domain::{
    id::{AgentId, PartnerId, SessionId, UserId},
    role::{Party, Role},
};
use services::context::SignedIn;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{START, World};

impl World {
    /// People with whom contexts can be made; their passwords are of no use.
    pub(super) async fn insert_people(&self) {
        let people = self.everybody();
        let parties = people.iter().map(|person| match person.party {
            Party::Agent(AgentId(id)) => (Some(id), None),
            Party::Funder(PartnerId(id)) | Party::Facilitator(PartnerId(id)) => (None, Some(id)),
            _ => (None, None),
        });
        let (agents, partners): (Vec<Option<Uuid>>, Vec<Option<Uuid>>) = parties.unzip();
        let users: Vec<Uuid> = people.iter().map(|person| person.user.0).collect();
        let sessions: Vec<Uuid> = people.iter().map(|person| person.session.0).collect();
        let usernames: Vec<String> = people.iter().map(|person| person.username.clone()).collect();
        let roles: Vec<String> = people.iter().map(|person| person.role.code().to_owned()).collect();
        sqlx::query(
            "insert into users (id, username, display_name, password_hash, role, agent_id, partner_id, demonstration)
             select id, username, username, 'no password', role, agent_id, partner_id, true
             from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[]) as p (id, username, role, agent_id, partner_id)",
        )
        .bind(&users)
        .bind(&usernames)
        .bind(roles)
        .bind(agents)
        .bind(partners)
        .execute(&self.owner)
        .await
        .unwrap();
        sqlx::query(
            "insert into sessions (id, user_id, token_hash, created_at, seen_at, ends_at, address, device)
             select id, user_id, sha256(username::bytea), t, t, t + interval '1 day', '127.0.0.1', 'test'
             from unnest($1::uuid[], $2::uuid[], $3::text[]) as p (id, user_id, username), (select $4::timestamptz as t) s",
        )
        .bind(sessions)
        .bind(users)
        .bind(usernames)
        .bind(START)
        .execute(&self.owner)
        .await
        .unwrap();
    }

    fn everybody(&self) -> Vec<SignedIn> {
        let agents = (1..=self.agents.len()).map(|number| self.person(&format!("agent-{number}"), Role::Agent));
        let funders = ["a", "b", "c"].into_iter().flat_map(|letter| {
            [Role::FunderReviewer, Role::FunderApprover, Role::FunderTreasurer].map(|role| {
                self.person(&format!("funder-{letter}-{}", role.code().trim_start_matches("funder_")), role)
            })
        });
        let facilitators = (1..=self.facilitators.len()).flat_map(|number| {
            [Role::FacilitatorOperator, Role::FacilitatorApprover].map(|role| {
                let title = role.code().trim_start_matches("facilitator_");
                self.person(&format!("facilitator-{number}-{title}"), role)
            })
        });
        let institution = [
            ("operator-maker", Role::OperatorMaker),
            ("operator-checker", Role::OperatorChecker),
            ("auditor", Role::Auditor),
        ]
        .map(|(username, role)| self.person(username, role));
        agents.chain(funders).chain(facilitators).chain(institution).collect()
    }

    pub(super) fn person(&self, username: &str, role: Role) -> SignedIn {
        let id = |what: &str| {
            let digest = Sha256::digest(format!("{what}:{username}"));
            Uuid::from_slice(&digest[..16]).unwrap()
        };
        let party = match role {
            Role::Agent | Role::AgentClerk => {
                let number = username.trim_start_matches("agent-").trim_end_matches("-clerk");
                let number: usize = number.parse().unwrap();
                Party::Agent(self.agents[number - 1].agent)
            }
            Role::FunderReviewer | Role::FunderApprover | Role::FunderTreasurer => {
                let place = usize::from(username.as_bytes()["funder-".len()] - b'a');
                Party::Funder(self.funders[place])
            }
            Role::FacilitatorOperator | Role::FacilitatorApprover => {
                let place = usize::from(username.as_bytes()["facilitator-".len()] - b'1');
                Party::Facilitator(self.facilitators[place])
            }
            _ => Party::Institution,
        };
        SignedIn {
            user: UserId(id("user")),
            session: SessionId(id("session")),
            username: username.to_owned(),
            display_name: username.to_owned(),
            role,
            party,
            address: "127.0.0.1".to_owned(),
            device: "test".to_owned(),
        }
    }
}
