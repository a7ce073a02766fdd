package io.tidegauge.engines.cache;

import io.tidegauge.engines.EngineException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Engines that come inside Maven artifacts, unpacked into the cache. */
public final class BundledBinaries {
  private static final String REDIS = "/redis-server-6.2.6-v5-linux-amd64";
  private static final String POSTGRES = "/postgres-linux-x86_64.txz";

  private BundledBinaries() {}

  /** The executable of Redis. */
  public static Path redisServer(EngineCache cache) {
    return cache
        .folder(
            "redis-6.2",
            folder -> {
              Path program = folder.resolve("redis-server");
              try (InputStream stream = open(REDIS)) {
                Files.copy(stream, program);
              }
              Unpacker.makeExecutable(program);
            })
        .resolve("redis-server");
  }

  /** The folder with PostgreSQL's executables. */
  public static Path postgresPrograms(EngineCache cache) {
    return cache
        .folder(
            "postgres-18.6.0",
            folder -> {
              try (InputStream stream = new XZCompressorInputStream(open(POSTGRES))) {
                Unpacker.untar(stream, folder);
              }
            })
        .resolve("bin");
  }

  private static InputStream open(String resource) throws IOException {
    if (!System.getProperty("os.arch").equals("amd64")) {
      throw new EngineException(
          "Redis and PostgreSQL without Docker need Linux on x86-64; use deploy/compose");
    }
    InputStream stream = BundledBinaries.class.getResourceAsStream(resource);
    if (stream == null) {
      throw new FileNotFoundException(resource + " is not on the classpath");
    }
    return stream;
  }
}
