//! Two readings that may be one movement, fact by fact, held against each other as they were when one was doubted.

use domain::width;
use leptos::prelude::*;
use parts::{
    components::{cell::Cell, status::Tone, table::Table},
    texts::word,
};

use super::movements::source;
use crate::{api::bank_movement::MovementView, texts::approval::approval};

/// What two writings of one fact say of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compared {
    /// Neither states it.
    Silent,
    OneStates,
    Agrees,
    /// One was cut off where the other goes on.
    Cut,
    Differs,
}

/// Compares what is written, but for width, blanks and large letters. Only of a `text` a part may stand for all of it.
fn compare(one: &str, other: &str, text: bool) -> Compared {
    let plain = |written: &str| width::bare(written).to_lowercase();
    let (one, other) = (plain(one), plain(other));
    match (one.is_empty(), other.is_empty()) {
        (true, true) => Compared::Silent,
        (false, false) if one == other => Compared::Agrees,
        (false, false) if text && (one.starts_with(&other) || other.starts_with(&one)) => Compared::Cut,
        (false, false) => Compared::Differs,
        _ => Compared::OneStates,
    }
}

fn told(compared: Compared) -> Cell {
    let texts = approval();
    match compared {
        Compared::Silent => Cell::blank(),
        Compared::OneStates => Cell::status(Tone::Neutral, texts.one_states()),
        Compared::Agrees => Cell::status(Tone::Done, texts.agrees()),
        Compared::Cut => Cell::status(Tone::Neutral, texts.cut_off()),
        Compared::Differs => Cell::status(Tone::Bad, texts.differs()),
    }
}

/// A fact of a movement: its name, how a reading states it, and how two statements of it are compared.
struct Fact {
    name: &'static str,
    of: fn(&MovementView) -> Cell,
    compared: fn(&str, &str) -> Compared,
}

fn facts() -> Vec<Fact> {
    let texts = approval();
    let exact: fn(&str, &str) -> Compared = |one, other| compare(one, other, false);
    let text: fn(&str, &str) -> Compared = |one, other| compare(one, other, true);
    let fact = |name, compared, of| Fact { name, of, compared };
    vec![
        fact(texts.source(), |_, _| Compared::Silent, |item| source(item.import.as_deref())),
        fact(texts.booked_on(), exact, |item| Cell::text(&item.booked_on)),
        fact(texts.booked_time(), exact, |item| Cell::text(&item.booked_time)),
        fact(word().amount(), exact, |item| item.credit.plus(item.debit).into()),
        fact(texts.balance_after(), exact, |item| item.balance_after.into()),
        fact(texts.bank_reference(), exact, |item| Cell::text(&item.bank_reference)),
        fact(texts.counterparty_name(), text, |item| Cell::text(&item.counterparty_name)),
        fact(texts.counterparty_account(), exact, |item| Cell::text(&item.counterparty_account)),
        fact(word().remittance(), text, |item| Cell::text(&item.remittance)),
    ]
}

/// Two readings side by side, what differs told by a mark and a word.
pub fn readings(this: &MovementView, like: &MovementView) -> impl IntoView + use<> {
    let texts = approval();
    let href = format!("/admin/movements/{}", like.id);
    let (one, other, this, like) = (this.clone(), like.clone(), this.clone(), like.clone());
    let table = Table::<Fact>::new(texts.readings())
        .words(texts.fact(), |fact| fact.name)
        .prose(texts.this_reading(), move |fact| (fact.of)(&one))
        .prose(texts.recorded(), move |fact| (fact.of)(&other))
        .words(texts.comparison(), move |fact| {
            told((fact.compared)(
                &(fact.of)(&this).into_plain().0.to_string(),
                &(fact.of)(&like).into_plain().0.to_string(),
            ))
        });
    view! {
        <section class="section">
            <h2>{texts.readings()} " " <a class="small" href=href>{texts.see_movement()}</a></h2>
            {table.of(&facts())}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_compared_as_the_matching_compares_them() {
        for (one, other, compared) in [
            ("", " ", Compared::Silent),
            ("", "01:21", Compared::OneStates),
            ("01:20", "01:21", Compared::Differs),
            ("Ｐ－０１ a", "p-01A", Compared::Agrees),
            ("6222 0202", "6222", Compared::Differs),
        ] {
            assert_eq!(compare(one, other, false), compared, "{one} {other}");
            assert_eq!(compare(other, one, false), compared, "{other} {one}");
        }
        assert_eq!(compare("放款 DRW2026112000000017 张三", "放款DRW2026112000000017", true), Compared::Cut);
        assert_eq!(compare("放款", "退款", true), Compared::Differs);
    }
}
