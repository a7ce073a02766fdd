package io.tidegauge.ingest.otlp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The encodings of OTLP/HTTP, by content type (specification, sections Binary Protobuf Encoding and
 * JSON Protobuf Encoding).
 */
enum OtlpEncoding {
  PROTOBUF("application/x-protobuf"),
  JSON("application/json");

  private final String contentType;

  OtlpEncoding(String contentType) {
    this.contentType = contentType;
  }

  /** The encoding of a Content-Type header; null where it is neither. Parameters do not matter. */
  static @Nullable OtlpEncoding of(@Nullable String header) {
    if (header == null) {
      return null;
    }
    int parameters = header.indexOf(';');
    String type = parameters < 0 ? header : header.substring(0, parameters);
    String name = type.strip().toLowerCase(Locale.ROOT);
    for (OtlpEncoding encoding : values()) {
      if (encoding.contentType.equals(name)) {
        return encoding;
      }
    }
    return null;
  }

  /** The value of the answer's Content-Type header. */
  String contentType() {
    return contentType;
  }

  byte[] write(ExportResponse response) {
    return this == JSON ? response.toJson() : response.toProtobuf();
  }

  byte[] write(RpcStatus status) {
    return this == JSON ? status.toJson() : status.toProtobuf();
  }
}
