package io.tidegauge.engines;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to start and where.
 *
 * @param engines which engines; at least one
 * @param dataDirectory where the engines keep their data; empty for a temporary directory that is
 *     deleted on close
 * @param ports TCP ports; 0 or none for a free one
 * @param cacheDirectory where fetched binaries are kept between starts
 */
public record EnginesSpec(
    Set<Engine> engines,
    Optional<Path> dataDirectory,
    Map<Engine, Integer> ports,
    Path cacheDirectory) {

  public EnginesSpec {
    if (engines.isEmpty()) {
      throw new IllegalArgumentException("No engine chosen: name at least one of Engine's values");
    }
    ports.forEach(
        (engine, port) -> {
          if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(
                "%s port %d is not in 0..65535; change %s (or %s)"
                    .formatted(engine.title(), port, engine.portFlag(), engine.portVariable()));
          }
        });
    engines = Set.copyOf(engines);
    ports = Map.copyOf(ports);
    dataDirectory = dataDirectory.map(Path::toAbsolutePath).map(Path::normalize);
    cacheDirectory = cacheDirectory.toAbsolutePath().normalize();
  }

  /** Engines on free ports whose data goes when they are closed. */
  public static EnginesSpec ephemeral(Engine first, Engine... more) {
    return ephemeral(EnumSet.of(first, more));
  }

  /** Engines on free ports whose data goes when they are closed. */
  public static EnginesSpec ephemeral(Set<Engine> engines) {
    return new EnginesSpec(engines, Optional.empty(), Map.of(), defaultCache(System.getenv()));
  }

  /** Engines on free ports whose data stays. */
  public static EnginesSpec persistent(Path dataDirectory, Engine first, Engine... more) {
    return ephemeral(first, more).withDataDirectory(dataDirectory);
  }

  /** The same, keeping its data in this directory. */
  public EnginesSpec withDataDirectory(Path directory) {
    return new EnginesSpec(engines, Optional.of(directory), ports, cacheDirectory);
  }

  /** The same, with one engine on this port. */
  public EnginesSpec withPort(Engine engine, int port) {
    Map<Engine, Integer> changed = new EnumMap<>(Engine.class);
    changed.putAll(ports);
    changed.put(engine, port);
    return new EnginesSpec(engines, dataDirectory, changed, cacheDirectory);
  }

  /** The port asked for, 0 for a free one. */
  public int port(Engine engine) {
    return ports.getOrDefault(engine, 0);
  }

  /**
   * Where fetched binaries are kept: TIDEGAUGE_CACHE, else {@code tidegauge} in XDG_CACHE_HOME,
   * else in {@code ~/.cache}.
   */
  static Path defaultCache(Map<String, String> environment) {
    String own = environment.getOrDefault("TIDEGAUGE_CACHE", "");
    if (!own.isBlank()) {
      return Path.of(own);
    }
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    return shared.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache", "tidegauge")
        : Path.of(shared, "tidegauge");
  }
}
