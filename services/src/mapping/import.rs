//! An operator's file of mappings: each row is drafted by itself, so that what is wrong with one keeps no other back.

use std::collections::HashSet;

use domain::{
    mapping::MappingRefusal,
    operating_data::ImportRefusal,
    role::{PartnerKind, Role},
};
use files::mapping::{MappingRow as Row, read};
use time::Duration;

use super::{
    AddMappingCommand, add_mapping,
    sql::{self, Named, Said},
};
use crate::{Context, Db, Error};

/// No further row is begun after so long: whoever waits is answered before the request is given up, and the file can be
/// sent again.
const LONGEST: Duration = Duration::seconds(15);

/// What became of a file of mappings.
#[derive(Debug, Default)]
pub struct MappingImport {
    pub drafted: usize,
    /// So many rows were not reached.
    pub left: usize,
    /// The rows that were not drafted.
    pub refused: Vec<RefusedMapping>,
}

/// A row, and why it is not drafted.
#[derive(Debug)]
pub struct RefusedMapping {
    /// The number that a person sees beside the row.
    pub row: usize,
    pub settlement_id: String,
    pub error: Error<MappingRefusal>,
}

/// Drafts the mappings of a file, one after the other, each under a request number made of the file's and its own content. What stands
/// there already, as a draft or published, is not drafted again.
///
/// # Errors
/// `Forbidden` to anybody but a maker; refused when the file is no table, or has no rows or too many. Whatever is wrong with a row is told
/// with it.
pub async fn import_mappings(
    db: &Db,
    context: &Context,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<MappingImport, Error<ImportRefusal>> {
    context.operator::<ImportRefusal>(&[Role::OperatorMaker])?;
    let until = db.true_now() + LONGEST;
    let name = file_name.to_owned();
    let table = tokio::task::spawn_blocking(move || read(&name, &bytes)).await.map_err(Error::defect)?;
    let table = table.map_err(Error::Refused)?;
    let mut import = MappingImport::default();
    if let Some(error) = table.errors.first() {
        import.refuse((error.row, ""), Error::Refused(MappingRefusal::ColumnsMissing));
        return Ok(import);
    }
    let ids: Vec<String> =
        table.rows.iter().map(|row| row.settlement_id.clone()).filter(|id| !id.contains('\0')).collect();
    let (partners, said) = db
        .read(context, move |connection| {
            Box::pin(async move {
                let partners = sql::list_named(connection).await?;
                Ok::<_, Error<ImportRefusal>>((partners, sql::list_said(connection, &ids).await?))
            })
        })
        .await?;
    let rows = table.rows.len();
    for (done, row) in table.rows.into_iter().enumerate() {
        if db.true_now() >= until {
            import.left = rows - done;
            break;
        }
        let place = (row.row, row.settlement_id.as_str());
        let command = match command(&row, &partners, &said) {
            Ok(command) => command,
            Err(refusal) => {
                import.refuse(place, Error::Refused(refusal));
                continue;
            }
        };
        let content = format!("{}\n{}\n{}\n{:?}", command.funder, row.settlement_id, command.facilitator, command.from);
        match add_mapping(db, &context.about(content), command).await {
            Ok(_) => import.drafted += 1,
            Err(error) => {
                // Where the database is away, every further row would wait for it.
                let last = matches!(error, Error::Failed(_) | Error::Unknown);
                import.refuse(place, error);
                if last {
                    import.left = rows - done - 1;
                    break;
                }
            }
        }
    }
    Ok(import)
}

/// What a row wants drafted.
fn command(row: &Row, partners: &[Named], said: &HashSet<Said>) -> Result<AddMappingCommand, MappingRefusal> {
    let from = row.from.clone()?;
    let find = |kind: PartnerKind, text: &str| {
        let named = partners.iter().filter(|partner| partner.kind == kind);
        let mut found = named.filter(|partner| partner.code == text || partner.name == text).map(|partner| partner.id);
        found.next().filter(|_| found.next().is_none()).ok_or(MappingRefusal::PartnerUnknown)
    };
    let funder = find(PartnerKind::Funder, &row.funder)?;
    let facilitator = find(PartnerKind::Facilitator, &row.facilitator)?;
    if said.contains(&(funder, row.settlement_id.clone(), facilitator, from)) {
        return Err(MappingRefusal::AlreadyThere);
    }
    Ok(AddMappingCommand { funder, settlement_id: row.settlement_id.clone(), facilitator, from })
}

impl MappingImport {
    fn refuse(&mut self, (row, settlement_id): (usize, &str), error: Error<MappingRefusal>) {
        self.refused.push(RefusedMapping { row, settlement_id: settlement_id.to_owned(), error });
    }
}
