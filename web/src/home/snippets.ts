export interface Snippet {
  name: string;
  language: string;
  code: string;
}

/** How each client is pointed at this server; `project` is `team/name`. */
export function snippets(origin: string, project: string): Snippet[] {
  const [team, name] = project.split('/') as [string, string];
  return [
    {
      name: 'C#', language: 'csharp',
      code: `// in a clone of Cairn: dotnet pack src/Cairn.Client -c Release -o packages
// in your project: dotnet add package Cairn.Client --source /path/to/cairn/packages
using Cairn.Client;

using var run = CairnRun.Start("${project}", new()
{
    Server = "${origin}",
    Config = new { model = "cnn", lr = 0.01 },
});

for (var step = 0; step < 1000; step++)
    run.Log(step, "train/loss", TrainStep());`,
    },
    {
      name: 'wandb', language: 'python',
      code: `# in the shell; the code stays as it is
export WANDB_BASE_URL=${origin}
export WANDB_API_KEY=${'local'.padEnd(40, '0')}

# in Python
import wandb
run = wandb.init(entity="${team}", project="${name}", config={"lr": 0.01})
for step in range(1000):
    run.log({"train/loss": loss}, step=step)`,
    },
    {
      name: 'MLflow', language: 'python',
      code: `# in the shell; the code stays as it is
export MLFLOW_TRACKING_URI=${origin}

# in Python
import mlflow
mlflow.set_experiment("${project}")
with mlflow.start_run():
    mlflow.log_param("lr", 0.01)
    for step in range(1000):
        mlflow.log_metric("train/loss", loss, step=step)`,
    },
    {
      name: 'curl', language: 'shell',
      code: `RUN=$(curl -s ${origin}/api/v1/runs -H 'content-type: application/json' \\
  -d '{"project":"${project}","name":"by hand"}' | jq .run.id)
curl -s ${origin}/api/v1/runs/$RUN/log -H 'content-type: application/x-ndjson' \\
  -d '{"step":0,"metrics":{"train/loss":2.3}}'`,
    },
  ];
}
