"""What `fanfare calibrate` found, as arrays: the posterior, the fit of each target, the waves."""
import xarray

from fanfare.files import PathLike
from fanfare.written import written


def calibration(path: PathLike) -> xarray.Dataset:
    """A calibration: its folder, or calibration.json in it. Every number is simulated.

    `posterior` (draw, factor) has equally likely draws; `fitted`, `median`, `low`, `high` (90 % interval) and
    `left` (share of the prior's width) stand by factor; `observed`, `error`, `fitted_target`, `one_run`,
    `one_run_sd`, `sigma` by target; `plausible`, `points`, `runs` by wave. Where nothing plausible was left
    there is no `posterior`, and attribute `status` says so; `ridges` lists what the data do not tell apart.
    """
    found = written(path, "calibrate", "calibration.json", ("parameters", "waves", "targets"))
    factors, targets, waves = found["parameters"], found["targets"], found["waves"]
    nan = float("nan")
    answers = [f.get("posterior", {}) for f in factors]

    def of(items: list, key: str) -> list:
        return [nan if item.get(key) is None else item[key] for item in items]

    data = {
        "observed": ("target", of(targets, "observed")),
        "error": ("target", of(targets, "error")),
        "fitted_target": ("target", of(targets, "fitted")),
        "one_run": ("target", of(targets, "mean")),
        "one_run_sd": ("target", of(targets, "sd")),
        "sigma": ("target", of(targets, "in_sigma")),
        "plausible": ("wave", of(waves, "share_left")),
        "points": ("wave", of(waves, "points")),
        "runs": ("wave", of(waves, "runs")),
    }
    quantiles = {"low": "q05", "median": "q50", "high": "q95"}
    for name in ["fitted", "low", "median", "high", "left"]:
        data[name] = ("factor", of(answers, quantiles.get(name, name)))
    if found.get("posterior"):
        data["posterior"] = (("draw", "factor"), found["posterior"])
        data["log_likelihood"] = ("draw", found["log_likelihood"])
    coordinates = {
        "factor": [f["name"] for f in factors],
        "path": ("factor", [f["path"] for f in factors]),
        "target": [t["name"] for t in targets],
        "wave": list(range(1, len(waves) + 1)),
    }
    ridges = "; ".join(" and ".join(r["parts"]) for r in found.get("ridges", []))
    attributes = {"name": found["name"], "status": found["status"], "simulated": "yes", "ridges": ridges}
    return xarray.Dataset(data, coordinates, attributes)
