//! A file of bank statements as a test handles it: previewed by one person, confirmed by another, with all its lines.

use domain::{bank_movement::StatementRefusal, id::ImportId, role::Role};
use services::{
    Error,
    bank_movement::{
        self, DecideStatementCommand, LineRequest, MovementFacts, Outcome, StatementFile, StatementLine, Told,
    },
    job,
};

use crate::harness::World;

/// A file with all its lines.
pub struct Report {
    pub file: StatementFile,
    pub lines: Vec<StatementLine>,
}

impl Report {
    pub async fn of(world: &World, import: ImportId) -> Self {
        let auditor = world.operator(Role::Auditor);
        let file = bank_movement::statement_file(&world.db, &auditor, import).await.unwrap();
        let (mut lines, mut request) = (Vec::new(), LineRequest::default());
        loop {
            let page = bank_movement::statement_lines(&world.db, &auditor, import, request).await.unwrap();
            lines.extend(page.lines);
            request.after = page.next;
            if page.next.is_none() {
                return Self { file, lines };
            }
        }
    }

    pub fn facts(&self) -> Vec<MovementFacts> {
        self.told().map(|(facts, _)| facts.clone()).collect()
    }

    pub fn told(&self) -> impl Iterator<Item = (&MovementFacts, &Outcome)> {
        self.lines.iter().filter_map(|line| match &line.told {
            Told::Read { facts, outcome } => Some((facts.as_ref(), outcome)),
            Told::Refused { .. } => None,
        })
    }

    pub fn refused(&self) -> Vec<(i64, &str)> {
        let refused = self.lines.iter().filter_map(|line| match &line.told {
            Told::Refused { code, .. } if !line.passed_over => Some((line.number, code.as_str())),
            _ => None,
        });
        refused.collect()
    }
}

pub async fn preview(world: &World, name: &str, bytes: &[u8]) -> Result<Report, Error<StatementRefusal>> {
    let maker = world.operator(Role::OperatorMaker);
    let import = bank_movement::preview_statement(&world.db, &maker, name, bytes.to_vec(), None).await?;
    Ok(Report::of(world, import).await)
}

pub fn agreed(import: ImportId) -> DecideStatementCommand {
    DecideStatementCommand { import, agree: true, note: "已与银行核对".to_owned() }
}

/// A second person confirms a file, and what the decision leaves to the job is recorded.
pub async fn confirm(world: &World, import: ImportId) -> Result<Report, Error<StatementRefusal>> {
    let checker = world.operator(Role::OperatorChecker);
    bank_movement::decide_statement(&world.db, &checker, agreed(import)).await?;
    assert_eq!(bank_movement::record_statement(&world.db, import).await, job::Outcome::Done);
    Ok(Report::of(world, import).await)
}

/// Imports a file as two people do: one looks at it, another one confirms it.
pub async fn import(world: &World, bytes: &[u8]) -> Report {
    let report = preview(world, "statement.csv", bytes).await.unwrap();
    confirm(world, report.file.import).await.unwrap()
}

pub fn outcomes(report: &Report) -> Vec<Outcome> {
    report.told().map(|(_, outcome)| outcome.clone()).collect()
}

pub fn known(report: &Report) -> usize {
    report.told().filter(|(_, outcome)| **outcome == Outcome::Known).count()
}
