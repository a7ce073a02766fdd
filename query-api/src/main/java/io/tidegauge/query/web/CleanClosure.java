package io.tidegauge.query.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes the connection of a WebSocket as RFC 6455 has it (section 7.1.1): nothing more is sent,
 * and what comes is thrown away until the other side has closed too, for a second at the most. A
 * connection that is closed at once while bytes come is reset, and the other side may lose the
 * close frame, which says why.
 */
final class CleanClosure extends ChannelDuplexHandler {

  private static final long PATIENCE_MILLIS = 1_000;

  private boolean closing;

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    Channel channel = context.channel();
    if (!channel.isActive()
        || context.executor().isShuttingDown()
        || !(channel instanceof DuplexChannel connection)) {
      Future<?> _ = context.close(promise);
      return;
    }
    Future<?> _ = channel.closeFuture().addListener(closed -> promise.trySuccess());
    if (!closing) {
      closing = true;
      Future<?> _ = connection.shutdownOutput();
      channel.config().setAutoRead(true);
      Future<?> _ =
          context.executor().schedule(() -> end(context), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static void end(ChannelHandlerContext context) {
    Future<?> _ = context.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (closing) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }
}
