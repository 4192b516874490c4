//! Forms that work with and without JavaScript, never send twice, and say what was wrong where it was wrong.

use leptos::{
    form::ActionForm,
    html,
    prelude::*,
    server_fn::{
        Http, ServerFn,
        client::Client,
        codec::PostUrl,
        error::ServerFnUrlError,
        request::ClientReq,
    },
};
use leptos_router::hooks::use_query_map;
use serde::de::DeserializeOwned;

use super::alert::error_alert;
use crate::api::ApiError;

/// A form of one server function. It carries the request number under which the server answers once: a double click
/// sends the same number, a corrected form the next.
#[component]
pub fn Form<S, O>(
    action: ServerAction<S>,
    /// From the page's data, so that the server gave it.
    #[prop(into)]
    request_no: String,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView
where
    S: DeserializeOwned + ServerFn<Protocol = Http<PostUrl, O>, Error = ApiError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
    <<S::Client as Client<ApiError>>::Request as ClientReq<ApiError>>::FormData: From<leptos::web_sys::FormData>,
    <S as ServerFn>::Client: Client<ApiError>,
    O: 'static,
{
    let version = action.version();
    view! {
        <ActionForm action attr:class=class attr:aria-busy=move || action.pending().get().to_string()>
            <FormError action />
            {(!request_no.is_empty())
                .then(|| {
                    view! {
                        <input
                            type="hidden"
                            name="request_no"
                            value=move || format!("{request_no}-{}", version.get())
                        />
                    }
                })}
            {children()}
        </ActionForm>
    }
}

/// The error of a form: of the last attempt, or, without JavaScript, the one that the page was sent back with.
#[component]
fn FormError<S>(action: ServerAction<S>) -> impl IntoView
where
    S: ServerFn<Error = ApiError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    let query = use_query_map();
    let error = move || match action.value().get() {
        Some(answer) => answer.err(),
        None => query.with(|query| {
            (query.get_str("__path") == Some(S::PATH))
                .then(|| query.get_str("__err").map(ServerFnUrlError::<ApiError>::decode_err))
                .flatten()
        }),
    };
    move || error().map(|error| error_alert(&error))
}

/// A button that sends its form, busy while it does.
#[component]
pub fn Submit<S>(
    action: ServerAction<S>,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView
where
    S: ServerFn + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
    S::Error: Send + Sync + 'static,
{
    let class = if class.is_empty() { "button" } else { class };
    view! {
        <button type="submit" class=class disabled=move || action.pending().get()>
            {children()}
        </button>
    }
}

/// A text that a person writes at length. Its children are escaped here, because on the server they are not otherwise.
#[component]
pub fn TextArea(
    id: &'static str,
    name: &'static str,
    #[prop(into, optional)] value: String,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let value = if cfg!(feature = "ssr") { escape(&value) } else { value };
    html::textarea().id(id).name(name).maxlength("500").required(required).child(value)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn a_text_cannot_leave_its_area() {
        assert_eq!(escape("</textarea><script>&"), "&lt;/textarea&gt;&lt;script&gt;&amp;");
    }
}
