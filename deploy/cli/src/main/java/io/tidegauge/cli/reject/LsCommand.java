package io.tidegauge.cli.reject;

import io.tidegauge.cli.terminal.Quantity;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tidegauge rejects ls}: how many there are of each kind. */
@Command(
    name = "ls",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Counts refusals by tenant, reason and protocol, with the first and the last.",
      "A refusal is a sample, a line, or a request; many of one request may be one refusal."
    })
final class LsCommand implements Callable<Integer> {

  /** Tenants are the senders' to name: what is over the limit is counted together. */
  private static final int MAX_GROUPS = 10_000;

  private final InstantSource clock;

  @Mixin private RejectSelection selection = new RejectSelection();
  @Spec private @Nullable CommandSpec spec;

  LsCommand(InstantSource clock) {
    this.clock = clock;
  }

  private record Group(String tenant, String reason, String protocol) {}

  private record Counts(long refusals, long whole, long first, long last) {

    Counts plus(Counts other) {
      return new Counts(
          refusals + other.refusals,
          whole + other.whole,
          Math.min(first, other.first),
          Math.max(last, other.last));
    }
  }

  @Override
  public Integer call() {
    Map<Group, Counts> groups =
        new TreeMap<>(
            Comparator.comparing(Group::tenant)
                .thenComparing(Group::reason)
                .thenComparing(Group::protocol));
    long unreadable =
        selection.read(clock, (position, record, reject) -> count(record, reject, groups));
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (groups.isEmpty()) {
      out.println("nothing was refused");
    } else {
      print(groups, out);
    }
    if (unreadable > 0) {
      out.println(
          Quantity.count(unreadable, "record", "records")
              + " could not be read; see 'topic cat rejects'");
    }
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  private static boolean count(
      ConsumerRecord<byte[], byte[]> record, RejectRecord reject, Map<Group, Counts> groups) {
    Group group = new Group(reject.tenant(), reject.reason().label(), reject.protocol());
    if (groups.size() >= MAX_GROUPS && !groups.containsKey(group)) {
      group = new Group("(others)", reject.reason().label(), reject.protocol());
    }
    boolean whole = reject.original().length > 0 && reject.isWhole();
    groups.merge(
        group, new Counts(1, whole ? 1 : 0, record.timestamp(), record.timestamp()), Counts::plus);
    return true;
  }

  private static void print(Map<Group, Counts> groups, PrintWriter out) {
    int tenant =
        groups.keySet().stream().mapToInt(group -> group.tenant().length()).max().orElse(0);
    int reason =
        java.util.Arrays.stream(RejectReason.values())
            .mapToInt(each -> each.label().length())
            .max()
            .orElse(0);
    String format =
        "%-" + Math.max(6, tenant) + "s  %-" + reason + "s  %-14s  %10s  %10s  %-20s  %s%n";
    out.printf(
        Locale.ROOT,
        format,
        "TENANT",
        "REASON",
        "PROTOCOL",
        "REFUSALS",
        "ORIGINALS",
        "FIRST",
        "LAST");
    groups.forEach(
        (group, counts) ->
            out.printf(
                Locale.ROOT,
                format,
                group.tenant(),
                group.reason(),
                group.protocol(),
                counts.refusals(),
                counts.whole(),
                time(counts.first()),
                time(counts.last())));
  }

  private static Instant time(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS);
  }
}
