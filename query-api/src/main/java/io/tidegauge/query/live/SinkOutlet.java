package io.tidegauge.query.live;

import io.netty.channel.EventLoop;
import io.tidegauge.query.web.Writability;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.FluxSink;

/** Frames as a flux, for a connection that has other things to say too. Thread-safe. */
final class SinkOutlet implements Outlet {

  private final FluxSink<Frame> sink;
  private final Writability connection;
  private final Disposable.Swap told = Disposables.swap();

  SinkOutlet(FluxSink<Frame> sink, Writability connection) {
    this.sink = sink;
    this.connection = connection;
  }

  @Override
  public @Nullable EventLoop thread() {
    return null;
  }

  @Override
  public void whenReady(Runnable ready) {
    sink.onRequest(more -> ready.run());
    told.update(connection.whenItDoes(ready));
  }

  @Override
  public void whenOver(Runnable over) {
    sink.onDispose(
        () -> {
          told.dispose();
          over.run();
        });
  }

  @Override
  public boolean isReady() {
    return sink.requestedFromDownstream() > 0 && connection.takesMore();
  }

  @Override
  public void send(Parcel parcel) {
    parcel.frames().forEach(sink::next);
  }

  @Override
  public long left() {
    return 0;
  }

  @Override
  public void fail(Throwable why) {
    sink.error(why);
  }
}
