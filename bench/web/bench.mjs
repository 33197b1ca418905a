// Measures the page in a real browser: when first curves and all visible curves are there, what a draw, a hover and a zoom
// cost, how much script the first screen needs, how the runs table scrolls, how long a jump in the console takes, and
// what a live hour (compressed) leaves in memory.
//
//   npm ci && node bench.mjs [--url http://localhost:8080] [--only curves,draw,table,console,live] [--small] [--json]
//
// Without --url it starts ../../cairn serve on a temporary folder. CAIRN_CHROMIUM names the browser.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { fill, fillConsole, lines, metricNames, post, startRun } from './fill.mjs';

const args = process.argv.slice(2);
const option = (name, fallback) => (args.includes(`--${name}`) ? args[args.indexOf(`--${name}`) + 1] : fallback);
const small = args.includes('--small');
const only = option('only', 'curves,draw,table,console,live').split(',');
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--js-flags=--expose-gc', '--enable-precise-memory-info'];
const figures = [];
const program = fileURLToPath(new URL('../../cairn', import.meta.url));
const share = (list, part) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))] ?? Number.NaN;
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
const say = (what, value, unit, budget) => {
  figures.push({ what, value: Number(value.toFixed(1)), unit, budget });
  if (!args.includes('--json')) console.log(`${what.padEnd(78)} ${value.toFixed(1).padStart(9)} ${unit}${budget === undefined ? '' : `   (budget ${budget})`}`);
};

async function serve() {
  const given = option('url');
  if (given) return { url: given, stop: async () => undefined };
  const data = mkdtempSync(join(tmpdir(), 'cairn-bench-web-'));
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const child = spawn(program, ['serve', '--port', String(port), '--data', data], { stdio: 'ignore' });
  const url = `http://localhost:${port}`;
  for (let i = 0; ; i++) {
    if (await fetch(`${url}/health`).then((r) => r.ok, () => false)) break;
    if (i > 1200) throw new Error('The server did not come up.');
    await new Promise((done) => setTimeout(done, 500));
  }
  return { url, stop: async () => { child.kill('SIGTERM'); await new Promise((done) => child.once('exit', done)); rmSync(data, { recursive: true, force: true }); } };
}

// Notes, frame by frame, when the first chart has curves and when all charts on the screen have all of theirs.
const watch = (runs) => {
  window.__first = window.__all = undefined;
  const look = () => {
    const charts = [...document.querySelectorAll('[data-testid=chart]')].filter((c) => { const b = c.getBoundingClientRect(); return b.bottom > 0 && b.top < innerHeight; });
    const drawn = charts.filter((c) => Number(c.dataset.points) > 0 && c.querySelector('canvas'));
    if (window.__first === undefined && drawn.length > 0) window.__first = performance.now();
    if (charts.length > 0 && charts.every((c) => Number(c.dataset.runs) >= runs && c.querySelector('canvas'))) return void (window.__all = performance.now());
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};

async function curves(browser, url, project, runs, label, budgets) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(watch, runs);
  const [first, all] = [[], []];
  let script = 0;
  for (let i = 0; i < 6; i++) {
    await page.goto(`${url}/${project}?n=${runs}`);
    await page.waitForFunction(() => window.__all !== undefined, undefined, { timeout: 120_000 });
    const seen = await page.evaluate(() => ({ first: window.__first, all: window.__all, script: performance.getEntriesByType('resource').filter((r) => r.name.endsWith('.js')).reduce((sum, r) => sum + r.encodedBodySize, 0) }));
    if (i === 0) { script = seen.script; continue; } // the first one fills the browser's cache
    first.push(seen.first);
    all.push(seen.all);
  }
  say(`${label}: first curves after the address is opened, warm cache`, median(first), 'ms', budgets?.[0]);
  say(`${label}: all visible curves`, median(all), 'ms', budgets?.[1]);
  // From another page of the app, as people come: script and lists are there already.
  const within = [];
  for (let i = 0; i < 5; i++) {
    await page.goto(`${url}/`);
    await page.waitForSelector(`a[href^="/${project}"]`);
    await page.waitForTimeout(300);
    await page.evaluate(() => { window.__start = performance.now(); });
    await page.evaluate(watch, 1);
    await page.evaluate((p) => document.querySelector(`a[href^="/${p}"]`).click(), project);
    await page.waitForFunction(() => window.__first !== undefined, undefined, { timeout: 60_000 });
    within.push(await page.evaluate(() => window.__first - window.__start));
  }
  say(`${label}: first curves after a click on the project`, median(within), 'ms', budgets?.[0]);
  if (budgets) say('script that the first screen loads, compressed', script / 1000, 'kB', '200');
  await context.close();
}

