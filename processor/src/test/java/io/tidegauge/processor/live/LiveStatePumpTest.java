package io.tidegauge.processor.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidegauge.contract.live.LiveBatch;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveStatePumpTest {

  private final LiveHub<LiveBatch> hub = new LiveHub<>();
  private final LiveSlot<LiveBatch> slot = hub.open(3);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final BlockingQueue<String> written = new LinkedBlockingQueue<>();
  private final Semaphore mayWrite = new Semaphore(0);
  private final CountDownLatch idled = new CountDownLatch(1);
  private final LiveStatePump pump =
      new LiveStatePump(hub, List.of(new Writer()), new LiveMetrics(registry));
  private final Thread thread = Thread.ofPlatform().daemon().start(pump);

  @AfterEach
  void stop() throws InterruptedException {
    pump.close();
    mayWrite.release(100);
    thread.join(10_000);
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void aTaskKeepsItsChangesWhileTheStoreIsSlow() throws InterruptedException {
    hub.offer(slot, List.of(batch("first")));
    awaitFree();
    hub.offer(slot, List.of(batch("second")));

    assertThat(written.poll(100, TimeUnit.MILLISECONDS)).as("the store is slow").isNull();
    assertThat(slot.isFree()).as("the second piece waits in the slot").isFalse();

    mayWrite.release(2);
    assertThat(written.poll(10, TimeUnit.SECONDS)).isEqualTo("3 first");
    assertThat(written.poll(10, TimeUnit.SECONDS)).isEqualTo("3 second");
    awaitFree();
  }

  @Test
  void goesOnAfterAWriterThatThrew() throws InterruptedException {
    mayWrite.release(2);
    hub.offer(slot, List.of(batch("rubbish"), batch("good")));

    assertThat(written.poll(10, TimeUnit.SECONDS)).isEqualTo("3 good");
    assertThat(registry.get("tidegauge.processor.live.state.failures").counter().count())
        .isEqualTo(1);
  }

  @Test
  void callsIdleWhileThereIsNothing() throws InterruptedException {
    assertThat(idled.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private void awaitFree() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!slot.isFree() && System.nanoTime() < deadline) {
      Thread.sleep(1);
    }
    assertThat(slot.isFree()).isTrue();
  }

  private static LiveBatch batch(String tenant) {
    return new LiveBatch(tenant, 1, 0, LiveBatch.UNKNOWN, LiveBatch.UNKNOWN, List.of());
  }

  /** Writes when it may. */
  private final class Writer implements LiveStateWriter {
    @Override
    public void write(int partition, LiveBatch batch) {
      mayWrite.acquireUninterruptibly();
      if (batch.tenant().equals("rubbish")) {
        throw new IllegalStateException("what is that?");
      }
      written.add(partition + " " + batch.tenant());
    }

    @Override
    public void idle() {
      idled.countDown();
    }
  }
}
