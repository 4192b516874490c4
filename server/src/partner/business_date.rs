//! The business date that is open: the date on which what is done now counts.

use axum::Json;
use serde::Serialize;
use services::{business_day, error::Never};
use utoipa::ToSchema;

use super::{
    extract::Caller,
    problem::{Problem, ProblemView},
};

#[derive(Serialize, ToSchema)]
pub struct BusinessDateView {
    #[schema(example = "2026-11-20")]
    business_date: String,
}

#[utoipa::path(get, path = "/business-date", operation_id = "get_business_date",
    responses((status = 200, body = BusinessDateView),
              (status = "4XX", body = ProblemView, content_type = "application/problem+json")))]
pub async fn get(caller: Caller) -> Result<Json<BusinessDateView>, Problem> {
    let date = business_day::business_date(&caller.db, &caller.context).await.map_err(Problem::of(Never::code))?;
    Ok(Json(BusinessDateView { business_date: date.to_string() }))
}
