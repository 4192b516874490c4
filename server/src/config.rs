//! The one way to configure: command line, or environment variables of the same names.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    str::FromStr,
};

use domain::{
    Amount,
    debt::{DebitHours, DebitLimits},
    one_time_code::CodePolicy,
    role::Role,
};
use ed25519_dalek::SigningKey;
use services::{
    Db,
    context::INSTITUTION,
    machine,
    network::HttpNetwork,
    notice::{Outbound, Reach},
    server_key,
    signed_line::LineKeys,
    sms::HttpSms,
};

use time::{Date, macros::format_description};

use crate::{serve::Limits, source::Network};

/// What every subcommand that touches the database needs.
#[derive(clap::Args, Clone, Debug)]
pub struct DatabaseConfig {
    /// Where PostgreSQL is.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: String,
    /// How many connections this process may hold.
    #[arg(long, env = "LIANRONG_CONNECTIONS", default_value_t = 20)]
    pub connections: usize,
    /// The demonstration runs here: its accounts are accepted, every page says so, and instants lie on the business date,
    /// which moves when somebody wants it to.
    #[arg(long, env = "LIANRONG_DEMONSTRATION", default_value_t = false, action = clap::ArgAction::Set, global = true)]
    pub demonstration: bool,
    /// After how many business dates a draw that is not credited ends by itself.
    #[arg(long, env = "LIANRONG_DRAW_DAYS", default_value_t = domain::draw::WAITING_DAYS,
          value_parser = clap::value_parser!(u16).range(1..=365), global = true)]
    pub draw_days: u16,
}

/// Where the master keys are.
#[derive(clap::Args, Clone, Debug)]
pub struct KeysConfig {
    /// The file of the master keys, with which personal data and secrets are sealed; `lianrong master-key` makes it.
    #[arg(long, env = "LIANRONG_MASTER_KEYS", default_value = ".data/master.keys")]
    pub master_keys: PathBuf,
}

/// Where the agreement payment network is.
#[derive(clap::Args, Clone, Debug)]
pub struct NetworkConfig {
    #[arg(long, env = "LIANRONG_NETWORK_URL")]
    pub network_url: String,
    /// The file of the secrets that we share with it, as that of a bank.
    #[arg(long, env = "LIANRONG_NETWORK_KEYS")]
    pub network_keys: PathBuf,
    /// From when to when cards are debited, in China; the same time twice is the whole day.
    #[arg(long, env = "LIANRONG_DEBIT_HOURS", default_value_t)]
    pub debit_hours: DebitHours,
    /// The most, in yuan, that one debit takes.
    #[arg(long, env = "LIANRONG_DEBIT_LIMIT", default_value_t = DebitLimits::default().a_debit)]
    pub debit_limit: Amount,
    /// The most, in yuan, that is debited from a card on a day, whoever debits.
    #[arg(long, env = "LIANRONG_DEBIT_DAY_LIMIT", default_value_t = DebitLimits::default().a_day)]
    pub debit_day_limit: Amount,
}

impl NetworkConfig {
    #[must_use]
    pub const fn debit_limits(&self) -> DebitLimits {
        DebitLimits { hours: self.debit_hours, a_debit: self.debit_limit, a_day: self.debit_day_limit }
    }

    /// # Errors
    /// When the address is none, or the secrets cannot be read.
    pub fn adapter(&self) -> Result<HttpNetwork, Box<dyn std::error::Error + Send + Sync>> {
        let keys = LineKeys::load(&self.network_keys)?;
        Ok(HttpNetwork::new(&self.network_url, keys, machine::clock(), machine::randomness())?)
    }
}

/// Where the gateway for text messages is.
#[derive(clap::Args, Clone, Debug)]
pub struct SmsConfig {
    #[arg(long, env = "LIANRONG_SMS_URL")]
    pub sms_url: String,
    /// The file of the secrets that we share with it, as that of a bank.
    #[arg(long, env = "LIANRONG_SMS_KEYS")]
    pub sms_keys: PathBuf,
}

impl SmsConfig {
    /// # Errors
    /// When the address is none, or the secrets cannot be read.
    pub fn adapter(&self) -> Result<HttpSms, Box<dyn std::error::Error + Send + Sync>> {
        let keys = LineKeys::load(&self.sms_keys)?;
        Ok(HttpSms::new(&self.sms_url, keys, machine::clock(), machine::randomness())?)
    }
}

/// What people confirm with a code that is sent to them.
#[derive(clap::Args, Clone, Debug)]
pub struct CodesConfig {
    /// Whether a contract is agreed to with a code.
    #[arg(long, env = "LIANRONG_CODE_FOR_CONTRACTS", default_value_t = true, action = clap::ArgAction::Set)]
    pub code_for_contracts: bool,
    /// Draws of more yuan than this are asked for with a code.
    #[arg(long, env = "LIANRONG_CODE_FOR_DRAWS_ABOVE", default_value = "50000.00")]
    pub code_for_draws_above: Amount,
}