async function draw(browser, url, project, runs, label, budgets) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(watch, runs);
  await page.goto(`${url}/${project}?n=${runs}&p=${encodeURIComponent('^train/loss$')}&full=${encodeURIComponent('train/loss')}`);
  await page.waitForFunction(() => window.__all !== undefined, undefined, { timeout: 120_000 });
  await page.waitForSelector('[data-testid=full-chart] canvas');
  await page.waitForTimeout(1500);
  await page.evaluate(() => { window.__cairn.timings = { draw: [], hover: [] }; });
  const box = await page.locator('[data-testid=full-chart] .u-over').boundingBox();
  for (let i = 0; i < 60; i++) {
    await page.mouse.move(box.x + box.width * (0.1 + (0.8 * i) / 60), box.y + box.height * (0.3 + 0.4 * ((i * 7) % 10) / 10));
    await page.waitForTimeout(40);
  }
  const hover = await page.evaluate(() => window.__cairn.timings.hover);
  for (let i = 0; i < 12; i++) {
    await page.setViewportSize({ width: 1440 - (i % 2) * 40, height: 900 });
    await page.waitForTimeout(250);
  }
  const drawn = await page.evaluate(() => window.__cairn.timings.draw);
  say(`${label}: one draw of a chart with 960 buckets, full screen`, median(drawn.filter((t) => t > 0.05)), 'ms', budgets?.[0]);
  say(`${label}: one hover`, median(hover), 'ms', budgets?.[1]);
  say(`${label}: one hover, slowest of 60`, Math.max(...hover), 'ms');
  const zooms = [];
  await page.setViewportSize({ width: 1440, height: 900 });
  for (let i = 0; i < 3; i++) {
    const over = await page.locator('[data-testid=full-chart] .u-over').boundingBox();
    const asked = page.waitForResponse((r) => r.url().includes('/series/query'));
    await page.mouse.move(over.x + over.width * 0.3, over.y + over.height / 2);
    await page.mouse.down();
    await page.mouse.move(over.x + over.width * 0.7, over.y + over.height / 2, { steps: 4 });
    const began = Date.now();
    await page.mouse.up();
    await asked.then((r) => r.finished());
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    zooms.push(Date.now() - began);
  }
  say(`${label}: zoom to finer curves on the screen, full screen`, median(zooms), 'ms');
  await context.close();
}

