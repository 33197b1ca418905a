import plotly from 'plotly.js-dist-min/plotly.min.js?url';
import { useDark } from '../app/preferences';
import { ProblemView, Skeleton } from '../ui/states';
import css from '../media/media.module.css';
import { useFileText } from './SandboxedPage';
import { scriptJson, sealed } from './sealed';

/** A Plotly figure that a run logged, drawn in a frame of its own origin; the library is loaded only there. */
export function PlotlyFrame({ run, path }: { run: number; path: string }) {
  const text = useFileText(run, path);
  const dark = useDark();
  if (text.error) return <ProblemView error={text.error} retry={() => void text.refetch()} />;
  if (text.data === undefined) return <Skeleton lines={6} />;
  let figure: unknown;
  try {
    figure = JSON.parse(text.data);
  } catch {
    return <p className={css.none}>{path} is not a Plotly figure: it is no JSON.</p>;
  }
  const library = new URL(plotly, location.href).href;
  const [ink, line] = dark ? ['#e8e7e0', '#41463e'] : ['#23261f', '#cdc9bb'];
  const page = `<style>html,body,#plot{margin:0;height:100%;overflow:hidden;background:${dark ? '#1a1c19' : '#fffefb'}}p{font:13px system-ui;padding:12px;color:${ink}}</style><div id="plot"></div>
<script src="${library}"></script><script>
const figure = ${scriptJson(figure)};
const axes = Object.fromEntries(Object.keys(figure.layout ?? {}).concat('xaxis', 'yaxis').filter((k) => /^[xy]axis/.test(k)).map((k) => [k, { gridcolor: '${line}', zerolinecolor: '${line}', ...(figure.layout ?? {})[k] }]));
const layout = { margin: { t: 36, r: 16, b: 40, l: 52 }, paper_bgcolor: 'transparent', plot_bgcolor: 'transparent', ...figure.layout, ...axes, width: undefined, height: undefined, autosize: true, font: { color: '${ink}', ...figure.layout?.font } };
if (figure.layout?.template) { layout.paper_bgcolor = layout.plot_bgcolor = 'transparent'; }
if (window.Plotly) Plotly.newPlot('plot', figure.data ?? [], layout, { responsive: true, displaylogo: false }).catch((e) => { document.body.innerHTML = '<p></p>'; document.body.firstChild.textContent = 'Plotly cannot draw this: ' + e.message; });
</script>`;
  return <iframe title={path} srcDoc={sealed(page, [library])} sandbox="allow-scripts" referrerPolicy="no-referrer" className={css.frame} data-testid="plotly" />;
}
