//! What a shop has put its name to, or has sent.

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// What it has authorised for a partner.
    Consent,
    /// What it has agreed to with a funder.
    Contract,
    /// What a draw costs, as it has confirmed it.
    Disclosure,
    /// A file of an application that was submitted.
    Attachment,
}

codes!(DocumentKind {
    Consent => "consent",
    Contract => "contract",
    Disclosure => "disclosure",
    Attachment => "attachment",
});
