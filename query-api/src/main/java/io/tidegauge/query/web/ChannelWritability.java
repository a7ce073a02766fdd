package io.tidegauge.query.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.Disposable;

/** Of a channel of Netty, whose pipeline it is in. */
final class ChannelWritability extends ChannelInboundHandlerAdapter implements Writability {

  private final Channel channel;
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

  ChannelWritability(Channel channel) {
    this.channel = channel;
  }

  /** One who is told; two may want the same to be run. */
  private static final class Waiting {
    private final Runnable again;

    Waiting(Runnable again) {
      this.again = again;
    }
  }

  @Override
  public boolean takesMore() {
    return channel.isWritable();
  }

  @Override
  public Disposable whenItDoes(Runnable again) {
    Waiting one = new Waiting(again);
    waiting.add(one);
    return () -> waiting.remove(one);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (channel.isWritable()) {
      waiting.forEach(one -> one.again.run());
    }
    context.fireChannelWritabilityChanged();
  }
}
