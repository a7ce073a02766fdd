package io.tidegauge.loadtest.peers.streams;

import io.tidegauge.loadtest.peers.PeerSettings;
import io.tidegauge.loadtest.peers.Progress;
import io.tidegauge.loadtest.peers.WindowRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.Stores;

/**
 * Four windowed aggregations of the DSL over the same samples, as its documentation shows them: in
 * in-memory stores with changelogs, exactly once, a commit each 500 ms; a window is written when it
 * has changed, at a commit or when the cache is full. It knows no duplicates and has no sketch.
 */
public final class StreamsPeer {

  private static final long COMMIT_MILLIS = 500;

  private StreamsPeer() {}

  /** Runs until it is killed; ends where it fails. */
  public static void main(String[] args) throws IOException {
    PeerSettings settings = PeerSettings.fromEnvironment();
    KafkaStreams streams = new KafkaStreams(topology(settings), config(settings));
    streams.setUncaughtExceptionHandler(failure -> StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    streams.setStateListener(
        (to, from) -> {
          if (to == KafkaStreams.State.ERROR) {
            Runtime.getRuntime().halt(1);
          }
        });
    Progress.serve(settings.port(), () -> streams.state() == KafkaStreams.State.RUNNING);
    streams.start();
  }

  private static Topology topology(PeerSettings settings) {
    StreamsBuilder builder = new StreamsBuilder();
    KGroupedStream<Long, Double> samples =
        builder.stream(settings.input(), Consumed.with(Serdes.Long(), Serdes.Double()))
            .peek((series, value) -> Progress.sample())
            .groupByKey(Grouped.with(Serdes.Long(), Serdes.Double()));
    for (Duration length : PeerSettings.WINDOWS) {
      window(samples, length, settings.output());
    }
    return builder.build();
  }

  private static void window(KGroupedStream<Long, Double> samples, Duration length, String output) {
    samples
        .windowedBy(TimeWindows.ofSizeAndGrace(length, PeerSettings.GRACE))
        .aggregate(
            () -> Stats.NONE,
            (series, value, stats) -> stats.with(value),
            Materialized.<Long, Stats>as(
                    Stores.inMemoryWindowStore(
                        "windows-" + length.toMinutes(),
                        length.plus(PeerSettings.GRACE),
                        length,
                        false))
                .withKeySerde(Serdes.Long())
                .withValueSerde(Stats.serde()))
        .toStream(
            (windowed, stats) ->
                WindowRecord.key(windowed.key(), length, windowed.window().start()))
        .to(output, Produced.with(Serdes.ByteArray(), Stats.serde()));
  }

  private static Properties config(PeerSettings settings) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.group());
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    config.put(StreamsConfig.STATE_DIR_CONFIG, settings.directory());
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
    config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    return config;
  }
}