// Time from frame to frame while `move` is done once a frame.
const frames = (page, move, count) => page.evaluate(async ([source, n]) => {
  const act = new Function('i', source);
  const times = [];
  let last = performance.now();
  for (let i = 0; i < n; i++) {
    act(i);
    await new Promise((done) => requestAnimationFrame(done));
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  return times;
}, [move, count]);

async function table(browser, url) {
  const [runs, columns] = small ? [5000, 300] : [100_000, 2000];
  const project = 'bench/table';
  const known = await fetch(`${url}/api/v1/projects/${project}`);
  if (!known.ok || (await known.json()).runCount < runs) {
    const filled = spawnSync(program, ['bench', '--fill', `runs=${runs},columns=${columns}`, '--url', url], { stdio: 'ignore' });
    if (filled.status !== 0) throw new Error('cairn bench --fill failed.');
  }
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const label = `${runs} runs x ${columns} columns`;
  const began = Date.now();
  await page.goto(`${url}/${project}/table?cols=*`);
  await page.waitForSelector('[data-testid=table-row]', { timeout: 60_000 });
  say(`${label}: the table's first rows after the address is opened`, Date.now() - began, 'ms');
  await page.waitForTimeout(2000);
  const still = await frames(page, '', 120);
  say(`${label}: a frame with nothing to do, median`, median(still), 'ms');
  for (const [how, move] of [
    ['down by a row', "document.querySelector('[data-testid=grid]').scrollTop += 28"],
    ['down by a screen', "document.querySelector('[data-testid=grid]').scrollTop += 800"],
    ['right by a third of a column', "document.querySelector('[data-testid=grid]').scrollLeft += 40"],
  ]) {
    const times = await frames(page, move, small ? 120 : 300);
    say(`${label}: a frame while scrolling ${how}, median`, median(times), 'ms', how === 'down by a screen' ? undefined : 17);
    say(`${label}: the same, 95 of 100 within`, share(times, 0.95), 'ms', how === 'down by a screen' ? undefined : 34);
  }
  const jumps = [];
  for (let i = 1; i <= 8; i++) {
    jumps.push(await page.evaluate(async (part) => {
      const grid = document.querySelector('[data-testid=grid]');
      const start = performance.now();
      grid.scrollTop = (grid.scrollHeight - grid.clientHeight) * part;
      for (;;) {
        await new Promise((done) => requestAnimationFrame(done));
        const box = grid.getBoundingClientRect();
        const under = document.elementFromPoint(box.left + 120, box.top + box.height / 2)?.closest('[data-index]');
        if (under?.dataset.testid === 'table-row' && under.dataset.kind === 'run') return performance.now() - start;
        if (performance.now() - start > 20_000) return Number.NaN;
      }
    }, (i * 0.37) % 1));
  }
  say(`${label}: jump anywhere, rows on the screen`, median(jumps), 'ms');
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  say(`${label}: elements in the page`, nodes, '');
  await context.close();
}

async function consoleJumps(browser, url) {
  const count = small ? 100_000 : 1_000_000;
  const { project, uid } = await fillConsole(url, 'bench/console', count);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${url}/${project}/runs/${uid}?tab=console`);
  await page.waitForSelector('[role=log]');
  await page.waitForTimeout(1500);
  const jumps = [];
  for (let i = 1; i <= 15; i++) {
    jumps.push(await page.evaluate(async (part) => {
      const log = document.querySelector('[role=log]');
      const start = performance.now();
      log.scrollTop = (log.scrollHeight - log.clientHeight) * part;
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const want = () => {
        const rows = [...log.querySelectorAll('[data-error]')];
        return rows.length > 10 && rows.every((row) => row.lastElementChild.textContent !== '');
      };
      while (!want()) {
        if (performance.now() - start > 20_000) return Number.NaN;
        await new Promise((done) => requestAnimationFrame(done));
      }
      return performance.now() - start;
    }, (i * 0.618) % 1));
    await page.waitForTimeout(100);
  }
  say(`console of ${count} lines: jump anywhere, lines on the screen, median`, median(jumps), 'ms', 200);
  say(`console of ${count} lines: the same, slowest of 15`, Math.max(...jumps), 'ms', 200);
  await context.close();
}

async function live(browser, url) {
  const project = `bench/live${Date.now()}`;
  const [runs, metrics, steps] = small ? [5, 30, 360] : [10, 30, 3600];
  const keys = metricNames(metrics);
  const ids = [];
  for (let i = 0; i < runs; i++) ids.push(await startRun(url, project, i));
  for (const id of ids) await post(url, `/runs/${id}/log`, lines(id, keys, 0, 10), 'application/x-ndjson');
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('Network.enable');
  let received = 0;
  session.on('Network.dataReceived', (e) => { received += e.encodedDataLength || e.dataLength; });
  const heap = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { metrics: all } = await session.send('Performance.getMetrics');
    return all.find((m) => m.name === 'JSHeapUsedSize').value / 1e6;
  };
  await page.goto(`${url}/${project}`);
  await page.waitForSelector('[data-testid=chart] canvas');
  await page.waitForTimeout(3000);
  const before = await heap();
  received = 0;
  // One step a second and run for an hour, thirty times as fast.
  const lags = [];
  const batch = 30;
  for (let step = 10; step < steps; step += batch) {
    const began = Date.now();
    await Promise.all(ids.map((id) => post(url, `/runs/${id}/log`, lines(id, keys, step, Math.min(steps, step + batch)), 'application/x-ndjson')));
    if (step % 300 === 10) {
      const end = Math.min(steps, step + batch) - 1;
      const answered = Date.now();
      await page.waitForFunction((x) => Object.values(window.__cairn.charts)[0]?.lines.some((line) => line.x.at(-1) >= x), end, { timeout: 30_000, polling: 50 });
      lags.push(Date.now() - answered);
    }
    await new Promise((done) => setTimeout(done, Math.max(0, 1000 - (Date.now() - began))));
  }
  await page.waitForTimeout(4000);
  const after = await heap();
  say(`live, ${runs} runs x ${metrics} metrics x ${steps} steps: a point is on the screen after the server has answered`, median(lags), 'ms', 2000);
  say('live: heap before', before, 'MB');
  say('live: heap after', after, 'MB', 300);
  const shown = await page.evaluate(() => document.querySelectorAll('[data-testid=chart]').length);
  say(`live: bytes received a new point of the ${shown} charts near the screen`, received / (runs * shown * (steps - 10)), 'bytes');
  await context.close();
}

const chrome = process.env.CAIRN_CHROMIUM ?? PLACES.find(existsSync);
const server = await serve();
const browser = await chromium.launch({ executablePath: chrome, args: FLAGS });
try {
  const hundred = small ? { runs: 20, metrics: 30, points: 500 } : { runs: 100, metrics: 30, points: 10_000 };
  const thousand = small ? { runs: 200, metrics: 30, points: 100 } : { runs: 1000, metrics: 30, points: 1000 };
  if (only.includes('curves') || only.includes('draw')) {
    await fill(server.url, 'bench/hundred', hundred);
    await fill(server.url, 'bench/thousand', thousand);
  }
  if (only.includes('curves')) {
    await curves(browser, server.url, 'bench/hundred', hundred.runs, `${hundred.runs} runs x 30 charts x ${hundred.points} points`, [300, 1000]);
    await curves(browser, server.url, 'bench/thousand', thousand.runs, `${thousand.runs} runs x 30 charts x ${thousand.points} points`);
  }
  if (only.includes('draw')) {
    await draw(browser, server.url, 'bench/hundred', hundred.runs, `${hundred.runs} lines`, [16, 4]);
    await draw(browser, server.url, 'bench/thousand', thousand.runs, `${thousand.runs} lines`, [undefined, 4]);
  }
  if (only.includes('table')) await table(browser, server.url);
  if (only.includes('console')) await consoleJumps(browser, server.url);
  if (only.includes('live')) await live(browser, server.url);
  if (args.includes('--json')) console.log(JSON.stringify(figures, null, 2));
} finally {
  await browser.close();
  await server.stop();
}
