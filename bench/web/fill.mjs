// Fills projects over the native API with the shapes that the page is measured on.
const KEYS = ['train/loss', 'train/accuracy', 'val/loss', 'val/accuracy', 'lr', 'grad/norm'];

/** Names of `count` metrics in the sections of a usual project. */
export const metricNames = (count) => Array.from({ length: count }, (_, i) => KEYS[i] ?? `${['train', 'val', 'grad', 'layer', 'optim'][i % 5]}/metric_${i}`);

export async function post(url, path, body, type = 'application/json') {
  const response = await fetch(`${url}/api/v1${path}`, { method: 'POST', headers: { 'content-type': type }, body: typeof body === 'string' ? body : JSON.stringify(body) });
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${(await response.text()).slice(0, 300)}`);
  return response.json();
}

/** A run of a sweep over learning rates, optimizers and seeds; answers its id. */
export async function startRun(url, project, i) {
  const lr = [0.3, 0.1, 0.03, 0.01, 0.003][i % 5];
  const optimizer = ['sgd', 'adam'][Math.floor(i / 5) % 2];
  const seed = Math.floor(i / 10);
  const { run } = await post(url, '/runs', { project, name: `${optimizer} lr ${lr} seed ${seed}`, group: `${optimizer} ${lr}`, config: { lr, optimizer, seed } });
  return run.id;
}

/** NDJSON of steps `from` to `to` of all keys, each a noisy curve of its own that now and then spikes. */
export function lines(run, keys, from, to, every = 1) {
  const out = [];
  for (let step = from; step < to; step++) {
    const metrics = keys.map((key, k) => {
      const noise = Math.abs(Math.sin(step * 12.9898 + run * 78.233 + k * 37.719) * 43758.5453) % 1;
      const spike = noise > 0.9993 ? 2 : 0;
      return `${JSON.stringify(key)}:${(Math.exp(-step / (300 + 40 * ((run + k) % 17))) + 0.15 * noise + 0.02 * (run % 11) + spike).toPrecision(6)}`;
    });
    out.push(`{"step":${step * every},"time":${1_700_000_000_000 + step * 1000},"metrics":{${metrics.join(',')}}}`);
  }
  return out.join('\n');
}

/** Makes a project of `runs` finished runs x `metrics` x `points`, unless it is there already. */
export async function fill(url, project, { runs, metrics, points }) {
  const known = await fetch(`${url}/api/v1/projects/${project}`);
  if (known.ok && (await known.json()).runCount >= runs) return;
  const keys = metricNames(metrics);
  const chunk = Math.max(1, Math.floor(30_000 / metrics));
  let next = 0;
  const worker = async () => {
    for (let i; (i = next++) < runs; ) {
      const run = await startRun(url, project, i);
      for (let from = 0; from < points; from += chunk) await post(url, `/runs/${run}/log`, lines(run, keys, from, Math.min(points, from + chunk)), 'application/x-ndjson');
      await fetch(`${url}/api/v1/runs/${run}`, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ state: 'finished' }) });
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
}

/** Makes a run whose console has `count` lines, unless it is there already; answers where it is. */
export async function fillConsole(url, project, count) {
  const name = `console ${count}`;
  const found = await fetch(`${url}/api/v1/projects/${project}/runs/query`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ filter: `name = '${name}'`, columns: [], limit: 1 }) });
  const [known] = found.ok ? (await found.json()).runs : [];
  if (known) return { project, uid: known.uid };
  const { run } = await post(url, '/runs', { project, name });
  const batch = 10_000;
  for (let from = 0; from < count; from += batch) {
    const text = Array.from({ length: Math.min(batch, count - from) }, (_, i) => {
      const line = from + i;
      return `{"time":${1_700_000_000_000 + line},"console":{"line":${line},"stream":"${line % 50 === 0 ? 'stderr' : 'stdout'}","text":"step ${line} \\u001b[32mloss\\u001b[0m ${(1 / (1 + line / 1000)).toFixed(5)} throughput ${900 + (line % 97)} examples/s"}}`;
    });
    await post(url, `/runs/${run.id}/log`, text.join('\n'), 'application/x-ndjson');
  }
  await fetch(`${url}/api/v1/runs/${run.id}`, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ state: 'finished' }) });
  return { project, uid: run.uid };
}
