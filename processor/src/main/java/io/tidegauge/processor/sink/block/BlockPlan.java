package io.tidegauge.processor.sink.block;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is committed as the metadata of an offset before a block is written: whoever has the
 * partition next must write the block of exactly the records from the committed offset up to {@code
 * to} first.
 *
 * @param epoch of the topic
 * @param to last offset of the block, inclusive
 */
record BlockPlan(int epoch, long to) {

  private static final Pattern FORMAT = Pattern.compile("block:1:(\\d{1,9}):(\\d{1,18})");

  String toMetadata() {
    return "block:1:" + epoch + ":" + to;
  }

  /**
   * The plan of an offset's metadata; none where there is no metadata.
   *
   * @throws IllegalStateException on metadata of another format: going on could count rows twice
   */
  static Optional<BlockPlan> ofMetadata(String metadata) {
    if (metadata.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = FORMAT.matcher(metadata);
    if (!matcher.matches()) {
      throw new IllegalStateException(
          "The consumer group's offset has metadata '"
              + metadata
              + "' that this version does not know: start the version that wrote it");
    }
    return Optional.of(
        new BlockPlan(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))));
  }
}
