"""Writes statistics.json: reference figures from SciPy and statsmodels for the tests beside it.

Run once with Debian's python3-scipy and python3-statsmodels: python3 generate.py > statistics.json
"""
import json
import math

import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestIndPower, TTestPower
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

rng = np.random.default_rng(20240601)
probabilities = [1e-10, 1e-4, 0.005, 0.025, 0.1, 0.4, 0.5, 0.75, 0.95, 0.975, 0.995, 0.9999]
freedoms = [0.7, 1, 1.37, 2, 3.5, 4, 9, 29.4, 100, 12345.6]


def groups(sizes, scale):
    return [list(map(float, rng.normal(0.8 + shift, s, n))) for n, shift, s in zip(sizes, (0, 0.5 * scale[0]), scale)]


def welch():
    out = []
    for sizes, scale in [((2, 2), (1, 1)), ((3, 3), (0.01, 0.03)), ((3, 5), (0.01, 0.002)), ((10, 4), (2, 5)), ((40, 60), (1, 1))]:
        a, b = groups(sizes, scale)
        test = stats.ttest_ind(a, b, equal_var=False)
        compare = CompareMeans(DescrStatsW(a), DescrStatsW(b))
        out.append({"first": a, "second": b, "p": test.pvalue,
                    "intervals": {str(c): list(compare.tconfint_diff(alpha=1 - c, usevar="unequal")) for c in (0.8, 0.9, 0.95, 0.99)}})
    return out


def one_sample():
    out = []
    for n in (2, 3, 8, 30):
        a = list(map(float, rng.normal(0.9, 0.02, n)))
        out.append({"values": a, "constant": 0.88, "p": stats.ttest_1samp(a, 0.88).pvalue,
                    "interval": list(DescrStatsW(a).tconfint_mean(0.05))})
    return out


def permutation():
    out = []
    for n, m in [(3, 3), (4, 4), (3, 6), (5, 5), (8, 8)]:
        a, b = groups((n, m), (1, 1))
        test = stats.permutation_test((a, b), lambda x, y: abs(np.mean(x) - np.mean(y)), n_resamples=np.inf, alternative="greater")
        out.append({"first": a, "second": b, "p": test.pvalue})
    return out


def shares():
    out = []
    for hits, n in [(0, 10), (1, 10), (5, 10), (10, 10), (89, 100), (8912, 10000), (3, 1000), (999, 1000)]:
        for p in (0.1, 0.5, 0.89):
            out.append({"hits": hits, "examples": n, "chance": p, "p": stats.binomtest(hits, n, p).pvalue,
                        "wilson": list(proportion_confint(hits, n, 0.05, "wilson")),
                        "exact": list(proportion_confint(hits, n, 0.05, "beta"))})
    return out


def two_shares():
    out = []
    for a, n, b, m in [(5, 10, 8, 10), (890, 1000, 912, 1000), (835, 1000, 8912, 10000), (1, 50, 0, 60)]:
        low, high = confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff", alpha=0.05)
        out.append({"first": a, "firstExamples": n, "second": b, "secondExamples": m,
                    "p": proportions_ztest([a, b], [n, m])[1], "interval": [low, high]})
    return out


def bootstrap():
    out = []
    for n, kind in [(50, "normal"), (200, "skewed"), (400, "votes")]:
        d = (rng.normal(0.1, 1, n) if kind == "normal" else rng.exponential(1, n) - 0.9 if kind == "skewed"
             else rng.choice([-1.0, 0.0, 1.0], n, p=[0.05, 0.85, 0.1]))
        ci = stats.bootstrap((d,), np.mean, n_resamples=200_000, method="BCa", random_state=1, batch=1000).confidence_interval
        out.append({"differences": list(map(float, d)), "interval": [ci.low, ci.high], "error": float(np.std(d, ddof=1) / math.sqrt(n))})
    return out


def power():
    out = []
    for d, n, alpha in [(0.5, 64, 0.05), (1, 17, 0.05), (2, 6, 0.05), (3, 4, 0.05), (2, 2, 0.05), (1.5, 5, 0.01), (5, 2, 0.05)]:
        out.append({"effect": d, "runs": n, "alpha": alpha, "power": TTestIndPower().power(d, n, alpha),
                    "single": TTestPower().power(d, n, alpha)})
    return out


def needed():
    out = []
    for d in (0.3, 0.5, 0.8, 1.0, 1.7, 2.5):
        out.append({"effect": d, "perSide": math.ceil(TTestIndPower().solve_power(d, alpha=0.05, power=0.8) - 1e-9),
                    "single": math.ceil(TTestPower().solve_power(d, alpha=0.05, power=0.8) - 1e-9)})
    return out


p_values = [0.001, 0.04, 0.03, 0.0004, 0.5, 0.04, 0.9]
print(json.dumps({
    "madeWith": {"scipy": scipy.__version__, "statsmodels": statsmodels.__version__, "numpy": np.__version__},
    "t": [{"p": p, "freedom": v, "x": float(stats.t.ppf(p, v))} for p in probabilities for v in freedoms],
    "tTwoSided": [{"t": t, "freedom": v, "p": float(2 * stats.t.sf(t, v))} for t in (0.1, 1, 3, 12, 40) for v in freedoms],
    "normal": [{"p": p, "x": float(stats.norm.ppf(p))} for p in probabilities],
    "beta": [{"p": p, "a": a, "b": b, "x": float(stats.beta.ppf(p, a, b))} for p in probabilities[1:] for a, b in [(1, 10), (0.5, 0.5), (90, 11), (8913, 1088), (3, 998), (2, 2)]],
    "f": [{"p": p, "d1": a, "d2": b, "x": float(stats.f.ppf(p, a, b))} for p in probabilities[1:] for a, b in [(1, 5), (3, 12.5), (20, 200)]],
    "binomial": [{"q": q, "n": n, "p": p, "k": int(stats.binom.ppf(q, n, p))} for q in (0.025, 0.5, 0.975) for n in (1, 10, 1000, 10000) for p in (0.02, 0.5, 0.9)],
    "welch": welch(), "oneSample": one_sample(), "permutation": permutation(), "shares": shares(), "twoShares": two_shares(),
    "mcnemar": [{"onlyFirst": b, "onlySecond": c, "p": float(mcnemar([[100, b], [c, 30]], exact=True).pvalue)} for b, c in [(0, 0), (1, 5), (10, 25), (40, 40), (300, 250)]],
    "bootstrap": bootstrap(),
    "holm": {"p": p_values, "adjusted": list(map(float, multipletests(p_values, method="holm")[1]))},
    "power": power(), "needed": needed(),
    "maximum": [{"count": n, "expected": float(stats.norm.expect(lambda x: n * x * stats.norm.cdf(x) ** (n - 1)))} for n in (2, 3, 5, 10, 50, 500)],
}, default=float))
