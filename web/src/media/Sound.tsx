import { useEffect, useRef, useState } from 'react';
import type WaveSurfer from 'wavesurfer.js';
import { useDark } from '../app/preferences';
import { readColours } from '../charts/colours';
import { Button } from '../ui/controls';
import css from './media.module.css';

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(seconds < 10 ? 1 : 0).padStart(seconds < 10 ? 3 : 2, '0')}`;

/** A recording as its waveform, played from where one clicks; the browser's own player where the waveform cannot be drawn. */
export function Sound({ url, caption }: { url: string; caption: string }) {
  const host = useRef<HTMLDivElement>(null);
  const player = useRef<WaveSurfer>(undefined);
  const [state, setState] = useState({ ready: false, playing: false, at: 0, length: 0, broken: false });
  const dark = useDark();
  useEffect(() => {
    let stopped = false;
    const change = (part: Partial<typeof state>) => !stopped && setState((old) => ({ ...old, ...part }));
    void import('wavesurfer.js').then(({ default: Wave }) => {
      if (stopped || !host.current) return;
      host.current.dataset.theme = dark ? 'dark' : 'light'; // another theme has other colours to read
      const colours = readColours(host.current);
      const wave = Wave.create({ container: host.current, url, height: 64, waveColor: colours.axis, progressColor: colours.accent, cursorColor: colours.accent, barWidth: 2, barGap: 1, barRadius: 1, normalize: true });
      player.current = wave;
      wave.on('ready', (length) => { change({ ready: true, length }); host.current?.setAttribute('data-seconds', length.toFixed(2)); });
      wave.on('timeupdate', (at) => change({ at }));
      wave.on('play', () => change({ playing: true }));
      wave.on('pause', () => change({ playing: false }));
      wave.on('error', () => change({ broken: true }));
    }).catch(() => change({ broken: true }));
    return () => {
      stopped = true;
      player.current?.destroy();
      player.current = undefined;
    };
  }, [url, dark]);
  if (state.broken)
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- runs log recordings, not captioned films
    return <figure className={css.sound}><audio controls preload="none" src={url} /><figcaption>{caption}</figcaption></figure>;
  return (
    <figure className={css.sound} data-testid="sound" data-ready={state.ready}>
      <div className={css.wave}>
        <Button icon={state.playing ? 'pause' : 'play'} label={state.playing ? 'Pause' : 'Play'} disabled={!state.ready} onClick={() => void player.current?.playPause()} />
        <div ref={host} className="grow" />
      </div>
      <figcaption><span className="ellipsis">{caption}</span><span className="grow" />{state.ready && <span className="mono">{clock(state.at)} / {clock(state.length)}</span>}<a href={url} download>Download</a></figcaption>
    </figure>
  );
}
