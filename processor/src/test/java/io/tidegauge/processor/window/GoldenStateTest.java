package io.tidegauge.processor.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.wire.UnknownVersionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A changelog that an earlier release wrote (src/test/resources/golden/FORMAT, a line of key and
 * value each) is restored as if nothing had happened: whatever comes then, the windows are those of
 * an engine that never stopped. A golden file is written once ({@code -Dgolden.write=true}) and
 * never changed.
 */
class GoldenStateTest {

  /** What is written today, and what is read beside that. */
  private static final int NEWEST = 3;

  private static final long NOON = Instant.parse("2026-02-03T12:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;
  private static final TestSeries LOAD = TestSeries.of("acme", "load1", "h1", MetricKind.GAUGE);
  private static final TestSeries BYTES =
      TestSeries.of("acme", "bytes_total", "h1", MetricKind.COUNTER);
  private static final TestSeries TIMES =
      TestSeries.of("acme", "request_seconds", "h2", MetricKind.OBSERVATION);

  @Test
  void whatIsWrittenOutTodayIsOfTheFormat() throws IOException {
    PartitionEngine engine = fed();
    Map<String, String> today = new LinkedHashMap<>();
    engine.writeOut((key, value) -> today.put(hex(key), value == null ? "" : hex(value)));
    if (Boolean.getBoolean("golden.write")) {
      write(today);
    }

    assertThat(today)
        .as("other bytes need another format, and readers of both before writers of the new")
        .containsExactlyInAnyOrderEntriesOf(golden(NEWEST));
    assertThat(
            golden(NEWEST).keySet().stream()
                .map(key -> (char) Integer.parseInt(key.substring(0, 2), 16)))
        .as("all there is in a changelog")
        .contains('S', 'C', 'W', 'F', 'T', 'P', 'O');
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, NEWEST})
  void whatWasWrittenThenGoesOnAsIfNothingHadHappened(int format) throws IOException {
    PartitionEngine restored = engine();
    golden(format).forEach((key, value) -> restored.restore(bytes(key), bytes(value)));
    restored.activate();
    PartitionEngine never = fed();

    assertThat(rest(restored)).isNotEmpty().containsExactlyInAnyOrderElementsOf(rest(never));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, NEWEST})
  void whatWasWrittenThenIsWrittenAsTodayOnceItChanges(int format) throws IOException {
    PartitionEngine restored = engine();
    Map<String, String> changelog = new LinkedHashMap<>(golden(format));
    changelog.forEach((key, value) -> restored.restore(bytes(key), bytes(value)));
    restored.activate();

    Outputs outputs = new Outputs();
    restored.apply(TestRecord.tick(NOON + 56 * MINUTE).at(25), outputs);
    restored.writeOut((key, value) -> put(changelog, key, value));
    assertThat(changelog.keySet()).noneMatch(key -> key.startsWith(hex(new byte[] {'B'})));
    PartitionEngine again = engine();
    changelog.forEach((key, value) -> again.restore(bytes(key), bytes(value)));
    again.activate();
    assertThat(rest(again)).isNotEmpty().containsExactlyInAnyOrderElementsOf(rest(restored));

    restored.apply(TestRecord.tick(NOON + 37 * 60 * MINUTE).at(26), outputs);
    restored.writeOut((key, value) -> put(changelog, key, value));
    assertThat(changelog.keySet())
        .as("of series that have ended nothing is left")
        .allMatch(key -> List.of('T', 'P', 'O').contains((char) bytes(key)[0]));
  }

  private static void put(Map<String, String> changelog, byte[] key, byte @Nullable [] value) {
    if (value == null) {
      changelog.remove(hex(key));
    } else {
      changelog.put(hex(key), hex(value));
    }
  }

  @Test
  void aLaterFormatIsRefused() throws IOException {
    Map<String, String> today = golden(NEWEST);
    today.forEach(
        (key, value) -> {
          PartitionEngine restored = engine();
          today.forEach((known, as) -> restored.restore(bytes(known), bytes(as)));
          byte[] later = bytes(value);
          later[0] = 2;
          assertThatThrownBy(() -> restored.restore(bytes(key), later))
              .as(key)
              .isInstanceOf(UnknownVersionException.class)
              .hasMessageContaining("has format 2, known is 1: upgrade this service");
        });
    assertThatThrownBy(() -> engine().restore(new byte[] {'Z', 1}, new byte[] {1}))
        .isInstanceOf(UnknownVersionException.class);
  }

  /** Samples again, late ones and a batch again, and all windows closed. */
  private static List<RollupRecord> rest(PartitionEngine engine) {
    Outputs outputs = new Outputs();
    engine.apply(samples(19, LOAD, 19, 4).at(20), outputs);
    engine.apply(samples(21, BYTES, 21, 7).at(21), outputs);
    engine.apply(samples(21, LOAD, 18, 99).at(22), outputs);
    engine.apply(batch(3).at(23), outputs);
    engine.apply(batch(4).at(24), outputs);
    engine.apply(TestRecord.tick(NOON + 26 * 60 * MINUTE).at(25), outputs);
    return outputs.rollups;
  }

  private static PartitionEngine fed() {
    PartitionEngine engine = engine();
    engine.activate();
    Outputs outputs = new Outputs();
    int offset = 0;
    for (int minute = 0; minute < 19; minute += 2) {
      engine.apply(samples(minute, LOAD, minute, minute + 0.5).at(offset++), outputs);
      engine.apply(samples(minute, BYTES, minute, minute % 10 * 100).at(offset++), outputs);
    }
    for (long sequence : new long[] {1, 3}) {
      engine.apply(batch(sequence).at(offset++), outputs);
    }
    return engine;
  }

  private static TestRecord samples(int received, TestSeries series, int minute, double value) {
    return TestRecord.samples(
        "acme",
        NOON + received * MINUTE,
        List.of(new TestRecord.Point(series, NOON + minute * MINUTE, value)));
  }

  private static TestRecord batch(long sequence) {
    long at = NOON + 18 * MINUTE + sequence;
    return new TestRecord(
        "acme",
        RecordKind.OBSERVATIONS,
        at,
        "client-1",
        7,
        sequence,
        List.of(
            new TestRecord.Point(TIMES, at, 0.25 * sequence),
            new TestRecord.Point(TIMES, at, 0.5 * sequence)));
  }

  private static PartitionEngine engine() {
    return new PartitionEngine(
        new EngineSettings("tidegauge.samples", 0, 1, 5 * MINUTE, 1000, 100, 2));
  }

  private static String file(int format) {
    return "golden/" + format + "/changelog.txt";
  }

  private static Map<String, String> golden(int format) throws IOException {
    String file = file(format);
    try (InputStream in =
        Objects.requireNonNull(
            GoldenStateTest.class.getResourceAsStream("/" + file), "no golden file " + file)) {
      Map<String, String> entries = new LinkedHashMap<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" ", -1))
          .forEach(parts -> entries.put(parts[0], parts[1]));
      return entries;
    }
  }

  private static void write(Map<String, String> entries) throws IOException {
    StringBuilder text = new StringBuilder();
    entries.forEach((key, value) -> text.append(key).append(' ').append(value).append('\n'));
    Path path = Path.of("src/test/resources", file(NEWEST));
    Files.createDirectories(Objects.requireNonNull(path.getParent()));
    Files.writeString(path, text);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
