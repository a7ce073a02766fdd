package io.tidegauge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamErrorsTest {

  private static final Http2FrameStream STREAM =
      new Http2FrameStream() {
        @Override
        public int id() {
          return 3;
        }

        @Override
        public Http2Stream.State state() {
          return Http2Stream.State.HALF_CLOSED_REMOTE;
        }
      };

  private final EmbeddedChannel channel = new EmbeddedChannel(StreamErrors.INSTANCE);

  @ParameterizedTest
  @CsvSource({"GET, '/a b'", "GET, '/a\r\nb'", "'G T', /", "'', /"})
  void aMalformedRequestWithoutABodyIsReset(String method, String path) {
    channel.writeInbound(frame(headers().method(method).path(path), true));

    assertThat((Object) channel.readInbound()).isNull();
    Http2ResetFrame reset = channel.readOutbound();
    assertThat(reset.stream()).isSameAs(STREAM);
    assertThat(reset.errorCode()).isEqualTo(Http2Error.PROTOCOL_ERROR.code());
  }

  @Test
  void aRequestWithoutAPathIsReset() {
    channel.writeInbound(frame(headers().method("GET"), true));

    assertThat((Object) channel.readOutbound()).isInstanceOf(Http2ResetFrame.class);
  }

  @Test
  void othersGoOn() {
    Http2HeadersFrame request = frame(headers().method("GET").path("/ok?a=%20"), true);
    Http2HeadersFrame start = frame(headers().method("POST").path("/api/v1/write"), false);
    Http2HeadersFrame trailers = frame(new DefaultHttp2Headers(), true);

    channel.writeInbound(request, start, trailers);

    assertThat((Object) channel.readInbound()).isSameAs(request);
    assertThat((Object) channel.readInbound()).isSameAs(start);
    assertThat((Object) channel.readInbound()).isSameAs(trailers);
    assertThat((Object) channel.readOutbound()).isNull();
  }

  private static Http2Headers headers() {
    return new DefaultHttp2Headers(false).scheme("http").authority("localhost");
  }

  private static Http2HeadersFrame frame(Http2Headers headers, boolean end) {
    return new DefaultHttp2HeadersFrame(headers, end).stream(STREAM);
  }
}
