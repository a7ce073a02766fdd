package io.tidegauge.query.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpServerCodec;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The body of an answer that goes on for long, written past the web framework: for thousands of
 * them its writer costs more than the bytes do. The framework sends the head before, and the end
 * after. To be used on its event loop.
 */
public final class AnswerBody {

  private final Channel channel;

  /** The codec of HTTP/1.1, which chunks go past; null where the codec is to make the frames. */
  private final @Nullable ChannelHandlerContext chunks;

  private AnswerBody(Channel channel, @Nullable ChannelHandlerContext chunks) {
    this.channel = channel;
    this.chunks = chunks;
  }

  /** The body of an answer whose head is on its way, and nothing of it still to be written. */
  public static AnswerBody of(ServerWebExchange exchange) {
    Channel channel = Connections.channel(exchange.getRequest());
    return new AnswerBody(
        channel,
        isChunked(exchange.getResponse())
            ? channel.pipeline().context(HttpServerCodec.class)
            : null);
  }

  private static boolean isChunked(ServerHttpResponse response) {
    HttpServerResponse server = ServerHttpResponseDecorator.getNativeResponse(response);
    return server
        .responseHeaders()
        .contains(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED, true);
  }

  /** The thread that writes. */
  public EventLoop loop() {
    return channel.eventLoop();
  }

  /** Writes and flushes; the future is done when the system, or HTTP/2's peer, has taken it all. */
  public ChannelFuture send(BodyPiece piece) {
    ChannelHandlerContext codec = chunks;
    return codec == null
        ? channel.writeAndFlush(new DefaultHttpContent(piece.content()))
        : codec.writeAndFlush(piece.chunk());
  }

  /** Bytes that still wait for the system, about; 0 where it is not known, as over HTTP/2. */
  public long left() {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting == null ? 0 : waiting.totalPendingWriteBytes() - waiting.currentProgress();
  }
}
