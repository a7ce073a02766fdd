package io.tidegauge.guard;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * The outermost handler of a connection, next to TLS: sees the bytes as they come, and ends the
 * connection where its client takes more than it may. Over HTTP/2 the end is a GOAWAY with
 * ENHANCE_YOUR_CALM. One per connection, on its event loop.
 */
final class ConnectionGuard extends ChannelDuplexHandler {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int CONTROL_WEIGHT = 10;
  private static final int CHECKS = 4;

  private final Clients clients;
  private final GuardLimits limits;
  private final Client client;
  private final String address;
  private final FrameScanner scanner = new FrameScanner(this::frame);
  private final RequestMarks marks = new RequestMarks();
  private final Stopwatch head = new Stopwatch();
  private final Stopwatch blocked = new Stopwatch();
  private @Nullable Http2Watch http2;
  private @Nullable Future<?> checks;
  private boolean refused;
  private boolean cut;
  private boolean overControl;
  private long windowStart = System.nanoTime();
  private long controlWeight;
  private long written;
  private long lastTaken;

  private ConnectionGuard(Clients clients, String address) {
    this.clients = clients;
    this.limits = clients.limits();
    this.address = address;
    this.client = clients.enter(address);
  }

  /** Puts a guard into a new connection's pipeline, whose other handlers are there. */
  static void addTo(Channel channel, Clients clients) {
    String address =
        channel.remoteAddress() instanceof InetSocketAddress remote
            ? remote.getHostString()
            : "unknown";
    ConnectionGuard guard = new ConnectionGuard(clients, address);
    if (channel.pipeline().get(NettyPipeline.SslHandler) == null) {
      channel.pipeline().addFirst("tidegauge-guard", guard);
    } else {
      channel.pipeline().addAfter(NettyPipeline.SslHandler, "tidegauge-guard", guard);
    }
    guard.marks.addTo(channel);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    CutReason reason = clients.refusal(client);
    context.channel().closeFuture().addListener(closed -> left());
    if (reason != null) {
      refused = true;
      cut = true;
      clients.count(client, reason);
      return;
    }
    long period =
        Math.max(1, Math.min(limits.headTimeout().toMillis(), limits.answerTimeout().toMillis()))
            / CHECKS;
    checks =
        context
            .executor()
            .scheduleWithFixedDelay(() -> check(context), period, period, TimeUnit.MILLISECONDS);
  }

  private void left() {
    Future<?> scheduled = checks;
    if (scheduled != null) {
      scheduled.cancel(false);
    }
    Http2Watch watch = http2;
    if (watch != null) {
      client.requests().addAndGet(-watch.open());
    }
    clients.leave(address);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (refused) {
      context.close();
    } else {
      context.fireChannelActive();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (cut) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof ByteBuf bytes) {
      scanner.scan(bytes);
      if (overControl) {
        ReferenceCountUtil.release(message);
        cut(context, CutReason.CONTROL_FRAMES);
        return;
      }
      head.runWhile(scanner.http1() ? marks.betweenRequests() : scanner.inHead());
      if (scanner.endOfPreface() > bytes.readerIndex()) {
        // The codec comes with the preface, and is watched before the first frame.
        context.fireChannelRead(
            bytes.readRetainedSlice(scanner.endOfPreface() - bytes.readerIndex()));
        watchHttp2(context);
      }
    }
    int requests = marks.requests();
    context.fireChannelRead(message);
    if (scanner.http2()) {
      watchHttp2(context);
    } else if (marks.requests() != requests) {
      head.runWhile(false);
    }
  }

  private void frame(byte type, int stream) {
    switch (type) {
      case Http2FrameTypes.WINDOW_UPDATE -> {
        weigh(1);
        Http2Watch watch = http2;
        if (watch != null) {
          watch.windowUpdated(stream);
        }
      }
      case Http2FrameTypes.DATA, Http2FrameTypes.HEADERS, Http2FrameTypes.CONTINUATION -> {
        // Bounded by windows, the number of streams, and the size of a block.
      }
      default -> weigh(CONTROL_WEIGHT);
    }
  }

  private void weigh(int weight) {
    controlWeight += weight;
    if (controlWeight > (long) limits.maxControlFrames() * CONTROL_WEIGHT) {
      long now = System.nanoTime();
      overControl = now - windowStart < SECOND;
      windowStart = now;
      controlWeight = 0;
    }
  }

  private void watchHttp2(ChannelHandlerContext context) {
    Http2Watch watch = http2;
    if (watch == null) {
      Http2FrameCodec codec = context.pipeline().get(Http2FrameCodec.class);
      if (codec == null) {
        return;
      }
      context
          .pipeline()
          .addBefore(
              NettyPipeline.H2MultiplexHandler, "tidegauge-stream-errors", StreamErrors.INSTANCE)
          .addLast("tidegauge-connection-errors", ConnectionErrors.INSTANCE);
      watch = new Http2Watch(codec.connection(), client, this::sentGoAway);
      http2 = watch;
    }
    if (client.requests().get() > limits.maxClientRequests() && watch.open() > 0) {
      cut(context, CutReason.TOO_MANY_CLIENT_REQUESTS);
    }
  }

  private void sentGoAway(long code) {
    if (!cut && code != Http2Error.NO_ERROR.code()) {
      clients.count(
          client,
          code == Http2Error.ENHANCE_YOUR_CALM.code() ? CutReason.FLOOD : CutReason.PROTOCOL_ERROR);
      cut = true;
    }
  }

  private void check(ChannelHandlerContext context) {
    Http2Watch watch = http2;
    long answerNanos = limits.answerTimeout().toNanos();
    blocked.runWhile(takesNothing(context.channel()));
    if (head.over(limits.headTimeout().toNanos())) {
      cut(context, CutReason.SLOW_HEAD);
    } else if (blocked.over(answerNanos) || (watch != null && watch.stalled(answerNanos))) {
      cut(context, CutReason.READS_NOTHING);
    } else if (marks.answeredBeforeItsEnd().over(limits.headTimeout().toNanos())) {
      cut(context, CutReason.SLOW_BODY);
    }
  }

  /** Whether something waits for the socket, and less was taken of it than was before. */
  private boolean takesNothing(Channel channel) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    if (waiting == null || waiting.totalPendingWriteBytes() == 0) {
      return false;
    }
    // Each message that waits counts a little more than its bytes: it never seems to be taken.
    long taken = written - waiting.totalPendingWriteBytes() + waiting.currentProgress();
    boolean nothing = taken <= lastTaken;
    lastTaken = taken;
    return nothing;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes) {
      written += bytes.readableBytes();
    }
    context.write(message, promise);
  }

  private void cut(ChannelHandlerContext context, CutReason reason) {
    if (cut) {
      return;
    }
    cut = true;
    clients.count(client, reason);
    Http2FrameCodec codec = context.pipeline().get(Http2FrameCodec.class);
    if (codec == null) {
      context.close();
      return;
    }
    codec.onError(
        context.pipeline().context(codec),
        true, // told to nobody but the peer
        new Http2Exception(
            Http2Error.ENHANCE_YOUR_CALM,
            "tidegauge: " + reason.label(),
            Http2Exception.ShutdownHint.HARD_SHUTDOWN));
    // The GOAWAY is on its way, or cannot be written: the connection ends either way.
    context.close();
  }
}
