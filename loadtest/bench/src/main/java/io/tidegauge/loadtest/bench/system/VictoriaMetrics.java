package io.tidegauge.loadtest.bench.system;

import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.process.ChildProcess;
import io.tidegauge.engines.process.Directories;
import io.tidegauge.engines.process.Ports;
import io.tidegauge.loadtest.bench.measure.DiskSize;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** VictoriaMetrics, single node, with its defaults. */
final class VictoriaMetrics implements SystemUnderTest {

  private static final Duration MERGE_PATIENCE = Duration.ofMinutes(10);

  private final HttpServer server;
  private final Path data;

  private VictoriaMetrics(HttpServer server, Path data) {
    this.server = server;
    this.data = data;
  }

  static VictoriaMetrics start(Path program, Path directory) throws InterruptedException {
    Path own = Directories.createPrivate(directory.resolve("victoria-metrics"));
    Path data = own.resolve("data");
    int port = Ports.free();
    ChildProcess process =
        ChildProcess.start(
            new ChildProcess.Spec(
                "VictoriaMetrics",
                List.of(
                    program.toString(),
                    "-httpListenAddr=127.0.0.1:" + port,
                    "-storageDataPath=" + data,
                    "-loggerLevel=WARN"),
                own,
                Map.of(),
                ChildProcess.End.KILL));
    HttpServer server = new HttpServer(process, port, "/metrics").await("/health");
    return new VictoriaMetrics(server, data);
  }

  @Override
  public String name() {
    return Peer.VICTORIA_METRICS.title();
  }

  @Override
  public String version() {
    return Program.packageVersion("victoria-metrics");
  }

  @Override
  public Map<String, Long> processes() {
    return Map.of("victoria-metrics", server.pid());
  }

  @Override
  public InetSocketAddress address() {
    return server.address();
  }

  @Override
  public String path() {
    return "/api/v1/write";
  }

  @Override
  public long accepted() throws InterruptedException {
    return (long) server.metric("vm_rows_inserted_total");
  }

  /** What came last is not in its answers before it is flushed, which it does now and then. */
  @Override
  public void showAll() throws InterruptedException {
    server.call("GET", "/internal/force_flush");
  }

  @Override
  public Map<String, Long> bytesOnDisk() throws InterruptedException {
    showAll();
    Map<String, Long> bytes = new LinkedHashMap<>();
    bytes.put("data", DiskSize.of(data.resolve("data"), file -> true));
    bytes.put("index", DiskSize.of(data.resolve("indexdb"), file -> true));
    return bytes;
  }

  @Override
  public void mergeAll() throws InterruptedException {
    server.call("GET", "/internal/force_merge");
    long deadline = System.nanoTime() + MERGE_PATIENCE.toNanos();
    // It answers at once, and merges then.
    do {
      if (System.nanoTime() > deadline) {
        throw new EngineException(
            "VictoriaMetrics still merges after %d minutes".formatted(MERGE_PATIENCE.toMinutes()));
      }
      TimeUnit.SECONDS.sleep(1);
    } while (server.metric("vm_active_force_merges") > 0);
  }

  @Override
  public void close() {
    server.process().close();
  }
}
