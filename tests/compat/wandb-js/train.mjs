// A training loop with the real client; the test sets where it logs to.
import sdk from '@wandb/sdk';

const wandb = sdk.default ?? sdk;
const run = await wandb.init({ project: process.argv[2], config: { lr: 0.5, layers: 3 } });
for (let step = 0; step < 10; step++) {
  wandb.log({ loss: 1 / (step + 1), accuracy: step / 10 });
}
await wandb.finish();
console.log(JSON.stringify({ id: run?.id ?? null }));
