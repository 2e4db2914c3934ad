//! Merkle trees, as in RFC 6962 (section 2.1).
//!
//! Leaves and nodes are hashed apart, so that none can be passed off as the other. Where a level
//! has an odd number of nodes, the last goes up as it is and is not paired with itself, so that no
//! two lists of leaves have one root.

use crate::hash::{Algorithm, Hash};

/// Goes before what is hashed as a leaf.
const LEAF: &[u8] = &[0x00];
/// Goes before the two hashes of a node.
const NODE: &[u8] = &[0x01];

/// A tree of hashes over a list of leaves (默克尔树).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// The hashes of each level, those of the leaves first; above a level of one there is none.
    levels: Vec<Vec<Hash>>,
    algorithm: Algorithm,
}

/// The hash of a leaf.
#[must_use]
pub fn leaf(algorithm: Algorithm, parts: &[&[u8]]) -> Hash {
    algorithm.hash(&[&[LEAF], parts].concat())
}

fn node(algorithm: Algorithm, left: &Hash, right: &Hash) -> Hash {
    algorithm.hash(&[NODE, left, right])
}

impl Tree {
    /// Builds the tree over the hashes of leaves.
    #[must_use]
    pub fn new(algorithm: Algorithm, leaves: Vec<Hash>) -> Self {
        let mut levels = vec![leaves];
        while let Some(below) = levels.last().filter(|level| level.len() > 1) {
            let (pairs, odd) = below.as_chunks::<2>();
            let nodes = pairs.iter().map(|[left, right]| node(algorithm, left, right));
            levels.push(nodes.chain(odd.iter().copied()).collect());
        }
        Self { levels, algorithm }
    }

    /// The root; that of no leaves is the hash of nothing.
    #[must_use]
    pub fn root(&self) -> Hash {
        let root = self.levels.last().and_then(|level| level.first());
        root.copied().unwrap_or_else(|| self.algorithm.hash(&[]))
    }

    /// The hashes that lead from a leaf to the root, the lowest first; nothing beyond the leaves.
    #[must_use]
    pub fn proof(&self, index: usize) -> Option<Vec<Hash>> {
        self.levels.first()?.get(index)?;
        let beside = self.levels.iter().zip(0_u32..).filter_map(|(level, height)| {
            let at = index.checked_shr(height)?;
            level.get(at ^ 1).copied()
        });
        Some(beside.collect())
    }
}

/// The root that a leaf, its place among so many leaves and its proof lead to.
///
/// There is none where the proof has more or fewer hashes than the place needs, or where the place
/// lies beyond the leaves.
#[must_use]
pub fn root_of(
    algorithm: Algorithm,
    leaf: Hash,
    index: usize,
    leaves: usize,
    proof: &[Hash],
) -> Option<Hash> {
    if index >= leaves {
        return None;
    }
    let (mut at, mut last, mut hash) = (index, leaves - 1, leaf);
    let mut proof = proof.iter();
    while last > 0 {
        if at % 2 == 1 {
            hash = node(algorithm, proof.next()?, &hash);
        } else if at < last {
            hash = node(algorithm, &hash, proof.next()?);
        }
        (at, last) = (at / 2, last / 2);
    }
    proof.next().is_none().then_some(hash)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::hash::hexadecimal;

    /// The leaves of the test vectors of Certificate Transparency's reference implementation.
    const LEAVES: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];

    fn hashes(leaves: &[&[u8]]) -> Vec<Hash> {
        leaves.iter().map(|one| leaf(Algorithm::Sha256, &[one])).collect()
    }

    #[test]
    fn roots_are_those_of_the_reference() {
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        for (count, root) in roots.into_iter().enumerate() {
            let tree = Tree::new(Algorithm::Sha256, hashes(&LEAVES[..count]));
            assert_eq!(hexadecimal(tree.root()), root, "{count} leaves");
        }
    }

    #[test]
    fn proofs_are_those_of_the_reference() {
        let cases: [(usize, usize, &[&str]); 3] = [
            (0, 1, &[]),
            (
                5,
                8,
                &[
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                ],
            ),
            (2, 3, &["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        ];
        for (index, count, expected) in cases {
            let tree = Tree::new(Algorithm::Sha256, hashes(&LEAVES[..count]));
            let proof = tree.proof(index).unwrap();
            let proof: Vec<String> = proof.iter().map(hexadecimal).collect();
            assert_eq!(proof, expected, "{index} of {count}");
        }
    }

    #[test]
    fn a_last_leaf_that_stands_twice_gives_another_root() {
        let three = Tree::new(Algorithm::Sha256, hashes(&LEAVES[..3]));
        let doubled = [LEAVES[0], LEAVES[1], LEAVES[2], LEAVES[2]];
        assert_ne!(three.root(), Tree::new(Algorithm::Sha256, hashes(&doubled)).root());
    }

    #[test]
    fn each_leaf_of_each_size_leads_to_the_root_and_nothing_else_does() {
        let algorithm = Algorithm::Sm3;
        for count in 1..=70_usize {
            let leaves = (0..count).map(|one| leaf(algorithm, &[&one.to_be_bytes()]));
            let leaves: Vec<Hash> = leaves.collect();
            let tree = Tree::new(algorithm, leaves.clone());
            let root = Some(tree.root());
            assert_eq!(tree.proof(count), None);
            for (index, one) in leaves.iter().enumerate() {
                let proof = tree.proof(index).unwrap();
                let found =
                    |index, count, proof: &[Hash]| root_of(algorithm, *one, index, count, proof);
                assert_eq!(found(index, count, &proof), root, "{index} of {count}");
                for other in (0..count + 2).filter(|other| *other != index) {
                    assert_ne!(found(other, count, &proof), root, "{other} for {index} of {count}");
                }
                assert_ne!(found(index, count, &[&proof[..], &[*one]].concat()), root);
                if let [shorter @ .., _] = &proof[..] {
                    assert_ne!(found(index, count, shorter), root);
                }
            }
        }
    }

    proptest! {
        #[test]
        fn a_leaf_or_proof_with_one_bit_changed_is_refused(
            count in 1_usize..70, at in any::<prop::sample::Index>(),
            place in any::<prop::sample::Index>(), bit in 0_usize..256,
        ) {
            let algorithm = Algorithm::Sha256;
            let leaves: Vec<Hash> =
                (0..count).map(|one| leaf(algorithm, &[&one.to_be_bytes()])).collect();
            let index = at.index(count);
            let tree = Tree::new(algorithm, leaves.clone());
            let mut way = vec![leaves[index]];
            way.extend(tree.proof(index).unwrap());
            let changed = place.index(way.len());
            way[changed][bit / 8] ^= 1 << (bit % 8);
            let found = root_of(algorithm, way[0], index, count, &way[1..]);
            prop_assert_ne!(found, Some(tree.root()));
        }
    }
}
