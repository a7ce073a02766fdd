package io.tidegauge.processor.sink.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What is committed with an offset before an insert; a release reads what the one before noted. */
class BlockPlanTest {

  @Test
  void whatWasNotedThenIsReadAndWrittenTheSameToday() {
    String golden = "block:1:2:4711";

    assertThat(BlockPlan.ofMetadata(golden)).contains(new BlockPlan(2, 4711));
    assertThat(new BlockPlan(2, 4711).toMetadata()).isEqualTo(golden);
    assertThat(BlockPlan.ofMetadata("")).isEmpty();
  }

  @Test
  void aLaterFormatIsRefused() {
    assertThatThrownBy(() -> BlockPlan.ofMetadata("block:2:2:4711:9"))
        .hasMessageContaining("block:2:2:4711:9")
        .hasMessageContaining("start the version that wrote it");
  }
}
