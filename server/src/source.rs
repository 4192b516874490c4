//! Where a request comes from: the other end of its connection, or whom the proxies say that we trust.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    str::FromStr,
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};

const FORWARDED_FOR: &str = "x-forwarded-for";

/// Addresses that begin alike: `10.0.0.0/8`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (address, bits) =
            text.trim().split_once('/').map_or((text.trim(), None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| format!("{text} is no address"))?;
        let all = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Some(all), |bits| bits.parse().ok().filter(|bits| *bits <= all));
        Ok(Self { address, bits: bits.ok_or_else(|| format!("{text} has no such prefix"))? })
    }
}

impl Network {
    fn holds(&self, address: IpAddr) -> bool {
        // Equal in all bits but the last ones: what differs is shifted out.
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                (own.to_bits() ^ other.to_bits()).checked_shr(32 - self.bits).unwrap_or(0) == 0
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                (own.to_bits() ^ other.to_bits()).checked_shr(128 - self.bits).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

/// The proxies in front of us, whose word counts.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Arc<[Network]>);

impl From<Vec<Network>> for TrustedProxies {
    fn from(networks: Vec<Network>) -> Self {
        Self(networks.into())
    }
}

impl TrustedProxies {
    /// Each proxy appends whom it got the request from: read from the right, the first who is no trusted proxy is the
    /// source. What stands further left anybody may have written.
    fn source(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let values = headers.get_all(FORWARDED_FOR).iter().rev();
        let mut hops = values.flat_map(|value| value.to_str().unwrap_or_default().rsplit(','));
        let mut source = peer.to_canonical();
        while self.0.iter().any(|network| network.holds(source)) {
            let Some(before) = hops.next().and_then(hop) else { break };
            source = before;
        }
        source
    }
}

/// An address as proxies write it, some with the port.
fn hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let address = text.parse().ok().or_else(|| text.parse().ok().map(|address: SocketAddr| address.ip()));
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    address.or_else(bracketed).map(|address| address.to_canonical())
}

/// Where a request comes from, as far as we can know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source(pub IpAddr);

impl Source {
    /// What is counted as one asker: an IPv4 address, or the network of 64 bits that one IPv6 subscriber has all addresses of.
    #[must_use]
    pub fn network(self) -> String {
        match self.0 {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("{}/64", Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        }
    }
}

/// Puts the [`Source`] into the request.
pub async fn find_source(State(trusted): State<TrustedProxies>, mut request: Request, next: Next) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() {
        let source = Source(trusted.source(peer.ip(), request.headers()));
        request.extensions_mut().insert(source);
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(trusted: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let trusted: Vec<Network> = trusted.iter().map(|text| text.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, value.parse().unwrap());
        }
        Source(TrustedProxies::from(trusted).source(peer.parse().unwrap(), &headers)).network()
    }

    #[test]
    fn only_trusted_proxies_say_where_a_request_comes_from() {
        let proxies = ["10.0.0.0/8", "fd00::/8", "192.0.2.1"];
        let table: [(&str, &[&str], &str); 13] = [
            ("203.0.113.7", &[], "203.0.113.7"),
            ("203.0.113.7", &["198.51.100.1"], "203.0.113.7"),
            ("10.1.2.3", &[], "10.1.2.3"),
            ("10.1.2.3", &["198.51.100.1"], "198.51.100.1"),
            ("10.1.2.3", &["1.1.1.1, 198.51.100.1"], "198.51.100.1"),
            ("10.1.2.3", &["1.1.1.1, 198.51.100.1, 192.0.2.1 ,10.9.9.9"], "198.51.100.1"),
            ("10.1.2.3", &["1.1.1.1", "198.51.100.1"], "198.51.100.1"),
            ("10.1.2.3", &["1.1.1.1, unknown"], "10.1.2.3"),
            ("10.1.2.3", &["1.1.1.1, unknown, 10.7.7.7"], "10.7.7.7"),
            ("10.1.2.3", &["198.51.100.1:4711"], "198.51.100.1"),
            ("::ffff:10.1.2.3", &["[2001:db8:1:2:3::4]:4711"], "2001:db8:1:2::/64"),
            ("fd00::1", &["2001:db8:1:2:ffff::1"], "2001:db8:1:2::/64"),
            ("192.0.2.2", &["198.51.100.1"], "192.0.2.2"),
        ];
        for (peer, forwarded, expected) in table {
            assert_eq!(source(&proxies, peer, forwarded), expected, "{peer} {forwarded:?}");
        }
        assert_eq!(
            source(&[], "127.0.0.1", &["198.51.100.1"]),
            "127.0.0.1",
            "nobody is trusted unless it is configured"
        );
        assert_eq!(source(&["0.0.0.0/0"], "127.0.0.1", &["198.51.100.1"]), "198.51.100.1");
    }

    #[test]
    fn what_is_no_network_is_not_taken_for_one() {
        for text in ["", "proxy", "10.0.0.0/33", "fd00::/129", "10.0.0.0/x", "10.0.0/8"] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
    }
}
