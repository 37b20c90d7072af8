# Scenarios that are valid by themselves: drawn from what `fanfare list params --json` says each key can be. What keys
# forbid each other the program alone knows, so some are refused, with exit code 2.
import json
import math
import re

from attack import fanfare

MARKET = {  # a little of everything, to be changed key by key
    "creators": [{"id": "kol", "kind": "kol", "select": {"followers": "[10, inf]"}}, {"id": "koc", "kind": "koc"}],
    "platforms": [{"id": "app"}],
    "brands": [{"id": "aurora", "topic": "beauty", "offers": [{"id": "deal"}]}, {"id": "rival", "topic": "food"}],
    "campaigns": [{"id": "launch", "brand": "aurora", "budget": "20000 CNY", "flight": "[1d, 3d]",
                   "lines": [{"id": "some", "hire": {"kind": "kol"}}, {"id": "many", "hire": {"kind": "koc"}, "posts": 2}]}],
    "events": [{"id": "storm", "at": "2d", "do": "scandal", "target": {"top": 1}}]}
# Kept small by the campaign itself, or of no range that could be drawn from.
OURS = re.compile(r"^(schema|kind|name|question|model)$|^run\.|^outputs\.|\.id$|path$|\.(format|direction)$|"
                  r"^(population\.|network\.|)(accounts|humans|nodes|roots|markets|items|worlds|songs|trials)$|^events\.")
SIZES = {"accounts": (300, 2500), "humans": (300, 2500), "nodes": (300, 2500), "roots": (50, 2500), "markets": (1, 50),
         "items": (2, 50), "worlds": (1, 20), "songs": (2, 40), "trials": (1, 20)}
DENSE = 40  # neighbours: what some models compute grows with their square
MOST = 400  # of a whole number whose range goes on: a small world stays one


def keys(model):
    return json.loads(fanfare("list", "params", "--model", model, "--json").stdout)


def models():
    return [next(iter(m.values())) for m in json.loads(fanfare("list", "models", "--json").stdout)]


def number(text):
    return float(re.match(r"[-+]?(inf|[\d.]+(e[-+]?\d+)?)", text.strip()).group())


def ends(key):
    """The range's two numbers and their unit."""
    found = re.match(r"[\[(]([^,]+), ([^\])]+)[\])]$", key["range"])
    if not found:
        return 0, math.inf, ""
    low, high = found.groups()
    unit = re.sub(r"^[-+]?[\d.e+]+", "", low if "inf" in high else high).strip()
    return number(low), number(high), unit


def plain(value):
    return f"{value:.15g}" if math.isfinite(value) else ("inf" if value > 0 else "-inf")


def draw_number(draw, key, whole):
    low, high, unit = ends(key)
    unit = unit or ("" if key["unit"] in ("people", "1") else key["unit"])
    high = min(high, max(low + 1, float(MOST))) if math.isinf(high) or whole and key["unit"] != "CNY" else high
    if key["path"].endswith(("mean_degree", "mean_follows", ".follows", "k_out")):
        high = min(high, DENSE)
    middle = draw.uniform(low, high)
    if low > 0 and draw.random() < 0.5:
        middle = math.exp(draw.uniform(math.log(low), math.log(high)))
    value = draw.choice([low, high, middle, middle, middle])
    if unit == "CNY":
        value = math.floor(value * 100) / 100 if value != low else low
    elif whole:
        value = round(value)
    return plain(value) + (" " + unit if unit and not unit.startswith("/") else unit)


def draw_distribution(draw, key):
    low, high, _ = ends(key)
    unit = key["unit"] if key["unit"].startswith("/") else " " + key["unit"] if key["unit"] else ""
    a, b = sorted(draw.choice([low, high, draw.uniform(low, min(high, low + 100))]) for _ in range(2))
    return draw.choice([plain(a) + unit, f"{{dist: uniform, low: {plain(a)}{unit}, high: {plain(b)}{unit}}}",
                        f"{{dist: normal, mean: {plain(a)}{unit}, sd: {plain((b - a) / 2)}{unit}}}",
                        f"{{dist: lognormal, median: {plain(b or 1)}{unit}, sigma: {plain(draw.uniform(0, 2))}}}"])


def draw_value(draw, key):
    """None where nothing can be drawn."""
    kind = key["type"]
    if kind in ("choice", "preset"):
        words = [w for w in key["range"].split(" | ") if w != "file"]
        return draw.choice(words)
    if kind == "true | false":
        return draw.choice(["true", "false"])
    if kind in ("number", "integer"):
        return draw_number(draw, key, kind == "integer")
    if kind == "distribution":
        return draw_distribution(draw, key)
    if kind == "numbers" and key["path"].endswith("ladder"):
        return "[" + ", ".join(map(str, sorted(draw.sample(range(1, 10**6), draw.randint(1, 20))))) + "]"
    return None


def place(draw, tree, path):
    """Where a key of the dictionary stands in this tree: a map and the last word, and the path that names it."""
    named = []
    for step in (words := path.split("."))[:-1]:
        if step == "<id>":
            if not tree:
                return None
            tree = draw.choice(tree)
            named.append(tree["id"])
        else:
            tree = tree.setdefault(step, [] if words[words.index(step) + 1] == "<id>" else {})
            named.append(step)
    return tree, words[-1], ".".join([*named, words[-1]])


def flow(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {flow(v)}" for k, v in value.items()) + "}"
    return "[" + ", ".join(map(flow, value)) + "]" if isinstance(value, list) else str(value)


def scenario(draw, model, known):
    """YAML of a small world with some keys anywhere in their ranges, and some that change while it runs."""
    tree = json.loads(json.dumps(MARKET)) if model == "fan_economy" else {}
    for key in known:
        last = key["path"].split(".")[-1]
        if key["path"].count(".") <= 1 and last in SIZES and key["type"] == "integer":
            low, high, _ = ends(key)
            at = place(draw, tree, key["path"])
            at[0][last] = min(max(draw.randint(*SIZES[last]), math.ceil(low)), int(high))
    drawn = [k for k in known if not OURS.search(k["path"])]
    for key in draw.sample(drawn, min(len(drawn), draw.choice([1, 3, 8, 20, 60]))):
        value, at = draw_value(draw, key), place(draw, tree, key["path"])
        if value is not None and at:
            at[0][at[1]] = value
    changes = []
    for key in draw.sample([k for k in drawn if k["mutable"]], min(draw.choice([0, 0, 2, 6]), sum(k["mutable"] for k in drawn))):
        value, at = draw_value(draw, key), place(draw, tree, key["path"])
        if model == "fan_economy" and value is not None and at:
            changes.append(f"{at[2]}: {value}")
    for change in changes:
        tree["events"].append({"id": f"e{len(tree['events'])}", "at": f"{draw.uniform(0, 4):.2f}d", "do": "set", "set": "{" + change + "}"})
    days = draw.choice([1, 2, 4])
    head = {"schema": 1, "kind": "scenario", "model": model,
            "run": {"until": f"{days}d", "tick": draw.choice(["1h", "1h", "6h", "1d", "30 min"]), "seed": draw.randrange(2**32)}}
    return "".join(f"{k}: {flow(v)}\n" for k, v in {**head, **tree}.items())
