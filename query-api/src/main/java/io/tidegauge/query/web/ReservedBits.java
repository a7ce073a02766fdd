package io.tidegauge.query.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Fails a WebSocket at a frame with a reserved bit that no extension gives a meaning (RFC 6455,
 * section 5.2). Behind permessage-deflate, which takes its own away, that is any.
 */
final class ReservedBits extends ChannelInboundHandlerAdapter {

  private boolean failed;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    int bits = message instanceof WebSocketFrame frame ? frame.rsv() : 0;
    if (!failed && bits == 0) {
      context.fireChannelRead(message);
      return;
    }
    ReferenceCountUtil.release(message);
    if (!failed) {
      failed = true;
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.PROTOCOL_ERROR, "Reserved bits are set: " + bits);
    }
  }
}
