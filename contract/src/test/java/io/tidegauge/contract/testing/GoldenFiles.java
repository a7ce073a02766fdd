package io.tidegauge.contract.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Bytes as a release wrote them, under {@code src/test/resources/golden/FORMAT}: a line each, a
 * name and the bytes in hexadecimal. They are written once, when a format is new ({@code
 * -Dgolden.write=true}), and never changed after.
 */
public final class GoldenFiles {

  private GoldenFiles() {}

  /** The bytes of a file by their names. */
  public static Map<String, byte[]> read(String file) {
    try (InputStream in =
        Objects.requireNonNull(
            GoldenFiles.class.getResourceAsStream("/golden/" + file),
            () -> "no golden file " + file)) {
      Map<String, byte[]> bytes = new LinkedHashMap<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(
              line -> {
                String[] parts = line.split(" ", -1);
                bytes.put(parts[0], HexFormat.of().parseHex(parts[1]));
              });
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is written today is, to the byte, what the file has. */
  public static void assertWrittenAs(String file, Map<String, byte[]> today) {
    if (Boolean.getBoolean("golden.write")) {
      write(file, today);
    }
    Map<String, byte[]> golden = read(file);
    assertThat(today.keySet()).containsExactlyElementsOf(golden.keySet());
    today.forEach(
        (name, bytes) ->
            assertThat(HexFormat.of().formatHex(bytes))
                .as(
                    "%s of golden/%s: other bytes need another format, and readers of both before"
                        + " writers of the new",
                    name, file)
                .isEqualTo(HexFormat.of().formatHex(Objects.requireNonNull(golden.get(name)))));
  }

  private static void write(String file, Map<String, byte[]> today) {
    StringBuilder text = new StringBuilder();
    today.forEach(
        (name, bytes) ->
            text.append(name).append(' ').append(HexFormat.of().formatHex(bytes)).append('\n'));
    try {
      Path path = Path.of("src/test/resources/golden", file);
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
