//! Work on many things of one kind, by two threads.

use std::panic::resume_unwind;
use std::thread;

/// Things from which on a second thread is worth its start.
const MANY: usize = 400;

/// Lets two threads work on half of the items each, where there are many; results stay in order.
///
/// Results must not depend on where the items are parted.
pub(crate) fn in_halves<T: Sync, U: Send>(
    items: &[T],
    work: impl Fn(&[T]) -> Vec<U> + Sync,
) -> Vec<U> {
    if items.len() < MANY { work(items) } else { by_two(items, work) }
}

/// The same however few the items are.
pub(crate) fn by_two<T: Sync, U: Send>(
    items: &[T],
    work: impl Fn(&[T]) -> Vec<U> + Sync,
) -> Vec<U> {
    let (first, second) = items.split_at(items.len() / 2);
    thread::scope(|scope| {
        let second = scope.spawn(|| work(second));
        let mut all = work(first);
        all.append(&mut second.join().unwrap_or_else(|panic| resume_unwind(panic)));
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stay_in_order() {
        for count in [0, 1, 2, 399, 400, 1_001] {
            let items: Vec<usize> = (0..count).collect();
            let doubled = |half: &[usize]| half.iter().map(|one| 2 * one).collect();
            let expected: Vec<usize> = items.iter().map(|one| 2 * one).collect();
            assert_eq!(in_halves(&items, doubled), expected);
            assert_eq!(by_two(&items, doubled), expected);
        }
    }
}
