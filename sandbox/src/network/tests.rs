use super::*;

const ON: Date = time::macros::date!(2026 - 11 - 20);

fn payer(card_number: &str) -> Payer {
    let text = |text: &str| text.to_owned();
    Payer { name: text("张三"), id_number: text("x"), card_number: text(card_number), mobile: text("13800001402") }
}

fn told(network: &mut Network, message: Message) -> Answer {
    let (told, done) = network.take(message, "123456".to_owned(), ("now".to_owned(), ON));
    done.into_iter().for_each(|done| network.note(done));
    told
}

#[test]
fn a_code_signs_once_and_everything_is_answered_alike_again() {
    let mut network = Network::default();
    let apply = |serial: &str, card: &str| Message::Apply {
        serial: serial.to_owned(),
        payer_no: "0123456789".to_owned(),
        payer: payer(card),
    };
    let sign = |code: &str| Message::Sign { serial: "S-1".to_owned(), code: code.to_owned() };
    assert_eq!(told(&mut network, sign("123456")).business_code, NOT_FOUND);
    for _ in 0..2 {
        assert_eq!(told(&mut network, apply("S-1", "6222")).business_code, OK);
    }
    assert_eq!((network.messages().count(), network.order("S-1").standing), (1, "code_sent"));
    assert_eq!(told(&mut network, sign("000000")).business_code, WRONG_CODE);
    let signed = told(&mut network, sign("123456"));
    assert_eq!(told(&mut network, sign("123456")), signed);
    assert_eq!((network.order("S-1").standing, network.order("S-1").agreement_no), ("signed", signed.agreement_no));
    assert_eq!(told(&mut network, apply("S-2", "62220000")).business_code, CARD_INVALID);
    assert_eq!(network.messages().count(), 1);
}

#[test]
fn money_is_taken_once_from_what_is_signed_and_not_ended() {
    let mut network = Network::default();
    let pay = |serial: &str, agreement: &str, amount| Message::Pay {
        serial: serial.to_owned(),
        agreement_no: agreement.to_owned(),
        amount,
    };
    assert_eq!(told(&mut network, pay("D1", "unknown", 1)).business_code, AGREEMENT_ENDED);
    for _ in 0..2 {
        assert_eq!(told(&mut network, pay("D2", "SEED1", 100)).business_code, OK);
    }
    assert_eq!(told(&mut network, pay("D3", "SEED1", LIMIT + 1)).business_code, LIMIT_EXCEEDED);
    assert_eq!(
        (network.payment("D2").business_code.as_str(), network.payment("D9").business_code.as_str()),
        (OK, NOT_FOUND)
    );
    let standing = |network: &mut Network, agreement: &str| {
        told(network, Message::Agreement { agreement_no: agreement.to_owned() }).standing
    };
    assert_eq!((standing(&mut network, "SEED1"), standing(&mut network, "unknown")), ("signed", ""));
    told(&mut network, Message::Unsign { agreement_no: "SEED1".to_owned() });
    assert_eq!(standing(&mut network, "SEED1"), "ended");
    assert_eq!(told(&mut network, pay("D4", "SEED1", 1)).business_code, AGREEMENT_ENDED);
    assert_eq!(network.payment("D2").business_code, OK, "what was taken stays taken");
    let told: Vec<(String, String)> = network.lines(ON).into_iter().map(|line| (line.order_no, line.result)).collect();
    let expected = [("D1", AGREEMENT_ENDED), ("D2", OK), ("D3", LIMIT_EXCEEDED), ("D4", AGREEMENT_ENDED)];
    assert_eq!(told, expected.map(|(serial, code)| (serial.to_owned(), code.to_owned())));
    assert!(network.unsettled(ON).is_empty(), "the date is not over");
    let tomorrow = ON.next_day().unwrap();
    assert_eq!(network.unsettled(tomorrow), BTreeSet::from([ON]));
    network.note(Done::Settled { on: ON, file: "a file".to_owned(), net: 100 });
    assert!(network.unsettled(tomorrow).is_empty());
    assert_eq!((network.file(ON).as_deref(), network.settled().next()), (Some("a file"), Some((ON, 100))));
}

#[test]
fn what_is_refunded_is_no_more_than_was_taken_and_a_file_tells_once_what_goes_back() {
    let mut network = Network::default();
    for serial in ["D2", "D5"] {
        let paid = Message::Pay { serial: serial.to_owned(), agreement_no: "SEED1".to_owned(), amount: 100 };
        assert_eq!(told(&mut network, paid).business_code, OK);
    }
    let refund = |serial: &str, amount| Message::Refund { serial: serial.to_owned(), payment: "D5".to_owned(), amount };
    for _ in 0..2 {
        assert_eq!(told(&mut network, refund("R1", 60)).business_code, OK);
        assert_eq!(told(&mut network, refund("R2", 60)).business_code, REFUSED);
    }
    assert_eq!(network.refund("R1").business_code, OK);
    assert_eq!(network.refund("R9").business_code, NOT_FOUND);
    assert!(network.give_back("D5", ON).is_some(), "a part of it went back, of which the payer's bank knows nothing");
    let back = network.give_back("D2", ON).unwrap();
    network.note(back);
    assert!(network.give_back("D2", ON).is_none() && network.give_back("D9", ON).is_none(), "once, of what was taken");
    let returned = network.returns(ON).returned;
    assert_eq!((returned.len(), returned[0].serial.as_str(), returned[0].amount), (1, "D2", 100));
    let kinds = |network: &Network, paid| -> Vec<&'static str> {
        network.lines_back(ON, paid).into_iter().map(|line| line.kind).collect()
    };
    assert_eq!(kinds(&network, 99), ["refund"], "the rest waits until what is paid covers it");
    assert_eq!(kinds(&network, 160), ["return", "refund"]);
    network.note(Done::Settled { on: ON, file: "|D2|return|".to_owned(), net: 0 });
    assert_eq!(kinds(&network, 160), ["refund"], "a file tells it once");
}

#[test]
fn what_a_payer_has_ended_at_the_bank_is_told_of_its_date() {
    let mut network = Network::default();
    network.note(Done::Signed { serial: "S-1".to_owned(), agreement_no: "A-1".to_owned() });
    assert_eq!(network.in_force().collect::<Vec<_>>(), ["A-1"]);
    assert!(network.end_there("A-9", ON).is_none(), "there is no such agreement");
    let ended = network.end_there("A-1", ON).unwrap();
    network.note(ended);
    assert!(network.end_there("A-1", ON).is_none(), "it is over");
    assert_eq!((network.endings(ON).ended, network.in_force().count()), (vec!["A-1".to_owned()], 0));
    assert!(network.endings(ON.next_day().unwrap()).ended.is_empty());
    // What was ended at our wish is not told: it was answered.
    network.note(Done::Ended { agreement_no: "SEED1".to_owned() });
    assert_eq!(network.endings(ON).ended, ["A-1"]);
}
