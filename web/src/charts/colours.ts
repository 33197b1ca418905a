export interface Colours {
  text: string;
  muted: string;
  axis: string;
  grid: string;
  panel: string;
  landmark: string;
  bad: string;
  accent: string;
}

/** The style sheet's colours as the canvas needs them, for the theme now on the screen. */
export function readColours(host: HTMLElement): Colours {
  const probe = host.appendChild(document.createElement('span'));
  const read = (token: string) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const colours = { text: read('text'), muted: read('text-2'), axis: read('axis'), grid: read('grid'), panel: read('panel'), landmark: read('landmark'), bad: read('bad'), accent: read('accent') };
  probe.remove();
  return colours;
}
