//! What lists in pages have in common: how a page is asked for, and how it is answered.

/// The query of a list: fields of its own, and which page.
macro_rules! page_query {
    ($name:ident { $($own:tt)* }) => {
        #[derive(serde::Deserialize, utoipa::IntoParams)]
        #[serde(deny_unknown_fields)]
        #[into_params(parameter_in = Query)]
        pub struct $name {
            $($own)*
            /// `next` of the page before.
            #[serde(default, deserialize_with = "crate::partner::extract::from_text_if_given")]
            #[param(value_type = Option<String>)]
            cursor: Option<services::page::Cursor>,
            /// 1 to 200; 100 if it is not named.
            limit: Option<u16>,
        }

        impl $name {
            /// Which page.
            pub(super) fn page(&self) -> services::page::PageRequest {
                services::page::PageRequest::new(self.cursor, self.limit.unwrap_or(100))
            }
        }
    };
}

/// A page of a list: its rows, each seen as `$view`.
macro_rules! page_view {
    ($(#[$($doc:tt)*])* $name:ident { $rows:ident: $view:ident of $row:ident }) => {
        $(#[$($doc)*])*
        #[derive(serde::Serialize, utoipa::ToSchema)]
        pub struct $name {
            $rows: Vec<$view>,
            /// The cursor of the next page; none on the last.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[schema(value_type = String, required = false)]
            next: Option<String>,
        }

        impl From<services::page::Page<$row>> for $name {
            fn from(page: services::page::Page<$row>) -> Self {
                let next = page.next.map(|cursor| cursor.to_string());
                Self { $rows: page.rows.into_iter().map($view::from).collect(), next }
            }
        }
    };
}

pub(super) use page_query;
pub(super) use page_view;

page_query!(PageQuery {});
