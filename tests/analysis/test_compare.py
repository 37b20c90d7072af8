"""compare and to_pandas, held against what the program says of the same file."""
import csv
import io
import json

import fanfare
import numpy as np
import pytest
from made import AWKWARD, SOURCE, program


@pytest.fixture(scope="session")
def said(study_folder):
    return json.loads(program("compare", study_folder / "study.h5", "--json", "--measure", "reach", "--measure", "net_revenue",
                              "--measure", "incremental_revenue"))


def by_arm(said, table):
    for comparison in said["comparisons"]:
        for arm in comparison["arms"]:
            rows = table[(table.measure == comparison["measure"]) & (table.label == comparison["label"])
                         & (table.arm == arm["arm"])]
            assert len(rows) == 1
            yield arm, rows.iloc[0]


def same(a, b):
    return np.isnan(b) if a is None else b == pytest.approx(a, rel=1e-8, abs=1e-9)


def test_means_intervals_and_chances_are_those_of_the_terminal(study, said):
    table = study.fanfare.compare(["reach", "net_revenue", "incremental_revenue"]).table
    seen = 0
    for arm, row in by_arm(said, table):
        assert same(arm["value"]["mean"], row["mean"]) and same(arm["value"]["low"], row["low"]) and arm["value"]["n"] == row["n"]
        assert same(arm["chance_best"], row["chance_best"])
        if "against_baseline" in arm:
            assert same(arm["against_baseline"]["mean"], row["difference"])
            assert same(arm["against_baseline"]["high"], row["difference_high"])
        seen += 1
    assert seen > 12 and table.chance_best.notna().any()


def test_differences_are_paired(study):
    table = study.fanfare.compare("net_revenue(aurora)", interval="bootstrap").table.set_index("arm")
    revenue = study.net_revenue.sel(brand="aurora").isel(time=-1)
    paired = revenue.sel(arm="kol") - revenue.sel(arm="without")
    assert table.difference["kol"] == pytest.approx(float(paired.mean()))
    assert paired.min() <= table.difference_low["kol"] <= table.difference["kol"] <= table.difference_high["kol"] <= paired.max()
    assert np.isnan(table.difference["without"]) and table.pairs["kol"] == 3
    assert table.difference["kol"] == pytest.approx(float(study.incremental_revenue.sel(arm="kol", brand="aurora").mean()))


def test_the_same_file_gives_the_same_intervals(study_folder):
    one, two = (fanfare.load(study_folder).fanfare.compare(interval="bootstrap").table for _ in range(2))
    assert one.equals(two)


def test_another_baseline_and_its_mistakes(study):
    table = study.fanfare.compare("net_revenue", baseline="kol").table
    assert np.isnan(table[table.arm == "kol"].difference).all() and table[table.arm == "without"].difference.notna().any()
    with pytest.raises(fanfare.UnknownName, match="did you mean 'kol'"):
        study.fanfare.compare("reach", baseline="kool")
    with pytest.raises(fanfare.UnknownName, match="did you mean 'net_revenue'"):
        study.fanfare.compare("net_revenu")
    with pytest.raises(fanfare.UnknownName, match="did you mean 'launch'"):
        study.fanfare.compare("reach(lunch)")
    with pytest.raises(fanfare.FanfareError, match="own baseline"):
        study.fanfare.compare("incremental_revenue", baseline="kol")


def test_the_words_carry_n_interval_digest_and_simulated(study, run):
    caption = study.fanfare.compare("net_revenue").caption
    for word in ["n = 3", "95 % t-interval", "paired with without", "simulated", study.attrs["scenario_digest"][:12]]:
        assert word in caption
    assert "one replicate: no interval" in run.fanfare.compare("reach").caption
    assert AWKWARD in str(study.fanfare.compare())
    shown = study.fanfare.compare()._repr_html_()
    assert "<b>" not in shown and "&lt;b&gt;&amp;$5" in shown


def test_bounds_are_those_that_the_program_wrote(study):
    """No rule is written twice: without the attributes nothing is known of what a measure can be."""
    assert study.reach.attrs["valid_min"] == 0
    assert "valid_min" not in study.sentiment.attrs and "valid_min" not in study.incremental_revenue.attrs
    reach = study.reach.copy(deep=True)
    reach[:, 0] *= 0.01  # so far apart that an interval of three reaches below zero
    bounded = study.assign(reach=reach).fanfare.compare("reach").table
    assert (bounded.low.dropna() == 0).all()
    free = reach.copy()
    free.attrs = {k: v for k, v in reach.attrs.items() if k != "valid_min"}
    assert (study.assign(reach=free).fanfare.compare("reach").table.low.dropna() < 0).all()


