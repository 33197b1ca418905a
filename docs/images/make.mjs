// Photographs the screens of a server on which the demo has trained: node docs/images/make.mjs URL [URL of an empty server],
// with the module of Playwright in CAIRN_PLAYWRIGHT. CAIRN_SCREENS=home,table makes those alone.
import { existsSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import upng from '@pdf-lib/upng';
import { keepTraining, seed } from './seed.mjs';
import { server } from './server.mjs';

const UPNG = upng.default; // a CommonJS module
const { chromium } = await import(process.env.CAIRN_PLAYWRIGHT);
const [base, empty] = process.argv.slice(2);
const folder = process.env.CAIRN_IMAGES ?? dirname(fileURLToPath(import.meta.url));
const [width, height] = (process.env.CAIRN_WINDOW ?? '1280x800').split('x').map(Number);
const only = process.env.CAIRN_SCREENS ? process.env.CAIRN_SCREENS.split(',') : undefined;
const program = process.env.CAIRN_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const { api } = server(base);

await seed(base);
const demo = (await api('/projects')).projects.find((project) => project.name === 'fashion-mnist').path;
const [run] = (await api(`/projects/${demo}/runs/query`, { filter: "name like 'mlp%'", sort: [{ column: 'metrics.test/accuracy', descending: true }], limit: 1 })).runs;
const moons = '/local/two-moons';
const id = async (uid) => (await api(`/projects${moons}/runs/${uid}`)).id;
const [sweep] = (await api(`/projects${moons}/sweeps`)).sweeps;
const [report] = (await api(`/projects/${demo}/views?kind=report`)).views;
const answers = (await api('/projects/local/docs-answers/traces')).traces;
const tree = answers.find((trace) => trace.state === 'ok' && trace.assessments[0]?.value === true) ?? answers[0];
const compared = await Promise.all(['more-data', 'wider', 'wider-relu'].map(id));
/** The same picture in 256 colours, a third as large: a repository keeps every version of it. */
const small = (png) => {
  const picture = UPNG.decode(png.buffer.slice(png.byteOffset, png.byteOffset + png.length));
  return new Uint8Array(UPNG.encode(UPNG.toRGBA8(picture), picture.width, picture.height, 256));
};
const board = (...panels) => `analyse?board=${encodeURIComponent(JSON.stringify(panels))}`;

/** Scrolls what is asked for to the top of its page. */
const to = (selector) => (page) => page.locator(selector).first().evaluate((element) => element.scrollIntoView({ block: 'start' }));

const screens = {
  'getting-started': ['/', 'pre', , empty],
  home: ['/', '[data-testid=running-run] path'],
  workspace: [`/${demo}`, '[data-testid=chart]'],
  chart: [`/${demo}?full=val/accuracy`, '[data-testid=full-chart] tbody tr'],
  views: [`/${demo}`, '[data-testid=chart]', (page) => page.getByRole('button', { name: 'Views', exact: true }).click()],
  landmarks: [`/${demo}`, '[data-testid=chart]', (page) => page.getByRole('button', { name: 'Add or remove landmarks' }).click()],
  search: [`/${demo}`, '[data-testid=chart]', async (page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Go to anything' }).fill('mo');
    await page.getByRole('listbox').getByRole('option').nth(8).waitFor();
  }],
  keys: [`/${demo}`, '[data-testid=chart]', (page) => page.keyboard.press('?')],
  table: [`/${demo}/table?g=config.model&cols=state,duration,metrics.test/accuracy,metrics.train/loss&delta=landmark:kNN`, '[data-testid=group-row]'],
  analyse: [`/${demo}/${board(
    { type: 'parallel', columns: ['config.model', 'config.learningRate', 'config.optimizer', 'config.seed', 'metrics.test/accuracy'] },
    { type: 'curve', key: 'test/predictions', draw: 'confusion' },
    { type: 'box', column: 'metrics.test/accuracy', by: 'config.model' },
  )}`, '[data-testid=panel] table'],
  compare: [`${moons}/${board({ type: 'compare', runs: compared })}`, '[data-testid=compare] td'],
  code: [`${moons}/${board({ type: 'code', left: compared[0], right: compared[2], file: 'code/settings.yaml' }, { type: 'curve', key: 'val/scores', draw: 'pr' }, { type: 'curve', key: 'val/scores', draw: 'calibration' })}`, '[data-testid=hunk]'],
  run: [`/${demo}/runs/${run.uid}`, '[data-testid=standing]'],
  verdicts: [`/${demo}/runs/${run.uid}`, '[data-testid=gates]', to('[data-testid=verdicts]')],
  charts: [`/${demo}/runs/${run.uid}?tab=charts`, '[data-testid=chart]'],
  media: [`/${demo}/runs/${run.uid}?tab=media`, 'img, canvas, table'],
  tables: [`/${demo}/runs/${run.uid}?tab=tables`, '[data-testid=data-row]'],
  system: [`/${demo}/runs/${run.uid}?tab=system`, '[data-testid=chart]'],
  console: [`${moons}/runs/more-data?tab=console`, 'text=epoch'],
  files: [`${moons}/runs/wider?tab=files&key=code/moons.mjs`, 'pre:has-text("mulberry32")'],
  sweep: [`${moons}/sweeps/${sweep.uid}`, '[data-testid=importance] tbody tr'],
  report: [`/${demo}/reports/What-a-hidden-layer-gives--${report.id}`, 'article [data-testid=bars]'],
  artifacts: [`${moons}/artifacts`, '[data-testid=collection]'],
  artifact: [`${moons}/artifacts/dataset/two-moons/v1?tab=files`, 'text=train.csv', (page) => page.getByRole('button', { name: 'README.md' }).click()],
  lineage: [`${moons}/artifacts/model/moons-net/best?tab=lineage`, '[data-testid=lineage] a'],
  models: ['/models', '[data-testid=model]'],
  model: ['/models/fashion-classifier', '[data-testid=version], [data-testid=registered-version]'],
  traces: [`/local/docs-answers/traces?key=${tree.uid}`, '[data-testid=span]'],
  trash: ['/trash', '[data-testid=trashed-run]'],
};

const stop = await keepTraining(base);
const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
try {
  for (const colorScheme of ['light', 'dark']) {
    const page = await (await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' })).newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => console.error(`${page.url()}: ${error.message}`));
    for (const [name, [path, awaited, act, at = base]] of Object.entries(screens)) {
      if ((name === 'getting-started' && !empty) || (only && !only.includes(name))) continue;
      await page.goto(at + path);
      await page.locator(awaited).first().waitFor();
      await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => undefined); // a live page is never idle for long
      await act?.(page);
      await page.waitForTimeout(act ? 400 : 0); // what was opened reads its own things
      // Where the demo lay on the photographer's disk, and what that machine is called, is nobody's business.
      await page.evaluate((host) => {
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let text; (text = texts.nextNode()); ) text.data = text.data.replace(/(^|\s)\/(?:[\w.-]+\/)+([\w.-]+)/g, '$1/srv/cairn/$2').replaceAll(host, 'localhost');
      }, hostname());
      writeFileSync(join(folder, `${name}${colorScheme === 'dark' ? '-dark' : ''}.png`), small(await page.screenshot()));
    }
  }
} finally {
  await browser.close();
  await stop();
}
