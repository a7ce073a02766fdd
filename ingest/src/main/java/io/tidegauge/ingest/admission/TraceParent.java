package io.tidegauge.ingest.admission;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The trace that a request belongs to (W3C Trace Context, section 3.2, traceparent header). */
public final class TraceParent {

  /** The header (and gRPC metadata key). */
  public static final String HEADER = "traceparent";

  /** Version 00; a higher one may have more after it, which is left out. */
  private static final Pattern FORM =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private static final int LENGTH = 55;

  private TraceParent() {}

  /** A header's value; null where there is none, or one that is not valid and so is ignored. */
  public static @Nullable String of(@Nullable String header) {
    if (header == null || header.length() < LENGTH) {
      return null;
    }
    boolean more = header.length() > LENGTH;
    if (more && (header.startsWith("00") || header.charAt(LENGTH) != '-')) {
      return null;
    }
    String known = header.substring(0, LENGTH);
    return FORM.matcher(known).matches() ? known : null;
  }
}
