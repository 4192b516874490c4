//! A path that leads nowhere.

use leptos::prelude::*;
use parts::{
    api::{ApiError, RequestProblem},
    components::error_page::error_page,
};

#[component]
pub fn NotFound() -> impl IntoView {
    expect_context::<leptos_axum::ResponseOptions>().set_status(axum::http::StatusCode::NOT_FOUND);
    error_page(&ApiError::of(RequestProblem::PageNotFound))
}
