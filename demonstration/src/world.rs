//! Who takes part: the institution, its reserve account, the funders with their products, the shops, and the people.

use std::collections::BTreeMap;

use domain::{
    Amount,
    approval::Action,
    id::{CarrierId, PartnerId, SessionId},
    offer::{ContractKind, ProductTerms},
    product::ProductDraft,
    reference::ReferenceKind,
    role::{PartnerKind, Party, Role},
    terms::{DayCount, HolidayRule, LoanTerms, RepaymentMethod, UnfreezeWhen},
};
use services::{
    Context, Error,
    approval::{DecideCommand, ProposeCommand, decide, propose},
    context::SignedIn,
    error::Failure,
    identity::{OpenUserCommand, open_user, register_mobile},
    offer::{ProposeProductCommand, PublishedProduct, propose_product, publish_product},
    party::{self, NewCarrier, NewPartner, NewReserveAccount},
    reference::{RestartNumbersRefusal, restart_numbers},
};
use time::macros::date;

use crate::{
    dice::Dice,
    shops::{self, SHOPS, Shop},
    stage::{Stage, Told},
};

/// The password of every demonstration account.
pub const PASSWORD: &str = "lianrong-demo";
/// Shops in which somebody works beside the owner, and who.
const CLERKS: [(usize, &str); 1] = [(2, "刘芳")];
pub const RESERVE_ACCOUNT_NO: &str = "4000021029200123456";

/// What is known of a funder beforehand.
pub struct FunderFacts {
    pub code: &'static str,
    pub name: &'static str,
    licence_no: &'static str,
    regions: &'static [&'static str],
    pub account_no: &'static str,
    pub bank_name: &'static str,
    /// Reviewer, approver, treasurer.
    people: [&'static str; 3],
    products: &'static [ProductFacts],
}

struct ProductFacts {
    name: &'static str,
    kind: ContractKind,
    method: RepaymentMethod,
    rate: &'static str,
    tenors: &'static [&'static str],
    limit_yuan: (i64, i64),
    holiday_rule: HolidayRule,
    unfreeze_when: UnfreezeWhen,
}

pub const FUNDERS: [FunderFacts; 3] = [
    FunderFacts {
        code: "funder-a",
        name: "嘉禾小额贷款有限公司",
        licence_no: "渝金监小贷〔2019〕017号",
        regions: &["重庆市", "四川省", "贵州省", "湖北省", "陕西省"],
        account_no: "6222020200112233445",
        bank_name: "中国建设银行重庆分行",
        people: ["何静", "罗伟", "唐敏"],
        products: &[
            ProductFacts {
                name: "嘉禾备货贷",
                kind: ContractKind::Loan,
                method: RepaymentMethod::Bullet,
                rate: "0.084",
                tenors: &["30d", "60d", "90d"],
                limit_yuan: (50_000, 500_000),
                holiday_rule: HolidayRule::Stays,
                unfreeze_when: UnfreezeWhen::OverdueCleared,
            },
            ProductFacts {
                name: "嘉禾分期贷",
                kind: ContractKind::Loan,
                method: RepaymentMethod::EqualInstalments,
                rate: "0.096",
                tenors: &["3m", "6m"],
                limit_yuan: (30_000, 300_000),
                holiday_rule: HolidayRule::MovesOn,
                unfreeze_when: UnfreezeWhen::OverdueCleared,
            },
        ],
    },
    FunderFacts {
        code: "funder-b",
        name: "恒信商业保理有限公司",
        licence_no: "深商保备〔2020〕0086号",
        regions: &["全国"],
        account_no: "31050161364000001234",
        bank_name: "上海浦东发展银行深圳分行",
        people: ["方琳", "谢军", "潘丽"],
        products: &[ProductFacts {
            name: "恒信佣金保理",
            kind: ContractKind::FactoringAdvance,
            method: RepaymentMethod::Bullet,
            rate: "0.138",
            tenors: &["7d", "14d", "30d", "60d"],
            limit_yuan: (10_000, 300_000),
            holiday_rule: HolidayRule::Stays,
            unfreeze_when: UnfreezeWhen::AllSettled,
        }],
    },
    FunderFacts {
        code: "funder-c",
        name: "云启小额贷款有限公司",
        licence_no: "黔金监小贷〔2021〕042号",
        regions: &["全国"],
        account_no: "6230580000098765432",
        bank_name: "平安银行贵阳分行",
        people: ["邓蕾", "袁杰", "曾燕"],
        products: &[
            ProductFacts {
                name: "云启快借",
                kind: ContractKind::Loan,
                method: RepaymentMethod::Bullet,
                rate: "0.16",
                tenors: &["7d", "14d", "30d"],
                limit_yuan: (1_000, 30_000),
                holiday_rule: HolidayRule::Stays,
                unfreeze_when: UnfreezeWhen::OverdueCleared,
            },
            ProductFacts {
                name: "云启月付",
                kind: ContractKind::Loan,
                method: RepaymentMethod::InterestMonthly,
                rate: "0.156",
                tenors: &["3m", "6m"],
                limit_yuan: (5_000, 30_000),
                holiday_rule: HolidayRule::Stays,
                unfreeze_when: UnfreezeWhen::OverdueCleared,
            },
        ],
    },
];

