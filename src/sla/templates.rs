//! The agreements that ship with the product.

/// The agreements that ship with the product: the key of each, and its contract file.
pub fn shipped() -> &'static [(&'static str, &'static str)] {
    &[
        ("dms", include_str!("../../templates/contracts/dms.toml")),
        ("discount-kit", include_str!("../../templates/contracts/discount-kit-enterprise.toml")),
        ("software-support", include_str!("../../templates/contracts/software-support-agreement.toml")),
        ("teamplify", include_str!("../../templates/contracts/teamplify.toml")),
    ]
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::shipped;
    use crate::sla::{
        ClockKind, Contract, Share,
        terms::{Credit, MonthlyFigures},
    };

    fn contract(key: &str) -> Contract {
        let (_, source) = shipped().iter().find(|(name, _)| *name == key).unwrap();
        Contract::parse(source, &|name| Err(format!("no file {name}")))
            .unwrap_or_else(|faults| panic!("{key}\n{faults}"))
    }

    #[test]
    fn each_is_a_contract_under_its_own_key() {
        for (key, _) in shipped() {
            assert_eq!(contract(key).key(), *key);
        }
    }

    /// The respond targets as the agreement's severity table has them, in the order of the bands.
    fn check_targets(key: &str, code: &str, clock: ClockKind, targets: [&str; 4]) {
        let contract = contract(key);
        let severity = contract.severity(code).unwrap();
        let found = crate::sla::Band::ALL.iter().map(|band| severity.target(clock, *band).to_string());
        assert_eq!(found.collect::<Vec<_>>(), targets, "{key} {code} {clock}");
    }

    #[test]
    fn severity_tables_are_the_agreements() {
        use ClockKind::{Respond, Update};
        check_targets("dms", "Critical", Respond, ["1h"; 4]);
        check_targets("dms", "Critical", Update, ["30m"; 4]);
        check_targets("dms", "High", Respond, ["4h"; 4]);
        check_targets("dms", "High", Update, ["2h"; 4]);
        check_targets("dms", "Medium", Respond, ["1 business day"; 4]);
        check_targets("dms", "Low", Respond, ["2 business days"; 4]);
        check_targets("discount-kit", "Critical", Respond, ["2h", "2h", "30m", "2h"]);
        let next = "next business day";
        check_targets("discount-kit", "High", Respond, [next, next, "12h", next]);
        check_targets("discount-kit", "Low", Respond, ["3 business days"; 4]);
        check_targets("teamplify", "High", Respond, ["1h"; 4]);
        check_targets("teamplify", "Medium", Respond, ["8h"; 4]);
        check_targets("teamplify", "Low", Respond, ["discretion"; 4]);
        assert_eq!(contract("teamplify").email_severity().code().as_str(), "Low");
    }

    fn check_credit(key: &str, availability: &str, breaches: u32, full_hours_down: u32, expected: Credit) {
        let month = MonthlyFigures { availability: availability.parse().unwrap(), breaches, full_hours_down };
        assert_eq!(contract(key).terms().credits.as_ref().unwrap().of(month), expected, "{key} {month:?}");
    }

    #[test]
    fn credits_are_the_agreements() {
        use Credit::{FreeHours, ShareOfFee};
        check_credit("dms", "99.9%", 0, 0, ShareOfFee(Share::NOTHING));
        check_credit("dms", "99.899%", 1, 1, ShareOfFee(Share::percent(5)));
        check_credit("dms", "99.0%", 1, 7, ShareOfFee(Share::percent(5)));
        check_credit("dms", "98.999%", 1, 7, ShareOfFee(Share::percent(10)));
        check_credit("dms", "0%", 9, 700, ShareOfFee(Share::percent(25)));
        check_credit("discount-kit", "99.9%", 3, 0, ShareOfFee(Share::percent(30)));
        check_credit("discount-kit", "99.9%", 30, 0, ShareOfFee(Share::percent(100)));
        check_credit("teamplify", "99%", 1, 7, FreeHours(70));
    }

    #[test]
    fn availability_is_reckoned_by_each_formula() {
        let of = |key: &str, scheduled: i64, down: i64| {
            let availability = contract(key).terms().availability.clone().unwrap();
            let [month, scheduled, down] = [30 * 1440, scheduled, down].map(TimeDelta::minutes);
            availability.of(month, scheduled, down).to_string()
        };
        assert_eq!(of("dms", 600, 43), "99.9%");
        assert_eq!(of("dms", 0, 44), "99.898%");
        assert_eq!(of("teamplify", 3200, 200), "99.5%");
        assert_eq!(of("teamplify", 43200, 0), "100%");
    }
}
