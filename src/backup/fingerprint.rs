//! Fingerprints of tables, alike on both databases and in whatever order rows come.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The sum of the SHA-256 of each row. The file is authenticated as a whole, so this only has to notice accidents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Fingerprint([u64; 4]);

impl Fingerprint {
    /// Takes in one more row, as [`normal`] writes it.
    pub(super) fn add(&mut self, row: &str) {
        let digest = Sha256::digest(row.as_bytes());
        for (sum, bytes) in self.0.iter_mut().zip(digest.chunks_exact(8)) {
            let part = bytes.try_into().map(u64::from_be_bytes).unwrap_or_default();
            *sum = sum.wrapping_add(part);
        }
    }
}

/// A row in the one form that is counted: without spaces, and JSON documents in it with sorted keys, because PostgreSQL
/// keeps neither the spaces nor the order of those. What is written is the row as it is, letter by letter.
pub(super) fn normal(row: &str) -> Result<String, serde_json::Error> {
    let mut values: Vec<Value> = serde_json::from_str(row)?;
    for value in &mut values {
        if let Value::String(text) = value
            && text.starts_with(['{', '['])
            && let Ok(mut document) = serde_json::from_str::<Value>(text)
        {
            document.sort_all_objects();
            *text = document.to_string();
        }
    }
    serde_json::to_string(&values)
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, normal};

    #[test]
    fn rows_count_in_any_order_and_documents_in_any_spelling() {
        let of = |rows: &[&str]| {
            let mut sum = Fingerprint::default();
            rows.iter().for_each(|row| sum.add(&normal(row).unwrap()));
            sum
        };
        let row = r#"[1,"{\"b\":1,\"a\":[2, 3]}",null]"#;
        let same = r#"[1, "{\"a\": [2,3], \"b\": 1}", null]"#;
        assert_eq!(of(&[row, "[2]"]), of(&["[2]", same]));
        assert_ne!(of(&[row]), of(&[row, row]));
        assert_ne!(of(&["[1]"]), of(&["[\"1\"]"]));
    }
}
