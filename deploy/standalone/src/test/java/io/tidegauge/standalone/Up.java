package io.tidegauge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code ./tidegauge up}, run by the launcher script as a user runs it. */
final class Up implements AutoCloseable {
  private static final Path SCRIPT = Path.of("../../tidegauge").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Pattern READY =
      Pattern.compile("Tidegauge is ready: dashboard and API (\\S+)/ +ingest (\\S+) ");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final Path terminal;

  private Up(Process process, Path terminal) {
    this.process = process;
    this.terminal = terminal;
  }

  /** Starts it on free ports; it is not ready yet. Flags may give others, the last one counts. */
  static Up start(Path terminal, String... flags) throws IOException {
    // A shell that runs the build in the background has it ignore SIGINT, which is inherited.
    List<String> command =
        new ArrayList<>(List.of("env", "--default-signal", "bash", SCRIPT.toString(), "up"));
    for (ServicePort port : ServicePort.values()) {
      command.addAll(List.of(port.flag(), "0"));
    }
    for (String engine : List.of("kafka", "clickhouse", "redis", "postgres")) {
      command.addAll(List.of("--" + engine + "-port", "0"));
    }
    command.addAll(List.of(flags));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(terminal.toFile());
    builder.environment().put("TIDEGAUGE_JAVA_OPTS", "-Xmx1g");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return new Up(builder.start(), terminal);
  }

  /** Waits for the line that says that it is ready. */
  Up ready() throws Exception {
    Await.until(
        PATIENCE,
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("it ended:\n" + terminal());
          }
          assertThat(terminal()).containsPattern(READY);
        });
    return this;
  }

  /** What it has printed. */
  String terminal() {
    try {
      return Files.readString(terminal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Address of the query API. */
  URI query() {
    return URI.create(readyLine().group(1));
  }

  private URI ingest() {
    return URI.create(readyLine().group(2));
  }

  private Matcher readyLine() {
    Matcher line = READY.matcher(terminal());
    assertThat(line.find()).isTrue();
    return line;
  }

  /** Sends a line of the line protocol. */
  void send(String line) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(ingest().resolve("/write?precision=ms"))
            .POST(HttpRequest.BodyPublishers.ofString(line))
            .build();
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  /** The body of an answer of the query API. */
  String get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(query().resolve(path)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** The process and all that it started. */
  List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /** Sends the main process a signal, by name. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-s", name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Waits for its end; the exit code. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(terminal()).isTrue();
    return process.exitValue();
  }

  /** Whatever a test left running. */
  @Override
  public void close() throws InterruptedException {
    List<ProcessHandle> left = processes();
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      left.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
