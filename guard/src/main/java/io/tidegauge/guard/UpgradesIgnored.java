package io.tidegauge.guard;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;

/**
 * Requests stay on HTTP/1.1 where they ask for an upgrade to HTTP/2, as some clients do with every
 * first request (java.net.http, curl --http2). Netty would answer those with a body 413: it has to
 * hold the whole body before it can switch. A server may ignore the wish (RFC 9110, section 7.8),
 * and HTTP/2 has done away with it (RFC 9113, section 3.1); prior knowledge is not touched. So
 * every connection over HTTP/2 begins with its preface, and one that has begun with a request over
 * HTTP/1.1 needs nothing of HTTP/2 any more: the handler of upgrades, which keeps a whole codec of
 * HTTP/2 (some 4 KiB), is taken out with the first request.
 */
@ChannelHandler.Sharable
final class UpgradesIgnored extends ChannelInboundHandlerAdapter {

  static final UpgradesIgnored INSTANCE = new UpgradesIgnored();

  private static final String HTTP2_SETTINGS = "HTTP2-Settings";
  private static final String H2C = "h2c";

  private UpgradesIgnored() {}

  /** Adds itself behind the codec of HTTP/1.1, if the connection has one. */
  void addTo(Channel channel) {
    ChannelHandlerContext codec = channel.pipeline().context(HttpServerCodec.class);
    if (codec != null) {
      channel.pipeline().addAfter(codec.name(), "tidegauge-upgrades-ignored", this);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      if (request.headers().containsValue(HttpHeaderNames.UPGRADE, H2C, true)) {
        request.headers().remove(HttpHeaderNames.UPGRADE).remove(HTTP2_SETTINGS);
      }
      HttpServerUpgradeHandler upgrades = context.pipeline().get(HttpServerUpgradeHandler.class);
      if (upgrades != null) {
        context.pipeline().remove(upgrades);
      }
    }
    context.fireChannelRead(message);
  }
}
