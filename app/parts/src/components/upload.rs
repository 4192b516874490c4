//! A form that sends a file.

use leptos::prelude::*;

use super::{
    form::error_of,
    icon::{Icon, icon},
};

/// The endings of the names of tables, as any program writes them.
pub const TABLES: &str = ".xlsx,.csv,.txt";

/// Its words, and which endings of file names the browser offers.
pub struct Upload {
    /// Its own path, which answers with the page of what became of the file, or with this page and an error.
    pub to: String,
    pub title: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub accept: &'static str,
    pub button: &'static str,
}

impl Upload {
    /// The form alone; `more` is what else it has.
    fn form(self, request_no: String, more: AnyView) -> AnyView {
        view! {
            <form class="form" method="post" action=self.to enctype="multipart/form-data">
                <input type="hidden" name="request_no" value=request_no />
                <div class="field">
                    <label for="file">{self.label}</label>
                    <p class="field__hint" id="file-hint">{self.hint}</p>
                    <input id="file" name="file" type="file" accept=self.accept required aria-describedby="file-hint" />
                </div>
                {more}
                <div class="form__actions">
                    <button class="button">{icon(Icon::Upload)} {self.button}</button>
                </div>
            </form>
        }
        .into_any()
    }

    /// Below its title, for a page on which files are sent; `more` is what else it has.
    pub fn section(self, request_no: String, more: impl IntoView + 'static) -> AnyView {
        let title = self.title;
        let form = self.form(request_no, more.into_any());
        view! { <section class="section"><h2>{title}</h2>{form}</section> }.into_any()
    }

    /// Folded away behind its title until a file came back with an error, for a page on which files are the exception.
    #[must_use]
    pub fn folded(self, request_no: String) -> AnyView {
        let (title, open) = (self.title, error_of(&self.to).is_some());
        let form = self.form(request_no, ().into_any());
        view! { <details class="details" open=open><summary>{title}</summary><div>{form}</div></details> }.into_any()
    }
}
