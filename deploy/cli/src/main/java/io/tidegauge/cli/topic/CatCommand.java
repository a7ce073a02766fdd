package io.tidegauge.cli.topic;

import io.tidegauge.cli.CommandFailedException;
import io.tidegauge.cli.kafka.KafkaOptions;
import io.tidegauge.cli.kafka.Position;
import io.tidegauge.cli.kafka.RecordHandler;
import io.tidegauge.cli.kafka.TopicRange;
import io.tidegauge.cli.kafka.TopicScan;
import io.tidegauge.cli.output.JsonLines;
import io.tidegauge.contract.wire.MalformedRecordException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidegauge topic cat}: prints the records of a topic as NDJSON. */
@Command(
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Prints the records of a topic as lines of JSON (NDJSON), the oldest first.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  topic cat samples --from -1h --match host:web-1 | jq 'select(.value > 0.9)'",
      "  topic cat rollups --from 2026-01-31T08:00:00Z --metric node_load1 --limit 10",
      "  topic cat rejects --follow --tenant default"
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:all was printed", "2:wrong arguments, or Kafka cannot be read"})
final class CatCommand implements Callable<Integer> {

  private final InstantSource clock;
  private final LongFunction<JsonLines> outputs;

  @Parameters(
      paramLabel = "TOPIC",
      description =
          "samples (a line per sample), rollups, revisions, live (a line per series), or rejects")
  private TopicFormat format = TopicFormat.samples;

  @Option(
      names = "--from",
      paramLabel = "POSITION",
      description = {
        "where to begin: " + Position.FORMS,
        "by the records' own times; beginning unless given, end with --follow"
      })
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "POSITION",
      defaultValue = "end",
      description = "where to end, exclusive; what is there now unless given")
  private String to = "end";

  @Option(names = "--follow", description = "wait for new records until Ctrl-C")
  private boolean follow;

  @Option(
      names = "--partition",
      paramLabel = "N",
      split = ",",
      description = "only these; all unless given")
  private Set<Integer> partitions = Set.of();

  @Option(names = "--tenant", paramLabel = "TENANT", description = "only this one's")
  private @Nullable String tenant;

  @Option(names = "--metric", paramLabel = "NAME", description = "only this metric")
  private @Nullable String metric;

  @Option(
      names = "--match",
      paramLabel = "LABEL:VALUE|NAME",
      description = "only series with this label, or of this metric; all must hold")
  private List<String> matches = List.of();

  @Option(names = "--series", paramLabel = "ID", description = "only the series of this id")
  private @Nullable String series;

  @Option(
      names = "--limit",
      paramLabel = "LINES",
      description = "end after so many lines; no limit unless given")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = "--ticks",
      description = "samples: the gateways' ticks too, which move the time of idle partitions")
  private boolean ticks;

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  CatCommand(InstantSource clock) {
    this(clock, JsonLines::toStandardOutput);
  }

  CatCommand(InstantSource clock, LongFunction<JsonLines> outputs) {
    this.clock = clock;
    this.outputs = outputs;
  }

  @Override
  public Integer call() {
    RecordPrinter printer = format.printer();
    RecordFilter filter = filter(printer);
    TopicRange range =
        new TopicRange(
            partitions,
            Position.parse(Objects.requireNonNullElse(from, follow ? "end" : "beginning"), clock),
            Position.parse(to, clock),
            follow);
    JsonLines out = outputs.apply(limit);
    new TopicScan(kafka.bootstrapServers(), format.topic())
        .read(range, handler(printer, filter, out));
    return CommandLine.ExitCode.OK;
  }

  private RecordFilter filter(RecordPrinter printer) {
    RecordFilter filter;
    try {
      filter = RecordFilter.of(tenant, metric, matches, series, ticks);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException("--series: " + e.getMessage(), e);
    }
    if (!filter.labels().isEmpty() && !printer.hasLabels()) {
      throw new CommandFailedException(
          "the records of "
              + format
              + " have no labels: filter by --metric, or by --series with an id that"
              + " 'topic cat samples' prints");
    }
    return filter;
  }

  private static RecordHandler handler(RecordPrinter printer, RecordFilter filter, JsonLines out) {
    return new RecordHandler() {
      @Override
      public boolean accept(ConsumerRecord<byte[], byte[]> record) {
        print(record, printer, filter, out);
        return !out.isFull();
      }

      @Override
      public void pause() {
        out.flush();
      }
    };
  }

  /** A record that cannot be read is a line too: it is what somebody looks for. */
  private static void print(
      ConsumerRecord<byte[], byte[]> record,
      RecordPrinter printer,
      RecordFilter filter,
      JsonLines out) {
    if (record.value() == null) {
      out.line(line -> RecordPrinter.envelope("tombstone", record, line));
      return;
    }
    try {
      printer.print(record, filter, out);
    } catch (MalformedRecordException e) {
      out.line(
          line -> {
            RecordPrinter.envelope("unreadable", record, line);
            line.number("bytes", record.value().length);
            line.text("error", String.valueOf(e.getMessage()));
          });
    }
  }
}
