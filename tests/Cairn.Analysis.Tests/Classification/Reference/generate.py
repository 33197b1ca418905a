"""Writes classification.json: reference figures from scikit-learn for the tests beside it.

Run once with Debian's python3-sklearn: python3 generate.py > classification.json
"""
import json

import numpy as np
import sklearn
from scipy import stats
from sklearn.calibration import calibration_curve
from sklearn.metrics import (average_precision_score, brier_score_loss, confusion_matrix, f1_score,
                             precision_recall_curve, precision_score, recall_score, roc_auc_score, roc_curve)

rng = np.random.default_rng(20250301)


def delong(labels, scores, confidence=0.95):
    """The interval by its definition: the placement of every example among those of the other class."""
    a, b = scores[labels == 1], scores[labels == 0]
    wins = (a[:, None] > b[None, :]) + 0.5 * (a[:, None] == b[None, :])
    error = np.sqrt(np.var(wins.mean(1), ddof=1) / len(a) + np.var(wins.mean(0), ddof=1) / len(b))
    z = stats.norm.ppf((1 + confidence) / 2)
    return [max(0, wins.mean() - z * error), min(1, wins.mean() + z * error)] if error > 0 else None


def binary(labels, scores, threshold):
    # As they are drawn here: every threshold, from the highest down, without the point (0, 1) that scikit-learn adds.
    precision, recall, cuts = precision_recall_curve(labels, scores)
    fpr, tpr, thresholds = roc_curve(labels, scores, drop_intermediate=False)
    out = {"labels": labels.tolist(), "scores": scores.tolist(), "auc": roc_auc_score(labels, scores),
           "interval": delong(labels, scores), "ap": average_precision_score(labels, scores),
           "fpr": fpr.tolist(), "tpr": tpr.tolist(), "rocThresholds": thresholds[1:].tolist(),
           "precision": precision[:-1][::-1].tolist(), "recall": recall[:-1][::-1].tolist(), "prThresholds": cuts[::-1].tolist(),
           "threshold": threshold, "confusion": confusion_matrix(labels, scores >= threshold, labels=[0, 1]).tolist(),
           "cutPrecision": precision_score(labels, scores >= threshold), "cutRecall": recall_score(labels, scores >= threshold),
           "cutF1": f1_score(labels, scores >= threshold)}
    if scores.min() >= 0 and scores.max() <= 1:
        shares, means = calibration_curve(labels, scores, n_bins=10)
        out |= {"brier": brier_score_loss(labels, scores), "shares": shares.tolist(), "means": means.tolist()}
    return out


def noisy(n, prevalence, spread):
    labels = (rng.random(n) < prevalence).astype(int)
    return labels, 1 / (1 + np.exp(-(rng.normal(0, spread, n) + 1.5 * labels - 1)))


sets = [
    (np.array([0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8]), 0.5),  # the example of scikit-learn's documentation
    (*noisy(60, 0.4, 1.0), 0.5),
    (*noisy(400, 0.05, 1.2), 0.3),
]
labels, scores = noisy(300, 0.3, 1.0)
sets.append((labels, np.round(scores, 1), 0.3))  # ties, also on the edges of bins
sets.append((labels, np.round(8 * scores - 4), 0.0))  # no probabilities, many ties
sets.append((np.array([0, 0, 1, 1, 1]), np.array([0.1, 0.2, 0.7, 0.8, 0.9]), 0.5))  # told apart wholly
sets.append((np.array([0, 1, 0, 1]), np.array([0.5, 0.5, 0.5, 0.5]), 0.5))  # not at all

many = rng.integers(0, 4, 200)
logits = rng.normal(0, 1, (200, 4)) + 1.2 * np.eye(4)[many]
shares = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
multi = {"labels": many.tolist(), "scores": shares.T.tolist(), "confusion": confusion_matrix(many, shares.argmax(1)).tolist(),
         "auc": [roc_auc_score(many == k, shares[:, k]) for k in range(4)],
         "macroAuc": roc_auc_score(many, shares, multi_class="ovr", average="macro"),
         "ap": [average_precision_score(many == k, shares[:, k]) for k in range(4)]}

print(json.dumps({"versions": {"scikit-learn": sklearn.__version__}, "binary": [binary(*one) for one in sets], "multi": multi}))
