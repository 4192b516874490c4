//! Files that were uploaded, and whether the visitor may upload another one.

use domain::role::Role;
use parts::api::{Answer, new_request_no, role};
use services::{Context, page::Page};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilesView<File> {
    /// The newest first.
    pub files: Page<File>,
    /// The number under which the visitor may upload one; none for who may not.
    pub upload: Option<String>,
}

impl<File> FilesView<File> {
    pub(super) fn of(context: &Context, files: Page<File>) -> Answer<Self> {
        let may_upload = role(context)? == Role::OperatorMaker;
        Ok(Self { files, upload: may_upload.then(new_request_no) })
    }
}
