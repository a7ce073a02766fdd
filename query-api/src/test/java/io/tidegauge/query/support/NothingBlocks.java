package io.tidegauge.query.support;

import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.blockhound.BlockingOperationError;

/** Fails a test during which an event loop or a parallel thread was blocked. Always active. */
public final class NothingBlocks implements AfterEachCallback {

  @Override
  public void afterEach(ExtensionContext context) {
    List<BlockingOperationError> calls = BlockingCalls.take();
    if (!calls.isEmpty() && !context.getTags().contains("blocks")) {
      AssertionError failure = new AssertionError(calls.size() + " blocking calls");
      calls.forEach(failure::addSuppressed);
      throw failure;
    }
  }
}
