// Logs a run with the real mlflow client from npm and reads it back: node client.js http://localhost:8080
'use strict'

const assert = require('node:assert/strict')
const MLflow = require('mlflow')

// The client prints every body that it sends.
console.log = () => {}

async function refused(call, status, code) {
  await assert.rejects(call, error => {
    const answer = JSON.parse(error.message.replace(/^(Error: )+/, ''))
    assert.equal(answer.status, status)
    assert.equal(answer.data.error_code, code)
    return true
  })
}

async function main(endpoint) {
  const mlflow = new MLflow({ endpoint })
  const name = `node ${Date.now()}`
  const { experiment_id } = await mlflow.Experiments.create({ name })
  const { experiment } = await mlflow.Experiments.get({ experiment_id })
  assert.equal(experiment.name, name)
  await refused(mlflow.Experiments.create({ name }), 400, 'RESOURCE_ALREADY_EXISTS')

  const { run } = await mlflow.Runs.create({
    experiment_id,
    user_id: 'ada',
    start_time: Date.now(),
    tags: [{ key: 'mlflow.runName', value: 'from node' }],
  })
  const run_id = run.info.run_id
  await mlflow.Runs.logParameter({ run_id, key: 'lr', value: '0.1' })
  for (let step = 0; step < 5; step++) {
    await mlflow.Runs.logMetric({ run_id, key: 'loss', value: 1 / (step + 1), timestamp: 1000 + step, step })
  }
  await mlflow.Runs.logBatch({
    run_id,
    metrics: [{ key: 'acc', value: 0.9, timestamp: 1, step: 0 }],
    params: [{ key: 'depth', value: '3' }],
    tags: [{ key: 'k', value: 'v' }],
  })
  await mlflow.Runs.setTag({ run_id, key: 'gone', value: 'soon' })
  await mlflow.Runs.deleteTag({ run_id, key: 'gone' })
  await refused(mlflow.Runs.logParameter({ run_id, key: 'lr', value: '0.2' }), 400, 'INVALID_PARAMETER_VALUE')
  await mlflow.Runs.update({ run_id, status: 'FINISHED', end_time: Date.now() })

  const read = (await mlflow.Runs.get({ run_id })).run
  assert.equal(read.info.status, 'FINISHED')
  assert.equal(read.info.run_name, 'from node')
  assert.equal(read.data.metrics.find(metric => metric.key === 'loss').value, 0.2)
  assert.deepEqual(read.data.params, [{ key: 'lr', value: '0.1' }, { key: 'depth', value: '3' }])
  const history = await mlflow.Metrics.getHistory({ run_id, metric_key: 'loss' })
  assert.deepEqual(history.metrics.map(metric => metric.step), [0, 1, 2, 3, 4])
  assert.match((await mlflow.Artifacts.list({ run_id })).root_uri, new RegExp(`^mlflow-artifacts:/${experiment_id}/${run_id}/`))

  const search = filter => mlflow.Runs.search({ experiment_ids: [experiment_id], filter, order_by: ['metrics.loss ASC'], max_results: 10 })
  assert.equal((await search("metrics.loss < 0.5 and params.lr = '0.1'")).runs.length, 1)
  assert.equal((await search("tags.k = 'w'")).runs, undefined)

  await mlflow.Runs.delete({ run_id })
  assert.equal((await search('')).runs, undefined)
  await mlflow.Runs.restore({ run_id })
  await mlflow.Experiments.update({ experiment_id, new_name: `${name} b` })
  await mlflow.Experiments.delete({ experiment_id })
  await mlflow.Experiments.restore({ experiment_id })
  process.stdout.write(`run ${run_id}\n`)
}

main(process.argv[2]).catch(error => {
  process.stderr.write(`${error.stack}\n`)
  process.exitCode = 1
})
