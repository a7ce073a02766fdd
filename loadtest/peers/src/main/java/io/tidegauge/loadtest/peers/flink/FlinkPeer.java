package io.tidegauge.loadtest.peers.flink;

import io.tidegauge.loadtest.peers.PeerSettings;
import io.tidegauge.loadtest.peers.Progress;
import io.tidegauge.loadtest.peers.WindowRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The same samples in Flink's local mini cluster: windows of 5m, rolled up to 15m, 1h and 24h;
 * state on the heap, a checkpoint each 5 s. Results are written at least once, which costs it less:
 * its connector's transactions do not run with Kafka's clients 4.3. A window is written when it is
 * closed: there are no live updates. It knows no duplicates and has no sketch.
 */
public final class FlinkPeer {

  private static final Logger LOG = LoggerFactory.getLogger(FlinkPeer.class);

  private static final Map<String, String> CONFIG =
      Map.of(
          "execution.checkpointing.interval", "5 s",
          "execution.checkpointing.mode", "EXACTLY_ONCE",
          "execution.checkpointing.storage", "filesystem",
          "state.backend.type", "hashmap",
          // A failure is to be seen.
          "restart-strategy.type", "none",
          // What is handed on within a task is not copied.
          "pipeline.object-reuse", "true");

  private FlinkPeer() {}

  /** Runs until it is killed; ends where it fails. */
  public static void main(String[] args) {
    try {
      run(PeerSettings.fromEnvironment());
    } catch (Exception e) {
      LOG.error("the job ended", e);
    } finally {
      // Threads of the cluster would keep it.
      Runtime.getRuntime().halt(1);
    }
  }

  private static void run(PeerSettings settings) throws Exception {
    Map<String, String> config = new HashMap<>(CONFIG);
    config.put(
        "execution.checkpointing.dir",
        Path.of(settings.directory(), "checkpoints").toUri().toString());
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(
            settings.threads(), Configuration.fromMap(config));
    build(environment, settings);
    JobClient job = environment.executeAsync(settings.group());
    Progress.serve(settings.port(), () -> isRunning(job));
    job.getJobExecutionResult().get();
  }

  private static boolean isRunning(JobClient job) {
    return job.getJobStatus().join() == JobStatus.RUNNING;
  }

  private static void build(StreamExecutionEnvironment environment, PeerSettings settings) {
    List<Duration> lengths = PeerSettings.WINDOWS;
    SingleOutputStreamOperator<WindowStats> windows =
        environment
            .fromSource(
                source(settings),
                WatermarkStrategy.<Tuple2<Long, Double>>forBoundedOutOfOrderness(
                    PeerSettings.GRACE),
                "samples")
            .keyBy(sample -> sample.f0, Types.LONG)
            .window(TumblingEventTimeWindows.of(lengths.getFirst()))
            .aggregate(new SampleCount(), new Describe(lengths.getFirst()));
    List<DataStream<WindowStats>> longer = new ArrayList<>();
    SingleOutputStreamOperator<WindowStats> children = windows;
    for (Duration length : lengths.subList(1, lengths.size())) {
      children =
          children
              .keyBy(window -> window.series, Types.LONG)
              .window(TumblingEventTimeWindows.of(length))
              .aggregate(new WindowStats.RollUp(), new Describe(length));
      longer.add(children);
    }
    DataStream<WindowStats> all = windows;
    for (DataStream<WindowStats> each : longer) {
      all = all.union(each);
    }
    all.sinkTo(sink(settings));
  }

  private static KafkaSource<Tuple2<Long, Double>> source(PeerSettings settings) {
    return KafkaSource.<Tuple2<Long, Double>>builder()
        .setBootstrapServers(settings.bootstrapServers())
        .setGroupId(settings.group())
        .setTopics(settings.input())
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(new SingleSamples())
        .build();
  }

  private static KafkaSink<WindowStats> sink(PeerSettings settings) {
    String topic = settings.output();
    return KafkaSink.<WindowStats>builder()
        .setBootstrapServers(settings.bootstrapServers())
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4")
        .setRecordSerializer((window, context, timestamp) -> record(topic, window))
        .build();
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, WindowStats window) {
    return new ProducerRecord<>(
        topic,
        WindowRecord.key(window.series, Duration.ofMinutes(window.minutes), window.start),
        WindowRecord.value(window.count, window.sum, window.least, window.largest, window.last));
  }
}
