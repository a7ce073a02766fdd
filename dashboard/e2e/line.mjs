// A line between the browser and a running server: it can be cut, and knows which streams were asked for.
import { connect, createServer } from 'node:net';

const STREAM = /^GET (\/api\/v1\/live\/stream\S*)/;
const LAST_EVENT_ID = /^last-event-id: *(\S*)/im;

export class Line {
  /** Each request for a stream, with the id that it goes on from ('' at first) and when it came, ms. */
  streams = [];
  /** Set: whoever comes is hung up on. */
  refuses = false;
  #sockets = new Set();
  #server;

  constructor(base) {
    const { hostname, port } = new URL(base);
    this.#server = createServer((client) => {
      if (this.refuses) client.destroy();
      else this.#serve(client, connect(Number(port), hostname));
    });
  }

  /** Listens on a free port and returns the address. */
  async start() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** Ends all connections, as a node does that is killed. */
  cut() {
    for (const socket of this.#sockets) socket.destroy();
  }

  stop() {
    this.cut();
    return new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(client, server) {
    client.on('data', (bytes) => this.#look(bytes.toString('latin1')));
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ]) {
      this.#sockets.add(socket);
      // Whichever side ends, and however: both do.
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }

  /** A browser sends the head of a request in one piece. */
  #look(head) {
    if (STREAM.test(head)) {
      this.streams.push({ from: LAST_EVENT_ID.exec(head)?.[1] ?? '', at: Date.now() });
    }
  }
}
