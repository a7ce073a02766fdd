package io.tidegauge.loadtest.bench.live;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.tidegauge.engines.EngineException;
import io.tidegauge.loadtest.bench.measure.NumberScan;
import io.tidegauge.loadtest.bench.system.FanOut;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Subscribers over Server-Sent Events that cost little: all on one event loop, and nothing is made
 * of what they read but the numbers of events. They come from several addresses of the loopback
 * interface.
 */
final class Readers implements AutoCloseable {

  private static final int ADDRESSES = 8;

  /** So many connect at once. */
  private static final int BATCH = 250;

  private static final int READ = 4 << 10;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  private final Stamps stamps;
  private final Deliveries deliveries;
  private final List<Channel> channels = new ArrayList<>();
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicReference<@Nullable String> loss = new AtomicReference<>();
  private volatile boolean closing;

  Readers(Stamps stamps, Deliveries deliveries) {
    this.stamps = stamps;
    this.deliveries = deliveries;
  }

  /**
   * Connects, and returns when all are answered.
   *
   * @param feeds that they are spread over
   * @throws EngineException where one is not served
   */
  void connect(FanOut system, int subscribers, int feeds) throws InterruptedException {
    for (int i = 0; i < subscribers; i++) {
      channels.add(open(system, i, i % feeds));
      if (i % BATCH == BATCH - 1 || i == subscribers - 1) {
        awaitServed(i + 1);
      }
    }
  }

  private Channel open(FanOut system, int number, int feed) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ))
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Reader(request(system, feed), feed));
                  }
                });
    String from = "127.0.0." + (1 + number % ADDRESSES);
    return bootstrap
        .connect(system.address(), new InetSocketAddress(from, 0))
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                lost(String.valueOf(done.cause()));
              }
            })
        .channel();
  }

  private static byte[] request(FanOut system, int feed) {
    return ("GET "
            + system.path(feed)
            + " HTTP/1.1\r\nHost: feed\r\nAccept: text/event-stream\r\nX-Scope-OrgID: "
            + system.tenant()
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void awaitServed(int count) throws InterruptedException {
    long begin = System.nanoTime();
    while (served.get() < count) {
      check();
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        throw new EngineException(
            "%,d of %,d subscribers were answered within %d s"
                .formatted(served.get(), count, PATIENCE.toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private void lost(String why) {
    loss.compareAndSet(null, why);
  }

  /**
   * Looks whether all are still served.
   *
   * @throws EngineException where one is not
   */
  void check() {
    String why = loss.get();
    if (why != null) {
      throw new EngineException("a subscriber is not served: " + why);
    }
  }

  /** One connection. */
  private final class Reader extends ChannelInboundHandlerAdapter {
    private final byte[] request;
    private final NumberScan statuses;
    private final NumberScan numbers;
    private boolean answered;
    private long now;

    Reader(byte[] request, int feed) {
      this.request = request;
      this.statuses = new NumberScan("HTTP/1.1 ", this::answered);
      this.numbers =
          new NumberScan(FanOut.MARK, number -> deliveries.delivered(stamps.of(feed, number), now));
    }

    private void answered(int status) {
      if (answered) {
        return;
      }
      answered = true;
      if (status == 200) {
        served.incrementAndGet();
      } else {
        lost("HTTP " + status);
      }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      context.writeAndFlush(Unpooled.wrappedBuffer(request), context.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      now = System.nanoTime();
      deliveries.received(bytes.readableBytes());
      if (!answered) {
        bytes.forEachByte(statuses);
      }
      bytes.forEachByte(numbers);
      bytes.release();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (!closing) {
        lost("the connection was ended");
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      lost(cause.toString());
      context.close();
    }
  }

  /** Ends all connections, and returns when they are. */
  @Override
  public void close() {
    closing = true;
    channels.forEach(Channel::close);
    channels.forEach(channel -> channel.closeFuture().awaitUninterruptibly());
    channels.clear();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
