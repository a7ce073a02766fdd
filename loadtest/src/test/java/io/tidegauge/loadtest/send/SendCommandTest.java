package io.tidegauge.loadtest.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command, against a server that takes requests as a gateway does. */
class SendCommandTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-05-01T10:20:30Z"));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @Test
  void aCsvFileIsShiftedSoThatItsNewestSampleIsThisMinute() throws IOException {
    Path csv =
        file(
            "ec2-cpu.1.csv",
            "timestamp,value",
            "2014-04-02 14:29:00,0.5",
            "2014-04-02 14:34:00,1.5");
    try (Gateway gateway = new Gateway(call -> 204)) {
      int code = send("--url=" + gateway.uri(), "--shift-to-now", "--label=host=a", csv.toString());

      assertThat(code).as(err.toString()).isZero();
      assertThat(gateway.series())
          .containsExactly(
              "__name__ ec2_cpu_1 host a "
                  + at("2026-05-01T10:15:00Z")
                  + "=0.5 "
                  + at("2026-05-01T10:20:00Z")
                  + "=1.5");
      assertThat(out.toString()).contains("2 durable, 0 refused").contains("2026-05-01T10:20:00Z");
    }
  }

  @Test
  void aRepeatedTimestampIsLeftOutAndSaid() throws IOException {
    Path csv =
        file("m.csv", "2014-04-02 14:29:00,1", "2014-04-02 14:29:00,2", "2014-04-02 14:29:00,1");
    try (Gateway gateway = new Gateway(call -> 204)) {
      assertThat(send("--url=" + gateway.uri(), csv.toString())).isZero();
      assertThat(gateway.series()).singleElement().asString().endsWith("=1.0");
      assertThat(err.toString()).contains("1 rows repeat a timestamp");
    }
  }

  @Test
  void ndjsonKeepsItsOwnMetricsLabelsAndTimes() throws IOException {
    Path ndjson =
        file(
            "a.ndjson",
            "{\"metric\":\"x\",\"labels\":{\"host\":\"b\"},\"ts\":1767225600000,\"value\":1}",
            "",
            "{\"ts\":\"2026-01-01T00:00:01Z\",\"value\":\"NaN\"}");
    try (Gateway gateway = new Gateway(call -> 204)) {
      int code =
          send(
              "--url=" + gateway.uri(),
              "--tenant=blue",
              "--metric=y",
              "--label=zone=z",
              ndjson.toString());

      assertThat(code).as(err.toString()).isZero();
      assertThat(gateway.series())
          .containsExactly(
              "__name__ x host b zone z 1767225600000=1.0", "__name__ y zone z 1767225601000=NaN");
      assertThat(gateway.tenants()).containsOnly("blue");
    }
  }

  @Test
  void lineProtocolIsSentAsItIs() throws IOException {
    Path lines = file("a.lp", "cpu,host=a value=1 1767225600", "cpu,host=b value=2 1767225600");
    try (Gateway gateway = new Gateway(call -> 204)) {
      assertThat(send("--url=" + gateway.uri(), "--precision=s", lines.toString())).isZero();
      assertThat(gateway.lines())
          .containsExactly(
              "/write?precision=s",
              "cpu,host=a value=1 1767225600",
              "cpu,host=b value=2 1767225600");
    }
  }

  @Test
  void whatIsNotAcknowledgedIsSentAgain() throws IOException {
    Path csv = file("m.csv", "1767225600,1");
    try (Gateway gateway = new Gateway(call -> call < 2 ? 503 : 204)) {
      assertThat(send("--url=" + gateway.uri(), csv.toString())).isZero();
      assertThat(gateway.calls()).isEqualTo(3);
      assertThat(gateway.series()).hasSize(1);
    }
  }

  @Test
  void aRefusalIsShownWithWhatToDoAndFails() throws IOException {
    Path csv = file("m.csv", "2014-04-02 14:29:00,1");
    try (Gateway gateway = new Gateway(call -> 400)) {
      assertThat(send("--url=" + gateway.uri(), csv.toString())).isEqualTo(1);
      assertThat(gateway.calls()).isEqualTo(1);
      assertThat(err.toString()).contains("too_old").contains("--shift-to-now");
      assertThat(out.toString()).contains("0 durable, 1 refused");
    }
  }

  @Test
  void aGatewayThatIsNotThereIsNamed() throws IOException {
    Path csv = file("m.csv", "1767225600,1");

    assertThat(send("--url=http://127.0.0.1:1", "--tries=2", csv.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("http://127.0.0.1:1 did not take it in 2 tries");
  }

  @Test
  void wrongArgumentsAndFilesSayWhatToChange() throws IOException {
    record Case(List<String> arguments, String message) {}
    List<Case> cases =
        List.of(
            new Case(List.of(), "Missing required parameter"),
            new Case(List.of("nowhere.csv"), "there is no file nowhere.csv"),
            new Case(List.of(file("a.txt", "").toString()), "give --format"),
            new Case(List.of("-"), "--format csv, ndjson, line"),
            new Case(List.of("--format=csv", "-"), "--metric NAME"),
            new Case(List.of("--url=localhost", "x.csv"), "is no address"),
            new Case(List.of(file("b.csv", "1,2,3").toString()), "b.csv, line 1: expected"),
            new Case(List.of(file("c.csv", "1,x").toString()), "'x' is no number"),
            new Case(List.of(file("d.csv", "then,1").toString()), "'then' is no timestamp"),
            new Case(List.of(file("e.ndjson", "{").toString()), "is no JSON"),
            new Case(List.of(file("f.ndjson", "{\"value\":1}").toString()), "no 'metric'"),
            new Case(List.of("--shift-to-now", file("g.lp", "").toString()), "is sent as it is"),
            new Case(List.of("--batch=0", file("h.csv", "").toString()), "must be 1 or more"));

    for (Case c : cases) {
      err.getBuffer().setLength(0);
      assertThat(send(c.arguments().toArray(String[]::new))).as(c.message()).isEqualTo(2);
      assertThat(err.toString()).contains(c.message()).doesNotContain("\tat ");
    }
  }

  @Test
  void helpDescribesEveryOption() {
    assertThat(send("--help")).isZero();
    assertThat(out.toString())
        .contains("--shift-to-now", "--url", "--metric", "--label", "--tenant", "Exit codes");
  }

  private int send(String... arguments) {
    CommandLine line = SendCommand.commandLine(CLOCK);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private Path file(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines));
  }

  private static long at(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }
}
