package io.tidegauge.ingest.guard;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2FrameStreamException;

/**
 * Between the codec of HTTP/2 and its streams: an error of one stream resets it with the error's
 * code (RFC 9113, section 5.4.2), which Netty counts against a flood of them. Without this the
 * request would learn of it first and be answered, or cancelled, which is not counted.
 */
@ChannelHandler.Sharable
final class StreamErrors extends ChannelInboundHandlerAdapter {

  static final StreamErrors INSTANCE = new StreamErrors();

  private StreamErrors() {}

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof Http2FrameStreamException error) {
      context.writeAndFlush(new DefaultHttp2ResetFrame(error.error()).stream(error.stream()));
    } else {
      context.fireExceptionCaught(cause);
    }
  }
}
