package io.tidegauge.engines.embedded;

import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The passwords of a data directory, made up on its first start and kept in {@code
 * credentials.properties}, readable by its owner only.
 */
final class Credentials {
  static final String CLICKHOUSE = "clickhouse";
  static final String POSTGRES_ADMIN = "postgres.admin";
  static final String POSTGRES_APPLICATION = "postgres.application";

  private final Properties passwords;

  private Credentials(Properties passwords) {
    this.passwords = passwords;
  }

  /** Reads the passwords of a data directory, making them up if it has none. */
  static Credentials of(Path dataDirectory) {
    Path file = dataDirectory.resolve("credentials.properties");
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      Properties passwords = new Properties();
      try (var reader = Files.newBufferedReader(file)) {
        passwords.load(reader);
      }
      return new Credentials(passwords);
    } catch (IOException e) {
      throw new EngineException("Cannot read or write the passwords in " + file, e);
    }
  }

  private static void create(Path file) throws IOException {
    SecureRandom random = new SecureRandom();
    String lines =
        Stream.of(CLICKHOUSE, POSTGRES_ADMIN, POSTGRES_APPLICATION)
            .map(name -> name + "=" + password(random) + "\n")
            .collect(Collectors.joining());
    Path unfinished =
        Files.createTempFile(
            file.getParent(),
            "credentials",
            ".unfinished",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(unfinished, lines);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String password(SecureRandom random) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** One of the constants' password. */
  String password(String name) {
    String password = passwords.getProperty(name);
    if (password == null) {
      throw new EngineException("credentials.properties has no password for " + name);
    }
    return password;
  }
}
