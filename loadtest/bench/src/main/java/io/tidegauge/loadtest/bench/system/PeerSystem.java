package io.tidegauge.loadtest.bench.system;

import io.tidegauge.engines.EngineException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A peer of the processor, as a process of its own with the class path of {@code loadtest/peers}.
 */
final class PeerSystem implements WindowingSystem {

  private final WindowingLog log;
  private final WindowingPeer peer;
  private final String group;
  private final String output;
  private final HttpServer server;

  private PeerSystem(
      WindowingLog log, WindowingPeer peer, String group, String output, HttpServer server) {
    this.log = log;
    this.peer = peer;
    this.group = group;
    this.output = output;
    this.server = server;
  }

  static PeerSystem start(
      WindowingPeer peer,
      WindowingLog log,
      Path directory,
      String name,
      int threads,
      List<String> flags)
      throws InterruptedException {
    String output = name + ".rollups";
    log.create(output);
    List<String> all = new ArrayList<>(peer.flags());
    all.addAll(flags);
    all.add("-Dlogback.configurationFile=peers-logback.xml");
    Map<String, String> settings = new HashMap<>();
    settings.put("peer.bootstrap.servers", log.bootstrapServers());
    settings.put("peer.group", name);
    settings.put("peer.input", WindowingLog.SINGLE_SAMPLES);
    settings.put("peer.output", output);
    settings.put("peer.threads", Integer.toString(threads));
    settings.put("peer.directory", directory.resolve(name + "-state").toString());
    HttpServer server =
        new JavaProcess(name, peer.mainClass(), all, settings)
            .withClassPath(PeersClassPath.find().text())
            .start(directory);
    return new PeerSystem(log, peer, name, output, server);
  }

  @Override
  public long pid() {
    return server.pid();
  }

  @Override
  public long processed() throws InterruptedException {
    return (long) server.metric("peer_samples_total");
  }

  @Override
  public boolean isDone() throws InterruptedException {
    return log.isDone(group, WindowingLog.SINGLE_SAMPLES);
  }

  @Override
  public Map<String, Long> memory() {
    return Map.of();
  }

  /** The newest count of each window that it wrote. */
  @Override
  public String audit(Given given) {
    PeerRollups.Content content = PeerRollups.read(log.bootstrapServers(), output);
    if (peer.emitsOnUpdate()) {
      expect("samples in its newest 24h windows", content.samples24h(), given.samples());
    } else {
      expect("closed 5m windows", content.windows5m(), given.due5m() * given.series());
    }
    return String.format(
        Locale.ROOT,
        "its %,d records have %,d windows of 5m, and count %,d samples in windows of 24h",
        content.records(),
        content.windows5m(),
        content.samples24h());
  }

  private void expect(String what, long found, long expected) {
    if (found != expected) {
      throw new EngineException(
          "%s wrote %s: %,d, and %,d were to be expected"
              .formatted(peer.title(), what, found, expected));
    }
  }

  @Override
  public void close() {
    server.process().close();
  }
}
