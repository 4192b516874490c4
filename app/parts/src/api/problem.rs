//! What can go wrong, as a screen is told it: every refusal of a use case, and what is wrong with a request itself.

use domain::{
    amount::AmountError,
    application::ApplicationRefusal,
    approval::ApprovalRefusal,
    attachment::AttachmentRefusal,
    bank_layout::LayoutRefusal,
    bank_movement::StatementRefusal,
    binding::BindingRefusal,
    calendar::CalendarRefusal,
    card::{CardRefusal, TopUpRefusal},
    consent::ConsentRefusal,
    credit_line::CreditLineRefusal,
    debt::DebtRefusal,
    debt_transfer::TransferRefusal,
    draw::DrawRefusal,
    endpoint::EndpointRefusal,
    export::ExportRefusal,
    identity::SignInRefusal,
    invitation::InvitationRefusal,
    mapping::MappingRefusal,
    offer::{OfferRefusal, RoundRefusal},
    one_time_code::CodeRefusal,
    operating_data::ImportRefusal,
    outside_payment::PassOnRefusal,
    partner_key::KeyRefusal,
    payment_file::PaymentFileRefusal,
    payout::ConfirmationRefusal,
    product::ProductRefusal,
    repayment::RepaymentRefusal,
    signing::SigningRefusal,
    standing_order::StandingOrderRefusal,
    withdrawal::WithdrawalRefusal,
    write_off::WriteOffRefusal,
};
use serde::{Deserialize, Serialize};
use services::{
    end_of_day::CloseDayRefusal,
    error::{Conflict, Never},
};

use super::{batch::BatchOutcome, debt_import::DebtImportOutcome, payment_import::PaymentImportOutcome};

macro_rules! problems {
    ($($name:ident($refusal:ty),)*) => {
        /// What went wrong. A form that is sent back carries it whole, so that its page tells it with all that it knows.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Problem {
            $($name($refusal),)*
        }

        impl Problem {
            /// The stable code.
            #[must_use]
            pub fn code(&self) -> &str {
                match self {
                    $(Self::$name(refusal) => refusal.code(),)*
                }
            }
        }

        $(
            impl From<$refusal> for Problem {
                fn from(refusal: $refusal) -> Self {
                    Self::$name(refusal)
                }
            }
        )*
    };
}

problems! {
    Amount(AmountError),
    Application(ApplicationRefusal),
    Approval(ApprovalRefusal),
    Attachment(AttachmentRefusal),
    Batch(BatchOutcome),
    Binding(BindingRefusal),
    Calendar(CalendarRefusal),
    Card(CardRefusal),
    Code(CodeRefusal),
    Confirmation(ConfirmationRefusal),
    Consent(ConsentRefusal),
    CreditLine(CreditLineRefusal),
    Day(CloseDayRefusal),
    Debt(DebtRefusal),
    DebtImport(DebtImportOutcome),
    Draw(DrawRefusal),
    Endpoint(EndpointRefusal),
    Export(ExportRefusal),
    Import(ImportRefusal),
    Invitation(InvitationRefusal),
    Key(KeyRefusal),
    Layout(LayoutRefusal),
    Mapping(MappingRefusal),
    Offer(OfferRefusal),
    PassOn(PassOnRefusal),
    PaymentFile(PaymentFileRefusal),
    PaymentImport(PaymentImportOutcome),
    Product(ProductRefusal),
    Repayment(RepaymentRefusal),
    Request(RequestProblem),
    Round(RoundRefusal),
    SignIn(SignInRefusal),
    Signing(SigningRefusal),
    StandingOrder(StandingOrderRefusal),
    Statement(StatementRefusal),
    TopUp(TopUpRefusal),
    Transfer(TransferRefusal),
    Withdrawal(WithdrawalRefusal),
    WriteOff(WriteOffRefusal),
}

impl From<Never> for Problem {
    fn from(never: Never) -> Self {
        match never {}
    }
}

impl From<Conflict> for Problem {
    fn from(conflict: Conflict) -> Self {
        Self::Request(match conflict {
            Conflict::StillRunning => RequestProblem::StillRunning,
            Conflict::OtherContent => RequestProblem::OtherContent,
            Conflict::Changed => RequestProblem::Changed,
        })
    }
}

/// What is wrong with a request before a use case is asked, or around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestProblem {
    SessionRequired,
    Forbidden,
    NotFound,
    PageNotFound,
    Changed,
    StillRunning,
    OtherContent,
    OutcomeUnknown,
    /// A defect.
    Failed,
    /// A defect on the way to a server function or back.
    RequestFailed,
    Unavailable,
    Unreadable,
    NumberInvalid,
    TooLarge,
    TooMany,
    /// From a page of another site.
    Foreign,
    /// With a method that the address does not have.
    NotHere,
    AmountNotPositive,
    DaysInvalid,
    ConsentNotTicked,
    ConsentChanged,
    ContractNotTicked,
    DisclosureNotTicked,
    /// The cost was not shown for long enough.
    ReadOn {
        seconds: i64,
    },
    ReferenceUnreadable,
    TimeUnreadable,
    DateUnreadable,
    /// A first day behind the last.
    DatesReversed,
    /// A least amount above the most.
    AmountsReversed,
    /// More than a name or a number can have.
    TextTooLong {
        most: usize,
    },
    FileTooLarge,
    /// A batch of no rows.
    NothingTicked,
    TooManyTicked {
        most: usize,
    },
}

impl RequestProblem {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SessionRequired => "session.required",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::PageNotFound => "page.not_found",
            Self::Changed => "conflict.changed",
            Self::StillRunning => "conflict.still_running",
            Self::OtherContent => "conflict.other_content",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::Failed => "failed",
            Self::RequestFailed => "request.failed",
            Self::Unavailable => "unavailable",
            Self::Unreadable => "request.unreadable",
            Self::NumberInvalid => "request.number_invalid",
            Self::TooLarge => "request.too_large",
            Self::TooMany => "request.too_many",
            Self::Foreign => "request.foreign",
            Self::NotHere => "request.not_here",
            Self::AmountNotPositive => "amount.not_positive",
            Self::DaysInvalid => "offer.days_invalid",
            Self::ConsentNotTicked => "consent.not_ticked",
            Self::ConsentChanged => "consent.text_changed",
            Self::ContractNotTicked => "application.contract_not_ticked",
            Self::DisclosureNotTicked => "draw.disclosure_not_ticked",
            Self::ReadOn { .. } => "draw.read_on",
            Self::ReferenceUnreadable => "match.reference_unreadable",
            Self::TimeUnreadable => "request.time_unreadable",
            Self::DateUnreadable => "request.date_unreadable",
            Self::DatesReversed => "request.dates_reversed",
            Self::AmountsReversed => "request.amounts_reversed",
            Self::TextTooLong { .. } => "request.text_too_long",
            Self::FileTooLarge => "file.too_large",
            Self::NothingTicked => "batch.nothing_ticked",
            Self::TooManyTicked { .. } => "batch.too_many",
        }
    }
}