impl CodesConfig {
    #[must_use]
    pub const fn policy(&self) -> CodePolicy {
        CodePolicy { contracts: self.code_for_contracts, draws_above: Some(self.code_for_draws_above) }
    }
}

/// How partners are told.
#[derive(clap::Args, Clone, Debug)]
pub struct OutboundConfig {
    /// The key with which answers and notices to partners are signed; made when it is missing.
    #[arg(long, env = "LIANRONG_SIGNING_KEY", default_value = ".data/platform.pem")]
    pub signing_key: PathBuf,
    /// Our own public addresses, separated by commas: no endpoint of a partner is one of them.
    #[arg(long, env = "LIANRONG_OWN_ADDRESSES", value_delimiter = ',')]
    pub own_addresses: Vec<IpAddr>,
    /// For development: endpoints may be on this machine, without TLS.
    #[arg(long, env = "LIANRONG_LOOPBACK_ENDPOINTS", default_value_t = false, action = clap::ArgAction::Set)]
    pub loopback_endpoints: bool,
}

impl OutboundConfig {
    /// The way out, and the key that it signs with.
    ///
    /// # Errors
    /// When there is no key, or no client can be made.
    pub fn open(&self) -> Result<(Outbound, SigningKey), Box<dyn std::error::Error + Send + Sync>> {
        let key = server_key::load_or_create(&self.signing_key)?;
        let reach = Reach { loopback: self.loopback_endpoints, own: self.own_addresses.clone() };
        Ok((Outbound::new(reach, machine::lookup(), key.clone(), machine::clock())?, key))
    }
}

/// What `serve` needs besides.
#[derive(clap::Args, Clone, Debug)]
pub struct ServeConfig {
    #[command(flatten)]
    pub keys: KeysConfig,
    #[command(flatten)]
    pub network: NetworkConfig,
    #[command(flatten)]
    pub codes: CodesConfig,
    #[arg(long, env = "LIANRONG_ADDRESS", default_value = "127.0.0.1:3000")]
    pub address: SocketAddr,
    /// The built browser side.
    #[arg(long, env = "LIANRONG_SITE_ROOT", default_value = "target/site")]
    pub site_root: PathBuf,
    #[command(flatten)]
    pub outbound: OutboundConfig,
    /// What a program that reads `/metrics` from another machine has to bring. Without one only this machine reads them.
    #[arg(long, env = "LIANRONG_METRICS_TOKEN", hide_env_values = true)]
    pub metrics_token: Option<String>,
    /// The proxies in front, as addresses or networks (`10.0.0.0/8`), separated by commas: only their `X-Forwarded-For`
    /// is believed.
    #[arg(long, env = "LIANRONG_TRUSTED_PROXY", value_delimiter = ',')]
    pub trusted_proxy: Vec<Network>,
    /// How many clients may be connected at once. Each takes a descriptor.
    #[arg(long, env = "LIANRONG_CLIENTS", default_value_t = Limits::default().clients)]
    pub clients: usize,
}

/// Whose account `operator` opens.
#[derive(clap::Args, Clone, Debug)]
pub struct OperatorConfig {
    /// The name to sign in with.
    pub username: String,
    /// What the person is called.
    pub name: String,
    /// `operator_maker`, `operator_checker` or `auditor`.
    #[arg(long, default_value = "operator_maker", value_parser = institution_role)]
    pub role: Role,
}

/// Up to where `end-of-day` closes.
#[derive(clap::Args, Clone, Debug)]
pub struct EndOfDayConfig {
    /// The last date to be closed, such as 2026-11-20; yesterday in China, unless it is named.
    #[arg(long, value_parser = business_date)]
    pub until: Option<Date>,
}

/// What `evidence` looks at.
#[derive(clap::Args, Clone, Debug)]
pub struct EvidenceConfig {
    /// A pack of evidence, as it was taken away.
    pub file: PathBuf,
}

fn business_date(text: &str) -> Result<Date, String> {
    let format = format_description!("[year]-[month]-[day]");
    Date::parse(text, format).map_err(|_| "not a date such as 2026-11-20".to_owned())
}

fn institution_role(code: &str) -> Result<Role, String> {
    let role: Option<Role> = code.parse().ok();
    role.filter(|role| INSTITUTION.contains(role)).ok_or_else(|| {
        let known: Vec<&str> = INSTITUTION.iter().map(|role| role.code()).collect();
        format!("one of {}", known.join(", "))
    })
}

