//! Which addresses may be called for somebody who chose the name: those of the public Internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Networks that are no part of the public Internet, with what they are (the special-purpose registries of RFC 6890).
const INNER_FOUR: [(Ipv4Addr, u32, &str); 15] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8, "this machine"),
    (Ipv4Addr::new(10, 0, 0, 0), 8, "a private network"),
    (Ipv4Addr::new(100, 64, 0, 0), 10, "a provider’s inner network"),
    (Ipv4Addr::new(127, 0, 0, 0), 8, "this machine"),
    (Ipv4Addr::new(169, 254, 0, 0), 16, "the local link, where clouds keep their metadata"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, "a private network"),
    (Ipv4Addr::new(192, 0, 0, 0), 24, "reserved for protocols"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, "for documentation"),
    (Ipv4Addr::new(192, 88, 99, 0), 24, "a tunnel"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, "a private network"),
    (Ipv4Addr::new(198, 18, 0, 0), 15, "for measuring networks"),
    (Ipv4Addr::new(198, 51, 100, 0), 24, "for documentation"),
    (Ipv4Addr::new(203, 0, 113, 0), 24, "for documentation"),
    (Ipv4Addr::new(224, 0, 0, 0), 4, "for many at once"),
    (Ipv4Addr::new(240, 0, 0, 0), 4, "reserved"),
];

/// The same within the public part of IPv6, 2000::/3; all outside of that part is refused.
const INNER_SIX: [(Ipv6Addr, u32, &str); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23, "a tunnel, or reserved for protocols"),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, "for documentation"),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16, "a tunnel"),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, "for documentation"),
];

/// Prefixes after which an IPv4 address stands: mapped ones (RFC 4291 section 2.5.5.2), and those of a translator of
/// the network (RFC 6052 section 2.1). What counts is the address within.
const CARRIES_FOUR: [Ipv6Addr; 2] =
    [Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0)];

/// What an address is, if it is no part of the public Internet.
pub(super) fn why_inner(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(four) => why_inner_four(four),
        IpAddr::V6(six) => why_inner_six(six),
    }
}

/// The address that is really meant: the one within, where one carries another.
pub(super) fn meant(address: IpAddr) -> IpAddr {
    let IpAddr::V6(six) = address else { return address };
    carried(six).map_or(address, IpAddr::V4)
}

fn why_inner_four(address: Ipv4Addr) -> Option<&'static str> {
    let bits = u32::from(address);
    let holds = |(base, length, _): &&(Ipv4Addr, u32, &str)| (bits ^ u32::from(*base)) >> (32 - length) == 0;
    INNER_FOUR.iter().find(holds).map(|(.., what)| *what)
}

fn why_inner_six(address: Ipv6Addr) -> Option<&'static str> {
    if let Some(four) = carried(address) {
        return why_inner_four(four);
    }
    let bits = u128::from(address);
    if bits >> 125 != 1 {
        return Some(if address.is_loopback() { "this machine" } else { "an inner network" });
    }
    let holds =
        |(base, length, _): &&(Ipv6Addr, u32, &str)| (bits ^ u128::from(*base)) >> (128 - length) == 0;
    INNER_SIX.iter().find(holds).map(|(.., what)| *what)
}

fn carried(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let bits = u128::from(address);
    let is_carried = CARRIES_FOUR.iter().any(|prefix| (bits ^ u128::from(*prefix)) >> 32 == 0);
    is_carried.then(|| Ipv4Addr::from(u32::try_from(bits & 0xffff_ffff).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::why_inner;

    const INNER: &str = "0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 \
        169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 \
        198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 :: \
        ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1 \
        64:ff9b::a9fe:a9fe 64:ff9b:1::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 100::1 2001::1 \
        2001:db8::1 2002:7f00:1:: 3fff::1 5f00::1";

    const PUBLIC: &str = "1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 128.0.0.1 169.253.0.1 172.15.255.255 \
        172.32.0.0 192.167.255.255 198.17.255.255 198.20.0.0 223.255.255.255 2606:4700::1 2a00:1450::1 \
        2001:4860::8888 ::ffff:1.1.1.1 64:ff9b::101:101";

    #[test]
    fn only_the_public_internet_is_public() {
        for inner in INNER.split_whitespace() {
            assert!(why_inner(inner.parse().unwrap()).is_some(), "{inner}");
        }
        for public in PUBLIC.split_whitespace() {
            assert_eq!(why_inner(public.parse().unwrap()), None, "{public}");
        }
    }
}
