package io.tidegauge.loadtest.bench.system;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.tidegauge.loadtest.bench.measure.NumberScan;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Posts messages over some connections that stay, without waiting for answers. */
final class NchanPublisher implements AutoCloseable {

  private static final int CONNECTIONS = 4;
  private static final int SUCCESS = 2;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<Channel> connections = new ArrayList<>();
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

  NchanPublisher(InetSocketAddress server) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Answers());
                  }
                });
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.add(bootstrap.connect(server).syncUninterruptibly().channel());
    }
  }

  /** Looks at the status of each answer. */
  private final class Answers extends SimpleChannelInboundHandler<ByteBuf> {
    private final NumberScan statuses =
        new NumberScan(
            "HTTP/1.1 ",
            status -> {
              if (status / 100 != SUCCESS) {
                failure.compareAndSet(null, "HTTP " + status);
              }
            });

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
      bytes.forEachByte(statuses);
    }
  }

  /** One message; those of one path are in order. */
  void publish(String path, String message) {
    String request =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: feed\r\nContent-Type: application/json\r\nContent-Length: "
            + message.length()
            + "\r\n\r\n"
            + message;
    Channel connection = connections.get(Math.floorMod(path.hashCode(), connections.size()));
    connection
        .writeAndFlush(Unpooled.wrappedBuffer(request.getBytes(StandardCharsets.US_ASCII)))
        .addListener(
            sent -> {
              if (!sent.isSuccess()) {
                failure.compareAndSet(null, String.valueOf(sent.cause()));
              }
            });
  }

  /** Why a message was not taken; empty where all were. */
  Optional<String> failure() {
    return Optional.ofNullable(failure.get());
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
