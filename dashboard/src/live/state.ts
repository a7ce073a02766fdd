import { type LiveEntry as Entry, LiveState as State } from '@tidegauge/client';
import { Points } from './points';

/** Series that the page keeps; a subscription is to one metric of one server, so this is plenty. */
export const MOST_SERIES = 500;

export interface LiveEntry extends Entry {
  /** What the live chart draws. */
  points: Points;
}

/** The feed's state with the last minutes of every series; points drawn so far survive a reconnection. */
export class LiveState extends State<LiveEntry> {
  constructor() {
    super({
      mostSeries: MOST_SERIES,
      create: (entry) => ({ ...entry, points: new Points(entry.kind) }),
      onSample: ({ points, time, value }) => points.add(time, value),
    });
  }
}
