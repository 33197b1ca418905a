/** How a program sends its first trace to this server. */
export const traceSnippet = (experiment: string): string => `import mlflow
mlflow.set_tracking_uri("${globalThis.location?.origin ?? ''}")
mlflow.set_experiment("${experiment}")

@mlflow.trace
def answer(question): ...`;
