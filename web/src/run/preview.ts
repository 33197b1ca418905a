import type { RunFile } from '../api/types';

export type PreviewKind = 'image' | 'html' | 'audio' | 'video' | 'diff' | 'json' | 'table' | 'assembled' | 'csv' | 'markdown' | 'scene' | 'molecule' | 'text' | 'none';

const TEXT = /\.(txt|log|pyi?|pyx|csx?|fsx?|fsproj|[cm]?tsx?|[cm]?jsx?|sh|bash|zsh|ps1|bat|toml|ya?ml|ini|cfg|conf|env|properties|xml|html|css|scss|rs|go|java|kts?|scala|swift|rb|php|lua|pl|cpp|cc|cxx|hpp|c|h|cu|cuh|r|rmd|jl|m|sql|tex|bib|rst|proto|cmake|gradle|tf|tfvars|lock|csproj|slnx?|props|targets|gitignore|dockerignore)$/i;

/** How a file can be shown. */
export function previewKind(file: Pick<RunFile, 'path' | 'contentType'>): PreviewKind {
  const type = file.contentType ?? '';
  if (/^image\/(png|jpe?g|gif|webp|bmp|avif|svg)/.test(type) || /\.(png|jpe?g|gif|webp|bmp|avif|svg)$/i.test(file.path)) return 'image';
  if (/\.html?$/i.test(file.path) || type.startsWith('text/html')) return 'html';
  if (type.startsWith('audio/') || /\.(wav|mp3|ogg|flac|m4a)$/i.test(file.path)) return 'audio';
  if (type.startsWith('video/') || /\.(mp4|webm|mov|ogv)$/i.test(file.path)) return 'video';
  if (/\.(patch|diff)$/i.test(file.path)) return 'diff';
  if (/\.(md|markdown)$/i.test(file.path)) return 'markdown';
  if (/\.(glb|gltf|obj|stl|ply)$|\.pts\.json$/i.test(file.path)) return 'scene';
  if (/\.(pdb|pqr|mmcif|mcif|cif|sdf|sd|gro|mol2|mmtf)$/i.test(file.path)) return 'molecule';
  if (/\.(joined|partitioned)-table\.json$/i.test(file.path)) return 'assembled';
  if (/\.table\.json$/i.test(file.path)) return 'table';
  if (/\.(json|jsonl|ndjson|ipynb)$/i.test(file.path) || type.startsWith('application/json')) return 'json';
  if (/\.(csv|tsv)$/i.test(file.path)) return 'csv';
  return type.startsWith('text/') || TEXT.test(file.path) || /(^|\/)(Dockerfile|Makefile|LICENSE|README)$/.test(file.path) ? 'text' : 'none';
}

/** What a line of a unified diff is. */
export function diffLine(line: string): 'file' | 'hunk' | 'added' | 'removed' | 'context' {
  if (/^(diff |index |--- |\+\+\+ |new file|deleted file|rename |similarity )/.test(line)) return 'file';
  if (line.startsWith('@@')) return 'hunk';
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'removed' : 'context';
}

/** Rows of comma- or tab-separated text; quotes may hold separators, line ends and doubled quotes. */
export function parseCsv(text: string, most: number): string[][] {
  const head = text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n'));
  const separator = head.includes('\t') && !head.includes(',') ? '\t' : ',';
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let inside = false;
  for (let i = 0; i < text.length && rows.length < most; i++) {
    const c = text[i]!;
    if (inside) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') cell += text[++i]!;
      else inside = false;
    } else if (c === '"') inside = true;
    else if (c === separator) {
      row.push(cell);
      cell = '';
    } else if (c === '\n') {
      rows.push([...row, cell.replace(/\r$/, '')]);
      [row, cell] = [[], ''];
    } else cell += c;
  }
  if (rows.length < most && (cell !== '' || row.length > 0)) rows.push([...row, cell]);
  return rows;
}
