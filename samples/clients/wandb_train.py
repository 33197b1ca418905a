"""Trains a small classifier with scikit-learn and logs it through W&B's own client.

Nothing in here knows of Cairn: the client is pointed at it by WANDB_BASE_URL and WANDB_API_KEY (see the README).
"""
import argparse

import numpy as np
import wandb
from sklearn.datasets import load_digits
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import accuracy_score, log_loss
from sklearn.model_selection import train_test_split


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--project", default="digits")
    options.add_argument("--epochs", type=int, default=20)
    options.add_argument("--alpha", type=float, default=1e-4, help="strength of the regularisation")
    options.add_argument("--resume", metavar="RUN", help="go on with the run of this id")
    asked = options.parse_args()

    data = load_digits()
    images = data.images / data.images.max()
    train, test, train_labels, test_labels, _, test_images = train_test_split(
        data.data / 16, data.target, images, test_size=0.25, random_state=0, stratify=data.target)
    classes = np.unique(data.target)

    run = wandb.init(
        project=asked.project, id=asked.resume, resume="allow" if asked.resume else None, job_type="train",
        tags=["sklearn"], config={"alpha": asked.alpha, "epochs": asked.epochs, "model": {"kind": "SGDClassifier", "loss": "log_loss"}})
    # Curves of the test set are drawn over epochs, and their summary keeps the best value.
    run.define_metric("epoch")
    run.define_metric("test/*", step_metric="epoch", summary="max")
    run.define_metric("test/loss", step_metric="epoch", summary="min")

    model = SGDClassifier(loss="log_loss", alpha=run.config["alpha"], random_state=0)
    order = np.random.default_rng(0)
    for epoch in range(run.config["epochs"]):
        for part in np.array_split(order.permutation(len(train)), 20):
            model.partial_fit(train[part], train_labels[part], classes=classes)
            run.log({"train/loss": log_loss(train_labels[part], model.predict_proba(train[part]), labels=classes)})
        chances = model.predict_proba(test)
        run.log({
            "epoch": epoch,
            "test/loss": log_loss(test_labels, chances, labels=classes),
            "test/accuracy": accuracy_score(test_labels, chances.argmax(axis=1)),
            "weights": wandb.Histogram(model.coef_),
        })

    guesses = chances.argmax(axis=1)
    mistakes = np.flatnonzero(guesses != test_labels)
    table = wandb.Table(columns=["image", "label", "guess", "confidence"])
    for index in mistakes[:50]:
        picture = wandb.Image((test_images[index] * 255).astype(np.uint8))
        table.add_data(picture, int(test_labels[index]), int(guesses[index]), float(chances[index].max()))
    run.log({
        "mistakes": table,
        "examples": [
            wandb.Image((test_images[index] * 255).astype(np.uint8), caption=f"{test_labels[index]} taken for {guesses[index]}")
            for index in mistakes[:8]
        ],
        "confusion": wandb.plot.confusion_matrix(
            y_true=test_labels.tolist(), preds=guesses.tolist(), class_names=[str(one) for one in classes]),
    })

    np.savez("digits-model.npz", coefficients=model.coef_, intercept=model.intercept_)
    artifact = wandb.Artifact("digits-model", type="model", metadata={"accuracy": float(accuracy_score(test_labels, guesses))})
    artifact.add_file("digits-model.npz")
    run.log_artifact(artifact, aliases=["candidate"])
    run.finish()


if __name__ == "__main__":
    main()
