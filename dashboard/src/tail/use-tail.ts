import type { StreamPhase } from '@tidegauge/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, getJson } from '../api/client';
import { parseTime } from '../format/time';
import { subscribe } from '../live/subscribe';
import { TailBuffer } from './tail-buffer';
import { type TailState, tailUrl } from './tail-route';

export interface Tail {
  buffer: TailBuffer;
  /** Whether a snapshot has arrived. */
  ready: boolean;
  /** How far samples have been processed, ms since the epoch; NaN where it is not known. */
  watermark: number;
  /** Seconds that the newest frame has waited for this page; 0 where it keeps up. */
  lag: number;
  /** Why the server does not take the subscription. */
  problem?: string;
  /** Draws the page again after the buffer was changed by hand. */
  redraw: () => void;
}

/** The feed that the state describes; another filter is another feed, with nothing of the last one. */
export function useTail(state: TailState): Tail {
  const [, setVersion] = useState(0);
  const redraw = () => setVersion((version) => version + 1);
  const url = tailUrl('live/stream', state);
  const tail = useRef<Omit<Tail, 'redraw'> & { url: string }>(begin(url, state.lines));
  if (tail.current.url !== url) tail.current = begin(url, state.lines);
  const current = tail.current;
  current.buffer.resize(state.lines);

  useEffect(() => {
    const controller = new AbortController();
    const watch = new PhaseWatch();
    let explained = false;
    const explain = async () => {
      explained = true;
      // An EventSource is not told why; the same filter asked for once is.
      const problem = await refusalOf(tailUrl('live', state), controller.signal);
      if (controller.signal.aborted || current.ready) return;
      if (problem) current.problem = problem;
      redraw();
    };
    const end = subscribe(url, {
      onFrame: (frame, whole) => {
        current.buffer.apply(frame, whole);
        current.ready = true;
        current.lag = frame.lag ?? 0;
        delete current.problem;
        const watermark = parseTime(frame.watermark);
        if (!Number.isNaN(watermark)) current.watermark = watermark;
        redraw();
      },
      onPhase: (phase) => {
        const event = watch.next(phase);
        if (event) current.buffer.note(event, Date.now());
        if (phase === 'reconnecting' && !current.ready && !explained) void explain();
        redraw();
      },
      onUnavailable: ({ detail, title }) => {
        current.problem = detail ?? title ?? '';
        redraw();
      },
      onReset: () => {
        current.buffer.note('reset', Date.now());
        redraw();
      },
    });
    return () => {
      controller.abort();
      end();
    };
  }, [url]);

  return { ...current, redraw };
}

function begin(url: string, lines: number): Omit<Tail, 'redraw'> & { url: string } {
  return { url, buffer: new TailBuffer(lines), ready: false, watermark: Number.NaN, lag: 0 };
}

/** Tells a connection that is lost and one that is back from its many phases. */
export class PhaseWatch {
  private wasLive = false;
  private lost = false;

  next(phase: StreamPhase): 'lost' | 'resumed' | undefined {
    if (phase === 'live') {
      const back = this.lost;
      this.wasLive = true;
      this.lost = false;
      return back ? 'resumed' : undefined;
    }
    if (!this.wasLive || this.lost) return undefined;
    this.lost = true;
    return 'lost';
  }
}

async function refusalOf(url: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    await getJson(url, signal);
    return undefined;
  } catch (error) {
    return error instanceof ApiError && error.status > 0 ? error.message : undefined;
  }
}
