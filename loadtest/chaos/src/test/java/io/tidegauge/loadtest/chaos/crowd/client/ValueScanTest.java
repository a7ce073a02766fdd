package io.tidegauge.loadtest.chaos.crowd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueScanTest {

  private static final String FEED =
      "retry: 1000\n\nid: x.1-2\nevent: snapshot\ndata: {\"position\":\"x.1-2\",\"watermark\":null,"
          + "\"series\":["
          + series(3, 17)
          + ","
          + series(0, 4)
          + "]}\n\n:\n\nid: x.1-9\n\nid: x.2-9\nevent: update\ndata: {\"position\":\"x.2-9\",\"series\":["
          + series(7, 18)
          + "]}\n\n";

  private final List<String> found = new ArrayList<>();
  private final ValueScan.Found collector =
      new ValueScan.Found() {
        @Override
        public void value(int series, int value) {
          found.add(series + "=" + value);
        }

        @Override
        public void unavailable() {
          found.add("unavailable");
        }
      };

  private static String series(int number, int value) {
    return "{\"id\":\"0f\",\"metric\":\"crowd_1\",\"labels\":{\"k\":\""
        + number
        + "\"},\"kind\":\"gauge\",\"server\":\"\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"value\":"
        + value
        + ",\"ended\":false,\"windows\":{\"5m\":{\"start\":\"2026-01-01T00:00:00Z\",\"count\":5}}}";
  }

  private void accept(ValueScan scan, String text) {
    scan.accept(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8), collector);
  }

  @Test
  void findsTheValuesWhereverTheBytesAreCut() {
    for (int cut = 0; cut <= FEED.length(); cut++) {
      found.clear();
      ValueScan scan = new ValueScan();
      accept(scan, FEED.substring(0, cut));
      accept(scan, FEED.substring(cut));
      assertThat(found).as("cut at %d", cut).containsExactly("3=17", "0=4", "7=18");
    }
  }

  @Test
  void anEventCountsWhenItIsWhole() {
    accept(new ValueScan(), FEED.substring(0, FEED.length() - 1));

    assertThat(found).containsExactly("3=17", "0=4");
  }

  @Test
  void saysWhereTheNodeDoesNotServe() {
    accept(new ValueScan(), "retry: 2345\nevent: unavailable\ndata: {\"status\":503}\n\n");

    assertThat(found).containsExactly("unavailable");
  }

  @Test
  void aSeriesWithoutAValueIsNotPassedOver() {
    ValueScan scan = new ValueScan();

    assertThatThrownBy(() -> accept(scan, "data: {\"labels\":{\"k\":\"1\"}}\n\n"))
        .isInstanceOf(IllegalStateException.class);
  }
}
