/** Python that registers a first model with the server at this address. */
export function registerSnippet(origin: string, name = 'digits'): string {
  return `export MLFLOW_TRACKING_URI=${origin}

import mlflow

with mlflow.start_run():
    model.fit(x, y)
    mlflow.sklearn.log_model(model, name="model", registered_model_name="${name}")

# give a version a name that stays when the next one comes
mlflow.MlflowClient().set_registered_model_alias("${name}", "champion", 1)`;
}

/** Python that loads a version by its alias, or else by its number. */
export function loadSnippet(origin: string, name: string, alias: string | undefined, version: number | undefined): string {
  const what = alias !== undefined ? `@${alias}` : `/${version ?? 1}`;
  return `export MLFLOW_TRACKING_URI=${origin}

import mlflow
model = mlflow.pyfunc.load_model(${JSON.stringify(`models:/${name}${what}`)})`;
}
