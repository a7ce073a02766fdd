package io.tidegauge.ingest.fuzz;

import io.tidegauge.ingest.testing.Bodies;
import io.tidegauge.ingest.testing.Bodies.Body;
import io.tidegauge.ingest.testing.RemoteWrite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Good bodies, and those of the corpora of others, to begin with. */
final class Seeds {

  private static final int BOMB = 8 << 20;

  private Seeds() {}

  static List<byte[]> remoteWrite1() {
    return good("/api/v1/write", RemoteWrite.V1);
  }

  static List<byte[]> remoteWrite2() {
    return good("/api/v1/write", RemoteWrite.V2);
  }

  static List<byte[]> lineProtocol() {
    List<byte[]> seeds = new ArrayList<>(good("/api/v2/write", ""));
    entries(
        "/corpus/line-protocol.zip",
        (name, bytes) ->
            new String(bytes, StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> name.equals("line-protocol.txt") && line.startsWith("y "))
                .map(line -> Base64.getDecoder().decode(line.split(" ", -1)[2]))
                .forEach(seeds::add));
    return seeds;
  }

  static List<byte[]> otlp() {
    List<byte[]> seeds = new ArrayList<>(good("/v1/metrics", "application/x-protobuf"));
    seeds.addAll(OtlpSeeds.protobuf());
    return seeds;
  }

  static List<byte[]> otlpJson() {
    List<byte[]> seeds = new ArrayList<>(good("/v1/metrics", "application/json"));
    seeds.addAll(OtlpSeeds.json());
    seeds.addAll(texts("{\"unknown\":", ",\"resourceMetrics\":[]}"));
    return seeds;
  }

  static List<byte[]> streamJson() {
    List<byte[]> seeds = new ArrayList<>(good("/v1/stream", ""));
    seeds.addAll(texts("{\"metric\":\"a\",\"labels\":{\"b\":", "},\"value\":1}\n"));
    return seeds;
  }

  static List<byte[]> streamFrames() {
    return good("/v1/stream", RemoteWrite.V2);
  }

  static List<byte[]> gzip() {
    List<byte[]> seeds = new ArrayList<>();
    plain().forEach(each -> seeds.add(gzip(each)));
    return seeds;
  }

  static List<byte[]> snappy() {
    List<byte[]> seeds = new ArrayList<>();
    plain().forEach(each -> seeds.add(RemoteWrite.snappy(each)));
    return seeds;
  }

  static List<byte[]> headers() {
    return List.of(
        text("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        text("tenant_1"),
        text("producer:1:2"));
  }

  /** Some that pack well, some that don't, and bombs. */
  private static List<byte[]> plain() {
    byte[] noise = new byte[3000];
    new Random(1).nextBytes(noise);
    return List.of(
        noise, text("up,job=a v=1\n".repeat(200)), new byte[0], new byte[70_000], new byte[BOMB]);
  }

  private static List<byte[]> good(String path, String type) {
    return Bodies.good(Targets.NOW)
        .filter(body -> body.path().equals(path))
        .filter(body -> type(body).equals(type))
        .map(Body::plain)
        .toList();
  }

  private static String type(Body body) {
    return body.headers().length < 2 ? "" : body.headers()[1];
  }

  private static List<byte[]> texts(String before, String after) {
    List<byte[]> seeds = new ArrayList<>();
    entries(
        "/corpus/json-test-suite.zip",
        (name, bytes) -> {
          if (name.endsWith(".json") && bytes.length < 10_000) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(text(before));
            out.writeBytes(bytes);
            out.writeBytes(text(after));
            seeds.add(out.toByteArray());
          }
        });
    return seeds;
  }

  private static void entries(String resource, BiConsumer<String, byte[]> take) {
    try (InputStream file =
            Objects.requireNonNull(Seeds.class.getResourceAsStream(resource), resource);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        take.accept(entry.getName(), zip.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      packed.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
