"""The arms of a study: what they are called, and the worlds that all of them have."""
import json

import xarray

from fanfare.measures import FRONT, as_study

COMPLETE = 1  # of run_status


def titles(data: xarray.Dataset) -> dict[str, str]:
    """What each arm is called: its label in the study, else its name."""
    labels = json.loads(str(data.attrs.get("arm_labels", "{}")))
    return {arm: str(labels.get(arm, arm)) for arm in map(str, as_study(data).arm.values)}


def left_out(data: xarray.Dataset) -> dict[int, list[str]]:
    """Replicates that not every arm has, each with the arms that lack it: they say nothing of a difference.

    As the program has it: an arm without any complete run is no reason to leave a replicate out, and nothing
    is where every replicate would go.
    """
    if "run_status" not in data:
        return {}
    complete = as_study(data)["run_status"].transpose(*FRONT).values == COMPLETE
    arms = [str(arm) for arm in as_study(data).arm.values]
    lacking = {
        r: [arm for arm, row in zip(arms, complete) if row.any() and not row[r]]
        for r in range(complete.shape[1])
    }
    found = {r: names for r, names in lacking.items() if names}
    return found if len(found) < complete.shape[1] else {}
