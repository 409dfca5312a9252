//! How often a network may knock at the doors that stand open to strangers: mails to sign in, digits, secrets, the way
//! over to a provider, drafts. Whoever knocks too often is told when to come again, and nothing about who is known.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use axum::http::HeaderMap;
use jiff::SignedDuration;

use super::Pages;
use super::fields::Fields;
use super::here::Here;
use super::trouble::Trouble;
use crate::store::knock::{self, Allowance, Knock};

/// Where a request came from, as far as limits tell networks apart: an IPv4 address, or the first 64 bits of an IPv6
/// address, of which one subscriber has all the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Network(pub(super) IpAddr);

impl Network {
    fn of(address: IpAddr) -> Network {
        Network(match address.to_canonical() {
            IpAddr::V6(long) => IpAddr::V6(Ipv6Addr::from(u128::from(long) & !u128::from(u64::MAX))),
            short => short,
        })
    }
}

/// The proxies before the pages whose word on the reader's address counts.
#[derive(Debug, Clone, Default)]
pub struct Proxies(Vec<(IpAddr, u32)>);

impl Proxies {
    /// Proxies such as `127.0.0.1, 10.0.0.0/8, fd00::/8`.
    ///
    /// # Errors
    /// What of it is neither an address nor a network.
    pub fn read(text: &str) -> Result<Proxies, String> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(|part| network(part).ok_or_else(|| part.to_owned())).collect::<Result<_, _>>().map(Proxies)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The network that a request came from: that of the connection; if this is a proxy of ours, the last address in
    /// `X-Forwarded-For` that is not. Whatever stands before it, the reader may have written herself.
    pub(super) fn network(&self, request: &Request) -> Network {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        // Without a connection, as one stranger among others.
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip());
        Network::of(self.reader(peer, request.headers()))
    }

    fn reader(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.trusts(peer) {
            return peer;
        }
        let lines = headers.get_all("x-forwarded-for").iter().rev();
        let told = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
        let mut reader = peer;
        for address in told {
            let Some(address) = bare(address.trim()) else { return reader };
            reader = address;
            if !self.trusts(address) {
                return reader;
            }
        }
        reader
    }

    fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|(network, bits)| match (network, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                (u32::from(*network) ^ u32::from(address)).leading_zeros() >= *bits
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                (u128::from(*network) ^ u128::from(address)).leading_zeros() >= *bits
            }
            _ => false,
        })
    }
}

/// An address, which some proxies write with a port.
fn bare(text: &str) -> Option<IpAddr> {
    let within = text.trim_start_matches('[').trim_end_matches(']');
    within.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

/// `10.0.0.0/8`, or an address, which is a network of one.
fn network(text: &str) -> Option<(IpAddr, u32)> {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let address: IpAddr = address.parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.map_or(Some(most), |bits| bits.parse().ok()).filter(|bits| *bits <= most)?;
    Some((address, bits))
}

/// A door at which knocks are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    /// Asking for a mail to sign in.
    Link,
    /// Trying its digits.
    Digits,
    /// Trying the secret of an appeal.
    Tracking,
    /// Going over to the provider of officials.
    Provider,
    /// Beginning a draft before signing in.
    Draft,
    /// Trying a second factor: counted by person.
    SecondFactor,
}

impl Door {
    fn name(self) -> &'static str {
        match self {
            Door::Link => "link",
            Door::Digits => "digits",
            Door::Tracking => "tracking",
            Door::Provider => "provider",
            Door::Draft => "draft",
            Door::SecondFactor => "second factor",
        }
    }

    /// How many knocks an hour. A ministry may stand behind one address, and all of it signs in at nine.
    fn an_hour(self) -> i32 {
        match self {
            Door::Link | Door::Tracking | Door::Draft => 60,
            Door::Digits | Door::Provider => 120,
            Door::SecondFactor => 10,
        }
    }

    /// How many knocks a day, where a patient guesser could come to something by what an hour allows.
    fn a_day(self) -> Option<i32> {
        matches!(self, Door::SecondFactor).then_some(20)
    }
}