pub const FACILITATOR: &str = "facilitator-1";

/// The carrier's registered name, its account and that's bank.
const CARRIER: (&str, &str, &str) = ("华信通信有限公司", "11001045300053001234", "中国工商银行北京分行");

const INSTITUTION_PEOPLE: [(&str, &str, Role); 3] = [
    ("operator-maker", "林晓", Role::OperatorMaker),
    ("operator-checker", "高远", Role::OperatorChecker),
    ("auditor", "沈默", Role::Auditor),
];

pub struct Funder {
    pub id: PartnerId,
    pub facts: &'static FunderFacts,
    pub reviewer: SignedIn,
    pub approver: SignedIn,
    pub treasurer: SignedIn,
    pub products: Vec<PublishedProduct>,
}

/// Who takes part besides the funders.
pub struct Facilitator {
    pub id: PartnerId,
    pub approver: SignedIn,
}

/// Everybody.
pub struct World {
    pub stage: Stage,
    pub funders: Vec<Funder>,
    pub operator_maker: SignedIn,
    pub operator_checker: SignedIn,
    pub facilitator: Facilitator,
    pub carrier: CarrierId,
    shops: BTreeMap<usize, Shop>,
}

impl FunderFacts {
    pub fn lends_in(&self, region: &str) -> bool {
        self.regions.iter().any(|own| *own == region || *own == "全国")
    }

    /// What its `product`th product prices, with the first of its tenors.
    ///
    /// # Errors
    /// When what stands above is no product.
    pub fn terms(&self, product: usize) -> Result<ProductTerms, Failure> {
        let facts = self.products.get(product).ok_or_else(|| format!("{} has no product {product}", self.code))?;
        let tenors = facts.tenors.iter().map(|tenor| tenor.parse()).collect::<Result<Vec<_>, _>>()?;
        let first = tenors.first().copied().ok_or("a product has tenors")?;
        Ok(ProductTerms {
            limit_min: Amount::from_fen(facts.limit_yuan.0 * 100),
            limit_max: Amount::from_fen(facts.limit_yuan.1 * 100),
            terms: LoanTerms {
                holiday_rule: facts.holiday_rule,
                unfreeze_when: facts.unfreeze_when,
                ..LoanTerms::new(facts.rate.parse()?, DayCount::Act360, facts.method, first)
            },
            tenors,
        })
    }
}

/// Registers the funders, without whom no key can be read. Quick, and nothing new, when they are known.
///
/// # Errors
/// When the database fails.
pub async fn register_funders(stage: &Stage) -> Result<Vec<PartnerId>, Failure> {
    let mut ids = Vec::new();
    for facts in &FUNDERS {
        let funder = NewPartner {
            kind: PartnerKind::Funder,
            code: facts.code.to_owned(),
            name: facts.name.to_owned(),
            licence_no: facts.licence_no.to_owned(),
            licence_expires_on: date!(2031 - 12 - 31),
            regions: facts.regions.iter().map(|region| (*region).to_owned()).collect(),
            bank_account_no: facts.account_no.to_owned(),
            bank_name: facts.bank_name.to_owned(),
        };
        let context = stage.system(&format!("funder/{}", facts.code));
        ids.push(party::register_partner(&stage.db, &context, funder).await.told(facts.code)?);
    }
    Ok(ids)
}

