//! Work on many things of one kind, by two threads.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Things from which on a second thread is worth its start.
const MANY: usize = 400;

/// Lets two threads work on half of the items each, where there are many; results stay in order.
///
/// Results must not depend on where the items are parted. `each` is how many there are of one item
/// at most, so that room is made once.
pub(crate) fn in_halves<T: Sync, U: Send>(
    items: &[T],
    each: usize,
    work: impl Fn(&T, &mut Vec<U>) + Sync,
) -> Vec<U> {
    let room = |items: &[T]| Vec::with_capacity(items.len().saturating_mul(each));
    let through = |part: &[T], results: &mut Vec<U>| part.iter().for_each(|it| work(it, results));
    let mut all = room(items);
    if items.len() < MANY {
        through(items, &mut all);
        return all;
    }
    let (first, second) = items.split_at(items.len() / 2);
    thread::scope(|scope| {
        let second = scope.spawn(|| {
            let mut results = room(second);
            through(second, &mut results);
            results
        });
        through(first, &mut all);
        all.append(&mut second.join().unwrap_or_else(|panic| resume_unwind(panic)));
    });
    all
}

/// Lets two threads work on one item after the other, one from the front and one from the back, so
/// that neither waits while items are left; results stay in the order of the items.
///
/// `room` is how many results there may be at most.
pub(crate) fn from_both_ends<T: Sync, U: Send>(
    items: &[T],
    room: usize,
    work: impl Fn(&T) -> Vec<U> + Sync,
) -> Vec<U> {
    let left = Mutex::new(items);
    let next = |take: fn(&[T]) -> Option<(&T, &[T])>| {
        let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
        let (item, rest) = take(&left)?;
        *left = rest;
        Some(item)
    };
    thread::scope(|scope| {
        let last = scope.spawn(|| {
            let from_back = std::iter::from_fn(|| next(<[T]>::split_last));
            from_back.map(&work).collect::<Vec<_>>()
        });
        // Room that is left over is never touched.
        let mut all = Vec::with_capacity(room);
        while let Some(item) = next(<[T]>::split_first) {
            all.append(&mut work(item));
        }
        let last = last.join().unwrap_or_else(|panic| resume_unwind(panic));
        for mut results in last.into_iter().rev() {
            all.append(&mut results);
        }
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
            let twice = |one: &usize| vec![*one; 2];
            let expected: Vec<usize> = items.iter().flat_map(twice).collect();
            let put = |one: &usize, results: &mut Vec<usize>| results.append(&mut twice(one));
            assert_eq!(in_halves(&items, 2, put), expected);
            assert_eq!(from_both_ends(&items, 2 * count, twice), expected);
        }
    }
}
