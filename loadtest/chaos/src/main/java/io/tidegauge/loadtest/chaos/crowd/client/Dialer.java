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
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.handler.codec.http.HttpClientCodec;
import io.tidegauge.engines.EngineException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Connections to a query node, from several addresses of the loopback interface. Fast and slow ones
 * have a thread each, so that slow ones do not hold up fast ones here. Thread-safe.
 */
public final class Dialer implements AutoCloseable {

  private static final int ADDRESSES = 8;
  private static final int CONNECT_MILLIS = 10_000;

  /** What a slow reader takes at once, and what its system keeps for it, bytes. */
  static final int SLOW_READ = 1 << 10;

  private static final int SLOW_BUFFER = 8 << 10;

  /**
   * As over Ethernet. Over the loopback interface segments are 64 KiB and the sender's system keeps
   * 2.5 MiB for a connection: whoever reads slowly would not be felt for minutes.
   */
  private static final int SEGMENT = 1448;

  private static final int TCP = 6;
  private static final int TCP_MAXSEG = 2;
  private static final ChannelOption<Integer> MAX_SEGMENT =
      new IntegerUnixChannelOption("TCP_MAXSEG", TCP, TCP_MAXSEG);

  private final InetSocketAddress node;
  private final EventLoopGroup fast;
  private final EventLoopGroup slow;

  /**
   * Of a node.
   *
   * @throws EngineException where the system is another than Linux on x86-64
   */
  public Dialer(InetSocketAddress node) {
    if (!Epoll.isAvailable()) {
      throw new EngineException(
          "crowd needs Linux on x86-64: " + String.valueOf(Epoll.unavailabilityCause()));
    }
    this.node = node;
    this.fast = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    this.slow = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  }

  /** Connects one that reads all that comes. */
  ChannelFuture fast(int number, ChannelHandler handler) {
    return connect(bootstrap(fast, handler), number);
  }

  /**
   * Connects one that reads little.
   *
   * @param atOnce whether it reads all that there is when it reads; else {@link #SLOW_READ} bytes
   */
  ChannelFuture slow(int number, boolean atOnce, ChannelHandler handler) {
    Bootstrap bootstrap =
        bootstrap(slow, handler)
            .option(ChannelOption.SO_RCVBUF, SLOW_BUFFER)
            .option(MAX_SEGMENT, SEGMENT)
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
        .channel(EpollSocketChannel.class)
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

  /** The threads' work for later. */
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
