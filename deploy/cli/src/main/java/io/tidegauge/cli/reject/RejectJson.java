package io.tidegauge.cli.reject;

import io.tidegauge.cli.output.JsonLines;
import io.tidegauge.contract.reject.RejectRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The properties of a refusal. */
public final class RejectJson {

  private RejectJson() {}

  /** Writes them; what was sent as text where it is one, else in base64. */
  public static void write(RejectRecord reject, JsonLines line) {
    line.text("tenant", reject.tenant());
    line.text("reason", reject.reason().label());
    line.text("protocol", reject.protocol());
    line.text("source", reject.source());
    line.time("received", reject.received());
    line.text("message", reject.message());
    line.textUnlessEmpty("series", reject.series());
    if (reject.timestamp() != 0) {
      line.time("timestamp", reject.timestamp());
    }
    if (!Double.isNaN(reject.value())) {
      line.number("value", reject.value());
    }
    line.number("originalBytes", reject.original().length);
    if (reject.original().length > 0) {
      original(reject.original(), line);
    }
  }

  private static void original(byte[] original, JsonLines line) {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(original)).toString();
      if (text.chars().noneMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c))) {
        line.text("original", text);
        return;
      }
    } catch (CharacterCodingException e) {
      // Not a text: the binary form below says all there is.
    }
    line.text("originalBase64", Base64.getEncoder().encodeToString(original));
  }
}
