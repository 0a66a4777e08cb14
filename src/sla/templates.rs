/// The agreements that ship with the product: the key of each, and its contract file.
pub fn shipped() -> &'static [(&'static str, &'static str)] {
    &[
        ("dms", include_str!("../../templates/contracts/dms.toml")),
        ("discount-kit", include_str!("../../templates/contracts/discount-kit-enterprise.toml")),
    ]
}
