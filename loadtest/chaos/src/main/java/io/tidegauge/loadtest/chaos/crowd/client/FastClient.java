package io.tidegauge.loadtest.chaos.crowd.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber of one group that reads all that comes, and times each change. It does not come back
 * when its connection ends: it never should. Thread-safe.
 */
public final class FastClient implements AutoCloseable {

  private final int group;
  private final Stamps stamps;
  private final Latencies latencies;

  /** Of each series the change that was shown last; 0 before the first. */
  private final AtomicIntegerArray shown = new AtomicIntegerArray(Groups.SERIES);

  private volatile @Nullable Channel channel;
  private volatile @Nullable String loss;
  private volatile boolean closed;

  /** Connects. */
  public FastClient(int number, int group, Dialer dialer, Stamps stamps, Latencies latencies) {
    this.group = group;
    this.stamps = stamps;
    this.latencies = latencies;
    ChannelFuture connecting = dialer.fast(number, new Reader());
    channel = connecting.channel();
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            lost(String.valueOf(done.cause()));
          }
        });
  }

  /** What it subscribes to. */
  public int group() {
    return group;
  }

  /** Whether it has been shown all series of its group. */
  public boolean isServed() {
    for (int series = 0; series < Groups.SERIES; series++) {
      if (shown.get(series) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether it shows these changes of its series. */
  public boolean shows(int[] changes) {
    for (int series = 0; series < Groups.SERIES; series++) {
      if (shown.get(series) != changes[series]) {
        return false;
      }
    }
    return true;
  }

  /** Why its feed ended; empty while it goes on. */
  public Optional<String> loss() {
    return Optional.ofNullable(loss);
  }

  private void lost(String why) {
    if (!closed && loss == null) {
      loss = why;
    }
  }

  @Override
  public void close() {
    closed = true;
    Channel open = channel;
    if (open != null) {
      open.close();
    }
  }

  /** Of the one connection. */
  private final class Reader extends SimpleChannelInboundHandler<HttpObject>
      implements ValueScan.Found {

    private final ValueScan scan = new ValueScan();
    private long now;

    @Override
    public void channelActive(ChannelHandlerContext context) {
      context.writeAndFlush(Groups.feed(List.of(group), ""), context.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
      if (message instanceof HttpResponse response && response.status().code() != 200) {
        lost("HTTP " + response.status().code());
        context.close();
      } else if (message instanceof HttpContent content) {
        now = System.nanoTime();
        scan.accept(content.content(), this);
        if (message instanceof LastHttpContent) {
          lost("the node has ended the feed");
          context.close();
        }
      }
    }

    @Override
    public void value(int series, int value) {
      int last = shown.get(series);
      if (value < last) {
        lost("series " + series + " went from change " + last + " back to " + value);
      }
      shown.set(series, value);
      if (last == 0) {
        return; // what was there before
      }
      for (int number = last + 1; number <= value; number++) {
        long sent = stamps.sentAt(group, number);
        if (sent != Stamps.UNKNOWN) {
          latencies.delivered(sent, now);
        }
      }
    }

    @Override
    public void unavailable() {
      lost("the node says that it is unavailable");
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      lost("the connection was ended");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      lost(cause.toString());
      context.close();
    }
  }
}
