"""The beta distribution: its distribution function and its quantiles.

After Press and others, Numerical Recipes, 3rd edition, section 6.4: the continued fraction of the
incomplete beta function, evaluated by Lentz's method.
"""

from math import exp, lgamma, log, log1p

_TINY = 1e-300
_CLOSE = 1e-15
_STEPS = 100_000
_HALVINGS = 200


def log_beta(a: float, b: float) -> float:
    """The logarithm of the beta function of two positive numbers."""
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def share_below(x: float, a: float, b: float) -> float:
    """The share of a beta distribution with shapes `a` and `b` below `x`, from 0 to 1."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(a * log(x) + b * log1p(-x) - log_beta(a, b))
    # The fraction converges fast only on one side of the mean.
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1 - x, b, a) / b


def quantile(share: float, a: float, b: float) -> float:
    """The quantile of a beta distribution at `share`, to twelve digits."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if high - low <= 1e-12 * high:
            break
        if share_below(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1.0 / _not_zero(1.0 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1.0 / _not_zero(1.0 + step * d)
            c = _not_zero(1.0 + step / c)
            found *= c * d
        if abs(c * d - 1.0) < _CLOSE:
            break
    return found


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