/// As [`register_funders`].
///
/// # Errors
/// When the database fails.
pub async fn register_facilitator(stage: &Stage) -> Result<PartnerId, Failure> {
    let partner = NewPartner {
        kind: PartnerKind::Facilitator,
        code: FACILITATOR.to_owned(),
        name: "融桥科技有限公司".to_owned(),
        licence_no: "91500112MA5U7K2R3X".to_owned(),
        licence_expires_on: date!(2031 - 12 - 31),
        regions: vec!["全国".to_owned()],
        bank_account_no: "6214830156789012345".to_owned(),
        bank_name: "招商银行重庆分行".to_owned(),
    };
    party::register_partner(&stage.db, &stage.system("facilitator/1"), partner).await.told(FACILITATOR)
}

impl World {
    /// The institution, the funders' teams and products.
    ///
    /// # Errors
    /// When a step is refused or the database fails.
    pub async fn found(stage: Stage, ids: Vec<PartnerId>, facilitator: PartnerId) -> Result<Self, Failure> {
        let reserve = NewReserveAccount {
            account_no: RESERVE_ACCOUNT_NO.to_owned(),
            name: "联融支付有限公司客户备付金".to_owned(),
            currency: "CNY".to_owned(),
            bank: "main".to_owned(),
            branch: "中国建设银行重庆两江支行".to_owned(),
        };
        let context = stage.system("reserve-account");
        party::register_reserve_account(&stage.db, &context, reserve).await.told("the reserve account")?;
        let carrier = NewCarrier {
            name: CARRIER.0.to_owned(),
            bank_account_no: CARRIER.1.to_owned(),
            bank_name: CARRIER.2.to_owned(),
        };
        let carrier =
            party::register_carrier(&stage.db, &stage.system("carrier"), carrier).await.told("the carrier")?;
        let mut people = Vec::new();
        for (username, name, role) in INSTITUTION_PEOPLE {
            people.push(open(&stage, username, name, (role, Party::Institution)).await?);
        }
        let mut funders = Vec::new();
        for (facts, id) in FUNDERS.iter().zip(ids) {
            funders.push(found_funder(&stage, facts, id).await?);
        }
        let facilitator = found_facilitator(&stage, facilitator).await?;
        let operator_checker = people.swap_remove(1);
        let operator_maker = people.swap_remove(0);
        Ok(Self { stage, funders, operator_maker, operator_checker, facilitator, carrier, shops: BTreeMap::new() })
    }

    /// Proposed by the maker, with these words, and approved by the checker.
    ///
    /// # Errors
    /// When one of the two is refused, or the database fails.
    pub async fn approve(&self, step: &str, action: Action, note: &str) -> Result<(), Failure> {
        let command = ProposeCommand { action, note: note.to_owned() };
        let context = self.stage.person(&self.operator_maker, &format!("{step}/propose"));
        let approval = propose(&self.stage.db, &context, command).await.told(step)?;
        let context = self.stage.person(&self.operator_checker, &format!("{step}/decide"));
        let command = DecideCommand { approval, agree: true, note: String::new() };
        decide(&self.stage.db, &context, command).await.told(step)
    }

