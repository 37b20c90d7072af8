# %% [markdown]
# # Results in Python
# A study of three plans in a world of 1,000 accounts: run it, compare the plans, draw
# what happened. The cells are marked with `# %%`: Jupyter (with jupytext), VS Code and Spyder open this file
# as a notebook, and `python3 analysis/tutorial.py` runs it from top to bottom; so do the tests. Every number
# is *simulated*.

# %%
import pathlib
import sys
import tempfile

import matplotlib

matplotlib.use("agg")  # figures go to files; leave this out in a notebook

checkout = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(checkout / "analysis"))  # or PYTHONPATH=analysis
import fanfare  # noqa: E402

folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())

# %% [markdown]
# ## Run a study
# A study sets arms of one scenario side by side. All arms of a replicate share population and
# luck, so what differs between them is the plan's doing. `fanfare.run` calls the program and loads the file
# that it wrote; two underscores in an override stand for a dot.

# %%
study_file = folder / "plans.yaml"
study_file.write_text(
    f"""
schema: 1
kind: study
name: plans
scenario: {checkout}/scenarios/tiny.yaml
baseline: none
arms:
  none: {{campaigns: []}}
  kol: {{campaigns.launch.lines: [{{hire: {{kind: kol, by: fit}}, posts: 1, contract: flat}}]}}
  koc: {{campaigns.launch.lines: [{{hire: {{kind: koc, by: fit}}, posts: 1, contract: flat}}]}}
replicates: 4
primary: incremental_revenue
measure: [incremental_revenue, reach, cost_per_engagement]
""",
    encoding="utf-8",
)
study = fanfare.run(study_file, out=folder / "plans", run__until="16d", on_exists="replace")

# %% [markdown]
# ## Look at the arrays
# It is an xarray Dataset: labelled axes, dates, units, and the formula of each measure. A finished file is
# read again with `fanfare.load("results/plans")`.

# %%
print(study.reach.dims, "in", study.reach.attrs["units"], "=", study.reach.attrs["formula"])
print(study.net_revenue.sel(brand="aurora").isel(time=-1).mean("replicate").to_pandas())

# %% [markdown]
# ## Compare the arms
# Differences from the baseline are paired: replicate by replicate, under the same random numbers. The
# intervals are those that `fanfare compare` prints, and so is the column `best in`: the share of bootstrap
# samples, keyed by the study's seed, in which an arm has the best mean.

# %%
comparison = study.fanfare.compare(["incremental_revenue(aurora)", "reach"])
print(comparison)
table = comparison.table.set_index(["measure", "arm"])
print("revenue that the KOLs caused:", round(table.loc[("incremental_revenue", "kol"), "mean"]), "CNY")

# %% [markdown]
# ## Draw
# One line a figure. Below each stands its caption: n, the interval, the scenario, and that it is simulated.

# %%
fanfare.plot.arms(study).figure.savefig(folder / "arms.pdf")
fanfare.plot.series(study, "reach").figure.savefig(folder / "reach.pdf")
fanfare.plot.funnel(study, "aurora").figure.savefig(folder / "funnel.pdf")
fanfare.plot.frequency(study).figure.savefig(folder / "frequency.pdf")
fanfare.plot.cost_against_reach(study, "koc").figure.savefig(folder / "cost.pdf")
fanfare.plot.lorenz(study, "creators/paid").figure.savefig(folder / "lorenz.pdf")
fanfare.plot.tails(study, arms=["none"]).figure.savefig(folder / "followers.pdf")

# %% [markdown]
# ## Several in one figure
# Every function draws into axes of your own, too; then put the caption where you want it.

# %%
from matplotlib import pyplot  # noqa: E402

figure, (left, right) = pyplot.subplots(1, 2, figsize=(180 / 25.4, 60 / 25.4), layout="constrained")
fanfare.plot.series(study, "sentiment", ax=left)
fanfare.plot.series(study, "net_revenue", ax=right)
figure.savefig(folder / "both.pdf")
print(fanfare.plot.caption_of(left))

# %% [markdown]
# ## Go on with other tools
# A tidy table for pandas, R or a spreadsheet: one row a number. And the size of a tail as numbers.

# %%
tidy = study.fanfare.to_pandas(["reach", "net_revenue"])
print(tidy.groupby(["metric", "arm"]).value.max().unstack())
followers = study["network/follower_distribution"].sel(arm="none")
fit = fanfare.fit_tail(followers.followers_from.values, followers.sum("replicate").values)
print(f"follower distribution: p(x) ∝ x^−{fit.alpha:.2f} ± {fit.error:.2f} from x = {fit.xmin:.0f}")
print(f"(n = {fit.n:.0f} accounts, simulated)")
