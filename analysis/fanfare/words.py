"""Words that stand beside every number: n, the interval, the scenario's digest, *simulated*."""
from collections.abc import Iterable

import xarray


def digest_words(data: xarray.Dataset) -> str:
    name = str(data.attrs.get("name") or "results")
    digest = str(data.attrs.get("scenario_digest", ""))[:12]
    return f"{name}, scenario {digest}" if digest else name  # points that a search made have none in common


def n_words(counts: Iterable[int]) -> str:
    """ "n = 8"; "n = 7 to 8" where replicates are missing."""
    there = [int(n) for n in counts if n > 0]
    if not there:
        return "n = 0"
    return f"n = {min(there)}" if min(there) == max(there) else f"n = {min(there)} to {max(there)}"


def interval_words(shown: str, most: int) -> str:
    """What an interval over `most` replicates is shown by; that there is none from one, or nothing at all."""
    return shown if most > 1 else "one replicate: no interval" if most == 1 else "no values"
