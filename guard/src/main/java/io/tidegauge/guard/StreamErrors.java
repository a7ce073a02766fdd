package io.tidegauge.guard;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.HttpConversionUtil;

/**
 * Between the codec of HTTP/2 and its streams: an error of one stream resets it with the error's
 * code (RFC 9113, section 5.4.2), which Netty counts against a flood of them. Without this the
 * request would learn of it first and be answered, or cancelled, which is not counted.
 *
 * <p>A request without a body whose pseudo-headers are malformed (section 8.3.1) is such an error
 * here already: Netty 4.2.17 takes a buffer for it before it looks, and never gives it back.
 */
@ChannelHandler.Sharable
final class StreamErrors extends ChannelInboundHandlerAdapter {

  static final StreamErrors INSTANCE = new StreamErrors();

  private StreamErrors() {}

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof Http2HeadersFrame frame && isMalformed(frame)) {
      reset(context, Http2Error.PROTOCOL_ERROR, frame.stream());
    } else {
      context.fireChannelRead(message);
    }
  }

  /** A whole request in one frame, which cannot be made one of HTTP/1.1. */
  private static boolean isMalformed(Http2HeadersFrame frame) {
    if (!frame.isEndStream() || frame.headers().method() == null) {
      return false; // takes no buffer, or is a trailer
    }
    try {
      HttpConversionUtil.toHttpRequest(frame.stream().id(), frame.headers(), true);
      return false;
    } catch (Http2Exception | RuntimeException e) {
      return true;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof Http2FrameStreamException error) {
      reset(context, error.error(), error.stream());
    } else {
      context.fireExceptionCaught(cause);
    }
  }

  private static void reset(
      ChannelHandlerContext context, Http2Error error, Http2FrameStream stream) {
    context.writeAndFlush(new DefaultHttp2ResetFrame(error).stream(stream));
  }
}
