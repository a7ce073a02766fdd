package io.tidegauge.engines.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineCacheTest {
  @TempDir Path directory;

  @Test
  void fillsAFolderOnceHoweverManyAsk() throws Exception {
    EngineCache cache = new EngineCache(directory);
    AtomicInteger fills = new AtomicInteger();
    Callable<Path> ask =
        () ->
            cache.folder(
                "engine-1",
                folder -> {
                  fills.incrementAndGet();
                  Files.writeString(folder.resolve("program"), "binary");
                });
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (Future<Path> folder : threads.invokeAll(Stream.generate(() -> ask).limit(8).toList())) {
        assertThat(folder.get().resolve("program")).hasContent("binary");
      }
    }
    assertThat(fills).hasValue(1);
  }

  @Test
  void aFailedFillLeavesNothingThatLooksFinished() {
    EngineCache cache = new EngineCache(directory);

    assertThatThrownBy(
            () ->
                cache.folder(
                    "engine-1",
                    folder -> {
                      Files.writeString(folder.resolve("half"), "bin");
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("TIDEGAUGE_CACHE");

    Path folder = cache.folder("engine-1", again -> Files.writeString(again.resolve("whole"), "b"));
    assertThat(folder.toFile().list()).isEqualTo(new String[] {"whole"});
  }
}
