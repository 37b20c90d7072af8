# What the checks of this folder make with the program: a study with an awkward name in it.
import os
import pathlib
import subprocess
import sys

SOURCE = pathlib.Path(os.environ.get("FANFARE_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(SOURCE / "analysis"))

AWKWARD = "<b>&$5,$6🎉"  # as awkward as the program lets the name of an arm be
STUDY = f"""schema: 1
kind: study
name: tiny_study
scenario: {SOURCE}/scenarios/tiny.yaml
baseline: without
arms:
  without: {{campaigns: []}}
  placebo: {{campaigns.launch.brand: none}}
  kol: {{campaigns.launch.lines: [{{hire: {{kind: kol, by: fit}}, posts: 1, contract: flat}}]}}
  '{AWKWARD}': {{}}
replicates: 3
primary: incremental_revenue
measure: [incremental_revenue, reach, net_revenue]
"""


def program(*words):
    done = subprocess.run([os.environ["FANFARE_BIN"], *map(str, words)], capture_output=True, text=True, encoding="utf-8",
                          check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout
