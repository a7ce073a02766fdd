package io.tidegauge.guard;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the pipeline of a connection over HTTP/2: its errors are counted as cuts, and not
 * logged one by one, else a client could fill the log.
 */
@ChannelHandler.Sharable
final class ConnectionErrors extends ChannelInboundHandlerAdapter {

  static final ConnectionErrors INSTANCE = new ConnectionErrors();

  private static final Logger log = LoggerFactory.getLogger(ConnectionErrors.class);

  private ConnectionErrors() {}

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("{}: {}", context.channel(), cause.toString());
  }
}
