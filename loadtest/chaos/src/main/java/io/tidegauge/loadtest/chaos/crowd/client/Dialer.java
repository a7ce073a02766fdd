package io.tidegauge.loadtest.chaos.crowd.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Connections to a query node, from several addresses of the loopback interface. Fast and slow ones
 * have a thread each, so that slow ones do not hold up fast ones here. Thread-safe.
 */
public final class Dialer implements AutoCloseable {

  private static final int ADDRESSES = 8;
  private static final int CONNECT_MILLIS = 10_000;

  /** What a slow reader takes at once, bytes. */
  private static final int SLOW_READ = 1 << 10;

  /** What its system takes for it, bytes: so that it is soon felt at the other end. */
  private static final int SLOW_BUFFER = 8 << 10;

  private final InetSocketAddress node;
  private final EventLoopGroup fast = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoopGroup slow = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  /** To a node. */
  public Dialer(InetSocketAddress node) {
    this.node = node;
  }

  /** Connects one that reads all that comes. */
  ChannelFuture fast(int number, ChannelHandler handler) {
    return connect(bootstrap(fast, handler), number);
  }

  /**
   * Connects one that reads little.
   *
   * @param atOnce whether it reads all that there is when it reads; else a KiB
   */
  ChannelFuture slow(int number, boolean atOnce, ChannelHandler handler) {
    Bootstrap bootstrap =
        bootstrap(slow, handler)
            .option(ChannelOption.SO_RCVBUF, SLOW_BUFFER)
            .option(ChannelOption.AUTO_READ, false);
    if (!atOnce) {
      bootstrap.option(
          ChannelOption.RECVBUF_ALLOCATOR,
          new FixedRecvByteBufAllocator(SLOW_READ).maxMessagesPerRead(1));
    }
    return connect(bootstrap, number);
  }

  private static Bootstrap bootstrap(EventLoopGroup threads, ChannelHandler handler) {
    return new Bootstrap()
        .group(threads)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new HttpClientCodec(), handler);
              }
            });
  }

  private ChannelFuture connect(Bootstrap bootstrap, int number) {
    String address = "127.0.0." + (1 + number % ADDRESSES);
    return bootstrap.connect(node, new InetSocketAddress(address, 0));
  }

  /** Work for later, on the thread of slow ones. */
  void later(Runnable task, long millis) {
    slow.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  /** Ends all connections. */
  @Override
  public void close() {
    fast.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    slow.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
