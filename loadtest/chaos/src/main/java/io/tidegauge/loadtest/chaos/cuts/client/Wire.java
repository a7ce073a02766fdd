package io.tidegauge.loadtest.chaos.cuts.client;

import io.tidegauge.loadtest.chaos.cuts.check.Filter;
import io.tidegauge.loadtest.chaos.cuts.check.Frame;
import java.io.IOException;
import java.net.Socket;

/** One connection to the feed, by one of its protocols. One thread uses it. */
interface Wire {

  /** The tenant that all clients are of. */
  String TENANT = "cuts";

  /** Updates a second that clients ask for. */
  int MAX_RATE = 10;

  /**
   * The next frame; waits for it.
   *
   * @throws IOException where the connection is over, whatever ended it
   */
  Frame next() throws IOException;

  /** Protocols of the feed. */
  enum Protocol {
    /** Server-Sent Events. */
    SSE {
      @Override
      Wire open(Socket socket, Filter filter, String since) throws IOException {
        return EventWire.open(socket, filter, since);
      }
    },
    /** WebSocket. */
    WEBSOCKET {
      @Override
      Wire open(Socket socket, Filter filter, String since) throws IOException {
        return SocketWire.open(socket, filter, since);
      }
    };

    /**
     * Subscribes.
     *
     * @param since the position to go on from; empty for none
     */
    abstract Wire open(Socket socket, Filter filter, String since) throws IOException;
  }
}
