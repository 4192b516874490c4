//! The screens of Lianrong, put together: the document around every page, and every page with its path.
//!
//! Every page is rendered complete, from `services`, and every change is a form that is posted to a server function: the
//! whole product works without JavaScript. In the browser only the [`islands`] come to life.

#![recursion_limit = "512"]

mod document;
mod routes;

pub use document::{App, BuiltFiles, document};

/// The file of payments that the server sends, and where it is asked for it.
pub mod payment_file {
    pub use funder::{api::payment_file::DOWNLOAD, pages::payment_file::file_for_bank};
}

/// What the server sends of reconciliation files, and where it is asked for them.
pub mod files {
    pub use partner::api::partner_file::{FACILITATOR_FILE, FUNDER_FILE, content};
}

/// What the server sends of an application's files, and where it is asked for it.
pub mod attachment {
    pub use funder::api::attachment::{DOWNLOAD, file};
}

/// Where the server is sent files for transfers of debts, and what it does with them.
pub mod transfer_document {
    pub use partner::api::debt_transfer::{FACILITATOR_DOCUMENT, FUNDER_DOCUMENT, add_document};
}

/// What the server sends of evidence, and where it is asked for it.
pub mod evidence {
    pub use partner::{
        api::evidence::{ADMIN_PACK, FACILITATOR_PACK, FUNDER_PACK},
        pages::evidence::pack,
    };
}
