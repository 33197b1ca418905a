// Photographs the screens of a trained demo: node docs/images/make.mjs URL, with the module of Playwright in CAIRN_PLAYWRIGHT.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { chromium } = await import(process.env.CAIRN_PLAYWRIGHT);
const [base] = process.argv.slice(2);
const folder = dirname(fileURLToPath(import.meta.url));
const program = process.env.CAIRN_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const api = async (path, body) => (await fetch(`${base}/api/v1${path}`, body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json();
const [project] = (await api('/projects')).projects;
const [run] = (await api(`/projects/${project.path}/runs/query`, { filter: "name like 'mlp%'", limit: 1 })).runs;

const panels = [
  { type: 'parallel', columns: ['config.model', 'config.learningRate', 'config.optimizer', 'config.seed', 'metrics.test/accuracy'] },
  { type: 'curve', key: 'test/predictions', draw: 'confusion' },
  { type: 'box', column: 'metrics.test/accuracy', by: 'config.model' },
];
const screens = {
  home: ['/', 'text=Projects'],
  workspace: [`/${project.path}`, '[data-testid=chart]'],
  table: [`/${project.path}/table?g=config.model&cols=state,duration,metrics.test/accuracy,metrics.train/loss&delta=landmark:kNN`, '[data-testid=group-row]'],
  run: [`/${project.path}/runs/${run.uid}`, '[data-testid=standing]'],
  media: [`/${project.path}/runs/${run.uid}?tab=media`, 'img, canvas, table'],
  analyse: [`/${project.path}/analyse?board=${encodeURIComponent(JSON.stringify(panels))}`, '[data-testid=panel] table'],
};

const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
for (const colorScheme of ['light', 'dark']) {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme, reducedMotion: 'reduce' })).newPage();
  for (const [name, [path, awaited]] of Object.entries(screens)) {
    await page.goto(base + path);
    await page.locator(awaited).first().waitFor();
    await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => undefined); // a live page is never idle for long
    // Where the demo lay on the photographer's disk is nobody's business.
    await page.evaluate(() => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let text; (text = texts.nextNode()); ) text.data = text.data.replace(/(^|\s)\/(?:[\w.-]+\/)+([\w.-]+)/g, '$1/srv/cairn/$2');
    });
    await page.screenshot({ path: join(folder, `${name}${colorScheme === 'dark' ? '-dark' : ''}.png`) });
  }
}
await browser.close();
