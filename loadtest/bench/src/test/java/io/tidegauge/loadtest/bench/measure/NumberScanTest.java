package io.tidegauge.loadtest.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NumberScanTest {

  private static final String TEXT =
      "data: {\"x\":\"value\",\"value\":17.0}\n\ndata: {\"value\":5}\n\n\"val\"value\":1234567,";

  private final List<Integer> numbers = new ArrayList<>();
  private final NumberScan scan = new NumberScan("\"value\":", numbers::add);

  private void read(String part) {
    Unpooled.wrappedBuffer(part.getBytes(StandardCharsets.US_ASCII)).forEachByte(scan);
  }

  @Test
  void findsEachNumberHoweverTheBytesAreCut() {
    for (int cut = 0; cut <= TEXT.length(); cut++) {
      numbers.clear();
      read(TEXT.substring(0, cut));
      read(TEXT.substring(cut));
      assertThat(numbers).as("cut at %s", cut).containsExactly(17, 5, 1_234_567);
    }
  }

  @Test
  void aNumberCountsWhenItIsWhole() {
    read("\"value\":12");
    assertThat(numbers).isEmpty();
    read("3}");
    assertThat(numbers).containsExactly(123);
  }
}
