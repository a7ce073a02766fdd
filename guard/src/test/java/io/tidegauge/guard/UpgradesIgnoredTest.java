package io.tidegauge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http2.CleartextHttp2ServerUpgradeHandler;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpgradesIgnoredTest {

  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n%s\r\n";

  private final HttpServerCodec codec = new HttpServerCodec();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new CleartextHttp2ServerUpgradeHandler(
              codec,
              new HttpServerUpgradeHandler(
                  codec,
                  protocol -> {
                    throw new AssertionError(protocol);
                  }),
              new ChannelInboundHandlerAdapter()));

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private HttpRequest receive(String headers) {
    channel.writeInbound(
        Unpooled.copiedBuffer(REQUEST.formatted(headers), StandardCharsets.US_ASCII));
    HttpRequest request = channel.readInbound();
    channel.releaseInbound();
    return request;
  }

  @Test
  void aRequestOverHttp1LeavesNothingOfHttp2Behind() {
    UpgradesIgnored.INSTANCE.addTo(channel);
    assertThat(channel.pipeline().get(HttpServerUpgradeHandler.class)).isNotNull();

    assertThat(receive("").headers().get("Host")).isEqualTo("a");

    assertThat(channel.pipeline().get(HttpServerUpgradeHandler.class)).isNull();
    assertThat(channel.pipeline().get(CleartextHttp2ServerUpgradeHandler.class)).isNull();
    assertThat(receive("X-Next: 1\r\n").headers().get("X-Next")).isEqualTo("1");
  }

  @Test
  void aWishForAnUpgradeIsForgotten() {
    UpgradesIgnored.INSTANCE.addTo(channel);

    HttpRequest request =
        receive("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n");

    assertThat(request.headers().contains("Upgrade")).isFalse();
    assertThat(request.headers().contains("HTTP2-Settings")).isFalse();
  }
}
