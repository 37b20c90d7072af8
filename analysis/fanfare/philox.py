"""Philox4x32-10 (Salmon et al. 2011) in numpy: the draws of the program, so that both give the same
bootstrap."""
import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
LOW = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
WEYL = (0x9E3779B9, 0xBB67AE85)


def philox4x32(
    counter: tuple[Words, Words, Words, Words], key: tuple[int, int]
) -> tuple[Words, Words, Words, Words]:
    """Ten rounds over arrays of counters; 32-bit words in 64-bit arrays."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        p0, p1 = MULTIPLIERS[0] * c0, MULTIPLIERS[1] * c2
        c0, c1, c2, c3 = (
            (p1 >> HALF) ^ c1 ^ np.uint64(k0),
            p1 & LOW,
            (p0 >> HALF) ^ c3 ^ np.uint64(k1),
            p0 & LOW,
        )
        k0, k1 = (k0 + WEYL[0]) & 0xFFFFFFFF, (k1 + WEYL[1]) & 0xFFFFFFFF
    return c0, c1, c2, c3


BOOTSTRAP = 0xFFFF0001  # the purpose of the draws: statistics stand outside all models


def resamples(n: int, samples: int, seed: int) -> NDArray[np.intp]:
    """(samples, n) indices below n: each row one bootstrap sample."""
    sample = np.repeat(np.arange(samples, dtype=np.uint64), n)
    k = np.tile(np.arange(n, dtype=np.uint64), samples)
    zero = np.zeros_like(sample)
    words = philox4x32((sample, zero, zero, k), (seed & 0xFFFFFFFF, BOOTSTRAP))[0]
    return ((words * np.uint64(n)) >> HALF).astype(np.intp).reshape(samples, n)
