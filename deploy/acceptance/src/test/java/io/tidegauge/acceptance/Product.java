package io.tidegauge.acceptance;

import io.tidegauge.engines.process.Directories;
import io.tidegauge.engines.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;

/** The product, started by its launcher on free ports with a data directory of its own. */
final class Product implements AutoCloseable {

  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  /** Subscriptions that the shared one serves: few enough that a test can have them all. */
  static final int SUBSCRIBERS = 100;

  private static final class Shared {
    // Kept after the tests: its log says what went wrong.
    static final Product INSTANCE =
        start(
            List.of(
                "--data",
                emptyFolder("product").toString(),
                "--set",
                "tidegauge.query.live.subscribers=" + SUBSCRIBERS));

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(INSTANCE::close));
    }
  }

  private final Program program;
  private final int queryPort;
  private final int ingestPort;
  private final int grpcPort;
  private final int processorPort;

  private Product(Program program, int queryPort, int ingestPort, int grpcPort, int processorPort) {
    this.program = program;
    this.queryPort = queryPort;
    this.ingestPort = ingestPort;
    this.grpcPort = grpcPort;
    this.processorPort = processorPort;
  }

  /** One product for all tests of the module; each test uses metric names of its own. */
  static Product shared() {
    return Shared.INSTANCE;
  }

  /** Starts one with the given flags of {@code tidegauge up}. */
  static Product start(List<String> flags) {
    int query = Ports.free();
    int ingest = Ports.free();
    int grpc = Ports.free();
    int processor = Ports.free();
    List<String> command =
        new ArrayList<>(
            List.of(
                ROOT.resolve("tidegauge").toString(),
                "up",
                "--query-port",
                Integer.toString(query),
                "--ingest-http-port",
                Integer.toString(ingest),
                "--ingest-grpc-port",
                Integer.toString(grpc),
                "--processor-port",
                Integer.toString(processor)));
    for (String other : List.of("kafka", "clickhouse", "redis", "postgres")) {
      command.addAll(List.of("--" + other + "-port", "0"));
    }
    command.addAll(flags);
    Path log = output("product-" + query + ".log");
    Product product =
        new Product(Program.start(ROOT, log, command), query, ingest, grpc, processor);
    try {
      Await.until(
          START_LIMIT,
          () -> {
            if (!product.program.isAlive()) {
              throw new IllegalStateException("it ended:\n" + product.program.output());
            }
            Assertions.assertThat(product.program.output()).contains("Tidegauge is ready");
          });
    } catch (AssertionError | IllegalStateException e) {
      product.close();
      throw new AssertionError("the product did not become ready, see " + log, e);
    }
    return product;
  }

  /** A file for output, kept after the test. */
  static Path output(String name) {
    Path folder = Path.of("target", "acceptance").toAbsolutePath();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder.resolve(name);
  }

  private static Path emptyFolder(String name) {
    Path folder = output(name);
    Directories.delete(folder);
    return folder;
  }

  /** The root of the checkout. */
  static Path root() {
    return ROOT;
  }

  URI query() {
    return URI.create("http://127.0.0.1:" + queryPort);
  }

  URI ingest() {
    return URI.create("http://127.0.0.1:" + ingestPort);
  }

  URI grpc() {
    return URI.create("http://127.0.0.1:" + grpcPort);
  }

  URI processor() {
    return URI.create("http://127.0.0.1:" + processorPort);
  }

  Program program() {
    return program;
  }

  @Override
  public void close() {
    program.close();
  }
}