    /// The first shops that join, and later each by itself. The owners of some sign in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn register_shop(&mut self, index: usize, signs_in: bool) -> Result<(), Failure> {
        let facts = shops::facts(index, self.carrier);
        let context = self.stage.system(&format!("shop/{index}"));
        let registered = party::register_agent(&self.stage.db, &context, facts.clone()).await.told(&facts.shop_name)?;
        let owner = if signs_in {
            let username = format!("agent-{index}");
            let who = (Role::Agent, Party::Agent(registered.agent));
            let owner = open(&self.stage, &username, &facts.legal_person, who).await?;
            let (context, mobile) = (self.stage.system(&format!("mobile/{index}")), format!("139{index:08}"));
            register_mobile(&self.stage.db, &context, owner.user, &mobile).await.told(&username)?;
            if let Some((_, name)) = CLERKS.iter().find(|(shop, _)| *shop == index) {
                let who = (Role::AgentClerk, Party::Agent(registered.agent));
                open(&self.stage, &format!("{username}-clerk"), name, who).await?;
            }
            Some(owner)
        } else {
            None
        };
        self.shops.insert(index, Shop { index, facts, owner });
        Ok(())
    }

    /// # Errors
    /// When the story speaks of a shop that has not joined yet.
    pub fn shop(&self, index: usize) -> Result<&Shop, Failure> {
        self.shops.get(&index).ok_or_else(|| format!("shop {index} has not joined").into())
    }

    /// # Errors
    /// When the story speaks of a funder that does not exist.
    pub fn funder(&self, place: usize) -> Result<&Funder, Failure> {
        self.funders.get(place).ok_or_else(|| format!("there is no funder {place}").into())
    }

    /// The owner of a shop acts.
    ///
    /// # Errors
    /// When nobody signs in for the shop.
    pub fn owner(&self, shop: &Shop, request_no: &str) -> Result<Context, Failure> {
        let owner = shop.owner.as_ref().ok_or_else(|| format!("nobody signs in for shop {}", shop.index))?;
        Ok(self.stage.person(owner, request_no))
    }

    /// Shops that joined, but for those of the story: what other people do happens to them.
    pub fn bystanders(&self) -> impl Iterator<Item = &Shop> {
        self.shops.values().filter(|shop| (32..=SHOPS).contains(&shop.index))
    }

    /// Makes `next` the next number of a kind, unless that or a later one was given already: an interrupted run may have
    /// left gaps, which this closes, so that its request is new every time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn number_from(&self, kind: ReferenceKind, next: u64) -> Result<(), Failure> {
        let mut attempt = [0u8; 8];
        getrandom::fill(&mut attempt)?;
        let attempt = u64::from_le_bytes(attempt);
        let context = self.stage.system(&format!("numbers/{}/{next}/{attempt:016x}", kind.letters()));
        match restart_numbers(&self.stage.db, &context, kind, next).await {
            Err(Error::Refused(RestartNumbersRefusal::Given { .. })) => Ok(()),
            other => other.told("numbers"),
        }
    }
}

async fn found_facilitator(stage: &Stage, id: PartnerId) -> Result<Facilitator, Failure> {
    let party = Party::Facilitator(id);
    open(stage, "facilitator-1-operator", "秦朗", (Role::FacilitatorOperator, party)).await?;
    let approver = open(stage, "facilitator-1-approver", "苏敏", (Role::FacilitatorApprover, party)).await?;
    Ok(Facilitator { id, approver })
}

async fn found_funder(stage: &Stage, facts: &'static FunderFacts, id: PartnerId) -> Result<Funder, Failure> {
    let party = Party::Funder(id);
    let person = async |place: usize, title: &str, role: Role| {
        open(stage, &format!("{}-{title}", facts.code), facts.people[place], (role, party)).await
    };
    let reviewer = person(0, "reviewer", Role::FunderReviewer).await?;
    let approver = person(1, "approver", Role::FunderApprover).await?;
    let treasurer = person(2, "treasurer", Role::FunderTreasurer).await?;
    let mut products = Vec::new();
    for (place, product) in facts.products.iter().enumerate() {
        let terms = facts.terms(place)?;
        let draft = ProductDraft { name: product.name.to_owned(), contract_kind: product.kind, terms };
        let command = ProposeProductCommand { product: None, after: 0, draft };
        let context = stage.person(&reviewer, &format!("product/{place}/propose"));
        let proposed = propose_product(&stage.db, &context, command).await.told(product.name)?;
        let context = stage.person(&approver, &format!("product/{place}"));
        products.push(publish_product(&stage.db, &context, proposed).await.told(product.name)?);
    }
    Ok(Funder { id, facts, reviewer, approver, treasurer, products })
}

async fn open(stage: &Stage, username: &str, name: &str, (role, party): (Role, Party)) -> Result<SignedIn, Failure> {
    let command = OpenUserCommand {
        username: username.to_owned(),
        display_name: name.to_owned(),
        password: PASSWORD.to_owned(),
        role,
        party,
        demonstration: true,
    };
    let user = open_user(&stage.db, &stage.system(&format!("user/{username}")), command).await.told(username)?;
    let mut session = [0u8; 16];
    Dice::of(&format!("session/{username}")).fill(&mut session);
    Ok(SignedIn {
        user,
        session: SessionId(uuid::Builder::from_random_bytes(session).into_uuid()),
        username: username.to_owned(),
        display_name: name.to_owned(),
        role,
        party,
        address: "127.0.0.1".to_owned(),
        device: "demonstration".to_owned(),
    })
}
