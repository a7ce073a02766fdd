package io.tidegauge.query.live;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.tidegauge.query.web.AnswerBody;
import reactor.core.publisher.FluxSink;

/**
 * Frames as Server-Sent Events, written straight to the connection. One parcel at a time: while the
 * system has not taken all of it the reader is not ready. Used on its event loop.
 */
final class EventStream implements Outlet, ChannelFutureListener {

  private final AnswerBody body;
  private final FluxSink<Frame> sink;
  private volatile Runnable ready = () -> {};
  private int underWay;

  /**
   * A stream.
   *
   * @param sink for its end only; no frame goes through it
   */
  EventStream(AnswerBody body, FluxSink<Frame> sink) {
    this.body = body;
    this.sink = sink;
  }

  @Override
  public EventLoop thread() {
    return body.loop();
  }

  @Override
  public void whenReady(Runnable again) {
    ready = again;
  }

  @Override
  public void whenOver(Runnable over) {
    sink.onDispose(over::run);
  }

  @Override
  public boolean isReady() {
    return underWay == 0;
  }

  @Override
  public void send(Parcel parcel) {
    ChannelFuture sent = body.send(parcel.events());
    if (!sent.isDone()) {
      underWay++;
      sent.addListener(this);
    }
  }

  @Override
  public void operationComplete(ChannelFuture sent) {
    underWay--;
    if (underWay == 0 && sent.isSuccess()) {
      ready.run();
    }
  }

  @Override
  public long left() {
    return body.left();
  }

  @Override
  public void fail(Throwable why) {
    sink.error(why);
  }
}
