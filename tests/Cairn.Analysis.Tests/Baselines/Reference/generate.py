"""Writes baselines.json: made-up data and what scikit-learn's and XGBoost's models score on it.

Run once with Debian's python3-sklearn and python3-xgboost: python3 generate.py > baselines.json
"""
import json

import numpy as np
import sklearn
import xgboost
from sklearn.datasets import make_classification, make_friedman1
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.metrics import log_loss, mean_absolute_error
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

ROWS, TRAIN = 900, 600


def sets():
    two = make_classification(ROWS, 8, n_informative=5, n_classes=2, weights=[0.35], flip_y=0.05, random_state=1)
    four = make_classification(ROWS, 10, n_informative=6, n_classes=4, flip_y=0.05, random_state=2)
    numbers = make_friedman1(ROWS, 8, noise=1.0, random_state=3)
    return [("two classes", two, 2), ("four classes", four, 4), ("numbers", numbers, 0)]


def scores(model, x, y, tx, ty, classes):
    model.fit(x, y)
    if classes:
        out = {"accuracy": float(np.mean(model.predict(tx) == ty))}
        p = model.predict_proba(tx)
        if np.all(p[np.arange(len(ty)), ty] > 0):
            out["logLoss"] = float(log_loss(ty, p, labels=list(range(classes))))
        return out
    p = model.predict(tx)
    return {"mae": float(mean_absolute_error(ty, p)), "rmse": float(np.sqrt(np.mean((ty - p) ** 2)))}


def boosted(x, y, tx, ty, classes):
    settings = {"max_depth": 6, "eta": 0.3, "lambda": 1, "tree_method": "exact", "nthread": 1,
                "base_score": 0.5 if classes else float(np.mean(y)),
                "objective": "reg:squarederror" if not classes else "binary:logistic" if classes == 2 else "multi:softprob"}
    if classes > 2:
        settings["num_class"] = classes
    p = xgboost.train(settings, xgboost.DMatrix(x, y), 100).predict(xgboost.DMatrix(tx))
    if not classes:
        return {"mae": float(mean_absolute_error(ty, p)), "rmse": float(np.sqrt(np.mean((ty - p) ** 2)))}
    if classes == 2:
        p = np.stack([1 - p, p], 1)
    return {"accuracy": float(np.mean(p.argmax(1) == ty)), "logLoss": float(log_loss(ty, p.astype(float), labels=list(range(classes))))}


def main():
    out = {"madeWith": {"scikit-learn": sklearn.__version__, "xgboost": xgboost.__version__, "numpy": np.__version__}, "sets": []}
    for name, (x, y), classes in sets():
        x = np.round(x, 3).astype(np.float32).astype(float)
        y = y if classes else np.round(y, 3)
        a, b, ta, tb = x[:TRAIN], y[:TRAIN], x[TRAIN:], y[TRAIN:]
        tree = DecisionTreeClassifier if classes else DecisionTreeRegressor
        near = KNeighborsClassifier if classes else KNeighborsRegressor
        dummy = DummyClassifier(strategy="prior") if classes else DummyRegressor()
        trees = [scores(tree(max_depth=10, min_samples_leaf=5, random_state=s), a, b, ta, tb, classes) for s in range(20)]
        out["sets"].append({
            "name": name, "classes": classes, "train": TRAIN, "x": [round(float(v), 3) for v in x.ravel()], "width": x.shape[1],
            "y": [int(v) for v in y] if classes else [float(v) for v in y],
            "prior": scores(dummy, a, b, ta, tb, classes),
            "kNN": scores(make_pipeline(StandardScaler(), near(5)), a, b, ta, tb, classes),
            "trees": trees,
            "boosted": boosted(a, b, ta, tb, classes),
        })
    print(json.dumps(out, separators=(",", ":")))


main()
