package io.tidegauge.query.web;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** Proves that the tests of this module would notice a blocked thread. */
@Tag("blocks")
class BlockHoundTest {

  private static boolean block() throws InterruptedException {
    // Long enough that it does block: a wait that is over before it began would not.
    return new CountDownLatch(1).await(1, TimeUnit.SECONDS);
  }

  @Test
  void noticesABlockedParallelThread() {
    assertThatThrownBy(
            () ->
                Mono.fromCallable(BlockHoundTest::block).subscribeOn(Schedulers.parallel()).block())
        .hasRootCauseInstanceOf(BlockingOperationError.class);
  }

  @Test
  void noticesABlockedEventLoop() {
    LoopResources loops = LoopResources.create("test", 1, true);
    try {
      assertThatThrownBy(
              () ->
                  Mono.fromCallable(BlockHoundTest::block)
                      .subscribeOn(Schedulers.fromExecutor(loops.onServer(false)))
                      .block())
          .hasRootCauseInstanceOf(BlockingOperationError.class);
    } finally {
      loops.dispose();
    }
  }
}
