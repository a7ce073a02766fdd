package io.tidegauge.cli.reject;

import io.tidegauge.cli.kafka.TopicIdentity;
import io.tidegauge.cli.output.JsonLines;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.topic.Topics;
import java.io.PrintWriter;
import java.net.URI;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidegauge rejects retry}: sends what was refused again. */
@Command(
    name = "retry",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Sends what was refused again, over the protocol that it came by and for its tenant, and prints"
          + " what became of each as a line of JSON. Nothing counts twice, however often it is sent."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:all was accepted",
      "1:something was refused again, or cannot be sent",
      "2:wrong arguments, or a server that cannot be reached"
    })
final class RetryCommand implements Callable<Integer> {

  private final InstantSource clock;
  private final LongFunction<JsonLines> outputs;

  @Option(
      names = "--ingest-url",
      paramLabel = "URL",
      defaultValue = "http://localhost:${env:TIDEGAUGE_INGEST_HTTP_PORT:-4318}",
      description = "the ingest port; ${DEFAULT-VALUE} unless given")
  private URI ingestUrl = URI.create("http://localhost:4318");

  @Option(names = "--dry-run", description = "say what would be sent, and send nothing")
  private boolean dryRun;

  @Mixin private RejectSelection selection = new RejectSelection();
  @Spec private @Nullable CommandSpec spec;

  RetryCommand(InstantSource clock) {
    this(clock, JsonLines::toStandardOutput);
  }

  RetryCommand(InstantSource clock, LongFunction<JsonLines> outputs) {
    this.clock = clock;
    this.outputs = outputs;
  }

  private enum Outcome {
    ACCEPTED("accepted"),
    WOULD_SEND("would be sent"),
    REFUSED("refused again"),
    IMPOSSIBLE("cannot be sent");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }
  }

  @Override
  public Integer call() {
    Resends resends = new Resends(TopicIdentity.of(selection.bootstrapServers(), Topics.REJECTS));
    JsonLines out = outputs.apply(Long.MAX_VALUE);
    Map<Outcome, Long> counts = new TreeMap<>();
    try (Gateway gateway = new Gateway(ingestUrl)) {
      selection.read(
          clock,
          (position, record, reject) -> {
            Outcome outcome = retry(position, reject, resends, gateway, out);
            counts.merge(outcome, 1L, Long::sum);
            out.flush();
            return true;
          });
    }
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    err.println("rejects retry: " + summary(counts));
    err.flush();
    boolean remains = counts.containsKey(Outcome.REFUSED) || counts.containsKey(Outcome.IMPOSSIBLE);
    return remains ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }

  private Outcome retry(
      RejectPosition position,
      RejectRecord reject,
      Resends resends,
      Gateway gateway,
      JsonLines out) {
    return switch (resends.of(position, reject)) {
      case Resend.Impossible impossible ->
          told(Outcome.IMPOSSIBLE, impossible.why(), position, reject, out);
      case Resend.Request request when dryRun ->
          told(Outcome.WOULD_SEND, "POST " + request.path(), position, reject, out);
      case Resend.Request request -> {
        Gateway.Answer answer = send(gateway, reject.tenant(), request);
        yield told(
            answer.accepted() ? Outcome.ACCEPTED : Outcome.REFUSED,
            answer.message(),
            position,
            reject,
            out);
      }
    };
  }

  private static Gateway.Answer send(Gateway gateway, String tenant, Resend.Request request) {
    try {
      return gateway.send(tenant, request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending", e);
    }
  }

  private static Outcome told(
      Outcome outcome, String detail, RejectPosition position, RejectRecord reject, JsonLines out) {
    out.line(
        line -> {
          line.text("position", position.toString());
          line.text("outcome", outcome.name().toLowerCase(Locale.ROOT));
          line.text("tenant", reject.tenant());
          line.text("reason", reject.reason().label());
          line.text("protocol", reject.protocol());
          line.textUnlessEmpty("series", reject.series());
          line.textUnlessEmpty("detail", detail);
        });
    return outcome;
  }

  private static String summary(Map<Outcome, Long> counts) {
    if (counts.isEmpty()) {
      return "nothing was refused";
    }
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (outcome, count) ->
            text.append(text.isEmpty() ? "" : ", ")
                .append(count)
                .append(' ')
                .append(outcome.words));
    return text.toString();
  }
}
