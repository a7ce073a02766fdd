// Subscribers that take up the room a node has for them, so that there is none for others.
import { get } from 'node:http';

const EVENT = /^event: *(\S+)/m;

export class Crowd {
  #base;
  #most;
  #held = [];

  /** At a node that serves so many subscriptions and no more. */
  constructor(base, most) {
    this.#base = base;
    this.#most = most;
  }

  /** Subscribes until there is no room left. */
  async fill() {
    for (;;) {
      const { request, event } = await this.#subscribe();
      if (event === 'unavailable') return;
      this.#held.push(request);
      if (this.#held.length > this.#most) throw new Error(`more than ${this.#most} are served`);
    }
  }

  leave() {
    for (const request of this.#held.splice(0)) request.destroy();
  }

  /** Subscribes to next to nothing; resolves with the first event. */
  #subscribe() {
    const url = new URL('api/v1/live/stream?metric=of_the_crowd', this.#base);
    const options = { agent: false, headers: { accept: 'text/event-stream' } };
    return new Promise((resolve, reject) => {
      const request = get(url, options, (response) => {
        let text = '';
        let event;
        response.setEncoding('utf8');
        response.on('data', (piece) => {
          if (event) return;
          text += piece;
          event = EVENT.exec(text)?.[1];
          if (event) resolve({ request, event });
        });
        // It was told to leave, or the node has ended.
        response.on('error', reject);
      });
      request.on('error', reject);
    });
  }
}
