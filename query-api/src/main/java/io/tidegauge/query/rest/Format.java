package io.tidegauge.query.rest;

import io.tidegauge.query.security.ProblemException;
import io.tidegauge.query.security.ProblemType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;

/** What a rollups answer can be written as. */
enum Format {
  JSON("application/json"),
  NDJSON("application/x-ndjson"),
  CSV("text/csv"),
  ARROW("application/vnd.apache.arrow.stream"),
  PARQUET("application/vnd.apache.parquet");

  private final MediaType type;

  Format(String type) {
    this.type = MediaType.parseMediaType(type);
  }

  /** Whether the watermark is in what goes before the lines, so that the lines can be kept. */
  boolean watermarkComesFirst() {
    return this != PARQUET;
  }

  MediaType type() {
    return type;
  }

  /** The names of all types. */
  static List<String> types() {
    return Arrays.stream(values()).map(format -> format.type.toString()).toList();
  }

  /** The best of what is accepted (RFC 9110, section 12.5.1). */
  static Format of(List<String> acceptHeaders) {
    List<MediaType> accepted;
    try {
      accepted = MediaType.parseMediaTypes(acceptHeaders);
    } catch (InvalidMediaTypeException e) {
      throw notAcceptable("Accept cannot be read", e);
    }
    if (accepted.isEmpty()) {
      return JSON;
    }
    List<MediaType> sorted = new java.util.ArrayList<>(accepted);
    MimeTypeUtils.sortBySpecificity(sorted);
    sorted.sort((a, b) -> Double.compare(b.getQualityValue(), a.getQualityValue()));
    for (MediaType range : sorted) {
      for (Format format : values()) {
        if (range.getQualityValue() > 0 && range.includes(format.type)) {
          return format;
        }
      }
    }
    throw notAcceptable("None of the accepted types can be made", null);
  }

  private static ProblemException notAcceptable(
      String what, @org.jspecify.annotations.Nullable Exception cause) {
    String detail = what + "; ask for " + types().stream().collect(Collectors.joining(", "));
    return cause == null
        ? new ProblemException(ProblemType.NOT_ACCEPTABLE, detail)
        : new ProblemException(ProblemType.NOT_ACCEPTABLE, detail, cause);
  }
}
