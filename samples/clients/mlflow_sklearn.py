"""Trains a scikit-learn model, logs everything with the mlflow client and loads the registered model back.

    pip install mlflow scikit-learn
    MLFLOW_TRACKING_URI=http://localhost:8080 python mlflow_sklearn.py

Works with mlflow 2.x and 3.x; only the address says that the server is Cairn.
"""

import os
import tempfile

import mlflow
import pandas as pd
from mlflow import MlflowClient
from mlflow.models import infer_signature
from sklearn.datasets import load_iris
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import accuracy_score, log_loss
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

EXPERIMENT = os.environ.get("MLFLOW_EXPERIMENT_NAME", "iris")
MODEL = "iris-classifier"
EPOCHS = 40


def train(alpha, train_x, train_y, test_x, test_y):
    """Trains one classifier in a run below the active one; answers its run and accuracy."""
    with mlflow.start_run(run_name=f"alpha {alpha}", nested=True) as run:
        mlflow.log_params({"alpha": alpha, "epochs": EPOCHS, "loss": "log_loss"})
        model = SGDClassifier(loss="log_loss", alpha=alpha, random_state=0)
        accuracy = 0.0
        for epoch in range(EPOCHS):
            model.partial_fit(train_x, train_y, classes=[0, 1, 2])
            accuracy = accuracy_score(test_y, model.predict(test_x))
            mlflow.log_metrics(
                {
                    "train/loss": log_loss(train_y, model.predict_proba(train_x)),
                    "test/loss": log_loss(test_y, model.predict_proba(test_x)),
                    "test/accuracy": accuracy,
                },
                step=epoch,
            )
        mlflow.log_text(str(model), "model.txt")
        mlflow.log_dict({"classes": model.classes_.tolist(), "coefficients": model.coef_.tolist()}, "weights.json")
        mlflow.log_table(pd.DataFrame({"truth": test_y, "guess": model.predict(test_x)}), "guesses.json")
        mlflow.sklearn.log_model(
            model, "model", signature=infer_signature(test_x, model.predict(test_x)), pip_requirements=["scikit-learn"]
        )
        return run, accuracy


def main():
    mlflow.set_experiment(EXPERIMENT)
    client = MlflowClient()
    iris = load_iris(as_frame=True)
    x = StandardScaler().fit_transform(iris.data)
    train_x, test_x, train_y, test_y = train_test_split(x, iris.target, test_size=0.3, random_state=0)

    with mlflow.start_run(run_name="search for alpha") as parent:
        mlflow.log_input(mlflow.data.from_pandas(iris.frame, name="iris", targets="target"), context="training")
        mlflow.set_tag("task", "classification")
        trained = [train(alpha, train_x, train_y, test_x, test_y) for alpha in (0.0001, 0.001, 0.01)]
        best, accuracy = max(trained, key=lambda one: one[1])
        mlflow.log_metric("best accuracy", accuracy)

    version = mlflow.register_model(f"runs:/{best.info.run_id}/model", MODEL)
    client.set_registered_model_alias(MODEL, "champion", version.version)
    client.set_model_version_tag(MODEL, version.version, "checked by", "mlflow_sklearn.py")

    found = mlflow.search_runs(
        experiment_names=[EXPERIMENT],
        filter_string=f"tags.`mlflow.parentRunId` = '{parent.info.run_id}' and metrics.`test/accuracy` > 0.5",
        order_by=["metrics.`test/accuracy` DESC"],
    )
    history = client.get_metric_history(best.info.run_id, "train/loss")
    loaded = mlflow.sklearn.load_model(f"models:/{MODEL}@champion")
    with tempfile.TemporaryDirectory() as folder:
        text = mlflow.artifacts.download_artifacts(run_id=best.info.run_id, artifact_path="model.txt", dst_path=folder)
        with open(text) as file:
            description = file.read()

    assert len(found) == 3, found
    assert len(history) == EPOCHS, len(history)
    assert accuracy_score(test_y, loaded.predict(test_x)) == accuracy
    assert description.startswith("SGDClassifier")
    print(f"mlflow {mlflow.__version__}: {MODEL} version {version.version}, accuracy {accuracy:.3f}, run {best.info.run_id}")


if __name__ == "__main__":
    main()
