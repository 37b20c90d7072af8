"""compare and to_pandas, held against what the program says of the same file."""
import csv
import io
import json

import fanfare
import numpy as np
import pytest
from made import AWKWARD, program


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
    table = study.fanfare.compare(["reach", "net_revenue", "incremental_revenue"], interval="t").table
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
    table = study.fanfare.compare("net_revenue(aurora)").table.set_index("arm")
    revenue = study.net_revenue.sel(brand="aurora").isel(time=-1)
    paired = revenue.sel(arm="kol") - revenue.sel(arm="without")
    assert table.difference["kol"] == pytest.approx(float(paired.mean()))
    assert paired.min() <= table.difference_low["kol"] <= table.difference["kol"] <= table.difference_high["kol"] <= paired.max()
    assert np.isnan(table.difference["without"]) and table.pairs["kol"] == 3
    assert table.difference["kol"] == pytest.approx(float(study.incremental_revenue.sel(arm="kol", brand="aurora").mean()))


def test_the_same_file_gives_the_same_intervals(study_folder):
    one, two = (fanfare.load(study_folder).fanfare.compare().table for _ in range(2))
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
    for word in ["n = 3", "95 % bootstrap interval", "paired with without", "simulated", study.attrs["scenario_digest"][:12]]:
        assert word in caption
    assert "one replicate: no interval" in run.fanfare.compare("reach").caption
    assert AWKWARD in str(study.fanfare.compare())
    shown = study.fanfare.compare()._repr_html_()
    assert "<b>" not in shown and "&lt;b&gt;&amp;$5" in shown


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
