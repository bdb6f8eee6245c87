//! What holds for every address.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use proptest::prelude::*;
use tower_cimd::rules::address::{AddressRules, Network};

use crate::address::{ends, judge, network, registry};

/// Addresses that start as a registered block does: a random one seldom meets any.
fn address() -> impl Strategy<Value = IpAddr> {
    let starts: Vec<IpAddr> = registry().iter().map(|row| ends(&row.block).0).collect();
    let near = (prop::sample::select(starts), any::<u128>(), 0u32..=128).prop_map(
        |(start, noise, keep)| match start {
            IpAddr::V4(v4) => {
                let noise = (noise as u32).checked_shr(keep).unwrap_or(0);
                IpAddr::from((v4.to_bits() ^ noise).to_be_bytes())
            }
            IpAddr::V6(v6) => {
                let noise = noise.checked_shr(keep).unwrap_or(0);
                IpAddr::from((v6.to_bits() ^ noise).to_be_bytes())
            }
        },
    );
    prop_oneof![
        near,
        any::<[u8; 4]>().prop_map(IpAddr::from),
        any::<[u8; 16]>().prop_map(IpAddr::from),
    ]
}

/// What the registries and RFC 4291 say, without the table under test.
fn is_listed(address: IpAddr) -> bool {
    let more = ["224.0.0.0/4", "168.63.129.16/32"];
    let outside = address.is_ipv6() && !network("2000::/3").contains(address);
    let mut blocks: Vec<String> = registry().into_iter().map(|row| row.block).collect();
    blocks.extend(more.map(String::from));
    outside || blocks.iter().any(|block| network(block).contains(address))
}

/// The IPv4 address in an ISATAP interface identifier, read from its text form.
fn isatap(address: IpAddr) -> Option<IpAddr> {
    let IpAddr::V6(v6) = address else { return None };
    let [_, _, _, _, flag, mark, high, low] = v6.segments();
    let bits = u32::from(high) << 16 | u32::from(low);
    (matches!(flag, 0 | 0x200) && mark == 0x5efe).then(|| Ipv4Addr::from_bits(bits).into())
}

proptest! {
    #[test]
    fn an_address_passes_if_and_only_if_no_registry_lists_it(address in address()) {
        let listed = is_listed(address) || isatap(address).is_some_and(is_listed);
        prop_assert_eq!(judge(address).is_err(), listed, "{}", address);
    }

    #[test]
    fn a_refusal_names_a_block_that_holds_the_address(address in address()) {
        if let Err(refused) = judge(address) {
            let embedded = refused.block.contains('.') && address.is_ipv6();
            prop_assert!(embedded || network(refused.block).contains(address), "{refused:?}");
        }
    }

    #[test]
    fn no_form_of_an_ipv4_address_passes_but_isatap_and_chosen_nat64(v4 in any::<[u8; 4]>()) {
        let plain = judge(v4.into());
        let v4 = Ipv4Addr::from(v4);
        let [hi, lo] = [(v4.to_bits() >> 16) as u16, v4.to_bits() as u16];
        let forms = [
            Ipv6Addr::new(0, 0, 0, 0, 0, 0, hi, lo),
            Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, hi, lo),
            Ipv6Addr::new(0, 0, 0, 0, 0xffff, 0, hi, lo),
            Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, hi, lo),
            Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, hi, lo),
            Ipv6Addr::new(0x2002, hi, lo, 0, 0, 0, 0, 1),
            Ipv6Addr::new(0x2001, 0, 0x4136, 0xe378, 0, 0, !hi, !lo),
        ];
        for form in forms {
            prop_assert!(judge(form.into()).is_err(), "{}", form);
        }
        let isatap = Ipv6Addr::new(0x2a00, 0x1450, 0, 0, 0, 0x5efe, hi, lo);
        prop_assert_eq!(judge(isatap.into()), plain);
        let nat64 = AddressRules::default().nat64(true);
        prop_assert_eq!(nat64.judge(forms[3].into()), plain);
        prop_assert_eq!(nat64.judge(forms[4].into()), plain);
    }

    #[test]
    fn every_switch_opens_what_it_says_and_no_more(address in address()) {
        let loopback = AddressRules::default().danger_loopback(true).judge(address);
        prop_assert_eq!(loopback.is_ok(), judge(address).is_ok() || address.is_loopback());
        let nat64 = AddressRules::default().nat64(true).judge(address);
        let translated = ["64:ff9b::/96", "64:ff9b:1::/96"];
        let in_nat64 = translated.iter().any(|block| network(block).contains(address));
        prop_assert!(nat64 == judge(address) || in_nat64, "{}", address);
    }

    #[test]
    fn any_text_is_a_network_that_prints_as_itself_or_an_error(text in "[0-9a-f:./]{0,24}") {
        if let Ok(network) = text.parse::<Network>() {
            prop_assert_eq!(network.to_string().parse::<Network>(), Ok(network));
        }
    }
}
