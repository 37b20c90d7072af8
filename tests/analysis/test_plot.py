"""Every figure: what it shows, what stands below it, and what it does with awkward results."""
import fanfare
import numpy as np
import pytest
from made import AWKWARD
from matplotlib.colors import to_hex
from PIL import Image

plot = fanfare.plot
FIGURES = {"arms": plot.arms, "series": plot.series, "funnel": plot.funnel, "tails": plot.tails, "lorenz": plot.lorenz,
           "frequency": plot.frequency, "cost_against_reach": plot.cost_against_reach,
           "difference": lambda data, **more: plot.arms(data, "net_revenue", difference=True, **more),
           "cascades": lambda data, **more: plot.tails(data, "cascades/size_distribution", **more)}
every = pytest.mark.parametrize("name", FIGURES)


def words(ax):
    return " ".join(t.get_text() for t in ax.figure.findobj(lambda t: hasattr(t, "get_text")))


def ink(path):
    """The share of pixels that are not white, and whether any touches the edge."""
    dark = np.asarray(Image.open(path).convert("L")) < 250
    return dark.mean(), bool(dark[0].any() or dark[-1].any() or dark[:, 0].any() or dark[:, -1].any())


@every
def test_a_figure_is_85_mm_wide_filled_and_inside_its_paper(study, tmp_path, name):
    ax = FIGURES[name](study)
    assert ax.figure.get_figwidth() == pytest.approx(85 / 25.4)
    ax.figure.savefig(tmp_path / "f.png", dpi=100)
    share, touches = ink(tmp_path / "f.png")
    assert share > 0.01 and not touches


@every
def test_the_caption_carries_n_interval_digest_and_simulated(study, name):
    ax = FIGURES[name](study)
    caption = plot.caption_of(ax)
    for word in ["n = 3", "interval", "simulated", study.attrs["scenario_digest"][:12]]:
        assert word in caption, caption
    assert "simulated" in words(ax)


@every
def test_one_run_has_no_interval_and_says_so(run, name):
    ax = FIGURES[name](run) if name != "difference" else plot.arms(run)
    ax.figure.canvas.draw()
    assert "no interval" in plot.caption_of(ax)


@every
def test_a_figure_goes_into_axes_of_ones_own(study, name):
    from matplotlib import pyplot
    ax = pyplot.figure().add_subplot()
    assert FIGURES[name](study, ax=ax) is ax
    ax.figure.canvas.draw()
    assert "simulated" in plot.caption_of(ax) and ax.figure._supxlabel is None


def test_a_page_is_180_mm_wide_and_other_widths_are_millimetres(study):
    assert plot.series(study, width="page").figure.get_figwidth() == pytest.approx(180 / 25.4)
    assert plot.series(study, width=120).figure.get_figwidth() == pytest.approx(120 / 25.4)
    with pytest.raises(fanfare.FanfareError, match="column, page"):
        plot.series(study, width="poster")


def test_a_pdf_embeds_truetype_fonts_and_is_the_same_every_time(study, tmp_path):
    for file in ["a.pdf", "b.pdf"]:
        plot.series(study, "reach").figure.savefig(tmp_path / file)
    text = (tmp_path / "a.pdf").read_bytes()
    assert b"/FontFile2" in text and b"/Type3" not in text
    assert text == (tmp_path / "b.pdf").read_bytes()


def test_an_svg_is_vectors_and_the_same_every_time(study, tmp_path):
    for file in ["a.svg", "b.svg"]:
        plot.arms(study).figure.savefig(tmp_path / file)
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "<path" in text and "<image" not in text and text == (tmp_path / "b.svg").read_text(encoding="utf-8")


def test_settings_of_matplotlib_stay_as_they_were(study):
    import matplotlib
    before = dict(matplotlib.rcParams)
    plot.series(study)
    assert dict(matplotlib.rcParams) == before


def colours(ax):
    return {t.get_text(): to_hex(t.get_color()).upper() for t in ax.texts}


def test_an_arm_has_one_colour_everywhere_and_the_baseline_is_grey(study):
    shown = colours(plot.series(study, "net_revenue"))
    assert shown["without"] == plot.BASELINE and shown["kol"] == plot.OKABE_ITO[1]
    assert colours(plot.series(study, "net_revenue", arms=["kol", "without"]))["kol"] == shown["kol"]
    assert colours(plot.frequency(study))["kol"] == shown["kol"]
    assert colours(plot.funnel(study))["kol"] == shown["kol"]


def test_arms_stand_best_first_with_their_chance(study):
    ax = plot.arms(study, "reach")
    table = study.fanfare.compare("reach").table.dropna(subset=["mean"]).sort_values("mean", ascending=False, kind="stable")
    assert [t.get_text() for t in ax.get_yticklabels()] == [plot.direct.short(a) for a in table.arm]
    assert "best in" in words(ax) and "without" not in words(ax).split("simulated")[0]
    assert "1 of 4 arms have no value" in plot.caption_of(ax)


