//! Hashes as bytes and as text.

use sha2::{Digest, Sha256};
use sm3::Sm3;

/// The bytes of a hash.
pub type Hash = [u8; 32];

/// A hash algorithm that seals may use (摘要算法).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Algorithm {
    /// SHA-256, as in FIPS 180-4.
    #[default]
    Sha256,
    /// SM3, as in GM/T 0004-2012.
    Sm3,
}

impl Algorithm {
    /// All of them with the names under which they are written.
    pub const ALL: [(&str, Self); 2] = [("sha256", Self::Sha256), ("sm3", Self::Sm3)];

    /// The name under which it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sm3 => "sm3",
        }
    }

    /// The hash of parts, one behind the other.
    #[must_use]
    pub fn hash(self, parts: &[&[u8]]) -> Hash {
        fn all<D: Digest<OutputSize = sha2::digest::consts::U32>>(parts: &[&[u8]]) -> Hash {
            let mut hasher = D::new();
            for part in parts {
                hasher.update(part);
            }
            hasher.finalize().into()
        }
        match self {
            Self::Sha256 => all::<Sha256>(parts),
            Self::Sm3 => all::<Sm3>(parts),
        }
    }
}

/// The SHA-256 of bytes, in lower-case hexadecimal.
#[must_use]
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    hexadecimal(Sha256::digest(bytes))
}

/// Bytes in lower-case hexadecimal.
#[must_use]
pub fn hexadecimal(bytes: impl AsRef<[u8]>) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.as_ref().iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xF)]).collect()
}

/// The bytes of a hash that is written in lower-case hexadecimal.
#[must_use]
pub fn from_hexadecimal(text: &str) -> Option<Hash> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    let bytes: Option<Vec<u8>> =
        pairs.iter().map(|[high, low]| Some((digit(*high)? << 4) | digit(*low)?)).collect();
    bytes?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn a_hash_is_lower_case_hexadecimal() {
        assert_eq!(sha256(""), EMPTY);
        assert_eq!(hexadecimal([0x0F, 0xA0]), "0fa0");
        assert_eq!(from_hexadecimal(EMPTY), Some(Algorithm::Sha256.hash(&[])));
        let shorter = EMPTY.trim_start_matches('e');
        for other in [shorter, &EMPTY.to_uppercase(), &EMPTY.replace('e', "g"), ""] {
            assert_eq!(from_hexadecimal(other), None, "{other}");
        }
    }

    #[test]
    fn both_algorithms_give_the_published_hashes() {
        // FIPS 180-4 and GM/T 0004-2012 both give the hash of `abc`.
        let cases = [
            ("sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            ("sm3", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        ];
        for ((name, algorithm), (expected_name, expected)) in Algorithm::ALL.into_iter().zip(cases)
        {
            assert_eq!((name, algorithm.name()), (expected_name, expected_name));
            assert_eq!(hexadecimal(algorithm.hash(&[b"abc"])), expected);
            assert_eq!(hexadecimal(algorithm.hash(&[b"a", b"", b"bc"])), expected);
        }
    }
}
