//! Pairs lines with movements so that as many lines as possible are known.

use std::{cmp::Reverse, collections::VecDeque};

/// The most pairs of a line and a movement, each in at most one. `candidates` has for each line its movements with how
/// much agrees; pairs that agree on more are tried first.
///
/// A pairing is the largest when no path of exchanged pairs leads from an unpaired line to an unpaired movement
/// (Berge, 1957); each such path that is found adds one pair.
pub fn most(candidates: &[Vec<(usize, u32)>], movements: usize) -> Vec<(usize, usize)> {
    let mut of_line: Vec<Option<usize>> = vec![None; candidates.len()];
    let mut of_movement: Vec<Option<usize>> = vec![None; movements];
    let mut pairs: Vec<(u32, usize, usize)> = candidates
        .iter()
        .enumerate()
        .flat_map(|(line, near)| near.iter().map(move |&(movement, agree)| (agree, line, movement)))
        .collect();
    pairs.sort_by_key(|&(agree, line, movement)| (Reverse(agree), line, movement));
    for (_, line, movement) in pairs {
        if of_line[line].is_none() && of_movement[movement].is_none() {
            of_line[line] = Some(movement);
            of_movement[movement] = Some(line);
        }
    }
    // In which search a movement was last reached, and from which line.
    let mut reached: Vec<(usize, usize)> = vec![(usize::MAX, 0); movements];
    for start in 0..candidates.len() {
        if of_line[start].is_none()
            && let Some(end) = reach(candidates, &of_movement, &mut reached, start)
        {
            exchange(&mut of_line, &mut of_movement, &reached, end);
        }
    }
    of_line.into_iter().enumerate().filter_map(|(line, movement)| Some((line, movement?))).collect()
}

/// Searches from an unpaired line for an unpaired movement, along pairs that could be exchanged.
fn reach(
    candidates: &[Vec<(usize, u32)>],
    of_movement: &[Option<usize>],
    reached: &mut [(usize, usize)],
    start: usize,
) -> Option<usize> {
    let mut waiting = VecDeque::from([start]);
    while let Some(line) = waiting.pop_front() {
        for &(movement, _) in &candidates[line] {
            if reached[movement].0 == start {
                continue;
            }
            reached[movement] = (start, line);
            match of_movement[movement] {
                Some(other) => waiting.push_back(other),
                None => return Some(movement),
            }
        }
    }
    None
}

/// Gives each line on the way back from `end` the movement through which it was left.
fn exchange(of_line: &mut [Option<usize>], of_movement: &mut [Option<usize>], reached: &[(usize, usize)], end: usize) {
    let mut next = Some(end);
    while let Some(movement) = next {
        let line = reached[movement].1;
        next = of_line[line].replace(movement);
        of_movement[movement] = Some(line);
    }
}

#[cfg(test)]
mod tests {
    use super::most;

    #[test]
    fn an_early_choice_is_given_up_for_one_more_pair() {
        let candidates = [vec![(0, 1), (1, 1)], vec![(0, 1)]];
        assert_eq!(most(&candidates, 2), [(0, 1), (1, 0)]);
    }

    #[test]
    fn what_agrees_on_more_is_paired_where_there_is_a_choice() {
        assert_eq!(most(&[vec![(0, 1)], vec![(0, 3)]], 1), [(1, 0)]);
    }

    #[test]
    fn a_long_way_of_exchanges_is_found() {
        // Each line may be its own movement or the next; the last may only be the first.
        let mut candidates: Vec<Vec<(usize, u32)>> = (0..1_000).map(|line| vec![(line, 2), (line + 1, 1)]).collect();
        candidates.push(vec![(0, 1)]);
        assert_eq!(most(&candidates, 1_001).len(), 1_001);
    }
}
