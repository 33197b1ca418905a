function save(text: string, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

const fileName = (title: string) => title.trim().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').toLowerCase() || 'report';

export const exportMarkdown = (title: string, markdown: string): void => save(`# ${title}\n\n${markdown}\n`, `${fileName(title)}.md`, 'text/markdown');

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The report as it is on the screen, as one page that needs no server: panels become drawings of this moment. */
export function exportHtml(title: string, article: HTMLElement): void {
  const rules = [...document.styleSheets].flatMap((sheet) => {
    try {
      return [...sheet.cssRules].map((rule) => rule.cssText);
    } catch {
      return []; // A sheet of another origin, such as a browser extension's.
    }
  });
  const copy = article.cloneNode(true) as HTMLElement;
  for (const gone of copy.querySelectorAll('button, [popover]')) gone.remove();
  for (const link of copy.querySelectorAll('a[href]')) (link as HTMLAnchorElement).href = new URL(link.getAttribute('href')!, location.href).href;
  const theme = document.documentElement.dataset.theme ?? 'light';
  save(
    `<!doctype html><html lang="en" data-theme="${theme}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${rules.join('\n').replaceAll('</', '<\\/')}\nhtml,body{height:auto;overflow:auto}</style><body>${copy.outerHTML}</body></html>`,
    `${fileName(title)}.html`, 'text/html',
  );
}
