package io.tidegauge.cli.reject;

import io.tidegauge.cli.CommandFailedException;
import io.tidegauge.cli.kafka.KafkaOptions;
import io.tidegauge.cli.kafka.Position;
import io.tidegauge.cli.kafka.TopicRange;
import io.tidegauge.cli.kafka.TopicScan;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.contract.wire.MalformedRecordException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which refusals are meant; a mixin of the commands. */
final class RejectSelection {

  @Option(
      names = "--from",
      paramLabel = "POSITION",
      defaultValue = "beginning",
      description = "refused from: " + Position.FORMS + "; ${DEFAULT-VALUE} unless given")
  private String from = "beginning";

  @Option(
      names = "--to",
      paramLabel = "POSITION",
      defaultValue = "end",
      description = "refused before; what is there now unless given")
  private String to = "end";

  @Option(names = "--tenant", paramLabel = "TENANT", description = "only this one's")
  private @Nullable String tenant;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      split = ",",
      description = "only for these reasons, such as too_old")
  private List<String> reasons = List.of();

  @Option(
      names = "--position",
      paramLabel = "PARTITION@OFFSET",
      split = ",",
      description = "only these records, as 'rejects show' names them")
  private Set<String> positions = Set.of();

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  /** Takes one refusal. */
  @FunctionalInterface
  interface Handler {

    /** Takes one; false where no more are wanted. */
    boolean accept(
        RejectPosition position, ConsumerRecord<byte[], byte[]> record, RejectRecord reject);
  }

  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** Reads what is selected; gives how many records could not be read at all. */
  long read(InstantSource clock, Handler handler) {
    Predicate<RejectRecord> wanted = filter();
    TopicRange range = TopicRange.between(Position.parse(from, clock), Position.parse(to, clock));
    long[] unreadable = new long[1];
    new TopicScan(kafka.bootstrapServers(), Topics.REJECTS)
        .read(
            range,
            record -> {
              RejectPosition position = RejectPosition.of(record);
              if (record.value() == null
                  || (!positions.isEmpty() && !positions.contains(position.toString()))) {
                return true;
              }
              try {
                RejectRecord reject = RejectRecord.decode(record.value());
                return !wanted.test(reject) || handler.accept(position, record, reject);
              } catch (MalformedRecordException e) {
                unreadable[0]++;
                return true;
              }
            });
    return unreadable[0];
  }

  private Predicate<RejectRecord> filter() {
    Set<RejectReason> wanted =
        reasons.stream().map(RejectSelection::reason).collect(Collectors.toSet());
    return reject ->
        (tenant == null || tenant.equals(reject.tenant()))
            && (wanted.isEmpty() || wanted.contains(reject.reason()));
  }

  private static RejectReason reason(String label) {
    try {
      return RejectReason.ofLabel(label);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(
          "there is no reason '"
              + label
              + "'; the reasons are "
              + Arrays.stream(RejectReason.values())
                  .filter(reason -> !reason.retryable())
                  .map(RejectReason::label)
                  .collect(Collectors.joining(", ")),
          e);
    }
  }
}
