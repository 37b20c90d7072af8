"""Why a sampled post was shown: the terms of its score beside those of what else its readers could have been
shown."""
import numpy as np
import xarray
from matplotlib.axes import Axes

from fanfare.arms import titles
from fanfare.errors import FanfareError, unknown
from fanfare.numbers import people_number
from fanfare.plot.direct import name_corner, short
from fanfare.plot.sheet import sheet
from fanfare.plot.style import BASELINE, OKABE_ITO

KINDS = ("score", "appeal")
ROW = 4.5  # mm
NEEDED = (
    "posts/impressions",
    "posts/author",
    *(f"posts/{kind}{of}" for kind in KINDS for of in ("", "_of_others")),
)


def arms_with_posts(data: xarray.Dataset) -> list[str]:
    seen = data["posts/author"].transpose("arm", ...)
    return [str(a) for a, v in zip(seen.arm.values, seen.values.astype(float)) if np.isfinite(v).any()]


def sample_of(data: xarray.Dataset, arm: str | None, post: int) -> tuple[str, xarray.Dataset]:
    """The arm's name and the sampled variables of one of its posts."""
    if any(name not in data for name in NEEDED):
        raise FanfareError("these results keep no posts (scenario: sample.posts)")
    sample = data[list(NEEDED)].reset_coords(drop=True)
    if "point" in sample.dims:
        sample = sample.rename(point="arm")
    if "arm" not in sample.dims:
        sample = sample.expand_dims(arm=[str(data.attrs.get("name") or "run")])
    there = arms_with_posts(sample)
    if arm is not None and arm not in there:
        raise unknown("arm with posts", arm, there)
    chosen = sample.sel(arm=arm or there[0])
    count = int(np.isfinite(chosen["posts/author"].values.astype(float)).sum())
    if not 0 <= post < count:
        name = arm or there[0]
        raise FanfareError(f"post {post} is none of the {count} that {name} keeps (0 … {count - 1})")
    return arm or there[0], chosen.isel(post=post)


def post(
    data: xarray.Dataset,
    arm: str | None = None,
    post: int = 0,
    *,
    of: str = "score",
    width: str | float = "column",
    ax: Axes | None = None,
) -> Axes:
    """What the feed counted: each term of a sampled post's score, and the mean of what else the same readers
    could have been shown.

    `of`: "score" (weights × chances, and bonuses) or "appeal" (what readers are thought to like). `arm`:
    default the first that keeps posts. `post`: its place, 0 the most seen.
    """
    if of not in KINDS:
        raise unknown("kind of term", of, KINDS)
    arm, one = sample_of(data, arm, post)
    names = [str(term) for term in one[f"{of}_term"].values]
    own = one[f"posts/{of}"].values.astype(float)
    others = np.nan_to_num(one[f"posts/{of}_of_others"].values.astype(float))
    used = np.abs(own) + np.abs(others) > 1e-6
    seen = float(np.nansum(one["posts/impressions"].values.astype(float)))
    author = int(one["posts/author"].item())
    title = f"What the feed counted: post of account {author}, {short(titles(data).get(arm, arm))}"
    with sheet(data, ax, width, 30 + ROW * int(used.sum()), title) as d:
        rows = np.arange(int(used.sum()))
        d.ax.hlines(rows, others[used], own[used], color=OKABE_ITO[0], lw=1.5, alpha=0.5)
        d.ax.plot(others[used], rows, "o", color="white", mec=BASELINE, mew=1.2, ms=4.5)
        d.ax.plot(own[used], rows, "o", color=OKABE_ITO[0], ms=4.5)
        d.ax.set_yticks(rows, [name for name, is_used in zip(names, used) if is_used])
        d.ax.set_ylim(len(rows) - 0.5, -0.5)
        d.ax.axvline(0, color="#8C8C8C", lw=0.6, zorder=0)
        d.ax.margins(x=0.08)
        d.ax.set_xlabel(f"mean over its impressions, units of {of}")
        told_apart = [("this post", OKABE_ITO[0]), ("what else could be shown", BASELINE)]
        name_corner(d.ax, told_apart, "lower right")
        d.note(
            f"{people_number(seen)} impressions",
            f"the first of n = {data.sizes.get('replicate', 1)} replicates",
            "no interval: one post",
        )
    return d.ax
