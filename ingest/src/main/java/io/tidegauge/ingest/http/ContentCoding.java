package io.tidegauge.ingest.http;

import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.ingest.admission.RequestRefusedException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipException;
import org.xerial.snappy.Snappy;

/** The content codings (RFC 9110, section 8.4.1) that bodies come in. */
public enum ContentCoding {
  /** As it is. */
  IDENTITY,
  /** gzip (RFC 1952), several members allowed. */
  GZIP,
  /** Snappy's block format, as Remote-Write has it; not the framed format. */
  SNAPPY;

  private static final int FIRST_ALLOCATION = 64 * 1024;
  private static final byte[] NO_ROOM = {};

  /**
   * The coding of a Content-Encoding header.
   *
   * @param header the header's value, empty where there is none
   * @param allowed what the endpoint takes
   * @throws RequestRefusedException {@link RejectReason#UNSUPPORTED_ENCODING} for any other
   */
  public static ContentCoding of(String header, Set<ContentCoding> allowed) {
    String name = header.strip().toLowerCase(Locale.ROOT);
    for (ContentCoding coding : allowed) {
      boolean match =
          coding.token().equals(name)
              || (coding == IDENTITY && name.isEmpty())
              || (coding == GZIP && name.equals("x-gzip"));
      if (match) {
        return coding;
      }
    }
    throw new RequestRefusedException(
        RejectReason.UNSUPPORTED_ENCODING,
        "Content-Encoding '" + name + "' is not taken here; send " + tokens(allowed));
  }

  /** The coding's name in the header. */
  public String token() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Decodes a body; never holds more than the limit.
   *
   * @throws RequestRefusedException {@link RejectReason#MALFORMED} or {@link
   *     RejectReason#BODY_TOO_LARGE}
   */
  public Body decode(Body body, int limit) {
    return decode(body, limit, NO_ROOM);
  }

  /**
   * The same into an array that is there, if it is large enough, else into a new one.
   *
   * @param room is not used where nothing is to be undone
   */
  Body decode(Body body, int limit, byte[] room) {
    return switch (this) {
      case IDENTITY -> body.length() > limit ? tooLarge(limit) : body;
      case GZIP -> gunzip(body, limit, room);
      case SNAPPY -> unsnap(body, limit, room);
    };
  }

  private static Body gunzip(Body body, int limit, byte[] room) {
    int first = Math.min(limit, Math.max(FIRST_ALLOCATION, body.length()));
    byte[] out = room.length >= first && room.length <= limit ? room : new byte[first];
    int size = 0;
    try (InputStream in =
        new GunzipInputStream(new ByteArrayInputStream(body.bytes(), 0, body.length()))) {
      while (true) {
        if (size == out.length) {
          int next = in.read();
          if (next < 0) {
            return new Body(out, size);
          }
          if (size >= limit) {
            return tooLarge(limit);
          }
          out = Arrays.copyOf(out, (int) Math.min(limit, 2L * size));
          out[size++] = (byte) next;
        }
        int read = in.read(out, size, out.length - size);
        if (read < 0) {
          return new Body(out, size);
        }
        size += read;
      }
    } catch (ZipException | EOFException e) {
      throw new RequestRefusedException(
          RejectReason.MALFORMED, "the body is not gzip, though Content-Encoding says so");
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array does not fail to be read
    }
  }

  private static Body unsnap(Body body, int limit, byte[] room) {
    try {
      // The length is the varint before the first block. Native code writes as much as it says, so
      // it is checked before anything is held; from 2 GiB on it comes back negative.
      int length = Snappy.uncompressedLength(body.bytes(), 0, body.length());
      if (length < 0 || length > limit) {
        return tooLarge(limit);
      }
      byte[] out = length <= room.length ? room : new byte[length];
      int size = Snappy.uncompress(body.bytes(), 0, body.length(), out, 0);
      return new Body(out, size);
    } catch (IOException | IllegalArgumentException e) {
      throw new RequestRefusedException(
          RejectReason.MALFORMED,
          "the body is not snappy's block format; compress it without framing");
    }
  }

  private static Body tooLarge(int limit) {
    throw new RequestRefusedException(
        RejectReason.BODY_TOO_LARGE,
        "the body is larger than " + limit + " bytes; send smaller requests");
  }

  private static String tokens(Set<ContentCoding> allowed) {
    return String.join(" or ", allowed.stream().map(ContentCoding::token).sorted().toList());
  }
}
