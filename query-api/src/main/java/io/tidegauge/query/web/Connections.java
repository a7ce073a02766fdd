package io.tidegauge.query.web;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerRequest;

/** What is to be known of the connection under a request. Stateless. */
public final class Connections {

  private Connections() {}

  /** Bytes that may wait in the system for a reader who follows live state. */
  private static final long WAITING = 16 << 10;

  /**
   * Whether the connection takes more bytes at once: netty's write buffer is below its high
   * watermark. To be called once a connection, when it has become a WebSocket.
   */
  public static Writability writability(ServerHttpRequest request) {
    Channel channel = channel(request);
    ChannelWritability writability = new ChannelWritability(channel);
    channel.pipeline().addBefore(NettyPipeline.ReactiveBridge, "writability", writability);
    return writability;
  }

  /**
   * Has the system take little that its reader does not: what waits there is old when it is read,
   * and takes memory. Where it can be told (Linux).
   */
  public static void keepLittle(ServerHttpRequest request) {
    Channel channel = channel(request);
    Channel connection = channel.parent() instanceof EpollSocketChannel http2 ? http2 : channel;
    if (connection instanceof EpollSocketChannel) {
      connection.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, WAITING);
    }
  }

  /** Ends the connection, or for HTTP/2 the stream, in the middle of what is being written. */
  public static Runnable cut(ServerHttpRequest request) {
    Channel channel = channel(request);
    return channel::close;
  }

  /**
   * Does what reactor-netty leaves to its users of RFC 6455: text that is no UTF-8 ends a WebSocket
   * with 1007 as soon as it comes (section 8.1), a reserved bit without a meaning with 1002
   * (section 5.2), and the connection is closed so that the other side is told the code (section
   * 7.1.1). To be run when the connection has become a WebSocket, and before anything is read from
   * it.
   */
  public static Runnable asWebSocket(ServerHttpRequest request) {
    Channel channel = channel(request);
    return () ->
        channel
            .pipeline()
            .addFirst("cleanClosure", new CleanClosure())
            .addBefore(NettyPipeline.ReactiveBridge, "reservedBits", new ReservedBits())
            .addBefore(NettyPipeline.ReactiveBridge, "textIsUtf8", new Utf8FrameValidator());
  }

  static Channel channel(ServerHttpRequest request) {
    HttpServerRequest server = ServerHttpRequestDecorator.getNativeRequest(request);
    AtomicReference<@Nullable Channel> channel = new AtomicReference<>();
    server.withConnection(connection -> channel.set(connection.channel()));
    return Objects.requireNonNull(channel.get(), "the request has no connection");
  }
}
