package io.tidegauge.guard;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Where requests over HTTP/1.1 begin and end, told by the handler behind the codec. One per
 * connection, on its event loop.
 */
final class RequestMarks extends ChannelDuplexHandler {

  private final Stopwatch answered = new Stopwatch();
  private boolean inRequest;
  private boolean upgraded;
  private int requests;

  /** Adds itself behind the codec of HTTP/1.1, if the connection has one. */
  void addTo(Channel channel) {
    ChannelHandlerContext codec = channel.pipeline().context(HttpServerCodec.class);
    if (codec != null) {
      channel.pipeline().addAfter(codec.name(), "tidegauge-request-marks", this);
    }
  }

  /** Whether what comes next is the head of a request. */
  boolean betweenRequests() {
    return !inRequest && !upgraded;
  }

  /** How many requests have begun. */
  int requests() {
    return requests;
  }

  /** Runs while a request is answered and its body goes on. */
  Stopwatch answeredBeforeItsEnd() {
    return answered;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest) {
      inRequest = true;
      requests++;
    }
    if (message instanceof LastHttpContent) {
      inRequest = false;
      answered.runWhile(false);
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response
        && response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      upgraded = true; // to a WebSocket, which has no requests
    }
    if (message instanceof LastHttpContent) {
      answered.runWhile(inRequest && !upgraded);
    }
    context.write(message, promise);
  }
}
