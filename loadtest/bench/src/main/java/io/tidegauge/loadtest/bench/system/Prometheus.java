package io.tidegauge.loadtest.bench.system;

import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.process.ChildProcess;
import io.tidegauge.engines.process.Directories;
import io.tidegauge.engines.process.Ports;
import io.tidegauge.loadtest.bench.measure.DiskSize;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prometheus with its remote-write receiver, a month of retention and its other defaults: samples
 * out of order are not taken. It scrapes nothing, not even itself.
 */
final class Prometheus implements SystemUnderTest {

  private final HttpServer server;
  private final Path data;

  private Prometheus(HttpServer server, Path data) {
    this.server = server;
    this.data = data;
  }

  static Prometheus start(Path program, Path directory) throws InterruptedException {
    Path own = Directories.createPrivate(directory.resolve("prometheus"));
    Path data = own.resolve("data");
    Path config = own.resolve("prometheus.yml");
    try {
      Files.writeString(config, "global: {}\n");
    } catch (IOException e) {
      throw new EngineException("Cannot write " + config + "; check the disk", e);
    }
    int port = Ports.free();
    ChildProcess process =
        ChildProcess.start(
            new ChildProcess.Spec(
                "Prometheus",
                List.of(
                    program.toString(),
                    "--config.file=" + config,
                    "--storage.tsdb.path=" + data,
                    // As long as VictoriaMetrics does.
                    "--storage.tsdb.retention.time=31d",
                    "--web.listen-address=127.0.0.1:" + port,
                    "--web.enable-remote-write-receiver",
                    // For the snapshot whose size is told.
                    "--web.enable-admin-api",
                    "--log.level=warn"),
                own,
                Map.of(),
                ChildProcess.End.KILL));
    HttpServer server = new HttpServer(process, port, "/metrics").await("/-/ready");
    return new Prometheus(server, data);
  }

  @Override
  public String name() {
    return Peer.PROMETHEUS.title();
  }

  @Override
  public String version() {
    return Program.packageVersion("prometheus");
  }

  @Override
  public Map<String, Long> processes() {
    return Map.of("prometheus", server.pid());
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
    return (long) server.metric("prometheus_tsdb_head_samples_appended_total");
  }

  /**
   * What it holds as one block, as it would be once compacted; its write-ahead log is not in it.
   */
  @Override
  public Map<String, Long> bytesOnDisk() throws InterruptedException {
    Path snapshots = data.resolve("snapshots");
    // Of an earlier question.
    Directories.delete(snapshots);
    server.call("POST", "/api/v1/admin/tsdb/snapshot");
    Map<String, Long> bytes = new LinkedHashMap<>();
    bytes.put("data", DiskSize.of(snapshots, file -> file.toString().contains("/chunks/")));
    bytes.put("index", DiskSize.of(snapshots, file -> file.endsWith("index")));
    return bytes;
  }

  @Override
  public void close() {
    server.process().close();
  }
}
