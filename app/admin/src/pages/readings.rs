//! Two readings that may be one movement, fact by fact, held against each other as they were when one was doubted.

use domain::width;
use leptos::prelude::*;
use parts::{
    components::status::{Tone, status},
    texts::word,
};

use super::{
    around::or_dash,
    movements::source,
    table::{cells, prose, table, words},
};
use crate::{
    api::bank_movement::MovementView,
    texts::{approval::approval, reconcile::reconcile},
};

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

fn told(compared: Compared) -> AnyView {
    let texts = approval();
    match compared {
        Compared::Silent => ().into_any(),
        Compared::OneStates => status(Tone::Neutral, texts.one_states()).into_any(),
        Compared::Agrees => status(Tone::Done, texts.agrees()).into_any(),
        Compared::Cut => status(Tone::Neutral, texts.cut_off()).into_any(),
        Compared::Differs => status(Tone::Bad, texts.differs()).into_any(),
    }
}

/// Two readings side by side, what differs told by a mark and a word.
pub fn readings(this: &MovementView, like: &MovementView) -> impl IntoView + use<> {
    let (texts, own) = (approval(), reconcile());
    let href = format!("/admin/movements/{}", like.id);
    let amount = |item: &MovementView| item.credit.plus(item.debit).grouped();
    let balance = |item: &MovementView| item.balance_after.map(|amount| amount.grouped()).unwrap_or_default();
    let fact = |name: &'static str, of: &dyn Fn(&MovementView) -> String, text: bool| {
        let (one, other) = (of(this), of(like));
        let compared = compare(&one, &other, text);
        cells![name, or_dash(one), or_dash(other), told(compared)]
    };
    let rows = vec![
        cells![texts.source(), source(this), source(like), ""],
        fact(texts.booked_on(), &|item| item.booked_on.clone(), false),
        fact(texts.booked_time(), &|item| item.booked_time.clone(), false),
        fact(word().amount(), &amount, false),
        fact(texts.balance_after(), &balance, false),
        fact(texts.bank_reference(), &|item| item.bank_reference.clone(), false),
        fact(texts.counterparty_name(), &|item| item.counterparty_name.clone(), true),
        fact(texts.counterparty_account(), &|item| item.counterparty_account.clone(), false),
        fact(own.remittance(), &|item| item.remittance.clone(), true),
    ];
    let columns =
        vec![words(texts.fact()), prose(texts.this_reading()), prose(texts.recorded()), words(texts.comparison())];
    view! {
        <section class="section">
            <h2>{texts.readings()} " " <a class="small" href=href>{texts.see_movement()}</a></h2>
            {table(texts.readings(), columns, rows, None)}
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
