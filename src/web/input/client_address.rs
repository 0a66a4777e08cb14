//! Where a request comes from: the peer, or what a proxy that we trust says of it.

use std::net::{IpAddr, SocketAddr};

use actix_web::HttpRequest;
use actix_web::http::header::HeaderMap;

use crate::web::site::Site;

/// The address of whoever sent this request. Behind trusted proxies it is the last address in `Forwarded` (RFC 7239) or
/// `X-Forwarded-For` that is none of them; from anybody else those headers are hearsay and not read.
#[must_use]
pub fn client_address(site: &Site, request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip().to_canonical();
    let proxies = &site.app.config.http.trusted_proxies;
    let is_proxy = |address: IpAddr| proxies.iter().any(|network| network.contains(address));
    Some(behind(peer, request.headers(), is_proxy))
}

/// An address as the list of sessions shows it: without the part that names a household.
#[must_use]
pub fn network_of(address: IpAddr) -> String {
    match address {
        IpAddr::V4(four) => {
            let [one, two, three, _] = four.octets();
            format!("{one}.{two}.{three}.x")
        }
        IpAddr::V6(six) => {
            let [one, two, three, ..] = six.segments();
            format!("{one:x}:{two:x}:{three:x}:…")
        }
    }
}

fn behind(peer: IpAddr, headers: &HeaderMap, is_proxy: impl Fn(IpAddr) -> bool) -> IpAddr {
    let mut client = peer;
    for hop in hops(headers).into_iter().rev() {
        if !is_proxy(client) {
            break;
        }
        let Some(address) = hop else { break };
        client = address;
    }
    client
}

/// The addresses that the headers name, the nearest last; none for one that can't be read.
fn hops(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let texts = |name: &str| -> Vec<String> {
        let values = headers.get_all(name).filter_map(|value| value.to_str().ok());
        values.flat_map(|text| text.split(',')).map(|part| part.trim().to_owned()).collect()
    };
    let standard = texts("forwarded");
    if !standard.is_empty() {
        return standard.iter().map(|element| forwarded_for(element)).collect();
    }
    texts("x-forwarded-for").iter().map(|text| address(text)).collect()
}

fn forwarded_for(element: &str) -> Option<IpAddr> {
    let mut pairs = element.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(name, _)| name.eq_ignore_ascii_case("for"))?;
    address(value.trim_matches('"'))
}

/// An address with or without a port, in brackets or not.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let parsed = bare.parse::<IpAddr>().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|a| a.ip()));
    parsed.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_for_the_hop_before_it() {
        let is_proxy = |address: IpAddr| {
            ["10.0.0.1", "10.0.0.2"].iter().any(|proxy| address == proxy.parse::<IpAddr>().unwrap())
        };
        for (peer, name, value, client) in [
            ("203.0.113.9", "x-forwarded-for", "1.2.3.4", "203.0.113.9"),
            ("10.0.0.1", "x-forwarded-for", "198.51.100.7", "198.51.100.7"),
            ("10.0.0.1", "x-forwarded-for", "1.2.3.4, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
            ("10.0.0.1", "x-forwarded-for", "nonsense", "10.0.0.1"),
            ("10.0.0.1", "x-forwarded-for", "198.51.100.7:4711", "198.51.100.7"),
            ("10.0.0.1", "forwarded", "for=1.2.3.4, for=\"[2001:db8::7]:4711\";proto=https", "2001:db8::7"),
            ("10.0.0.1", "forwarded", "proto=https", "10.0.0.1"),
        ] {
            let request = TestRequest::default().insert_header((name, value)).to_http_request();
            let found = behind(peer.parse().unwrap(), request.headers(), is_proxy);
            assert_eq!(found, client.parse::<IpAddr>().unwrap(), "{peer} {name}: {value}");
        }
    }

    #[test]
    fn a_list_shows_no_whole_address() {
        assert_eq!(network_of("203.0.113.9".parse().unwrap()), "203.0.113.x");
        assert_eq!(network_of("2001:db8:1:2::7".parse().unwrap()), "2001:db8:1:…");
    }
}