/// What `work` needs besides.
#[derive(clap::Args, Clone, Debug)]
pub struct WorkConfig {
    #[command(flatten)]
    pub keys: KeysConfig,
    #[command(flatten)]
    pub network: NetworkConfig,
    #[command(flatten)]
    pub sms: SmsConfig,
    #[command(flatten)]
    pub outbound: OutboundConfig,
    /// Where the bank is; `name=url` is for the reserve accounts of this bank. Several are separated by commas.
    #[arg(long, env = "LIANRONG_BANK_URL", value_delimiter = ',', required = true)]
    pub bank_url: Vec<OfBank>,
    /// The file of the secrets that we share with it: a line `key` with 64 hexadecimal digits for each. The first signs, all
    /// are accepted. With as many and the same names as the banks.
    #[arg(long, env = "LIANRONG_BANK_KEYS", value_delimiter = ',', required = true)]
    pub bank_keys: Vec<OfBank>,
    /// How many calls each bank takes at once.
    #[arg(long, env = "LIANRONG_BANK_CALLS", default_value_t = 128, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    pub bank_calls: u16,
}

/// Something of a bank, after its name and `=` or, without a name, of every other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfBank {
    pub bank: String,
    pub value: String,
}

impl FromStr for OfBank {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        let (bank, value) = text.split_once('=').filter(|(name, _)| is_name(name)).unwrap_or(("", text));
        Ok(Self { bank: bank.to_owned(), value: value.to_owned() })
    }
}

impl WorkConfig {
    /// Each bank's name, where it is, and the file of its keys.
    ///
    /// # Errors
    /// When a bank is named twice, or has an address and no keys, or the other way round.
    pub fn banks(&self) -> Result<Vec<(&str, &str, &str)>, String> {
        let (urls, keys) = (by_bank(&self.bank_url)?, by_bank(&self.bank_keys)?);
        if let Some(bank) =
            urls.keys().chain(keys.keys()).find(|bank| !(urls.contains_key(*bank) && keys.contains_key(*bank)))
        {
            return Err(format!("the bank {bank:?} has an address or keys, and not both"));
        }
        Ok(urls.into_iter().zip(keys.into_values()).map(|((bank, url), keys)| (bank, url, keys)).collect())
    }
}

fn by_bank(all: &[OfBank]) -> Result<BTreeMap<&str, &str>, String> {
    let mut by_bank = BTreeMap::new();
    match all.iter().find(|of| by_bank.insert(of.bank.as_str(), of.value.as_str()).is_some()) {
        Some(twice) => Err(format!("the bank {:?} is named twice", twice.bank)),
        None => Ok(by_bank),
    }
}

impl DatabaseConfig {
    /// # Errors
    /// When the database cannot be reached, or gives up durability.
    pub async fn connect(&self) -> Result<Db, Box<dyn std::error::Error + Send + Sync>> {
        let db = Db::connect(&self.database_url, self.connections, machine::clock(), machine::randomness()).await?;
        let db = db.with_draw_days(self.draw_days);
        Ok(if self.demonstration { db.on_the_business_date().await? } else { db })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bank_s_name_stands_before_what_is_its_own() {
        for (text, bank, value) in [
            ("http://127.0.0.1:3100", "", "http://127.0.0.1:3100"),
            ("icbc=https://icbc.example/a=b", "icbc", "https://icbc.example/a=b"),
            ("https://bank.example/?a=b", "", "https://bank.example/?a=b"),
            ("/run/a b=c.keys", "", "/run/a b=c.keys"),
        ] {
            assert_eq!(text.parse(), Ok(OfBank { bank: bank.to_owned(), value: value.to_owned() }));
        }
    }

    #[test]
    fn every_bank_has_one_address_and_keys_or_nothing_starts() {
        let of = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<OfBank>>();
        let config = |urls: &[&str], keys: &[&str]| WorkConfig {
            bank_url: of(urls),
            bank_keys: of(keys),
            bank_calls: 1,
            keys: KeysConfig { master_keys: PathBuf::new() },
            sms: SmsConfig { sms_url: String::new(), sms_keys: PathBuf::new() },
            outbound: OutboundConfig {
                signing_key: PathBuf::new(),
                own_addresses: Vec::new(),
                loopback_endpoints: false,
            },
            network: NetworkConfig {
                network_url: String::new(),
                network_keys: PathBuf::new(),
                debit_hours: DebitHours::default(),
                debit_limit: Amount::ZERO,
                debit_day_limit: Amount::ZERO,
            },
        };
        let both = config(&["http://a", "icbc=http://b"], &["icbc=b.keys", "a.keys"]);
        assert_eq!(both.banks(), Ok(vec![("", "http://a", "a.keys"), ("icbc", "http://b", "b.keys")]));
        for (urls, keys) in [
            (vec!["http://a", "http://b"], vec!["a.keys"]),
            (vec!["http://a"], vec!["a.keys", "b.keys"]),
            (vec!["icbc=http://a", "icbc=http://b"], vec!["icbc=a.keys"]),
            (vec!["http://a", "icbc=http://b"], vec!["a.keys"]),
            (vec!["http://a"], vec!["a.keys", "icbc=b.keys"]),
        ] {
            assert!(config(&urls, &keys).banks().is_err(), "{urls:?} {keys:?}");
        }
    }
}
