package io.tidegauge.ingest.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Writes the fields of a message in another order, which protobuf allows at any time. */
final class FieldShuffle {

  private FieldShuffle() {}

  /** The same request with the fields of its first levels shuffled, each number apart. */
  static byte[] shuffle(byte[] request, Random random) {
    return shuffle(request, random, 4);
  }

  private static byte[] shuffle(byte[] message, Random random, int levels) {
    try {
      UnknownFieldSet fields = UnknownFieldSet.parseFrom(message);
      List<Integer> numbers = new ArrayList<>(fields.asMap().keySet());
      Collections.shuffle(numbers, random);
      ByteString out = ByteString.EMPTY;
      for (int number : numbers) {
        UnknownFieldSet.Field field = fields.getField(number);
        UnknownFieldSet.Field.Builder copy = UnknownFieldSet.Field.newBuilder();
        field.getVarintList().forEach(copy::addVarint);
        field.getFixed32List().forEach(copy::addFixed32);
        field.getFixed64List().forEach(copy::addFixed64);
        for (ByteString bytes : field.getLengthDelimitedList()) {
          boolean nested = levels > 1 && isMessage(number, levels);
          copy.addLengthDelimited(
              nested
                  ? ByteString.copyFrom(shuffle(bytes.toByteArray(), random, levels - 1))
                  : bytes);
        }
        out =
            out.concat(
                UnknownFieldSet.newBuilder().addField(number, copy.build()).build().toByteString());
      }
      return out.toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** The repeated messages on the way from a request to its data points. */
  private static boolean isMessage(int number, int levels) {
    return switch (levels) {
      case 4 -> number == 1; // resource_metrics
      case 3 -> number == 2; // scope_metrics
      default -> number == 2; // metrics
    };
  }
}