def test_costs_are_better_when_lower(study):
    ax = plot.arms(study, "cost_per_engagement")
    table = study.fanfare.compare("cost_per_engagement").table.dropna(subset=["mean"])
    assert ax.get_yticklabels()[0].get_text() == plot.direct.short(table.sort_values("mean").arm.iloc[0])


def test_a_line_ends_where_the_mean_does(study):
    ax = plot.series(study, "reach", arms=["kol"])
    mean = float(study.reach.sel(arm="kol").isel(time=-1, campaign=0).mean())
    assert any(line.get_ydata()[-1] == pytest.approx(mean) for line in ax.lines)


def test_a_count_has_no_band_below_zero(study):
    for band in plot.series(study, "reach").collections:
        assert band.get_paths()[0].vertices[:, 1].min() >= 0


def test_the_funnel_counts_people_at_a_stage_or_beyond(study):
    ax = plot.funnel(study, "aurora", arms=["kol"])
    count = study.funnel_count.sel(arm="kol", brand="aurora").isel(time=-1).mean("replicate")
    assert [bar.get_width() for bar in ax.patches] == pytest.approx(
        [float(count.sel(stage=count.stage[i:]).sum()) for i in range(1, 6)])
    with pytest.raises(fanfare.UnknownName, match="did you mean 'aurora'"):
        plot.funnel(study, "auror")


def test_the_gini_of_the_curve_is_that_of_the_values():
    from fanfare.plot.lorenz import GRID, curve, gini
    assert gini(np.array([1.0, 1, 1, 1])) == 0 and gini(np.array([0.0, 0, 0, 1])) == 0.75
    values = np.random.default_rng(1).pareto(1.5, 1000)
    assert 1 - 2 * np.trapz(curve(values), GRID) == pytest.approx(gini(values), abs=0.01)


def test_dots_of_creators_are_what_they_were_paid(run):
    ax = plot.cost_against_reach(run)
    drawn = sorted(x for line in ax.lines if line.get_linestyle() == "None" for x in line.get_xdata())
    paid = run["creators/paid"].values
    seen = (run["creators/impressions"].values > 0) & (paid > 0)
    assert drawn == sorted(paid[seen]) and len(drawn) > 3


# Awkward results.


@pytest.fixture
def failed(study):
    """As a study stands in which a whole arm and one replicate of another failed."""
    study = study.copy(deep=True)
    for name, v in study.data_vars.items():
        if v.dims[:2] == ("arm", "replicate") and v.dtype == float:
            v[{"arm": 1}] = np.nan
            v[{"arm": 2, "replicate": 0}] = np.nan
    study.run_status[{"arm": 1}] = 3
    study.run_reason[{"arm": 1}] = "budget: can't be spent"
    return study


@every
def test_failed_runs_leave_gaps_not_errors(failed, tmp_path, name):
    ax = FIGURES[name](failed)
    ax.figure.savefig(tmp_path / "f.png")
    assert "n = 2 to 3" in plot.caption_of(ax) or name == "cost_against_reach"


def test_failed_runs_are_named_and_their_replicates_left_out(failed):
    runs = failed.fanfare.runs()
    assert runs.status.tolist().count("failed") == 3 and "budget: can't be spent" in runs.reason.tolist()
    table = failed.fanfare.compare("net_revenue(aurora)").table.set_index("arm")
    assert table.n.tolist() == [3, 0, 2, 3] and table.pairs["kol"] == 2 and np.isnan(table["mean"]["placebo"])


@pytest.fixture
def crowd(study):
    """200 arms, each a little apart."""
    study = study.isel(arm=np.concatenate([[0], 1 + np.arange(199) % 3]))
    study = study.assign_coords(arm=["without", *(f"point {i}" for i in range(199))])
    shift = 1 + 0.001 * np.arange(200)
    for name in ["net_revenue", "reach", "incremental_revenue"]:
        attributes = study[name].attrs
        study[name] = study[name] * shift.reshape(-1, *[1] * (study[name].ndim - 1))
        study[name].attrs = attributes
    return study


@every
def test_200_arms_are_thinned_out_and_the_caption_says_so(crowd, tmp_path, name):
    ax = FIGURES[name](crowd)
    assert ax.figure.get_figheight() < 240 / 25.4
    assert len(ax.texts) < 130
    ax.figure.savefig(tmp_path / "f.png", dpi=100)
    assert not ink(tmp_path / "f.png")[1]
    if name != "cost_against_reach":
        assert "00 arms" in plot.caption_of(ax) or "of 199 arms" in plot.caption_of(ax) or "other 19" in plot.caption_of(ax)


