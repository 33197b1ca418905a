/** A sweep's configuration to begin with, for the metric that the project's runs log. */
export const exampleConfig = (metric: string, maximize: boolean): string => `program: train.py
method: bayes            # grid, random or bayes
metric:
  name: ${metric}
  goal: ${maximize ? 'maximize' : 'minimize'}
run_cap: 20
parameters:
  lr:
    distribution: log_uniform_values
    min: 0.0001
    max: 0.1
  layers:
    values: [1, 2, 3]
`;

/** How agents are started on any machine that reaches this server. */
export const agentSnippet = (origin: string, project: string, uid: string): string => `export WANDB_BASE_URL=${origin}
export WANDB_API_KEY=0000000000000000000000000000000000000000
wandb agent ${project}/${uid}`;

/** How a sweep is made with the unmodified wandb client. */
export const sweepSnippet = (origin: string, project: string): string => `export WANDB_BASE_URL=${origin}
export WANDB_API_KEY=0000000000000000000000000000000000000000
wandb sweep --project ${project.split('/')[1]} sweep.yaml      # prints the agent's command
wandb agent ${project}/SWEEP_ID                # on as many machines as you like`;
