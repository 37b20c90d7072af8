"""Numbers for people, as the terminal writes them: three significant figures, a true minus, k, M and G."""
import math

SCALES = ((1e12, " T"), (1e9, " G"), (1e6, " M"), (1e3, " k"))


def rounded(x: float) -> float:
    if x == 0:
        return 0.0
    step = 10.0 ** (math.floor(math.log10(abs(x))) - 2)
    return math.copysign(math.floor(abs(x) / step + 0.5) * step, x) if step > 0 else x


def decimals(x: float) -> int:
    size = abs(x)
    return 0 if size >= 100 or size == 0 else min(8, max(0, 2 - math.floor(math.log10(size) + 1e-12)))


def people_number(value: float) -> str:
    """1234567 → "1.23 M", 0.2042 → "0.204", missing → "–"."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    near = rounded(value)
    for factor, suffix in SCALES:
        if abs(near) >= factor:
            return f"{near / factor:.{decimals(near / factor)}f}{suffix}".replace("-", "−")
    if value == math.floor(value):
        return f"{value:.0f}".replace("-", "−")
    text = f"{near:.2e}" if abs(near) < 1e-4 else f"{near:.{decimals(near)}f}"
    return "−" + text[1:] if text.startswith("-") else text


def axis_number(value: float) -> str:
    """The same without needless zeros, for ticks: 20000 → "20 k"."""
    text = people_number(value)
    number, _, suffix = text.partition(" ")
    if "." in number and "e" not in number:
        number = number.rstrip("0").rstrip(".")
    return f"{number} {suffix}" if suffix else number


def people_quantity(value: float, unit: str) -> str:
    return (
        people_number(value) if unit in ("", "1") or math.isnan(value) else f"{people_number(value)} {unit}"
    )


def percent(share: float) -> str:
    return "–" if math.isnan(share) else f"{share * 100:.0f} %"
