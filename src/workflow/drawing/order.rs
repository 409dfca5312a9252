//! The order in which a track is drawn: layers by the longest path, within a layer by the barycentre.
//!
//! Pure; on plain numbers, the first of which is where all begins. Lines that lead back are those that close a
//! circle on a walk from the beginning; they do not count for the layers.

/// How often the order within the layers is looked at again.
const SWEEPS: usize = 4;

/// The order of so many nodes between which these lines lead.
pub(super) fn order(nodes: usize, lines: &[(usize, usize)]) -> Vec<usize> {
    let mut onward = vec![Vec::new(); nodes];
    for &(from, to) in lines.iter().filter(|(from, to)| from != to) {
        onward[from].push(to);
    }
    let layer = layers(&onward);
    let mut order: Vec<usize> = (0..nodes).collect();
    // What was named first among a node's exits comes first where nothing else decides.
    order.sort_by_key(|node| (layer[*node], *node));
    let mut position = vec![0; nodes];
    for _ in 0..SWEEPS {
        for (place, node) in order.iter().enumerate() {
            position[*node] = place;
        }
        let centre = barycentres(&position, lines);
        order.sort_by_key(|node| (layer[*node], centre[*node], position[*node]));
    }
    order
}

/// The mean position of each node's neighbours, in thousandths.
fn barycentres(position: &[usize], lines: &[(usize, usize)]) -> Vec<usize> {
    let mut sums = vec![(0, 0); position.len()];
    for &(from, to) in lines {
        for (one, other) in [(from, to), (to, from)] {
            sums[one].0 += position[other];
            sums[one].1 += 1;
        }
    }
    sums.iter()
        .enumerate()
        .map(|(node, &(sum, count))| (sum * 1000).checked_div(count).unwrap_or(position[node] * 1000))
        .collect()
}

/// The layer of each node: the length of the longest way to it without going back.
fn layers(onward: &[Vec<usize>]) -> Vec<usize> {
    let finished = walk(onward);
    let mut rank = vec![0; onward.len()];
    for (place, node) in finished.iter().enumerate() {
        rank[*node] = place;
    }
    let mut layer = vec![0; onward.len()];
    // A line leads back exactly where its end was finished after its beginning.
    for &node in finished.iter().rev() {
        for &next in onward[node].iter().filter(|next| rank[**next] < rank[node]) {
            layer[next] = layer[next].max(layer[node] + 1);
        }
    }
    layer
}

/// The nodes as a walk into the depth finishes them, without recursion: a file may have thousands of steps.
fn walk(onward: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; onward.len()];
    let mut finished = Vec::with_capacity(onward.len());
    for start in 0..onward.len() {
        let mut open = Vec::new();
        if !seen[start] {
            seen[start] = true;
            open.push((start, 0));
        }
        while let Some((node, taken)) = open.pop() {
            match onward[node].get(taken) {
                Some(&next) => {
                    open.push((node, taken + 1));
                    if !seen[next] {
                        seen[next] = true;
                        open.push((next, 0));
                    }
                }
                None => finished.push(node),
            }
        }
    }
    finished
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_comes_after_by_the_longest_way() {
        assert_eq!(order(4, &[(0, 3), (0, 1), (1, 2), (2, 3)]), [0, 1, 2, 3]);
    }

    #[test]
    fn a_way_back_does_not_push_its_end_down() {
        assert_eq!(order(4, &[(0, 1), (1, 2), (2, 1), (2, 3), (3, 3)]), [0, 1, 2, 3]);
    }

    #[test]
    fn neighbours_of_one_layer_stand_by_those_they_are_tied_to() {
        // 1 and 2 both follow 0; 2 leads to 4, which also hangs on 3, the last of the layer.
        let order = order(6, &[(0, 1), (0, 2), (0, 3), (1, 5), (2, 4), (3, 4)]);
        let place = |node| order.iter().position(|one| *one == node).unwrap();
        assert!(place(2) < place(3) && place(1) < place(2) && place(3) < place(4), "{order:?}");
    }

    #[test]
    fn nothing_unreachable_is_lost() {
        let mut all = order(5, &[(0, 1), (3, 4), (4, 3)]);
        all.sort_unstable();
        assert_eq!(all, [0, 1, 2, 3, 4]);
    }
}
