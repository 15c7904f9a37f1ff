"""Two axes through the votes, and groups of people who stand close to one another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from civora.core.opinion.matrix import Floats

Ints = NDArray[np.int64]
BASE_CLUSTERS, MOST_GROUPS, ROUNDS = 100, 5, 100


def project(cells: Floats) -> tuple[Floats, tuple[float, ...]]:
    """Coordinates on the two axes of the greatest variance, and the part of it that each shows.

    What was not voted on takes the mean of its statement; who voted on little is moved outwards to make up for it
    (√(statements ÷ votes), as Polis does). The sign of an axis makes its largest weight positive.
    """
    given = np.maximum(np.sum(~np.isnan(cells), axis=1), 1)
    seen = np.maximum(np.sum(~np.isnan(cells), axis=0), 1)
    means = np.nansum(cells, axis=0) / seen
    centred = np.where(np.isnan(cells), 0.0, cells - means)
    values, vectors = np.linalg.eigh(centred.T @ centred)
    order = np.argsort(-values, kind="stable")[:2]
    axes = vectors[:, order]
    largest = np.argmax(np.round(np.abs(axes), 9), axis=0)
    axes = axes * np.where(axes[largest, np.arange(axes.shape[1])] < 0, -1.0, 1.0)
    points = (centred @ axes) * np.sqrt(cells.shape[1] / given)[:, None]
    if points.shape[1] < 2:
        points = np.column_stack([points, np.zeros(len(points))])
    total = float(np.sum(np.maximum(values, 0.0))) or 1.0
    return np.round(points, 9), tuple(float(values[at]) / total for at in order)


def base_clusters(points: Floats) -> tuple[Floats, Ints, Floats]:
    """At most a hundred small clusters: their centres, whose is whose, and their sizes."""
    distinct, which, counts = np.unique(points, axis=0, return_inverse=True, return_counts=True)
    which, weights = which.reshape(-1).astype(np.int64), counts.astype(np.float64)
    if len(distinct) <= BASE_CLUSTERS:
        return distinct, which, weights
    centres, mine = k_means(distinct, weights, BASE_CLUSTERS)
    sizes: Floats = np.bincount(mine, weights=weights, minlength=len(centres)).astype(np.float64)
    return centres, mine[which], sizes


def k_means(points: Floats, weights: Floats, k: int) -> tuple[Floats, Ints]:
    """Weighted Lloyd iterations from starting points that lie far apart, the first nearest to the middle of all."""
    centres = far_apart(points, weights, k)
    mine = np.zeros(len(points), dtype=np.int64)
    for _ in range(ROUNDS):
        mine = np.argmin(distances(points, centres), axis=1)
        sums = np.stack([np.bincount(mine, weights * points[:, axis], len(centres)) for axis in range(2)], axis=1)
        sizes = np.bincount(mine, weights, len(centres))
        moved = np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1e-12)[:, None], centres)
        if np.allclose(moved, centres, rtol=0, atol=1e-12):
            break
        centres = moved
    return centres, mine


def far_apart(points: Floats, weights: Floats, k: int) -> Floats:
    """The farthest-first traversal, where a point's distance counts with the square root of its weight."""
    middle = np.average(points, axis=0, weights=weights)
    chosen = [int(np.argmin(np.sum((points - middle) ** 2, axis=1)))]
    nearest = np.sum((points - points[chosen[0]]) ** 2, axis=1)
    while len(chosen) < min(k, len(points)):
        following = int(np.argmax(np.round(nearest * np.sqrt(weights), 9)))
        chosen.append(following)
        nearest = np.minimum(nearest, np.sum((points - points[following]) ** 2, axis=1))
    return points[chosen]


def distances(points: Floats, centres: Floats) -> Floats:
    found: Floats = np.sum((points[:, None, :] - centres[None, :, :]) ** 2, axis=2)
    return found


def silhouette(points: Floats, weights: Floats, mine: Ints) -> float:
    """The weighted mean over points of (b − a) ÷ max(a, b): a own group, b the nearest other."""
    apart = np.sqrt(distances(points, points))
    numbers = np.unique(mine)
    sums = np.stack([apart[:, mine == one] @ weights[mine == one] for one in numbers], axis=1)
    sizes = np.array([weights[mine == one].sum() for one in numbers])
    own = np.searchsorted(numbers, mine)
    rows = np.arange(len(points))
    others = sums / sizes
    others[rows, own] = np.inf
    inside = sums[rows, own] / np.maximum(sizes[own] - 1, 1e-12)
    outside = others.min(axis=1)
    scores = np.where(sizes[own] > 1, (outside - inside) / np.maximum(np.maximum(inside, outside), 1e-12), 0.0)
    return float(np.average(scores, weights=weights))


def grouped(points: Floats) -> tuple[Ints, dict[int, float]]:
    """Which group each participant is in (0 the largest), and the silhouette of each number of groups tried."""
    centres, which, sizes = base_clusters(points)
    most = min(MOST_GROUPS, 2 + len(centres) // 12, len(centres) - 1)
    tried: dict[int, Ints] = {k: k_means(centres, sizes, k)[1] for k in range(2, most + 1)}
    scores = {k: round(silhouette(centres, sizes, mine), 6) for k, mine in tried.items()}
    if not scores:
        return np.zeros(len(points), dtype=np.int64), {}
    best = max(scores, key=lambda k: (scores[k], -k))
    return by_size(tried[best][which], points), scores


def by_size(mine: Ints, points: Floats) -> Ints:
    """Groups numbered from the largest down; equal ones from left to right."""
    numbers = np.unique(mine)
    order = sorted(numbers, key=lambda one: (-int(np.sum(mine == one)), float(points[mine == one, 0].mean())))
    renamed = np.zeros(int(numbers.max()) + 1, dtype=np.int64)
    renamed[order] = np.arange(len(order))
    found: Ints = renamed[mine]
    return found
