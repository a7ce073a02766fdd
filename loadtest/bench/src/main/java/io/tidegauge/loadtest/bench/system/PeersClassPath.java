package io.tidegauge.loadtest.bench.system;

import io.tidegauge.engines.EngineException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The class path of {@code loadtest/peers}: what is measured beside us is not on the class path of
 * what is measured of ours.
 *
 * @param text as the JVM takes it
 */
record PeersClassPath(String text) {

  private static final Path TARGET = Path.of("loadtest", "peers", "target");
  private static final String FILE = "tidegauge.classpath";

  /**
   * That of the checkout that this class was built in.
   *
   * @throws EngineException where the peers are not built
   */
  static PeersClassPath find() {
    try {
      Path from =
          Path.of(PeersClassPath.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      for (Path folder = from; folder != null; folder = folder.getParent()) {
        Path target = folder.resolve(TARGET);
        if (Files.isRegularFile(target.resolve(FILE))) {
          String libraries = Files.readString(target.resolve(FILE)).strip();
          return new PeersClassPath(target.resolve("classes") + File.pathSeparator + libraries);
        }
      }
    } catch (IOException | URISyntaxException e) {
      throw new EngineException("the peers' class path cannot be read: " + e, e);
    }
    throw new EngineException(
        "the peers are not built; mvn -pl loadtest/peers -am package, or give --peer none");
  }

  /** The version in the name of a library's file. */
  String version(String library) {
    Pattern name = Pattern.compile(Pattern.quote(library) + "-(\\d.*)\\.jar");
    return Arrays.stream(text.split(File.pathSeparator))
        .map(path -> name.matcher(Path.of(path).getFileName().toString()))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElse("unknown");
  }
}