def test_of_200_arms_no_colour_pretends_to_tell_one_from_another(crowd):
    drawn = {to_hex(line.get_color()).upper() for line in plot.arms(crowd, "net_revenue").lines if line.get_marker() == "o"}
    assert drawn <= {plot.OKABE_ITO[0], plot.BASELINE}


def test_of_200_arms_the_best_have_lines_and_the_rest_a_band(crowd):
    ax = plot.series(crowd, "net_revenue")
    assert len(colours(ax)) == 8 and "without" in colours(ax) and len(set(colours(ax).values())) == 8
    assert len(crowd.fanfare.compare("reach").table) == 200


NASTY = [["$\\frac{1}$", "_hidden", "中文 🎉", 'he said "<b>no</b>" & $5, $6'], ["", "%d {0}", "x" * 300, "a\nb\t c"]]


@pytest.mark.parametrize("labels", NASTY, ids=["marks", "lengths"])
@every
@pytest.mark.filterwarnings("ignore:Glyph .* missing")  # of the fonts of a bare machine
def test_labels_are_written_as_they_are(study, tmp_path, name, labels):
    ax = FIGURES[name](study.assign_coords(arm=labels).assign_attrs(baseline=labels[1]))
    ax.figure.savefig(tmp_path / "f.png", dpi=100)
    ax.figure.savefig(tmp_path / "f.svg")
    assert not ink(tmp_path / "f.png")[1]
    if name != "cost_against_reach":
        assert all(plot.direct.short(label) in words(ax) for label in labels[2:])


@every
def test_results_without_a_value_say_so(study, name):
    nothing = study.copy(deep=True)
    for v in nothing.data_vars.values():
        if v.dims[:2] == ("arm", "replicate") and v.dtype == float:
            v[:] = np.nan
    if name in ["cost_against_reach", "tails", "cascades", "funnel"]:
        with pytest.raises(fanfare.FanfareError, match="no creator|no values"):
            FIGURES[name](nothing)
    else:
        ax = FIGURES[name](nothing)
        ax.figure.canvas.draw()
        assert "no arm has a value" in words(ax) and "n = 0" in plot.caption_of(ax)


def test_differences_need_a_baseline(study):
    with pytest.raises(fanfare.FanfareError, match="need a baseline"):
        plot.arms(study.isel(arm=[1, 2]), "net_revenue", difference=True)


def test_labels_that_would_touch_move_apart():
    places = plot.direct.spread([0.5, 0.5, 0.51, 0.9], 0.1)
    assert places == sorted(places) and min(np.diff(places)) > 0.0999 and places[3] == 0.9
    assert np.mean(places[:3]) == pytest.approx(np.mean([0.5, 0.5, 0.51]))


def test_without_a_campaign_the_figures_of_campaigns_say_so(study):
    alone = study.isel(arm=[0], campaign=slice(0, 0), contract=slice(0, 0))
    for figure in [plot.frequency, plot.cost_against_reach]:
        with pytest.raises(fanfare.FanfareError, match="no campaign|no creator"):
            figure(alone)
    with pytest.raises(fanfare.FanfareError, match="no time axis"):
        plot.series(study, "incremental_revenue")


def test_a_post_shows_each_term_beside_the_others(study):
    ax = plot.post(study, "kol", 1)
    terms = [t.get_text() for t in ax.get_yticklabels()]
    assert "watch" in terms and "match" not in terms
    dots = ax.lines[1].get_xdata()
    assert dots[terms.index("watch")] == pytest.approx(float(study["posts/score"].sel(arm="kol", score_term="watch")[1]))
    assert "match" in [t.get_text() for t in plot.post(study, of="appeal").get_yticklabels()]
    for word in ["first of n = 3 replicates", "no interval", "simulated", study.attrs["scenario_digest"][:12]]:
        assert word in plot.caption_of(ax)


def test_a_post_fits_its_paper_also_of_one_run(run, tmp_path):
    plot.post(run).figure.savefig(tmp_path / "f.png", dpi=100)
    share, touches = ink(tmp_path / "f.png")
    assert share > 0.01 and not touches


def test_a_post_that_is_not_there_is_said_to_be_missing(study):
    with pytest.raises(fanfare.FanfareError, match="kol"):
        plot.post(study, "nobody")
    with pytest.raises(fanfare.FanfareError, match="post 99 is none of"):
        plot.post(study, "kol", 99)
    with pytest.raises(fanfare.FanfareError, match="appeal"):
        plot.post(study, of="luck")
    with pytest.raises(fanfare.FanfareError, match="sample.posts"):
        plot.post(study.drop_vars("posts/score"))
