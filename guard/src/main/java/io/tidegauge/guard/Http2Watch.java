package io.tidegauge.guard;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.function.LongConsumer;

/**
 * The streams of a connection over HTTP/2: how many are open, and whether their answers are taken.
 * One per connection, on its event loop.
 */
final class Http2Watch extends Http2ConnectionAdapter {

  private final Http2Connection connection;
  private final Client client;
  private final LongConsumer sentGoAway;
  private final Http2Connection.PropertyKey waiting;
  private int open;

  /**
   * Begins with the streams that are open already.
   *
   * @param sentGoAway told the code of a GOAWAY that was sent
   */
  Http2Watch(Http2Connection connection, Client client, LongConsumer sentGoAway) {
    this.connection = connection;
    this.client = client;
    this.sentGoAway = sentGoAway;
    this.waiting = connection.newKey();
    this.open = connection.numActiveStreams();
    client.requests().addAndGet(open);
    connection.addListener(this);
  }

  int open() {
    return open;
  }

  @Override
  public void onStreamActive(Http2Stream stream) {
    open++;
    client.requests().incrementAndGet();
  }

  @Override
  public void onStreamClosed(Http2Stream stream) {
    open--;
    client.requests().decrementAndGet();
  }

  @Override
  public void onGoAwaySent(int lastStreamId, long errorCode, ByteBuf debugData) {
    sentGoAway.accept(errorCode);
  }

  /** The client takes more of a stream, or of the connection where it is 0. */
  void windowUpdated(int id) {
    Http2Stream stream = connection.stream(id);
    if (stream != null) {
      stream.removeProperty(waiting);
    }
  }

  /** Whether the client has opened no window for so long to an answer that waits for one. */
  boolean stalled(long nanos) {
    try {
      return open > 0 && connection.forEachActiveStream(stream -> !stalled(stream, nanos)) != null;
    } catch (Http2Exception e) {
      throw new IllegalStateException(e); // the visitor does not throw it
    }
  }

  private boolean stalled(Http2Stream stream, long nanos) {
    Http2RemoteFlowController flow = connection.remote().flowController();
    if (!flow.hasFlowControlled(stream)) {
      stream.removeProperty(waiting);
      return false;
    }
    return waits(stream, flow, nanos) || waits(connection.connectionStream(), flow, nanos);
  }

  private boolean waits(Http2Stream stream, Http2RemoteFlowController flow, long nanos) {
    if (flow.windowSize(stream) > 0) {
      stream.removeProperty(waiting);
      return false;
    }
    Stopwatch watch = stream.getProperty(waiting);
    if (watch == null) {
      watch = new Stopwatch();
      watch.runWhile(true);
      stream.setProperty(waiting, watch);
    }
    return watch.over(nanos);
  }
}