def test_which_way_is_good_is_declared_and_not_guessed(study):
    """The order and the chances follow the attribute that the program wrote, whatever the measure is called."""
    assert study.reach.attrs["better"] == "more" and study.cost_per_engagement.attrs["better"] == "less"
    assert "better" not in study.spend.attrs and study.incremental_revenue.attrs["better"] == "more"
    reach = study.fanfare.compare("reach").table.set_index("arm").chance_best
    turned = study.reach.assign_attrs(better="less")
    least = study.assign(reach=turned).fanfare.compare("reach").table.set_index("arm").chance_best
    assert reach.idxmax() != least.idxmax()
    assert study.fanfare.compare("spend").table.chance_best.isna().all()


def test_a_measure_without_values_is_not_said_to_have_one_replicate(study):
    caption = study.assign(reach=study.reach * np.nan).fanfare.compare("reach").caption
    assert caption.startswith("n = 0 · no values") and "one replicate" not in caption


def test_arms_are_shown_by_their_labels_and_kept_by_their_names(study):
    labelled = study.assign_attrs(arm_labels=json.dumps({"kol": "少数大号", "without": "nothing at all"}))
    compared = labelled.fanfare.compare("net_revenue(aurora)")
    assert set(compared.table.arm) == set(study.fanfare.arms)
    assert compared.table.set_index("arm").title["kol"] == "少数大号"
    assert "少数大号" in str(compared) and "against nothing at all" in str(compared)
    assert "paired with nothing at all" in compared.caption
    assert labelled.fanfare.titles["placebo"] == "placebo"


def test_a_replicate_that_failed_in_one_arm_is_left_out_of_all(study):
    status = study.run_status.copy(deep=True)
    arms = study.fanfare.arms
    status[arms.index("kol"), 1] = 2
    compared = study.assign(run_status=status).fanfare.compare("net_revenue(aurora)")
    assert set(compared.table.n) == {2} and compared.left_out == {1: ["kol"]}
    assert "without replicate 1 (none of kol)" in compared.caption
    kept = study.net_revenue.sel(brand="aurora", arm="placebo").isel(time=-1, replicate=[0, 2])
    assert compared.table.set_index("arm")["mean"]["placebo"] == pytest.approx(float(kept.mean()))
    status[arms.index("kol"), :] = 2  # an arm without any run takes no world from the others
    assert study.assign(run_status=status).fanfare.compare("reach").left_out == {}


def exported(folder):
    text = program("export", folder, "--to", "csv")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_table_has_the_numbers_of_the_export(study, study_folder):
    def key(arm, replicate, metric, brand, campaign):
        return arm, int(replicate), metric, brand, campaign
    at_end = {key(r["arm"], r["replicate"], r["metric"], r["brand"], r["campaign"]): float(r["value"] or "nan")
              for r in exported(study_folder) if r["time"] in ("", "14") and "[" not in r["metric"]}
    table = study.fanfare.to_pandas(["net_revenue", "reach", "incremental_revenue", "attention_gini"])
    last = table[(table.time == table.time.max()) | table.time.isna()]
    assert len(last) == 4 * 3 * (2 + 1 + 2 + 1)
    for row in last.fillna({"brand": "", "campaign": ""}).itertuples():
        there = at_end.get(key(row.arm, row.replicate, row.metric, row.brand, row.campaign), np.nan)
        assert row.value == there or (np.isnan(row.value) and np.isnan(there)), row


def test_the_table_is_tidy(study, run):
    table = study.fanfare.to_pandas()
    assert list(table.columns)[:5] == ["arm", "replicate", "time", "brand", "campaign"]
    assert list(table.columns)[-3:] == ["metric", "value", "unit"]
    assert {"stage", "frequency"} <= set(table.columns) and table.attrs["simulated"] and table.attrs["n"] == 3
    assert not table.duplicated([c for c in table.columns if c not in ("value", "unit")]).any()
    paid = run.fanfare.to_pandas("creators/paid")
    assert paid.value.sum() == pytest.approx(float(run["creators/paid"].sum())) and set(paid.unit) == {"CNY"}
    with pytest.raises(fanfare.UnknownName, match="reach"):
        run.fanfare.to_pandas("reech")


DESIGN = f"""schema: 1
kind: study
name: prices
scenario: {SOURCE}/scenarios/tiny.yaml
design: grid
factors: {{brands.aurora.price: [99, 129], "platforms.short_video.feed.preset": [douyin, chronological]}}
replicates: 1
"""


def test_the_factors_of_a_design_are_columns_as_in_the_export(tmp_path):
    (tmp_path / "study.yaml").write_text(DESIGN, encoding="utf-8")
    program("run", tmp_path / "study.yaml", "--until", "5d", "--quiet", "-o", tmp_path / "out")
    table = fanfare.load(tmp_path / "out").fanfare.to_pandas("attention_gini")
    assert list(table.columns)[5:7] == ["brands.aurora.price", "platforms.short_video.feed.preset"]
    ours = {(r[0], float(r[1]), r[2]) for r in table[["arm", *table.columns[5:7]]].itertuples(index=False)}
    theirs = {(r["arm"], float(r["brands.aurora.price"]), r["platforms.short_video.feed.preset"]) for r in exported(tmp_path / "out")
              if r["metric"] == "attention_gini"}
    assert len(ours) == 4 and ours == theirs