/// Counts a knock of the reader's network. What she typed goes with the answer to one too many.
pub(super) async fn knock(pages: &Pages, here: &Here, door: Door, fields: &Fields) -> Result<(), Trouble> {
    count(pages, here, door, here.network.0.to_string(), fields).await
}

/// Counts a try of a person, wherever she tries from.
pub(super) async fn tries(pages: &Pages, here: &Here, door: Door, person: i64) -> Result<(), Trouble> {
    // What she typed is a secret, and goes with no answer.
    count(pages, here, door, format!("person {person}"), &Fields::default()).await
}

async fn count(pages: &Pages, here: &Here, door: Door, who: String, fields: &Fields) -> Result<(), Trouble> {
    let hour = Some((door.name().to_owned(), door.an_hour(), 1));
    let day = door.a_day().map(|knocks| (format!("{} of the day", door.name()), knocks, 24));
    for (name, knocks, hours) in hour.into_iter().chain(day) {
        let allowance = Allowance { knocks, within: SignedDuration::from_hours(hours) };
        if let Knock::TooMany { until } = knock::count(&pages.store, &name, &who, allowance, here.now).await?
        {
            tracing::warn!(door = name, "somebody knocks too often");
            let wait = until.duration_since(here.now);
            return Err(Trouble::TooMany { wait, typed: fields.pairs().to_vec() });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(proxies: &str, peer: &str, told: &[&str]) -> String {
        let mut request = Request::new(axum::body::Body::empty());
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4711)));
        for line in told {
            request.headers_mut().append("x-forwarded-for", line.parse().unwrap());
        }
        Proxies::read(proxies).unwrap().network(&request).0.to_string()
    }

    #[test]
    fn an_address_that_the_reader_claims_counts_only_from_a_proxy_of_ours() {
        assert_eq!(seen("", "203.0.113.7", &["198.51.100.1"]), "203.0.113.7");
        assert_eq!(seen("10.0.0.0/8", "203.0.113.7", &["198.51.100.1"]), "203.0.113.7");
        assert_eq!(seen("10.0.0.0/8", "10.1.2.3", &["198.51.100.1"]), "198.51.100.1");
        // What the reader wrote stands first; our proxies add theirs behind it, on one line or more.
        assert_eq!(seen("10.0.0.0/8", "10.1.2.3", &["6.6.6.6, 198.51.100.1, 10.9.9.9"]), "198.51.100.1");
        assert_eq!(seen("10.0.0.0/8", "10.1.2.3", &["6.6.6.6", "198.51.100.1:55"]), "198.51.100.1");
        assert_eq!(seen("10.0.0.0/8", "10.1.2.3", &["198.51.100.1, unknown"]), "10.1.2.3");
        assert_eq!(seen("127.0.0.1", "127.0.0.1", &[]), "127.0.0.1");
    }

    #[test]
    fn one_subscriber_of_ipv6_is_one_network_and_a_mapped_address_is_what_it_maps() {
        assert_eq!(seen("", "2001:db8:1:2:3:4:5:6", &[]), "2001:db8:1:2::");
        assert_eq!(seen("::1", "::1", &["[2001:db8:1:2::9]:443"]), "2001:db8:1:2::");
        assert_eq!(seen("127.0.0.1", "::ffff:127.0.0.1", &["::ffff:203.0.113.7"]), "203.0.113.7");
    }

    #[test]
    fn what_is_no_network_is_named() {
        assert_eq!(Proxies::read("10.0.0.1, 10.0.0.0/33").unwrap_err(), "10.0.0.0/33");
        assert_eq!(Proxies::read("nginx").unwrap_err(), "nginx");
        assert!(Proxies::read(" ").unwrap().is_empty());
    }
}
